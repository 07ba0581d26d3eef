import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from vibe_desktop.domain.timezones import INSTANTLY_ZONES, to_instantly

AROUND = date(2026, 8, 1)
REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def test_the_list_is_the_one_of_the_official_document() -> None:
    path = Path(
        os.environ.get("INSTANTLY_OPENAPI", "../shared/contracts/instantly-v2.openapi.json")
    )
    if not path.is_file():
        pytest.skip("the official API document is not here: set INSTANTLY_OPENAPI to its path")
    schemas = json.loads(path.read_text(encoding="utf-8"))["components"]["schemas"]
    assert list(INSTANTLY_ZONES) == schemas["ScheduleTimezone"]["enum"]


def test_the_list_holds_102_names_once_each() -> None:
    assert len(INSTANTLY_ZONES) == len(set(INSTANTLY_ZONES)) == 102


@pytest.mark.parametrize("zone", ["Europe/Belgrade", "America/Godthab", "Asia/Rangoon"])
def test_a_name_on_the_list_stays(zone: str) -> None:
    match = to_instantly(zone, AROUND)
    assert (match.name, match.exact, match.words) == (zone, True, "")


@pytest.mark.parametrize(
    ("zone", "stand_in"),
    [
        ("Europe/Berlin", "Europe/Belgrade"),
        ("Europe/London", "Europe/Isle_of_Man"),
        ("Europe/Kyiv", "Europe/Bucharest"),
        ("Etc/UTC", "America/Danmarkshavn"),
        ("America/New_York", "America/Detroit"),
        ("America/Denver", "America/Boise"),
        ("America/Phoenix", "America/Creston"),
        ("America/Mexico_City", "America/Belize"),
        ("Pacific/Honolulu", "Etc/GMT+10"),
        ("America/Halifax", "America/Glace_Bay"),
        ("Asia/Singapore", "Asia/Hong_Kong"),
        ("Asia/Tokyo", "Asia/Dili"),
        ("Asia/Bangkok", "Asia/Krasnoyarsk"),
        ("Australia/Sydney", "Australia/Melbourne"),
        ("Africa/Johannesburg", "Africa/Windhoek"),
        ("Asia/Riyadh", "Asia/Baghdad"),
    ],
)
def test_a_stand_in_with_the_same_clock_is_named(zone: str, stand_in: str) -> None:
    match = to_instantly(zone, AROUND)
    assert (match.name, match.exact) == (stand_in, True)
    assert zone in match.words


def test_the_american_west_coast_has_only_a_nearest_zone_and_says_so() -> None:
    match = to_instantly("America/Los_Angeles", AROUND)
    assert match.name in INSTANTLY_ZONES
    assert not match.exact
    assert "one hour earlier" in match.words


@pytest.mark.slow
def test_nearly_every_region_has_an_exact_stand_in() -> None:
    zones = [zone for zone in sorted(available_timezones())[::3] if zone.split("/")[0] in REGIONS]
    inexact = [zone for zone in zones if not to_instantly(zone, AROUND).exact]
    assert len(inexact) / len(zones) < 0.06


def test_an_exact_stand_in_agrees_hour_by_hour() -> None:
    for zone in ("Europe/Paris", "America/Toronto", "Asia/Seoul", "Africa/Nairobi"):
        mine, other = ZoneInfo(zone), ZoneInfo(to_instantly(zone, AROUND).name)
        moment = datetime(2026, 8, 1, tzinfo=UTC)
        for _ in range(24 * 365):
            assert moment.astimezone(mine).utcoffset() == moment.astimezone(other).utcoffset()
            moment += timedelta(hours=1)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        to_instantly(zone, AROUND)
