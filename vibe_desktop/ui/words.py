"""Words and tones that several screens use for the same thing."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.ui.theme.roles import Tone

_TONES = {
    CampaignStatus.DRAFT: Tone.NEUTRAL,
    CampaignStatus.LAUNCHING: Tone.INFO,
    CampaignStatus.ACTIVE: Tone.SUCCESS,
    CampaignStatus.PAUSED: Tone.WARNING,
    CampaignStatus.COMPLETED: Tone.INFO,
    CampaignStatus.ATTENTION: Tone.DANGER,
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)


def status_words(status: CampaignStatus) -> tuple[str, Tone]:
    """What a pill says about a campaign, and its tone."""
    words = {
        CampaignStatus.DRAFT: _tr("Draft"),
        CampaignStatus.LAUNCHING: _tr("Launching"),
        CampaignStatus.ACTIVE: _tr("Sending"),
        CampaignStatus.PAUSED: _tr("Paused"),
        CampaignStatus.COMPLETED: _tr("Finished"),
        CampaignStatus.ATTENTION: _tr("Needs attention"),
    }
    return words[status], _TONES[status]


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """A moment as one says it: "today, 14:02", "yesterday, 09:30", "3 Nov 2025", "never"."""
    if moment is None:
        return _tr("never")
    local = moment.astimezone()
    today = (now or datetime.now(tz=moment.tzinfo)).astimezone().date()
    locale = QLocale()
    clock = locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    days = (today - local.date()).days
    if days == 0:
        return _tr("today, {time}").format(time=clock)
    if days == 1:
        return _tr("yesterday, {time}").format(time=clock)
    return locale.toString(QDate(local.year, local.month, local.day), "d MMM yyyy")


def number(value: int) -> str:
    """A count with separators, written as the rates are."""
    return f"{value:,}"


def counted(count: int, one: str, many: str) -> str:
    """Write "1 draft" or "3 drafts"; `one` and `many` hold "{count}"."""
    return (one if count == 1 else many).format(count=number(count))
