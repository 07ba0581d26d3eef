"""Ideal customers and the offer card, read off the facts of a page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.audiences import card, suggest
from vibe_desktop.domain.drafting.own_words import who_words
from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.domain.prose import words
from vibe_desktop.gateways.website.charsets import decode
from vibe_desktop.gateways.website.reader import read_html

PAGES = Path(__file__).parents[1] / "pages"
GOLDEN = Path(__file__).parent / "golden"
ALL = tuple(pytest.param(path, id=path.stem) for path in (*PAGES.iterdir(), *GOLDEN.iterdir()))
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def page_of(path: Path) -> Page:
    return read_html(decode(path.read_bytes()), f"https://{path.stem}.example/", MOMENT)


def page_with(*facts: Fact) -> Page:
    return Page("https://x.example/", "Acme", "", "", facts, MOMENT, "")


@pytest.mark.parametrize("path", ALL)
def test_every_page_gives_three_different_profiles_that_name_their_facts(path: Path) -> None:
    page = page_of(path)
    profiles = suggest(page)
    assert len(profiles) == 3
    assert len({profile.text for profile in profiles}) == 3
    assert len({profile.title for profile in profiles}) == 3
    known = {fact.id: fact.text for fact in page.facts}
    for profile in profiles:
        assert profile.fact_ids
        rested_on = " ".join(known[fact_id] for fact_id in profile.fact_ids)
        assert set(re.findall(r"\d+", profile.text)) <= set(re.findall(r"\d+", rested_on))


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("cookie_wall", "Bakeries with 5 to 60 wholesale customers"),
        ("ledgerly", "Design studios"),
        ("soup", "Care homes"),
        ("dentrack", "Dental labs with 3 to 40 technicians"),
        ("roofquote", "Roofers"),
    ],
)
def test_the_card_says_whom_the_page_names(name: str, who: str) -> None:
    folder = PAGES if (PAGES / f"{name}.html").exists() else GOLDEN
    page = page_of(folder / f"{name}.html")
    assert card(page).who == who
    assert suggest(page)[0].text == f"{who}."
    assert who_words(who)


def test_the_card_is_filled_in_with_words_of_the_page() -> None:
    filled = card(page_of(PAGES / "ledgerly.html"))
    assert filled.pain == "write a reminder by hand"
    assert filled.proof == "Rated 4.8 out of 5 by 212 people"
    assert filled.ask.endswith("?")


def test_what_the_page_does_not_say_stays_empty() -> None:
    filled = card(page_with(Fact("S1", FactKind.FEATURE, "It prints labels on any printer.")))
    assert (filled.who, filled.pain, filled.proof) == ("", "", "")


def test_a_fact_that_was_switched_off_makes_no_profile() -> None:
    off = Fact("S1", FactKind.AUDIENCE, "Made for dental labs.", used=False)
    on = Fact("S2", FactKind.FEATURE, "Acme counts every crown.")
    page = page_with(off, on)
    assert all("S1" not in profile.fact_ids for profile in suggest(page))
    assert card(page).who == ""


def test_a_page_without_facts_still_gives_three() -> None:
    profiles = suggest(page_with())
    assert len(profiles) == 3
    assert all(profile.fact_ids == () for profile in profiles)


facts = st.lists(st.tuples(st.sampled_from(FactKind), st.text(max_size=120)), max_size=8).map(
    lambda found: tuple(Fact(f"S{n}", kind, text) for n, (kind, text) in enumerate(found))
)


@given(facts)
def test_any_facts_give_three(found: tuple[Fact, ...]) -> None:
    page = page_with(*found)
    assert len({profile.text for profile in suggest(page)}) == 3
    assert words(card(page).ask)
