"""The campaign in a few lines: who, what, how many, when."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from vibe_desktop.domain.pace import forecast
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.wizard import senders
from vibe_desktop.ui.wizard.forecast_words import day_words, details, headline, losses
from vibe_desktop.ui.wizard.sending import today
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.words import counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("WizardRecap", text)


def recap(state: WizardState) -> tuple[tuple[str, str], ...]:
    """Terms and what they are for this campaign, in the order to read them."""
    standing, setup = state.standing, state.draft.setup
    boxes = senders(setup, standing.mailboxes)
    schedule = setup.schedule
    locale = QLocale()
    days = ", ".join(
        locale.standaloneDayName(day + 1, QLocale.FormatType.ShortFormat) for day in schedule.days
    )
    subjects = "\n".join(
        f"{one.letter}: {one.current.subject}"
        for one in standing.variants
        if not one.follow_up and one.rejected_at is None
    )
    host = urlsplit(state.campaign.url).netloc if state.campaign else ""
    name = state.draft.name or (state.campaign.name if state.campaign else "")
    lines = [
        (_tr("About"), f"{name} ({host})" if host else name),
        (_tr("To"), counted(standing.lead_count, _tr("{count} person"), _tr("{count} people"))),
        (_tr("From"), ", ".join(box.email for box in boxes) or _tr("nobody yet")),
        (_tr("Subjects"), subjects or _tr("none yet")),
        (
            _tr("When"),
            _tr("{days}, {start} to {end}, {zone}").format(
                days=days, start=schedule.start, end=schedule.end, zone=schedule.timezone
            )
            + _dates(schedule),
        ),
    ]
    lines.insert(4, (_tr("Follow-ups"), _follow_ups(setup.waits)))
    found = forecast(standing.lead_count, setup, boxes, today())
    if found is not None:
        parts = (headline(found), details(found), losses(found))
        lines.append((_tr("Takes"), "\n".join(part for part in parts if part)))
    return tuple(lines)


def _follow_ups(waits: tuple[int, ...]) -> str:
    if not waits:
        return _tr("none")
    each = [_tr("after {days} days").format(days=days) for days in waits]
    return ", ".join(each)


def _dates(schedule: Schedule) -> str:
    words = ""
    if schedule.start_date is not None:
        words += _tr(", from {day}").format(day=day_words(schedule.start_date))
    if schedule.end_date is not None:
        words += _tr(", until {day}").format(day=day_words(schedule.end_date))
    return words
