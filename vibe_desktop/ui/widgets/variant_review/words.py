"""Words of the review that more than one part uses."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import Angle, Author, Revision
from vibe_desktop.ui.words import when


def _tr(text: str) -> str:
    return QCoreApplication.translate("VariantWords", text)


def angle_words(angle: Angle) -> str:
    """The idea of a variant, as a title."""
    return {
        Angle.PROBLEM: _tr("Problem-focused"),
        Angle.BENEFIT: _tr("Benefit-focused"),
        Angle.QUESTION: _tr("Question-based"),
    }[angle]


def author_words(author: Author) -> str:
    """Who wrote a revision."""
    return {
        Author.WRITER: _tr("AI writer"),
        Author.OFFLINE_DRAFTER: _tr("offline drafter"),
        Author.FOUNDER: _tr("you"),
    }[author]


def revision_words(revision: Revision) -> str:
    """A revision as one line: number, author, time."""
    words = _tr("No. {number} by {author}, {when}")
    return words.format(
        number=revision.number, author=author_words(revision.author), when=when(revision.created_at)
    )


def lead_words(lead: Lead, *, made_up: bool) -> str:
    """A lead in the picker: name, company, and what is special about it."""
    name = " ".join(part for part in (lead.first_name, lead.last_name) if part) or lead.email
    who = f"{name}, {lead.company_name}" if lead.company_name else name
    if not lead.first_name or not lead.company_name:
        return _tr("{who} (data missing)").format(who=who)
    return _tr("{who} (example)").format(who=who) if made_up else who
