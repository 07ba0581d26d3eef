"""What about a lead makes a mail to it worth a look before it is sent."""

import re
import unicodedata

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.leads import Lead

LONG_NAME = 40
"""Characters from which a name or company makes a subject wrap on a phone."""

_LEGAL_FORM = re.compile(r"\b(?:inc|llc|ltd|gmbh|corp|co|limited)\.?$", re.IGNORECASE)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Oddities", text)


def oddities(lead: Lead) -> tuple[str, ...]:
    """In a word or two each, the gravest first; empty for a lead like any other."""
    found: list[str] = []
    for value, words in (
        (lead.first_name, _tr("no first name")),
        (lead.company_name, _tr("no company")),
    ):
        if not value.strip():
            found.append(words)
    texts = (lead.first_name, lead.last_name, lead.company_name, lead.job_title)
    together = " ".join(texts)
    if any(unicodedata.bidirectional(one) in {"R", "AL"} for one in together):
        found.append(_tr("right to left"))
    if any(unicodedata.category(one) == "So" for one in together):
        found.append(_tr("emoji"))
    if any(len(text) > LONG_NAME for text in texts):
        found.append(_tr("very long"))
    if any(len(text) > 3 and text.isupper() for text in texts[:3]):
        found.append(_tr("all capitals"))
    if _LEGAL_FORM.search(lead.company_name.strip()):
        found.append(_tr("legal form in the name"))
    return tuple(found)
