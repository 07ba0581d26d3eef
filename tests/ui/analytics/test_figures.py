"""What the charts show."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.analytics import CampaignResults, Counters, DayResult, VariantResult
from vibe_desktop.ui.analytics.figures import (
    Stage,
    Verdict,
    comparison_of,
    days_of,
    reach_of,
)
from vibe_desktop.ui.analytics.words import verdict_words

MONDAY = date(2026, 3, 2)


def day(offset: int, sent: int, replied: int = 0) -> DayResult:
    return DayResult(MONDAY + timedelta(days=offset), Counters(sent=sent, replied=replied))


def variants(*counts: tuple[int, int]) -> CampaignResults:
    return CampaignResults(
        "c",
        variants=tuple(
            VariantResult(1, position, Counters(sent=reached, contacted=reached, replied=replied))
            for position, (replied, reached) in enumerate(counts)
        ),
    )


def test_days_without_results_are_shown_as_nothing() -> None:
    figure = days_of(CampaignResults("c", days=(day(3, 5, 1), day(0, 10))), cumulative=False)
    assert figure.days[0] == MONDAY
    assert figure.sent == (10, 0, 0, 5)
    assert figure.replied == (0, 0, 0, 1)


def test_a_running_total_never_falls() -> None:
    figure = days_of(CampaignResults("c", days=(day(0, 10), day(3, 5, 1))), cumulative=True)
    assert figure.sent == (10, 10, 10, 15)
    assert figure.replied == (0, 0, 0, 1)


def test_no_results_make_no_days() -> None:
    assert days_of(CampaignResults("c"), cumulative=True).days == ()


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        (CampaignResults("c"), Verdict.NOTHING),
        (variants((3, 100)), Verdict.NOTHING),
        (variants((0, 0), (0, 0)), Verdict.NOTHING),
        (variants((3, 99), (5, 400), (20, 400)), Verdict.TOO_EARLY),
        (variants((3, 100), (0, 0)), Verdict.NOTHING),
        (variants((9, 324), (17, 324), (5, 324)), Verdict.OVERLAP),
        (variants((9, 324), (60, 324), (5, 324)), Verdict.APART),
    ],
)
def test_what_may_be_said_depends_on_the_intervals(
    results: CampaignResults, verdict: Verdict
) -> None:
    assert comparison_of(results).verdict is verdict


def test_pairs_that_do_not_overlap_are_named() -> None:
    figure = comparison_of(variants((9, 324), (60, 324), (5, 324)))
    assert figure.apart == (("A", "B"), ("B", "C"))
    assert "A and B, B and C" in verdict_words(figure)[0]


@given(st.lists(st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))))
def test_nothing_that_is_said_names_a_winner(counts: list[tuple[int, int]]) -> None:
    said = " ".join(verdict_words(comparison_of(variants(*counts)))).lower()
    assert not {"winner", "wins", "best", "better"} & set(said.replace(".", " ").split())


def test_mails_without_a_variant_are_told_apart_and_later_steps_left_out() -> None:
    results = CampaignResults(
        "c",
        variants=(
            VariantResult(None, None, Counters(sent=4)),
            VariantResult(1, 0, Counters(contacted=10, replied=1)),
            VariantResult(2, 0, Counters(contacted=9, replied=9)),
        ),
    )
    figure = comparison_of(results)
    assert [bar.rate.words for bar in figure.bars] == ["10.0 % (1 of 10)"]
    assert figure.unattributed == 4


def test_clicks_that_are_not_tracked_are_unknown_rather_than_none() -> None:
    totals = Counters(contacted=8, clicked=2)
    off = reach_of(CampaignResults("c", totals=totals), 10)
    on = reach_of(CampaignResults("c", totals=totals, clicks_tracked=True), 10)
    assert dict(off.stages)[Stage.CLICKED] is None
    assert dict(on.stages)[Stage.CLICKED] == 2
    assert dict(off.stages)[Stage.LEADS] == 10
