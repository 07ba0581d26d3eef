"""Times and ids as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.store import times
from vibe_desktop.store.ids import new_id

aware = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(9000, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.timezones(),
    allow_imaginary=False,
)


@given(aware)
def test_a_moment_comes_back_the_same_and_in_utc(moment: datetime) -> None:
    again = times.from_text(times.to_text(moment))
    assert again == moment.astimezone(UTC)
    assert again.tzinfo is UTC


@given(aware, aware)
def test_texts_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (times.to_text(one) < times.to_text(other)) == (
        one.astimezone(UTC) < other.astimezone(UTC)
    )


def test_the_form_is_iso_8601_with_a_z() -> None:
    moment = datetime(2026, 3, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    assert times.to_text(moment) == "2026-03-01T12:00:00.000000Z"


def test_now_knows_its_zone() -> None:
    assert times.now().utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        times.to_text(datetime(2026, 3, 1))  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="without a zone"):
        times.from_text("2026-03-01T12:00:00")


def test_ids_are_not_given_twice() -> None:
    assert len({new_id() for _ in range(1_000)}) == 1_000
