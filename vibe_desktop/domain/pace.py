"""How long a campaign takes: the tightest of its limits, counted in sending days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.schedules import Schedule


class Limit(StrEnum):
    """What decides how many people are written to in a day."""

    DAILY_LIMIT = "daily_limit"
    NEW_LEADS = "new_leads"
    MAILBOXES = "mailboxes"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Duration:
    """How long the first mails take to go out.

    Attributes:
        per_day: People written to on a full sending day.
        limit: The setting that keeps it from being more.
        sending_days: Days on which mails go out.
        last_day: The calendar day of the last one.
    """

    per_day: int
    limit: Limit
    sending_days: int
    last_day: date


def duration(
    lead_count: int, setup: CampaignSetup, mailboxes: Collection[Mailbox], today: date
) -> Duration | None:
    """How long it takes to write to `lead_count` people; None when it never starts or never ends.

    An estimate from below: bounces, answers and other campaigns of the same mailboxes are not in
    it. The gap counts for each mailbox, since mailboxes send side by side.

    Args:
        lead_count: People to write to, each once.
        setup: Schedule and pacing.
        mailboxes: Those that will send.
        today: The first day that may count.
    """
    per_day, limit = _per_day(setup, mailboxes)
    if lead_count < 1 or per_day < 1 or not setup.schedule.days:
        return None
    sending_days = ceil(lead_count / per_day)
    last_day = _nth_sending_day(sending_days, setup.schedule, today)
    if setup.schedule.end_date is not None and last_day > setup.schedule.end_date:
        return None
    return Duration(per_day, limit, sending_days, last_day)


def _per_day(setup: CampaignSetup, mailboxes: Collection[Mailbox]) -> tuple[int, Limit]:
    pacing = setup.pacing
    choices = [
        (pacing.daily_limit, Limit.DAILY_LIMIT),
        (pacing.new_leads_per_day, Limit.NEW_LEADS),
        (_by_gap(setup.schedule, pacing) * len(mailboxes), Limit.GAP),
    ]
    caps = [box.daily_limit for box in mailboxes]
    known = [cap for cap in caps if cap is not None]
    if len(known) == len(caps):
        choices.append((sum(known), Limit.MAILBOXES))
    return min(choices, key=lambda choice: choice[0])


def _by_gap(schedule: Schedule, pacing: Pacing) -> int:
    """Mails one mailbox can send in one window, with the random extra at half of its most."""
    window = _minutes(schedule.end) - _minutes(schedule.start)
    if window <= 0:
        return 0
    gap = max(pacing.gap_minutes + pacing.extra_gap_minutes / 2, 1)
    return int(window // gap) + 1


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _nth_sending_day(number: int, schedule: Schedule, today: date) -> date:
    """The `number`-th day, counted from 1, that is one of the schedule's weekdays."""
    start = max(today, schedule.start_date or today)
    weeks, rest = divmod(number - 1, len(schedule.days))
    day = start
    while True:
        if day.weekday() in schedule.days:
            if rest == 0:
                return day + timedelta(weeks=weeks)
            rest -= 1
        day += timedelta(days=1)
