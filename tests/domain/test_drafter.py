"""The offline drafter, on the facts of real pages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.copywriting import CopyRequest
from vibe_desktop.domain.drafting.drafter import draft
from vibe_desktop.domain.drafting.pains import find_pain
from vibe_desktop.domain.drafting.phrases import phrase
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.lint import Mail, alike, lint, sample_text
from vibe_desktop.domain.prose import words
from vibe_desktop.domain.variants import ANGLES
from vibe_desktop.gateways.website.charsets import decode
from vibe_desktop.gateways.website.reader import read_html

PAGES = Path(__file__).parents[1] / "pages"
RICH = ("ledgerly", "soup", "cookie_wall", "injected", "next_shell", "latin1")


def request(name: str, attempt: int = 1, ask: str = "") -> CopyRequest:
    page = read_html(
        decode((PAGES / f"{name}.html").read_bytes()),
        f"https://{name}.example/",
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    return CopyRequest(page.title, page.facts, "owners of small firms", ask=ask, attempt=attempt)


@pytest.mark.parametrize("attempt", range(1, 9))
@pytest.mark.parametrize("name", RICH)
def test_a_page_with_facts_gives_three_clean_mails(name: str, attempt: int) -> None:
    asked = request(name, attempt)
    drafts = draft(asked)
    assert [made.angle for made in drafts] == list(ANGLES)
    supported = (*(fact.text for fact in asked.facts), asked.product)
    for made in drafts:
        checked = check_draft(made, asked.facts, (asked.product,))
        assert [claim.problem for claim in checked.claims if not claim.supported] == []
        assert len(checked.claims) >= 2
        assert lint(Mail(made.subject, made.body, checked.claims, None, supported)) == ()
        assert 50 <= len(words(sample_text(parse(made.body)))) <= 110
        assert {"firstName", "companyName"} <= parse(made.body).names
        assert all(tag.fallback for tag in parse(made.body).tags)
    assert alike([(made.subject, made.body) for made in drafts]) == ()


def test_the_same_attempt_gives_the_same_mails_and_the_next_one_others() -> None:
    assert draft(request("ledgerly")) == draft(request("ledgerly"))
    bodies = {draft(request("ledgerly", attempt))[0].body for attempt in range(1, 5)}
    assert len(bodies) == 4


def test_the_founders_own_ask_ends_every_mail() -> None:
    for made in draft(request("ledgerly", ask="Shall I send a sample?")):
        assert made.body.endswith("\n\nShall I send a sample?")


def test_a_title_and_a_description_are_enough_for_short_mails() -> None:
    drafts = draft(request("vite_shell"))
    assert all("Tidemark" in made.body for made in drafts)
    assert not any(finding.blocking for d in drafts for finding in lint(Mail(d.subject, d.body)))


def test_instructions_on_the_page_never_reach_a_mail() -> None:
    for attempt in range(1, 9):
        text = " ".join(made.body for made in draft(request("injected", attempt)))
        assert not any(word in text for word in ("100%", "evil", "cures", "guaranteed", "car"))


facts = st.lists(
    st.builds(Fact, st.just("S1"), st.sampled_from(FactKind), st.text(max_size=200)), max_size=8
).map(lambda found: tuple(Fact(f"S{n}", fact.kind, fact.text) for n, fact in enumerate(found)))


@given(st.text(max_size=40), facts, st.integers(1, 50))
def test_it_never_fails(product: str, found: tuple[Fact, ...], attempt: int) -> None:
    drafts = draft(CopyRequest(product, found, "", attempt=attempt))
    assert [made.angle for made in drafts] == list(ANGLES)
    assert all(made.subject and made.body for made in drafts)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (FactKind.FEATURE, "It works at night.", "It works at night."),
        (FactKind.FEATURE, "Works with any website.", "Acme works with any website."),
        (FactKind.PROMISE, "Turns any website into data", "Acme turns any website into data."),
        (FactKind.PROMISE, "Extract any text.", "With Acme you can extract any text."),
        (FactKind.FEATURE, "Easily build it in a day.", "You can easily build it in a day."),
        (FactKind.PROOF, "Trusted by 900 shops", "Acme is trusted by 900 shops."),
        (FactKind.METRIC, "9 hours saved a month", "In numbers: 9 hours saved a month."),
        (FactKind.PRICE, "$29 a month", "As for the price: $29 a month."),
        (FactKind.PROMISE, "Rotas for care homes", "Acme in a few words: rotas for care homes."),
        (FactKind.FEATURE, "Reminders in your voice", "One part of it: reminders in your voice."),
        (FactKind.FEATURE, "Xero syncs in your books", "One part of it: Xero syncs in your books."),
        (FactKind.PROOF, "“I love it a lot!” Mia Ray", "A line from our page: “I love it a lot”"),
        (FactKind.PROMISE, "Call notes for vets", "Acme in a few words: call notes for vets."),
    ],
)  # fmt: skip
def test_a_fact_becomes_a_sentence_that_says_the_same(kind: FactKind, text: str, said: str) -> None:
    made = phrase(Fact("S1", kind, text), "Acme", {"Xero"})
    assert made is not None
    assert made.text == said
    assert made.claim.text in said


@pytest.mark.parametrize(
    "text",
    ["Why wait?", "Enter an URL, receive information.", "This section is empty.", "Two words"],
)
def test_what_makes_no_sentence_is_left_out(text: str) -> None:
    assert phrase(Fact("S1", FactKind.FEATURE, text), "Acme", set()) is None


@pytest.mark.parametrize(
    ("text", "pain"),
    [
        ("so nobody has to write a reminder by hand.", "write a reminder by hand"),
        ("You never have to chase clients again", "chase clients again"),
        ("Grow without hiring more people", "hiring more people"),
        ("Stop losing parcels.", "losing parcels"),
        ("Standups without meetings", "meetings"),
        ("62% fewer overdue invoices after a quarter", "overdue invoices"),
        ("Get paid without chasing anybody", ""),
        ("Stop waiting.", ""),
        ("It works with Xero.", ""),
    ],
)
def test_what_hurts_is_found_in_what_the_page_takes_away(text: str, pain: str) -> None:
    found = find_pain(Fact("S1", FactKind.PAIN, text))
    assert (found.words if found else "") == pain
