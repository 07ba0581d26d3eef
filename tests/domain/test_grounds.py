"""Numbers and names in prose, and what supports them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.quantities import quantities, with_plain_numbers


def keys(text: str) -> list[str]:
    return sorted(one.key for one in quantities(text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *((text, "1200") for text in ("1,200", "1.200", "1 200", "1\u00a0200", "1200", "1.2k")),
        *((text, "3000000") for text in ("3M", "3 million", "three million", "3,000,000")),
        *((text, "40%") for text in ("40%", "40 %", "40 percent", "40 per cent", "forty percent")),
        *((text, "49$") for text in ("$49", "$ 49.00", "49 dollars", "USD 49", "49 usd")),
        *((text, "9h") for text in ("9 hours", "9-hour", "nine hours", "9h", "9 hrs")),
        ("twenty-five", "25"),
        ("two thousand and five", "2005"),
        ("a hundred", "100"),
        ("two dozen", "24"),
        ("twice as fast", "2"),
        ("in half", "0.5"),
        ("thousands of teams", "thousands"),
        ("007", "7"),
        ("１２", "12"),
        ("0.50", "0.5"),
    ],
)
def test_one_number_has_one_key_however_it_is_written(text: str, key: str) -> None:
    assert keys(text) == [key]


@pytest.mark.parametrize("text", ["one of them", "SOC2", "someone", "v2", "a second look", "tend"])
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("page", "mail", "supported"),
    [
        ("saves 40%", "about 40 of them", True),
        ("40 customers", "40% of customers", False),
        ("10 to 20 %", "10 %", True),
        ("€49", "$49", False),
        ("9 hours", "9 days", False),
        ("1,200", "200", False),
    ],
)
def test_a_number_needs_its_unit(page: str, mail: str, supported: bool) -> None:
    assert (not list(Grounds.of([page]).unsupported_numbers(mail))) is supported


@pytest.mark.parametrize(
    "text",
    [
        "Late invoices pile up. Chasing them takes a day. Unpaid ones hurt.",
        "Cash gets tight. Most of it is late. Payroll has to go out.",
        "Is it you? Perhaps it was. Everyone's calendar is full.",
        "Studios save time. Their studios do.",
        "Monday, January, a CRM and the UK are no names. OK?",
    ],
)
def test_ordinary_sentences_name_nobody(text: str) -> None:
    assert list(Grounds.of(["x"]).unsupported_names(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Globex cut its bills.", "Globex"),
        ("Initech's team likes it.", "Initech's"),
        ("Shopify's team likes it.", "Shopify's"),
        ("HubSpot is slow.", "HubSpot"),
        ("Hooli users like it.", "Hooli"),
        ("We work with Hooli.", "Hooli"),
    ],
)
def test_a_name_is_found_also_where_a_sentence_begins(text: str, name: str) -> None:
    found = [one.text for one in Grounds.of(["likes"]).unsupported_names(text)]
    assert found == [name]


@given(st.text())
def test_every_text_supports_itself(text: str) -> None:
    grounds = Grounds.of([text])
    assert list(grounds.unsupported_numbers(text)) == []
    assert list(grounds.unsupported_names(text)) == []


@given(st.text())
def test_places_lie_in_the_text(text: str) -> None:
    grounds = Grounds.of([])
    for one in (*grounds.unsupported_numbers(text), *grounds.unsupported_names(text)):
        assert text[one.start : one.end] == one.text != ""


def test_a_part_of_a_number_is_not_the_number() -> None:
    text = with_plain_numbers("pays 1,200 euros", units=True)
    assert with_plain_numbers("€1200", units=True) in text
    assert with_plain_numbers("200 euros", units=True) not in text


def test_a_long_text_takes_its_time_in_proportion() -> None:
    part = "Globex pays 1,200 euros to Acme's twenty-five teams, twice as much. "
    grounds = Grounds.of(["x"])

    def run(size: int) -> None:
        list(grounds.unsupported_numbers(part * size))
        list(grounds.unsupported_names(part * size))

    assert growth(run, 200) < ALLOWED
