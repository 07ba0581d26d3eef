from datetime import UTC, datetime

import pytest

from vibe_desktop.gateways.http.retrying import Backoff, asked_pause


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("-3", 0.0),
        ("soon", None),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
        ("Thu, 01 Jan 99999 00:00:30 GMT", None),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0),
        ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert asked_pause(header, now=datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def test_pauses_double_up_to_the_most_with_jitter() -> None:
    backoff = Backoff(first=1.0, most=4.0)
    for attempt, ceiling in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 4.0)):
        pauses = [backoff.pause(attempt) for _ in range(50)]
        assert all(ceiling / 2 <= pause <= ceiling for pause in pauses)
        assert len(set(pauses)) > 1
