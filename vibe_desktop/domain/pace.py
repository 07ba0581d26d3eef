"""How long a campaign takes and how many mails it is: its limits, counted day by day.

An estimate from below. Bounces, answers and other campaigns of the same mailboxes are not in it,
and Instantly shares a day out in its own way: here follow-ups that are due go first, as it does
unless told otherwise.
"""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.schedules import Schedule, first_day
from vibe_desktop.domain.sending_advice import paced

MOST_DAYS = 2_600
"""Sending days after which counting stops: ten years of workdays answer the question."""


class Limit(StrEnum):
    """What decides how many people are written to in a day."""

    DAILY_LIMIT = "daily_limit"
    NEW_LEADS = "new_leads"
    MAILBOXES = "mailboxes"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Capacity:
    """What may go out on one day.

    Attributes:
        mails: Mails of all kinds.
        first_mails: People written to for the first time, never more than `mails`.
        limit: The setting that keeps first mails from being more.
    """

    mails: int
    first_mails: int
    limit: Limit


@dataclass(frozen=True, slots=True)
class SendingDay:
    """What goes out on one day."""

    day: date
    first_mails: int
    follow_ups: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a launch today would come to.

    Attributes:
        people: Those who get their first mail before the last day.
        left_out: Those who do not.
        mails: Mails at most, follow-ups included: somebody who answers gets no more of them.
        cut_off: Follow-ups that would fall after the last day.
        per_day: People written to for the first time on a day without follow-ups.
        limit: The setting that keeps `per_day` from being more.
        average: The same over all days until the last first mail, follow-ups being in the way.
        sending_days: Days on which mails go out.
        first_day: The first of them.
        last_first_mail: The day of the last first mail.
        last_day: The day of the last mail.
        endless: Whether it takes so long that counting was stopped.
    """

    people: int
    left_out: int
    mails: int
    cut_off: int
    per_day: int
    limit: Limit
    average: float
    sending_days: int
    first_day: date
    last_first_mail: date
    last_day: date
    endless: bool = False


def capacity(setup: CampaignSetup, mailboxes: Collection[Mailbox]) -> Capacity:
    """What may go out on a full sending day, by the tightest of the limits.

    A mailbox sends no more than its own daily limit, and no more than fit between the hours with
    the gap (the campaign's with half of its random part, or the mailbox's own when that is
    longer). Mailboxes send side by side.
    """
    pacing = paced(setup.pacing, len(mailboxes))
    by_gap = [_by_gap(setup.schedule, pacing, box) for box in mailboxes]
    by_box = [
        fits if box.daily_limit is None else min(fits, max(box.daily_limit, 0))
        for fits, box in zip(by_gap, mailboxes, strict=True)
    ]
    own = Limit.GAP if by_box == by_gap else Limit.MAILBOXES
    mails, limit = min(
        ((max(pacing.daily_limit, 0), Limit.DAILY_LIMIT), (sum(by_box), own)),
        key=lambda choice: choice[0],
    )
    new = max(pacing.new_leads_per_day, 0)
    return Capacity(mails, min(mails, new), Limit.NEW_LEADS if new < mails else limit)


def sending_days(
    lead_count: int, setup: CampaignSetup, mailboxes: Collection[Mailbox], today: date
) -> Iterator[SendingDay]:
    """The days of a campaign, until everybody got every mail or the last day has come.

    Days on which the schedule allows sending but nothing is due are left out.

    Args:
        lead_count: People to write to, each once.
        setup: Schedule, pacing, waits.
        mailboxes: Those that will send.
        today: The first day that may count.
    """
    may = capacity(setup, mailboxes)
    start = first_day(setup.schedule, today)
    if start is None or lead_count < 1 or may.first_mails < 1:
        return
    waiting: list[deque[tuple[date, int]]] = [deque() for _ in setup.waits]
    left, day = lead_count, start
    for _ in range(MOST_DAYS):
        room = may.mails
        follow_ups = 0
        for number in reversed(range(len(waiting))):
            went = _take_due(waiting[number], day, room)
            room -= went
            follow_ups += went
            _queue(waiting, number + 1, went, day, setup.waits)
        first = min(left, may.first_mails, room)
        left -= first
        _queue(waiting, 0, first, day, setup.waits)
        if first or follow_ups:
            yield SendingDay(day, first, follow_ups)
        due = [queue[0][0] for queue in waiting if queue]
        if not left and not due:
            return
        wanted = day + timedelta(days=1) if left else max(min(due), day + timedelta(days=1))
        following = first_day(setup.schedule, wanted)
        if following is None:
            return
        day = following


def forecast(
    lead_count: int, setup: CampaignSetup, mailboxes: Collection[Mailbox], today: date
) -> Forecast | None:
    """What a launch today would come to; None when nothing would go out.

    Args:
        lead_count: People to write to, each once.
        setup: Schedule, pacing, waits.
        mailboxes: Those that will send.
        today: The first day that may count.
    """
    days = list(sending_days(lead_count, setup, mailboxes, today))
    if not days:
        return None
    people = sum(one.first_mails for one in days)
    follow_ups = sum(one.follow_ups for one in days)
    may = capacity(setup, mailboxes)
    wanted = people * len(setup.waits)
    last_first_mail = max(one.day for one in days if one.first_mails)
    unfinished = people < lead_count or follow_ups < wanted
    return Forecast(
        people=people,
        left_out=lead_count - people,
        mails=people + follow_ups,
        cut_off=wanted - follow_ups,
        per_day=may.first_mails,
        limit=may.limit,
        average=people / sum(one.day <= last_first_mail for one in days),
        sending_days=len(days),
        first_day=days[0].day,
        last_first_mail=last_first_mail,
        last_day=days[-1].day,
        endless=unfinished and setup.schedule.end_date is None,
    )


def _take_due(queue: deque[tuple[date, int]], day: date, room: int) -> int:
    """Take what is due by `day` out of a queue, at most `room`; how much that was."""
    taken = 0
    while queue and queue[0][0] <= day and taken < room:
        due, count = queue.popleft()
        part = min(count, room - taken)
        taken += part
        if part < count:
            queue.appendleft((due, count - part))
    return taken


def _queue(
    waiting: list[deque[tuple[date, int]]],
    number: int,
    count: int,
    day: date,
    waits: tuple[int, ...],
) -> None:
    """Put the mail after those of `day` into its queue, if there is one."""
    if count and number < len(waiting):
        waiting[number].append((day + timedelta(days=waits[number]), count))


def _by_gap(schedule: Schedule, pacing: Pacing, box: Mailbox) -> int:
    """Mails one mailbox can send in one window, with the random extra at half of its most."""
    window = _minutes(schedule.end) - _minutes(schedule.start)
    if window <= 0:
        return 0
    gap = max(pacing.gap_minutes + pacing.extra_gap_minutes / 2, box.sending_gap or 0, 1)
    return int(window // gap) + 1


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
