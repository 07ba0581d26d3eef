"""How long a campaign takes, and how many mails it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.pace import Limit, capacity, forecast, sending_days
from vibe_desktop.domain.schedules import Schedule

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
BOX = Mailbox("a@x.test", "A", "B", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 100, 30)


def setup(daily: int = 90, new: int = 90, gap: int = 10, extra: int = 0) -> CampaignSetup:
    return CampaignSetup(pacing=Pacing(daily, new, gap, extra))


@pytest.mark.parametrize(
    ("made", "boxes", "per_day", "limit"),
    [
        (setup(daily=20), (BOX,), 20, Limit.DAILY_LIMIT),
        (setup(new=10), (BOX,), 10, Limit.NEW_LEADS),
        (setup(), (BOX, BOX), 60, Limit.MAILBOXES),
        (setup(gap=60), (BOX, BOX), 18, Limit.GAP),
        (setup(gap=60), (replace(BOX, sending_gap=120),), 5, Limit.GAP),
        (setup(), (replace(BOX, daily_limit=0),), 0, Limit.MAILBOXES),
    ],
)
def test_the_tightest_limit_decides(
    made: CampaignSetup, boxes: tuple[Mailbox, ...], per_day: int, limit: Limit
) -> None:
    found = capacity(made, boxes)
    assert (found.first_mails, found.limit) == (per_day, limit)


def test_a_mailbox_without_a_known_limit_sends_what_its_gap_allows() -> None:
    found = capacity(setup(), (BOX, replace(BOX, daily_limit=None)))
    assert (found.mails, found.limit) == (79, Limit.MAILBOXES)


def test_weekends_are_left_out() -> None:
    found = forecast(21, setup(daily=20), (BOX,), FRIDAY)
    assert found is not None
    assert (found.sending_days, found.first_day) == (2, FRIDAY)
    assert found.last_first_mail == found.last_day == MONDAY + timedelta(weeks=1)


def test_the_first_day_can_be_later() -> None:
    later = MONDAY + timedelta(weeks=2)
    found = forecast(
        20, replace(setup(daily=20), schedule=Schedule(start_date=later)), (BOX,), MONDAY
    )
    assert found is not None
    assert found.first_day == found.last_day == later


def test_follow_ups_come_after_their_wait_and_count_as_mails() -> None:
    found = forecast(10, replace(setup(), waits=(3, 4)), (BOX,), MONDAY)
    assert found is not None
    assert (found.people, found.mails, found.sending_days) == (10, 30, 3)
    assert found.last_first_mail == MONDAY
    # Thursday, and four days later Monday: the wait is counted in days of the calendar.
    assert found.last_day == MONDAY + timedelta(days=7)


def test_a_follow_up_due_at_the_weekend_waits_for_monday() -> None:
    days = list(sending_days(1, replace(setup(), waits=(1,)), (BOX,), FRIDAY))
    assert [(one.day, one.follow_ups) for one in days] == [
        (FRIDAY, 0),
        (FRIDAY + timedelta(days=3), 1),
    ]


def test_follow_ups_take_room_from_first_mails() -> None:
    days = list(sending_days(50, replace(setup(daily=20), waits=(1,)), (BOX,), MONDAY))
    assert [(one.first_mails, one.follow_ups) for one in days[:4]] == [
        (20, 0),
        (0, 20),
        (20, 0),
        (0, 20),
    ]


def test_an_early_last_day_leaves_people_out_and_says_how_many() -> None:
    made = replace(
        setup(daily=10), waits=(3,), schedule=Schedule(end_date=MONDAY + timedelta(days=1))
    )
    found = forecast(100, made, (BOX,), MONDAY)
    assert found is not None
    assert (found.people, found.left_out, found.cut_off) == (20, 80, 20)
    assert found.mails == 20
    assert not found.endless


def test_a_campaign_of_decades_is_counted_no_further() -> None:
    found = forecast(1_000_000, setup(daily=1), (BOX,), MONDAY)
    assert found is not None
    assert found.endless


@pytest.mark.parametrize(
    "made",
    [
        replace(setup(), schedule=Schedule(days=())),
        replace(setup(), schedule=Schedule(start="17:00", end="09:00")),
        replace(setup(), schedule=Schedule(end_date=MONDAY - timedelta(days=1))),
        replace(setup(), schedule=Schedule(start_date=FRIDAY, end_date=MONDAY)),
        setup(daily=0),
        setup(new=0),
    ],
)
def test_a_campaign_that_never_sends_has_no_forecast(made: CampaignSetup) -> None:
    assert forecast(100, made, (BOX,), MONDAY) is None


def test_nobody_to_write_to_or_nobody_to_write_has_no_forecast() -> None:
    assert forecast(0, setup(), (BOX,), MONDAY) is None
    assert forecast(100, setup(), (), MONDAY) is None


boxes = st.lists(
    st.builds(
        lambda limit, gap: replace(BOX, daily_limit=limit, sending_gap=gap),
        st.one_of(st.none(), st.integers(0, 40)),
        st.one_of(st.none(), st.integers(0, 90)),
    ),
    min_size=1,
    max_size=3,
)
setups = st.builds(
    lambda daily, new, gap, extra, waits, days, ahead, length: CampaignSetup(
        waits=tuple(waits),
        pacing=Pacing(daily, new, gap, extra),
        schedule=Schedule(
            days=tuple(sorted(days)),
            start_date=MONDAY + timedelta(days=ahead) if ahead else None,
            end_date=MONDAY + timedelta(days=ahead + length) if length else None,
        ),
    ),
    st.integers(0, 120),
    st.integers(0, 120),
    st.integers(0, 60),
    st.integers(0, 30),
    st.lists(st.integers(1, 9), max_size=4),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 20),
    st.one_of(st.just(0), st.integers(1, 60)),
)


@given(leads=st.integers(1, 1_500), made=setups, senders=boxes, today=st.just(MONDAY))
def test_no_day_breaks_a_limit_and_everybody_is_accounted_for(
    leads: int, made: CampaignSetup, senders: list[Mailbox], today: date
) -> None:
    days = list(sending_days(leads, made, senders, today))
    limits = [box.daily_limit for box in senders]
    own = sum(limit for limit in limits if limit is not None) if None not in limits else None
    reached = 0
    for one in days:
        mails = one.first_mails + one.follow_ups
        assert 0 < mails <= made.pacing.daily_limit
        assert one.first_mails <= made.pacing.new_leads_per_day
        assert own is None or mails <= own
        assert one.day.weekday() in made.schedule.days
        assert one.day >= max(today, made.schedule.start_date or today)
        assert made.schedule.end_date is None or one.day <= made.schedule.end_date
        reached += one.first_mails
    assert reached <= leads
    assert sum(one.follow_ups for one in days) <= reached * len(made.waits)
    assert [one.day for one in days] == sorted({one.day for one in days})
    found = forecast(leads, made, senders, today)
    assert (found is None) == (not days)
    if found is not None:
        assert found.people + found.left_out == leads
        assert found.mails + found.cut_off == found.people * (1 + len(made.waits))
        if made.schedule.end_date is None and not found.endless:
            assert (found.left_out, found.cut_off) == (0, 0)


@given(
    leads=st.integers(1, 2_600),
    daily=st.integers(1, 200),
    days=st.sets(st.integers(0, 6), min_size=1),
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_the_last_day_is_the_day_on_which_the_last_lead_is_reached(
    leads: int, daily: int, days: set[int], start: date
) -> None:
    made = replace(setup(daily, daily, gap=1), schedule=Schedule(days=tuple(sorted(days))))
    found = forecast(leads, made, (replace(BOX, daily_limit=None),), start)
    assert found is not None
    left, day = leads, start
    while True:
        if day.weekday() in days:
            left -= found.per_day
        if left <= 0:
            break
        day += timedelta(days=1)
    assert found.last_day == day
