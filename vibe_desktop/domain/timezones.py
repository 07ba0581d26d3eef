"""The founder's time zone, in the closed list of names that Instantly takes.

Instantly refuses every name outside its list, and the list holds few of the common ones: no UTC,
no Europe/Berlin, no America/New_York. A zone whose clocks agree at every moment of the next two
years is as good as the zone itself; where there is none, the nearest one is named with its
difference in words, and the founder decides.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

INSTANTLY_ZONES: tuple[str, ...] = (
    *("Etc/GMT+12", "Etc/GMT+11", "Etc/GMT+10", "America/Anchorage", "America/Dawson"),
    *("America/Creston", "America/Chihuahua", "America/Boise", "America/Belize"),
    *("America/Chicago", "America/Bahia_Banderas", "America/Regina", "America/Bogota"),
    *("America/Detroit", "America/Indiana/Marengo", "America/Caracas", "America/Asuncion"),
    *("America/Glace_Bay", "America/Campo_Grande", "America/Anguilla", "America/Santiago"),
    *("America/St_Johns", "America/Sao_Paulo", "America/Argentina/La_Rioja"),
    *("America/Araguaina", "America/Godthab", "America/Montevideo", "America/Bahia"),
    *("America/Noronha", "America/Scoresbysund", "Atlantic/Cape_Verde", "Africa/Casablanca"),
    *("America/Danmarkshavn", "Europe/Isle_of_Man", "Atlantic/Canary", "Africa/Abidjan"),
    *("Arctic/Longyearbyen", "Europe/Belgrade", "Africa/Ceuta", "Europe/Sarajevo"),
    *("Africa/Algiers", "Africa/Windhoek", "Asia/Nicosia", "Asia/Beirut", "Africa/Cairo"),
    *("Asia/Damascus", "Europe/Bucharest", "Africa/Blantyre", "Europe/Helsinki"),
    *("Europe/Istanbul", "Asia/Jerusalem", "Africa/Tripoli", "Asia/Amman", "Asia/Baghdad"),
    *("Europe/Kaliningrad", "Asia/Aden", "Africa/Addis_Ababa", "Europe/Kirov"),
    *("Europe/Astrakhan", "Asia/Tehran", "Asia/Dubai", "Asia/Baku", "Indian/Mahe"),
    *("Asia/Tbilisi", "Asia/Yerevan", "Asia/Kabul", "Antarctica/Mawson", "Asia/Yekaterinburg"),
    *("Asia/Karachi", "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Antarctica/Vostok"),
    *("Asia/Dhaka", "Asia/Rangoon", "Antarctica/Davis", "Asia/Novokuznetsk", "Asia/Hong_Kong"),
    *("Asia/Krasnoyarsk", "Asia/Brunei", "Australia/Perth", "Asia/Taipei", "Asia/Choibalsan"),
    *("Asia/Irkutsk", "Asia/Dili", "Asia/Pyongyang", "Australia/Adelaide", "Australia/Darwin"),
    *("Australia/Brisbane", "Australia/Melbourne", "Antarctica/DumontDUrville"),
    *("Australia/Currie", "Asia/Chita", "Antarctica/Macquarie", "Asia/Sakhalin"),
    *("Pacific/Auckland", "Etc/GMT-12", "Pacific/Fiji", "Asia/Anadyr", "Asia/Kamchatka"),
    *("Etc/GMT-13", "Pacific/Apia"),
)
"""The 102 names, in the order of Instantly's API reference (`ScheduleTimezone`)."""

_PREFERRED = (
    *("Europe/Belgrade", "Europe/Isle_of_Man", "Europe/Bucharest", "America/Danmarkshavn"),
    *("America/Detroit", "America/Chicago", "America/Boise", "America/Creston"),
    *("America/Belize", "America/Glace_Bay", "Etc/GMT+10", "Asia/Hong_Kong", "Asia/Dili"),
    *("Asia/Krasnoyarsk", "Australia/Melbourne", "Africa/Windhoek", "Asia/Baghdad"),
)
"""Stand-ins to take first where several have the same clocks."""

_YEARS = 2
_Signature = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimezoneMatch:
    """A name Instantly takes, for a zone the founder lives in.

    Attributes:
        name: One of `INSTANTLY_ZONES`.
        exact: Whether its clocks agree with the founder's over the next two years.
        words: What the founder should know; "" when the very zone is on the list.
    """

    name: str
    exact: bool
    words: str


def to_instantly(zone: str, around: date) -> TimezoneMatch:
    """The best name on Instantly's list for `zone`.

    The name itself when it is on the list, else one whose offset from UTC is the same at every
    hour sampled over the two years from `around`, else the one that differs for the least time.

    Args:
        zone: An IANA name.
        around: The first day that matters.

    Raises:
        ValueError: There is no such zone.
    """
    if zone in INSTANTLY_ZONES:
        return TimezoneMatch(zone, exact=True, words="")
    wanted = _signature(zone, around.year, around.month)
    candidates = (*_PREFERRED, *(name for name in INSTANTLY_ZONES if name not in _PREFERRED))
    gaps: dict[str, tuple[int, int]] = {}
    for name in candidates:
        found = _signature(name, around.year, around.month)
        if found == wanted:
            words = (
                f"Instantly has no {zone}; {name} has the same clock all year and stands in for it."
            )
            return TimezoneMatch(name, exact=True, words=words)
        differences = [there - here for here, there in zip(wanted, found, strict=True)]
        gaps[name] = (sum(1 for gap in differences if gap), sum(abs(gap) for gap in differences))
    nearest = min(candidates, key=lambda name: (gaps[name][1], gaps[name][0]))
    return TimezoneMatch(nearest, exact=False, words=_difference(zone, nearest, around, wanted))


@lru_cache(maxsize=1024)
def _signature(zone: str, year: int, month: int) -> _Signature:
    """Minutes ahead of UTC, four times a day, over two years from the first of a month."""
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone {zone!r}") from error
    moment = datetime(year, month, 1, tzinfo=UTC)
    end = moment.replace(year=year + _YEARS)
    step = timedelta(hours=6)
    minutes = []
    while moment < end:
        offset = moment.astimezone(place).utcoffset() or timedelta()
        minutes.append(int(offset.total_seconds() // 60))
        moment += step
    return tuple(minutes)


def _difference(zone: str, nearest: str, around: date, wanted: _Signature) -> str:
    found = _signature(nearest, around.year, around.month)
    differences = [there - here for here, there in zip(wanted, found, strict=True)]
    share = sum(1 for gap in differences if gap) / len(differences)
    worst = max(differences, key=abs)
    # A stand-in ahead of the founder's clock reaches nine o'clock sooner.
    turn = "earlier" if worst > 0 else "later"
    size = _duration(abs(worst))
    when = "all year" if share > 0.95 else f"for about {max(1, round(share * 12))} months a year"
    return (
        f"Instantly has no {zone}, and no zone with the same clock. {nearest} is the nearest: "
        f"{when} the sending window opens {size} {turn} than you set it."
    )


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not rest:
        return "one hour" if hours == 1 else f"{hours} hours"
    return f"{minutes} minutes"
