"""The mechanical check of claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.claims import (
    check_claim,
    check_draft,
)
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.variants import Angle, Claim, DraftVariant

FACTS = (
    Fact("S1", FactKind.METRIC, "Studios save 47 hours and 1,200 € a month with “Ledgerly”."),
    Fact("S2", FactKind.FEATURE, "It syncs with Xero and QuickBooks every hour."),
)


def problem(text: str, fact: str = "S1", quote: str = "save 47 hours", body: str = "") -> str:
    claim = check_claim(Claim(text, fact, quote), FACTS, body or f"Hi. {text}!", ("Acme",))
    assert claim.supported == (not claim.problem)
    return claim.problem


@pytest.mark.parametrize(
    ("text", "fact", "quote"),
    [
        ("studios save 47 hours", "S1", "Studios save 47 hours"),
        ("save 1200 € a month", "S1", "1,200 €"),
        ("save 1,200 € a month", "S1", "1,200\u00a0€ a month"),
        ('save with "Ledgerly"', "S1", 'with "Ledgerly"'),
        ("It syncs with Xero", "S2", "syncs with Xero"),
        ("syncs Acme with Xero", "S2", "syncs with Xero"),
        ("syncs every hour", "S2", "SYNCS WITH XERO AND QUICKBOOKS EVERY HOUR."),
    ],
)
def test_a_claim_with_its_words_on_the_page_is_supported(text: str, fact: str, quote: str) -> None:
    assert problem(text, fact, quote) == ""


@pytest.mark.parametrize(
    ("text", "fact", "quote", "words"),
    [
        ("save 47 hours", "S9", "save 47 hours", "S9, which is not on the page"),
        ("save 47 hours", "", "save 47 hours", "(none)"),
        ("save 47 hours", "S1", "save 57 hours", "quoted words do not stand"),
        ("save 47 hours", "S1", "", "quoted words do not stand"),
        ("save 27 hours", "S1", "save 47 hours", "does not say 27"),
        ("save forty hours", "S1", "save 47 hours", "does not say forty"),
        ("it syncs with Sage", "S2", "syncs with Xero", "does not name Sage"),
        ("a pleasure to use", "S2", "syncs with Xero", "shares no word"),
    ],
)
def test_what_the_page_does_not_say_is_told(text: str, fact: str, quote: str, words: str) -> None:
    assert words in problem(text, fact, quote)


def test_a_claim_must_stand_in_the_mail() -> None:
    assert "do not stand in the mail" in problem("save 47 hours", body="Hi there")
    assert "do not stand in the mail" in problem("", body="Hi there")


def test_a_claim_may_stand_in_the_subject() -> None:
    draft = DraftVariant(
        Angle.BENEFIT, "Save 47 hours", "Hi", (Claim("Save 47 hours", "S1", "save 47 hours"),)
    )
    assert check_draft(draft, FACTS).claims[0].supported


def test_numbers_nobody_mentioned_are_found_with_their_place() -> None:
    text = "It saves 47 hours, or 1 200 euros, in 3 weeks and seven days, 9.5 % of all."
    found = list(Grounds.of(fact.text for fact in FACTS).unsupported_numbers(text))
    assert [number.text for number in found] == ["3 weeks", "9.5 %", "seven days"]
    assert all(text[number.start : number.end] == number.text for number in found)


def test_names_nobody_mentioned_are_found() -> None:
    text = "Hi there,\n\nWorks with Xero's books and Stripe. Ask Ada. I think so."
    grounds = Grounds.of(fact.text for fact in FACTS)
    assert [name.text for name in grounds.unsupported_names(text)] == ["Stripe", "Ada"]


@given(st.text(), st.text(), st.text())
def test_any_claim_can_be_checked(text: str, quote: str, body: str) -> None:
    check_claim(Claim(text, "S1", quote), FACTS, body)
    list(Grounds.of([text]).unsupported_numbers(body))
    assert list(Grounds.of([text]).unsupported_names(text)) == []
