from datetime import UTC, date, datetime

import pytest

from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.sending_status import (
    KnownHere,
    SendingCode,
    SendingDiagnosis,
    explain,
    next_window,
)

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BERLIN = Schedule(timezone="Europe/Berlin")


def test_every_code_has_words_and_those_that_need_somebody_say_what_to_do() -> None:
    for code in SendingCode:
        report = explain(SendingDiagnosis(code), KnownHere(BERLIN), MONDAY_NOON)
        assert report.headline
        assert report.reason.endswith((".", "?"))
        if not report.sending:
            assert report.next_step, code


def test_a_code_that_is_not_known_is_named_as_it_was_spelt() -> None:
    report = explain(
        SendingDiagnosis(SendingCode.UNKNOWN, said="moon_phase"), KnownHere(BERLIN), MONDAY_NOON
    )
    assert "“moon_phase”" in report.reason
    assert not report.sending


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), "2026-03-02T09:00:00+01:00"),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "2026-03-03T09:00:00+01:00"),
        (datetime(2026, 3, 6, 20, 0, tzinfo=UTC), "2026-03-09T09:00:00+01:00"),
        # The clocks go forward on 29 March: 09:00 stays 09:00 for the founder.
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "2026-03-30T09:00:00+02:00"),
    ],
)
def test_the_next_sending_hours_begin_in_the_founders_own_zone(now: datetime, wanted: str) -> None:
    found = next_window(BERLIN, now)
    assert found is not None
    assert found.isoformat() == wanted


def test_the_next_hours_wait_for_the_first_day_and_end_with_the_last() -> None:
    late = Schedule(start_date=date(2026, 12, 1))
    found = next_window(late, MONDAY_NOON)
    assert found is not None
    assert found.date() == date(2026, 12, 1)
    assert next_window(Schedule(end_date=date(2026, 3, 2)), MONDAY_NOON) is None
    assert next_window(Schedule(days=()), MONDAY_NOON) is None
    assert next_window(Schedule(timezone="Not/AZone"), MONDAY_NOON) is not None


def test_out_of_its_hours_the_next_ones_are_named() -> None:
    report = explain(SendingDiagnosis(SendingCode.OUT_OF_SCHEDULE), KnownHere(BERLIN), MONDAY_NOON)
    assert report.sending
    assert "09:00 to 17:00 (Europe/Berlin)" in report.reason
    assert "on Tuesday, 3 March at 09:00" in report.reason


def test_after_its_last_day_nothing_is_promised() -> None:
    over = Schedule(end_date=date(2026, 2, 27))
    report = explain(SendingDiagnosis(SendingCode.OUT_OF_SCHEDULE), KnownHere(over), MONDAY_NOON)
    assert not report.sending
    assert report.headline == "its last day is over"
    assert "Friday, 27 February" in report.reason
    assert report.next_window is None


def test_a_limit_says_when_it_goes_on_and_the_counts_behind_it() -> None:
    found = SendingDiagnosis(
        SendingCode.DAILY_LIMIT_MET,
        mailboxes=5,
        available=2,
        at_limit=2,
        disconnected=1,
        daily_limit=90,
        sent_today=90,
        new_lead_limit=50,
        new_leads_today=20,
        follow_ups=1200,
    )
    here = KnownHere(BERLIN, sick=("a@b.cc: paused",), senders=5)
    report = explain(found, here, MONDAY_NOON)
    assert report.reason.endswith("Sending begins again on Tuesday, 3 March at 09:00.")
    assert report.facts == (
        "Mailboxes: 2 of 5 can send now",
        "Mailboxes at their daily limit: 2",
        "Mailboxes disconnected: 1",
        "Mails today: 90 of 90",
        "New people today: 20 of 50",
        "Follow-ups waiting for their day: 1,200",
        "Not healthy here: 1 of 5: a@b.cc: paused",
    )
