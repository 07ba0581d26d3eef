"""When mails may go out: days, hours and one of the time zones that Instantly takes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
"""Days counted as Python's `date.weekday()` does; Instantly counts Sunday as 0."""

WORKWEEK: tuple[int, ...] = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The sending window.

    Attributes:
        days: Weekdays on which mails go out, Monday = 0.
        start: First minute of the window, "HH:MM", 24 hours, zero-padded.
        end: Last minute of the window, "HH:MM".
        timezone: The founder's own zone (IANA name); mapped to Instantly's list at launch.
        start_date: First day, None for "as soon as it is launched".
        end_date: Last day, None for none.
    """

    days: tuple[int, ...] = WORKWEEK
    start: str = "09:00"
    end: str = "17:00"
    timezone: str = "Etc/UTC"
    start_date: date | None = None
    end_date: date | None = None

    def fits(self) -> bool:
        """Whether there is a sending day between the first and the last one, if both are set."""
        if self.start_date is None or self.end_date is None:
            return bool(self.days)
        return first_day(self, self.start_date) is not None


class ScheduleProblem(StrEnum):
    """Why nothing could be sent by a schedule."""

    NO_DAY = "no_day"
    HOURS_UNREADABLE = "hours_unreadable"
    HOURS_REVERSED = "hours_reversed"
    START_PAST = "start_past"
    END_PAST = "end_past"
    END_FIRST = "end_first"
    NO_DAY_BETWEEN = "no_day_between"


_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_WEEK = 7


def problem(schedule: Schedule, today: date) -> ScheduleProblem | None:
    """The most pressing reason why a launch today would not send by `schedule`; None when it would.

    Args:
        schedule: Days, hours, dates. Whether its time zone exists is not looked at.
        today: The day it is where the founder lives.
    """
    if not schedule.days:
        return ScheduleProblem.NO_DAY
    if not (_CLOCK.fullmatch(schedule.start) and _CLOCK.fullmatch(schedule.end)):
        return ScheduleProblem.HOURS_UNREADABLE
    if schedule.start >= schedule.end:
        return ScheduleProblem.HOURS_REVERSED
    return _date_problem(schedule, today)


def _date_problem(schedule: Schedule, today: date) -> ScheduleProblem | None:
    first, last = schedule.start_date, schedule.end_date
    if first is not None and first < today:
        return ScheduleProblem.START_PAST
    if last is not None and last < today:
        return ScheduleProblem.END_PAST
    if first is not None and last is not None and last < first:
        return ScheduleProblem.END_FIRST
    if first_day(schedule, today) is None:
        return ScheduleProblem.NO_DAY_BETWEEN
    return None


def first_day(schedule: Schedule, today: date) -> date | None:
    """The first day on which mails may go out from `today` on; None when there is none."""
    start = max(today, schedule.start_date or today)
    for ahead in range(_WEEK):
        day = start + timedelta(days=ahead)
        if schedule.end_date is not None and day > schedule.end_date:
            return None
        if day.weekday() in schedule.days:
            return day
    return None
