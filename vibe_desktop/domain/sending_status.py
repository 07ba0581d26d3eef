"""Why a campaign sends, or does not, in the words of whoever waits for it.

The codes are those of Instantly's `sending-status`; what only this computer knows (a pause made
here, the hours in the founder's own time zone, the last day of the schedule, sick mailboxes) comes
first where it says more.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vibe_desktop.domain.schedules import Schedule

_LONGEST_LOOK = 400
"""Days ahead that a sending window is looked for in: a start date may be far away."""


class SendingCode(StrEnum):
    """Instantly's codes, without the "campaign_" that some begin with."""

    HEALTHY = "healthy"
    DRAFT = "draft"
    PAUSED = "paused"
    COMPLETED = "completed"
    RUNNING_SUBSEQUENCES = "running_subsequences"
    BOUNCE_PROTECT = "bounce_protect"
    ACCOUNTS_UNHEALTHY = "accounts_unhealthy"
    ACCOUNT_SUSPENDED = "account_suspended"
    OUT_OF_SCHEDULE = "out_of_schedule"
    WAITING_FOR_LEADS = "waiting_for_leads"
    DAILY_LIMIT_MET = "daily_limit_met"
    ACCOUNT_DAILY_LIMIT_MET = "account_daily_limit_met"
    NEW_LEAD_LIMIT_MET = "new_lead_limit_met"
    ALL_ACCOUNTS_UNHEALTHY = "all_accounts_unhealthy"
    WAITING_FOR_ESP_MATCH = "waiting_for_esp_match"
    DOMAIN_LIMIT_REACHED = "domain_limit_reached"
    FOLLOW_UP_DELAY_NOT_MET = "follow_up_delay_not_met"
    NO_ACCOUNTS_AVAILABLE = "no_accounts_available"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class SendingDiagnosis:
    """What Instantly says; every number is None when it was left out.

    Attributes:
        said: The code as it was spelt, also one that this version does not know.
        mailboxes: Senders of the campaign.
        available: Those that can send now.
        at_limit: Those that have sent their mails of today.
        ramping: Those held back by a slow start.
        disconnected: Those that Instantly cannot log in to.
        in_gap: Those that wait between two mails.
        follow_ups: Follow-ups that wait for their day.
        follow_up_seconds: Seconds until the first of them.
        last_sent_at: When the campaign sent last.
        looked_at: When Instantly found all this.
    """

    code: SendingCode
    said: str = ""
    mailboxes: int | None = None
    available: int | None = None
    at_limit: int | None = None
    ramping: int | None = None
    disconnected: int | None = None
    in_gap: int | None = None
    daily_limit: int | None = None
    sent_today: int | None = None
    new_lead_limit: int | None = None
    new_leads_today: int | None = None
    follow_ups: int | None = None
    follow_up_seconds: int | None = None
    last_sent_at: datetime | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What this computer knows of the campaign.

    Attributes:
        schedule: As it was launched, in the founder's own time zone.
        paused_here: Whether it was paused from here.
        sick: The chosen mailboxes that are known not to be healthy, as "address: trouble".
        senders: How many were chosen.
    """

    schedule: Schedule
    paused_here: bool = False
    sick: tuple[str, ...] = ()
    senders: int = 0


@dataclass(frozen=True, slots=True)
class SendingReport:
    """Why a campaign sends, or does not.

    Attributes:
        sending: Whether mails are going out, or will without anybody's doing.
        headline: The state in a few words, after "Sending: ".
        reason: One or two sentences.
        next_step: What to do, "" when nothing needs to be done.
        facts: The counts behind it, a short line each.
        next_window: When the next sending hours begin, in the founder's time zone; None when they
            are open now, or never come.
        looked_at: When this was found out.
    """

    code: SendingCode
    sending: bool
    headline: str
    reason: str
    next_step: str
    facts: tuple[str, ...]
    next_window: datetime | None
    looked_at: datetime


_WORDS: dict[SendingCode, tuple[str, str, str]] = {
    SendingCode.HEALTHY: ("going out", "Nothing holds the campaign up.", ""),
    SendingCode.DRAFT: (
        "not started",
        "At Instantly the campaign is still a draft.",
        "Launch it here, or carry on with the launch that was cut off.",
    ),
    SendingCode.PAUSED: (
        "paused",
        "Somebody paused the campaign at Instantly.",
        "Resume sending when it shall go on.",
    ),
    SendingCode.COMPLETED: (
        "finished",
        "Everybody has been through the whole sequence.",
        "Make a new campaign to write to more people.",
    ),
    SendingCode.RUNNING_SUBSEQUENCES: (
        "only subsequences",
        "The main sequence is over for everybody; only subsequences made at Instantly still run.",
        "",
    ),
    SendingCode.BOUNCE_PROTECT: (
        "stopped for bounces",
        "Instantly stopped the campaign because too many mails bounced.",
        (
            "Verify the leads, take the bad addresses out, and resume it then. Going on would harm "
            "your domain."
        ),
    ),
    SendingCode.ACCOUNTS_UNHEALTHY: (
        "stopped for its mailboxes",
        "Instantly stopped the campaign because its mailboxes are not healthy.",
        "Look at the mailboxes, reconnect or rest them, and resume the campaign then.",
    ),
    SendingCode.ACCOUNT_SUSPENDED: (
        "account suspended",
        "Instantly has suspended your account.",
        "Write to Instantly's support: nothing can be sent before they lift it.",
    ),
    SendingCode.OUT_OF_SCHEDULE: ("outside its hours", "It is outside of the sending hours.", ""),
    SendingCode.WAITING_FOR_LEADS: (
        "out of leads",
        "Nobody is left who could be written to now.",
        "Make a new campaign with more leads, or wait for replies to those who were written to.",
    ),
    SendingCode.DAILY_LIMIT_MET: (
        "done for today",
        "The campaign has sent all the mails that it may send on one day.",
        "",
    ),
    SendingCode.ACCOUNT_DAILY_LIMIT_MET: (
        "done for today",
        "Each of its mailboxes has sent all the mails that it may send on one day.",
        (
            "Nothing needs to be done. To send more, connect more mailboxes: a higher limit for "
            "one harms its name."
        ),
    ),
    SendingCode.NEW_LEAD_LIMIT_MET: (
        "no more new people today",
        "As many new people were written to today as you allowed; follow-ups still go out.",
        "",
    ),
    SendingCode.ALL_ACCOUNTS_UNHEALTHY: (
        "no healthy mailbox",
        "None of its mailboxes can send.",
        "Reconnect them at Instantly; the campaign goes on by itself then.",
    ),
    SendingCode.WAITING_FOR_ESP_MATCH: (
        "waiting for a fitting mailbox",
        (
            "Instantly is set to send only between mailboxes of the same provider, and none of "
            "yours that fits is free."
        ),
        (
            "Switch off provider matching for the campaign at Instantly, or connect a mailbox of "
            "that provider."
        ),
    ),
    SendingCode.DOMAIN_LIMIT_REACHED: (
        "company limit reached",
        "As many people of one company were written to today as is allowed.",
        "",
    ),
    SendingCode.FOLLOW_UP_DELAY_NOT_MET: (
        "waiting for follow-ups",
        "Everybody got their mail; the next ones are follow-ups, and their day has not come.",
        "",
    ),
    SendingCode.NO_ACCOUNTS_AVAILABLE: (
        "no mailbox",
        "The campaign has no mailbox to send from.",
        "Add a connected mailbox to it at Instantly.",
    ),
    SendingCode.UNKNOWN: (
        "not known",
        "Instantly gives no reason that this version understands.",
        "Look at the campaign at app.instantly.ai, or for a newer version of this app.",
    ),
}
_BY_ITSELF = frozenset(
    {
        SendingCode.HEALTHY,
        SendingCode.RUNNING_SUBSEQUENCES,
        SendingCode.OUT_OF_SCHEDULE,
        SendingCode.DAILY_LIMIT_MET,
        SendingCode.ACCOUNT_DAILY_LIMIT_MET,
        SendingCode.NEW_LEAD_LIMIT_MET,
        SendingCode.DOMAIN_LIMIT_REACHED,
        SendingCode.FOLLOW_UP_DELAY_NOT_MET,
    }
)
"""It goes on by itself, sooner or later."""


def explain(found: SendingDiagnosis, here: KnownHere, now: datetime) -> SendingReport:
    """Instantly's diagnosis together with what is known here.

    Args:
        found: What Instantly says.
        here: What this computer knows.
        now: The present, aware.
    """
    headline, reason, next_step = _WORDS[found.code]
    sending = found.code in _BY_ITSELF
    window = next_window(here.schedule, now)
    if found.code is SendingCode.UNKNOWN and found.said:
        reason = f"Instantly says “{found.said[:60]}”, which this version does not know."
    elif found.code is SendingCode.PAUSED and here.paused_here:
        reason = "You paused the campaign here."
    elif _over(here.schedule, now) and found.code in (
        SendingCode.OUT_OF_SCHEDULE,
        SendingCode.HEALTHY,
        SendingCode.WAITING_FOR_LEADS,
    ):
        sending, headline = False, "its last day is over"
        reason = f"The schedule ended on {_day(here.schedule.end_date)}: nothing more is sent."
        next_step = "Make a new campaign for those who were not written to."
    elif found.code is SendingCode.OUT_OF_SCHEDULE:
        reason = f"{reason} {_hours(here.schedule, window)}"
    elif found.code in _UNTIL_TOMORROW and window is not None:
        reason = f"{reason} Sending begins again {_moment(window)}."
    elif found.code is SendingCode.FOLLOW_UP_DELAY_NOT_MET and found.follow_up_seconds:
        due = now + timedelta(seconds=found.follow_up_seconds)
        reason = f"{reason} The first is due {_moment(_local(here.schedule, due))}."
    return SendingReport(
        code=found.code,
        sending=sending,
        headline=headline,
        reason=reason,
        next_step=next_step,
        facts=_facts(found, here),
        next_window=window,
        looked_at=now,
    )


_UNTIL_TOMORROW = frozenset({SendingCode.DAILY_LIMIT_MET, SendingCode.ACCOUNT_DAILY_LIMIT_MET})


def next_window(schedule: Schedule, now: datetime) -> datetime | None:
    """When the next sending hours begin after `now`, in the zone of the schedule.

    Hours that are open now do not count: it is the next beginning. None when none comes.
    """
    local = _local(schedule, now)
    try:
        start = time.fromisoformat(schedule.start)
    except ValueError:
        return None
    first = max(local.date(), schedule.start_date or local.date())
    for ahead in range(_LONGEST_LOOK):
        day = first + timedelta(days=ahead)
        if schedule.end_date is not None and day > schedule.end_date:
            return None
        begins = datetime.combine(day, start, tzinfo=local.tzinfo)
        if day.weekday() in schedule.days and begins > local:
            return begins
    return None


def _facts(found: SendingDiagnosis, here: KnownHere) -> tuple[str, ...]:
    lines: list[str] = []
    if found.mailboxes is not None and found.available is not None:
        lines.append(f"Mailboxes: {found.available:,} of {found.mailboxes:,} can send now")
        held = (
            (found.at_limit, "at their daily limit"),
            (found.ramping, "held back by their slow start"),
            (found.disconnected, "disconnected"),
            (found.in_gap, "waiting between two mails"),
        )
        lines += [f"Mailboxes {words}: {count:,}" for count, words in held if count]
    if found.daily_limit is not None and found.sent_today is not None:
        lines.append(f"Mails today: {found.sent_today:,} of {found.daily_limit:,}")
    if found.new_lead_limit is not None and found.new_leads_today is not None:
        lines.append(f"New people today: {found.new_leads_today:,} of {found.new_lead_limit:,}")
    if found.follow_ups:
        lines.append(f"Follow-ups waiting for their day: {found.follow_ups:,}")
    if found.last_sent_at is not None:
        lines.append(f"Last mail: {_moment(_local(here.schedule, found.last_sent_at))}")
    if here.sick:
        lines.append(f"Not healthy here: {len(here.sick):,} of {here.senders:,}: {here.sick[0]}")
    return tuple(lines)


def _over(schedule: Schedule, now: datetime) -> bool:
    """Whether the last day of the schedule, and its hours, have passed."""
    if schedule.end_date is None:
        return False
    local = _local(schedule, now)
    return (local.date(), f"{local:%H:%M}") > (schedule.end_date, schedule.end)


def _hours(schedule: Schedule, window: datetime | None) -> str:
    hours = f"{schedule.start} to {schedule.end} ({schedule.timezone})"
    if window is None:
        return f"They are {hours}, and no further day is planned."
    return f"They are {hours}; the next ones begin {_moment(window)}."


def _local(schedule: Schedule, moment: datetime) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(schedule.timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment.astimezone(UTC)


def _moment(moment: datetime) -> str:
    return f"on {_day(moment.date())} at {moment:%H:%M}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _day(day: date | None) -> str:
    if day is None:
        return "no day"
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]}"
