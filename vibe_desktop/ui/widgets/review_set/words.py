"""Words of the review of all mails."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from vibe_desktop.ui.widgets.review_set.state import ReviewSetState
from vibe_desktop.ui.words import counted, number

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import ReviewedMail, ReviewSet


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewSetWords", text)


def mail_words(mail: "ReviewedMail") -> str:
    """Which mail of the campaign: "Mail A" or "Follow-up 1"."""
    if mail.step > 1:
        return _tr("Follow-up {number}").format(number=mail.step - 1)
    return _tr("Mail {letter}").format(letter=mail.letter)


def summary_words(built: "ReviewSet") -> str:
    """The whole set in a line: "30,000 mails to 10,000 leads. 212 look odd."."""
    mails = counted(built.mail_count, _tr("{count} mail"), _tr("{count} mails"))
    if built.example:
        first = _tr("{mails} to an invented lead.").format(mails=mails)
    else:
        leads = counted(built.lead_count, _tr("{count} lead"), _tr("{count} leads"))
        first = _tr("{mails} to {leads}.").format(mails=mails, leads=leads)
    if not built.odd_count:
        return _tr("{first} None looks odd.").format(first=first)
    odd = counted(built.odd_count, _tr("{count} looks odd."), _tr("{count} look odd."))
    return f"{first} {odd}"


def button_words(built: "ReviewSet") -> str:
    """What the one decision is called."""
    one, many = _tr("Approve the one mail"), _tr("Approve all {count} mails")
    return counted(built.mail_count, one, many)


def decision_words(state: ReviewSetState) -> str:
    """What the decision rests on, or why it cannot be made now."""
    built = state.built
    if built is None:
        return ""
    if state.changed:
        return _tr("Not current any more: build again before you approve.")
    if state.blockers:
        more = len(state.blockers) - 1
        words = state.blockers[0]
        if more:
            words += " " + counted(more, _tr("And {count} more."), _tr("And {count} more."))
        return _tr("Fix this first. {words}").format(words=words)
    if state.approved:
        return _tr("All mails are approved exactly as they would be sent now.")
    odd = counted(built.odd_count, _tr("{count} odd one"), _tr("{count} odd ones"))
    return _tr(
        "One decision: {mails} as shown here, {odd} among them. These numbers are kept with it."
    ).format(
        mails=counted(built.mail_count, _tr("{count} mail"), _tr("{count} mails")),
        odd=odd if built.odd_count else _tr("no odd ones"),
    )


def found_words(shown: int, all_of_them: int) -> str:
    """How many mails the filters leave."""
    if shown == all_of_them:
        return counted(shown, _tr("{count} mail"), _tr("{count} mails"))
    return _tr("{shown} of {total}").format(shown=number(shown), total=number(all_of_them))
