"""Days, hours and dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.schedules import Schedule, ScheduleProblem, first_day, problem

MONDAY = date(2026, 3, 2)
days = st.sets(st.integers(0, 6))
around = st.one_of(st.none(), st.integers(-20, 20).map(lambda n: MONDAY + timedelta(days=n)))


@pytest.mark.parametrize(
    ("schedule", "found"),
    [
        (Schedule(), None),
        (Schedule(start_date=MONDAY, end_date=MONDAY), None),
        (Schedule(days=()), ScheduleProblem.NO_DAY),
        (Schedule(start="nine"), ScheduleProblem.HOURS_UNREADABLE),
        (Schedule(start="09:00", end="09:00"), ScheduleProblem.HOURS_REVERSED),
        (Schedule(start_date=MONDAY - timedelta(days=1)), ScheduleProblem.START_PAST),
        (Schedule(end_date=MONDAY - timedelta(days=1)), ScheduleProblem.END_PAST),
        (
            Schedule(start_date=MONDAY + timedelta(days=1), end_date=MONDAY),
            ScheduleProblem.END_FIRST,
        ),
        (Schedule(days=(5,), end_date=MONDAY), ScheduleProblem.NO_DAY_BETWEEN),
    ],
)
def test_the_most_pressing_problem_is_named(
    schedule: Schedule, found: ScheduleProblem | None
) -> None:
    assert problem(schedule, MONDAY) == found


@given(chosen=days, first=around, last=around)
def test_the_first_day_is_the_earliest_that_the_schedule_allows(
    chosen: set[int], first: date | None, last: date | None
) -> None:
    schedule = Schedule(days=tuple(sorted(chosen)), start_date=first, end_date=last)
    wanted = None
    for ahead in range(60):
        day = MONDAY + timedelta(days=ahead)
        if day.weekday() in chosen and (first is None or day >= first):
            wanted = day if last is None or day <= last else None
            break
    assert first_day(schedule, MONDAY) == wanted
    if problem(schedule, MONDAY) is None:
        assert wanted is not None


@given(chosen=days, first=around, last=around)
def test_dates_fit_when_a_sending_day_lies_between_them(
    chosen: set[int], first: date | None, last: date | None
) -> None:
    schedule = Schedule(days=tuple(sorted(chosen)), start_date=first, end_date=last)
    if first is None or last is None:
        assert schedule.fits() == bool(chosen)
    else:
        count = (last - first).days + 1
        between = (first + timedelta(days=n) for n in range(max(count, 0)))
        assert schedule.fits() == any(day.weekday() in chosen for day in between)
