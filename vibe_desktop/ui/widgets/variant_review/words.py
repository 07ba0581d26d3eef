"""Words of the review that more than one part uses."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import FIRST_STEP, Angle, Author, Variant
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.variant_review.oddities import oddities
from vibe_desktop.ui.widgets.variant_review.state import Decision
from vibe_desktop.ui.words import when

if TYPE_CHECKING:
    from vibe_desktop.domain.histories import Entry


def _tr(text: str) -> str:
    return QCoreApplication.translate("VariantWords", text)


def angle_words(angle: Angle) -> str:
    """The idea of a variant, as a title."""
    return {
        Angle.PROBLEM: _tr("Problem-focused"),
        Angle.BENEFIT: _tr("Benefit-focused"),
        Angle.QUESTION: _tr("Question-based"),
        Angle.FOLLOW_UP: _tr("Follow-up"),
    }[angle]


def variant_title(variant: Variant) -> str:
    """What a card is called: "A · Problem-focused", "Follow-up 2"."""
    if variant.follow_up:
        return _tr("Follow-up {number}").format(number=variant.follow_up)
    return f"{variant.letter} · {angle_words(variant.angle)}"


def object_suffix(variant: Variant) -> str:
    """What ends the object names of a card: "A" to "C", "2A" for the mail of the second step."""
    return variant.letter if variant.step == FIRST_STEP else f"{variant.step}{variant.letter}"


def step_words(step: int) -> str:
    """The short name of a step."""
    if step == FIRST_STEP:
        return _tr("First mail")
    return _tr("Follow-up {number}").format(number=step - FIRST_STEP)


def wait_words(step: int, waits: tuple[int, ...]) -> str:
    """When a step goes out, "" for the first."""
    at = step - FIRST_STEP - 1
    if not 0 <= at < len(waits):
        return ""
    days = waits[at]
    return _tr("1 day later") if days == 1 else _tr("{days} days later").format(days=days)


def decision_words(decision: Decision) -> tuple[str, Tone]:
    """What a pill says about a mail, and its tone."""
    return {
        Decision.APPROVED: (_tr("Approved"), Tone.SUCCESS),
        Decision.REJECTED: (_tr("Rejected"), Tone.WARNING),
        Decision.BLOCKED: (_tr("Needs a change"), Tone.DANGER),
        Decision.OPEN: (_tr("To review"), Tone.NEUTRAL),
    }[decision]


def author_words(author: Author) -> str:
    """Who wrote a revision."""
    return {
        Author.WRITER: _tr("AI writer"),
        Author.OFFLINE_DRAFTER: _tr("offline drafter"),
        Author.FOUNDER: _tr("you"),
    }[author]


def entry_words(entry: "Entry") -> str:
    """A stretch of work on a mail as one line: author, time, how often it was saved."""
    author, moment = author_words(entry.author), when(entry.ended_at)
    saves = len(entry.revisions)
    if saves == 1:
        return _tr("By {author}, {when}").format(author=author, when=moment)
    words = _tr("By {author}, {when} ({saves} saves)")
    return words.format(author=author, when=moment, saves=saves)


def lead_words(lead: Lead) -> str:
    """A lead in the picker: name and company, and whether it is made up."""
    name = " ".join(part for part in (lead.first_name, lead.last_name) if part) or lead.email
    who = f"{name}, {lead.company_name}" if lead.company_name else name
    return who if lead.row else _tr("{who} (example)").format(who=who)


def oddity_words(lead: Lead) -> str:
    """What is special about a lead, "" for nothing."""
    return ", ".join(oddities(lead))
