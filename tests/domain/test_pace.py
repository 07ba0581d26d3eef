"""How long a campaign takes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.pace import Limit, duration
from vibe_desktop.domain.schedules import Schedule

MONDAY = date(2026, 3, 2)
BOX = Mailbox("a@x.test", "A", "B", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 100, 30)


def setup(daily: int = 90, new: int = 90, gap: int = 10, extra: int = 0) -> CampaignSetup:
    return CampaignSetup(pacing=Pacing(daily, new, gap, extra))


@pytest.mark.parametrize(
    ("made", "boxes", "per_day", "limit"),
    [
        (setup(daily=20), 1, 20, Limit.DAILY_LIMIT),
        (setup(new=10), 1, 10, Limit.NEW_LEADS),
        (setup(), 2, 60, Limit.MAILBOXES),
        (setup(gap=60), 2, 18, Limit.GAP),
    ],
)
def test_the_tightest_limit_decides(
    made: CampaignSetup, boxes: int, per_day: int, limit: Limit
) -> None:
    found = duration(100, made, (BOX,) * boxes, MONDAY)
    assert found is not None
    assert (found.per_day, found.limit) == (per_day, limit)


def test_a_mailbox_without_a_known_limit_does_not_limit() -> None:
    found = duration(100, setup(), (BOX, replace(BOX, daily_limit=None)), MONDAY)
    assert found is not None
    assert found.limit is Limit.DAILY_LIMIT


def test_weekends_are_left_out() -> None:
    friday = MONDAY + timedelta(days=4)
    found = duration(21, setup(daily=20), (BOX,), friday)
    assert found is not None
    assert found.sending_days == 2
    assert found.last_day == MONDAY + timedelta(weeks=1)


def test_the_first_day_can_be_later() -> None:
    made = replace(setup(daily=20), schedule=Schedule(start_date=MONDAY + timedelta(weeks=2)))
    found = duration(20, made, (BOX,), MONDAY)
    assert found is not None
    assert found.last_day == MONDAY + timedelta(weeks=2)


@pytest.mark.parametrize(
    "made",
    [
        replace(setup(), schedule=Schedule(days=())),
        replace(setup(), schedule=Schedule(start="17:00", end="09:00")),
        replace(setup(daily=1), schedule=Schedule(end_date=MONDAY + timedelta(days=3))),
        setup(daily=0),
    ],
)
def test_a_campaign_that_cannot_finish_has_no_duration(made: CampaignSetup) -> None:
    assert duration(100, made, (BOX,), MONDAY) is None


def test_nobody_to_write_to_or_nobody_to_write_has_no_duration() -> None:
    assert duration(0, setup(), (BOX,), MONDAY) is None
    assert duration(100, setup(), (), MONDAY) is None


@given(
    leads=st.integers(1, 5_000),
    daily=st.integers(1, 200),
    days=st.sets(st.integers(0, 6), min_size=1),
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_the_last_day_is_the_day_on_which_the_last_lead_is_reached(
    leads: int, daily: int, days: set[int], start: date
) -> None:
    made = replace(setup(daily, daily, gap=1), schedule=Schedule(days=tuple(sorted(days))))
    found = duration(leads, made, (replace(BOX, daily_limit=None),), start)
    assert found is not None
    left, day = leads, start
    while True:
        if day.weekday() in days:
            left -= found.per_day
        if left <= 0:
            break
        day += timedelta(days=1)
    assert found.last_day == day
