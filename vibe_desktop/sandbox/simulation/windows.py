"""When a campaign may send: its schedules as stretches of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vibe_desktop.sandbox.state import Json

_DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch in which mails may go out.

    Attributes:
        start: Seconds since 1970, inside.
        end: Seconds since 1970, outside.
        local_day: The date in the campaign's time zone; daily limits of the campaign count by it.
    """

    start: int
    end: int
    local_day: str


def windows(schedule: Json, start: float, end: float) -> list[Window]:
    """The sending windows of a campaign between two instants, cut to them, in order of time.

    Days are counted as Instantly does, Sunday = 0. A schedule whose window is empty or that names
    no day never sends. Overlapping schedules are merged, so that no minute counts twice.
    """
    found: list[Window] = []
    for entry in schedule["schedules"]:
        found.extend(_of_one(entry, schedule, start, end))
    found.sort(key=lambda window: (window.start, window.end))
    merged: list[Window] = []
    for window in found:
        if merged and window.start < merged[-1].end:
            last = merged.pop()
            merged.append(Window(last.start, max(last.end, window.end), last.local_day))
        else:
            merged.append(window)
    return merged


def _of_one(entry: Json, schedule: Json, start: float, end: float) -> Iterator[Window]:
    zone = ZoneInfo(entry["timezone"])
    first, last = _date(schedule.get("start_date")), _date(schedule.get("end_date"))
    day = datetime.fromtimestamp(start, zone).date() - timedelta(days=1)
    until = datetime.fromtimestamp(end, zone).date()
    opens, closes = time.fromisoformat(entry["timing"]["from"]), time.fromisoformat(
        entry["timing"]["to"]
    )  # fmt: skip
    while day < until:
        day += timedelta(days=1)
        if (first and day < first) or (last and day > last):
            continue
        if not entry["days"].get(str(day.isoweekday() % _DAYS_IN_WEEK), False):
            continue
        begin = max(start, datetime.combine(day, opens, zone).timestamp())
        stop = min(end, datetime.combine(day, closes, zone).timestamp())
        if begin < stop:
            yield Window(int(-(-begin // 1)), int(stop), day.isoformat())


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
