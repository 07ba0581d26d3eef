"""When mails may go out: days, hours and one of the time zones that Instantly takes."""

from dataclasses import dataclass
from datetime import date

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
