"""What calls cost, and when the cap stops one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.copywriting import Tokens
from vibe_desktop.domain.costs import (
    Forecast,
    OverCap,
    Price,
    PriceList,
    dollars,
    refuse_over_cap,
)

LUNA = Price("luna", 0.10, 0.01, 0.50)
TERRA = Price("terra-6.1", 1, 0.05, 5)
LIST = PriceList(date(2026, 11, 17), "somewhere", (LUNA, TERRA))


def test_a_call_costs_what_its_tokens_cost() -> None:
    assert TERRA.cost(Tokens(3_000, 800)) == pytest.approx(0.007)
    assert TERRA.cost(Tokens(3_000, 800, cached=2_000)) == pytest.approx(0.0051)
    assert TERRA.cost(Tokens()) == 0


def test_more_cached_than_sent_cannot_make_a_call_cheaper_than_all_cached() -> None:
    assert TERRA.cost(Tokens(100, 0, cached=900)) == TERRA.cost(Tokens(100, 0, cached=100))


counts = st.integers(0, 10**9)


@given(counts, counts, counts)
def test_a_cost_is_never_negative_and_reasoning_is_in_the_answer(
    prompt: int, completion: int, cached: int
) -> None:
    cost = TERRA.cost(Tokens(prompt, completion, cached))
    assert cost >= 0
    assert TERRA.cost(Tokens(prompt, completion, cached, reasoning=completion)) == cost


@pytest.mark.parametrize(
    "name", ["luna", "LUNA", " luna ", "luna-2026-08-01", "luna-20260801", "Luna-2026-08-01"]
)
def test_a_model_is_found_by_its_name_with_or_without_a_date(name: str) -> None:
    assert LIST.find(name) is LUNA


@pytest.mark.parametrize(
    "name", ["", "luna2", "luna-mini", "my-luna", "luna-2026-8-1", "2026-08-01", "-2026-08-01"]
)
def test_another_model_has_no_price(name: str) -> None:
    assert LIST.find(name) is None


@given(st.text())
def test_any_name_has_a_price_or_none(name: str) -> None:
    assert LIST.find(name) in {None, LUNA, TERRA}


def test_edits_stand_in_the_place_of_the_same_model_and_new_ones_at_the_end() -> None:
    dearer, own = replace(LUNA, prompt=9), Price("own", 0, 0, 0)
    edited = LIST.with_edits((own, dearer))
    assert edited.prices == (dearer, TERRA, own)
    assert LIST.edits_in(edited) == (dearer, own)
    assert LIST.edits_in(LIST) == ()


FORECAST = Forecast("terra-6.1", Tokens(1, 1), 0.01, spent_usd=4.98, cap_usd=5.0)


def test_a_call_that_passes_the_cap_is_refused_with_all_that_counts() -> None:
    with pytest.raises(OverCap) as caught:
        refuse_over_cap(replace(FORECAST, usd=0.03))
    assert caught.value.code == "over_cap"
    assert "$4.98 of the $5.00" in caught.value.what
    assert "$0.0300" in caught.value.what
    assert "Nothing was sent" in caught.value.safe


@pytest.mark.parametrize(
    "fine",
    [
        FORECAST,
        replace(FORECAST, usd=0.02),  # reaches the cap, and does not pass it
        replace(FORECAST, usd=9.0, cap_usd=0.0),  # no cap
        replace(FORECAST, usd=None),  # no price: only what was spent counts
        replace(FORECAST, usd=0.0, model="", spent_usd=9.0),  # the offline drafter
    ],
)
def test_a_call_within_the_cap_is_let_through(fine: Forecast) -> None:
    refuse_over_cap(fine)


def test_without_a_price_what_was_spent_can_still_pass_the_cap() -> None:
    with pytest.raises(OverCap, match=r"the price of terra-6\.1 is not known"):
        refuse_over_cap(replace(FORECAST, usd=None, spent_usd=5.01))


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (None, "price not known"),
        (0, "$0.00"),
        (0.00001, "less than $0.0001"),
        (0.0071, "$0.0071"),
        (0.256, "$0.26"),
        (1234.5, "$1,234.50"),
    ],
)
def test_an_amount_is_written_as_precisely_as_it_needs(usd: float | None, words: str) -> None:
    assert dollars(usd) == words
