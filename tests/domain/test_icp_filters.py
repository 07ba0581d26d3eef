import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.countries import all_countries
from vibe_desktop.domain.icp_filters import sizes_between, suggest
from vibe_desktop.domain.supersearch import INDUSTRIES, SIZES, PeopleFilters


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Founders of SaaS companies", ("Founder", "Co-Founder")),
        ("CEOs and CTOs", ("CEO", "Chief Executive Officer", "CTO", "Chief Technology Officer")),
        ("Heads of marketing at agencies", ("Head of Marketing",)),
        ("VP of Customer Success in retail", ("VP of Customer Success",)),
        ("IT managers and HR directors", ("IT Manager", "HR Director")),
        ("Owners of small agencies", ("Owner", "Founder")),
        ("companies that need invoices", ()),
    ],
)
def test_titles_are_taken_from_the_words(text: str, titles: tuple[str, ...]) -> None:
    assert suggest(text).titles == titles


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("SaaS startups", ("Software & Internet",)),
        ("bakeries and wholesalers", ("Manufacturing", "Wholesale & Distribution")),
        ("Dentists", ("Healthcare, Pharmaceuticals, & Biotech",)),
        ("people who write", ()),
    ],
)
def test_industries_are_named_as_the_search_names_them(
    text: str, industries: tuple[str, ...]
) -> None:
    assert suggest(text).industries == industries


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("teams with 10-50 employees", ("0 - 25", "25 - 100")),
        ("10 to 20 people", ("0 - 25",)),
        ("up to 200 staff", ("0 - 25", "25 - 100", "100 - 250")),
        ("more than 1,001 employees", SIZES[4:]),
        ("200+ employees", SIZES[2:]),
        ("1k-5k employees", ("250 - 1000", "1K - 10K")),
        ("bakeries with 5 to 60 customers", ()),
        ("small businesses", ("0 - 25", "25 - 100")),
    ],
)
def test_sizes_are_the_ranges_that_touch_what_is_said(text: str, sizes: tuple[str, ...]) -> None:
    assert suggest(text).sizes == sizes


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("founders in the US and UK", ("US", "GB")),
        ("tell us about IT in your company", ()),
        ("Firms in Deutschland or New Zealand", ("DE", "NZ")),
        ("the DACH region", ("DE", "AT", "CH")),
        ("Georgia, Atlanta", ()),
    ],
)
def test_countries_are_found_by_any_of_their_names(text: str, countries: tuple[str, ...]) -> None:
    assert suggest(text).countries == countries


def test_nothing_said_is_nothing_restricted() -> None:
    assert suggest("") == PeopleFilters()
    assert suggest("").empty


@given(st.text(max_size=300))
def test_a_suggestion_never_fails_and_names_only_what_the_search_knows(text: str) -> None:
    found = suggest(text)
    assert set(found.industries) <= set(INDUSTRIES)
    assert set(found.sizes) <= set(SIZES)
    assert set(found.countries) <= {code for code, _ in all_countries()}
    assert not (found.domains)
    assert not (found.keywords)


@given(st.integers(1, 200_000), st.integers(1, 200_000))
def test_the_ranges_between_two_sizes_are_in_one_piece(one: int, other: int) -> None:
    found = sizes_between(min(one, other), max(one, other))
    places = [SIZES.index(size) for size in found]
    assert places == list(range(places[0], places[0] + len(places)))
