"""The interval formulas against published numbers and their own properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.analytics import Rate
from vibe_desktop.domain.statistics import Interval, wilson


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [
        (Rate(81, 263), 0.2553, 0.3662),
        (Rate(15, 148), 0.0624, 0.1605),
        (Rate(0, 20), 0.0, 0.1611),
        (Rate(1, 29), 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_numbers_of_newcombes_table(rate: Rate, low: float, high: float) -> None:
    interval = wilson(rate)
    assert interval is not None
    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


def test_nothing_counted_has_no_interval() -> None:
    assert wilson(Rate(0, 0)) is None


@pytest.mark.parametrize("rate", [Rate(3, 2), Rate(-1, 2), Rate(1, 0)])
def test_a_share_above_the_whole_is_refused(rate: Rate) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(rate)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_outside_0_and_1_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(Rate(1, 2), confidence)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(counts: tuple[int, int]) -> None:
    rate = Rate(*counts)
    interval = wilson(rate)
    assert interval is not None
    assert rate.value is not None
    assert 0 <= interval.low <= rate.value <= interval.high <= 1


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_other_share_has_the_mirrored_interval(some: int, others: int) -> None:
    one, other = wilson(Rate(some, some + others)), wilson(Rate(others, some + others))
    if one is None or other is None:
        assert some + others == 0
        return
    assert one.low == pytest.approx(1 - other.high)
    assert one.high == pytest.approx(1 - other.low)


def test_more_confidence_is_a_wider_interval() -> None:
    narrow, wide = wilson(Rate(15, 148), 0.9), wilson(Rate(15, 148), 0.99)
    assert narrow is not None
    assert wide is not None
    assert wide.low < narrow.low < narrow.high < wide.high


def test_intervals_that_touch_overlap_and_those_apart_do_not() -> None:
    assert Interval(0.1, 0.2).overlaps(Interval(0.2, 0.3))
    assert Interval(0.1, 0.4).overlaps(Interval(0.2, 0.3))
    assert not Interval(0.1, 0.2).overlaps(Interval(0.21, 0.3))
