"""The offline drafter, on the facts of real pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.copywriting import CopyRequest, Rewrite
from vibe_desktop.domain.drafting.drafter import draft, redraft
from vibe_desktop.domain.drafting.own_words import who_words
from vibe_desktop.domain.drafting.pains import Form, find_pain, own_pain
from vibe_desktop.domain.drafting.phrases import phrase
from vibe_desktop.domain.drafting.skeletons import SKELETONS, SLOT
from vibe_desktop.domain.drafting.stock import short_name
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.lint import MAX_GRADE, Mail, alike, lint, sample_text
from vibe_desktop.domain.prose import reading_grade, sentences, words
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import ANGLES, Angle, DraftVariant
from vibe_desktop.gateways.website.charsets import decode
from vibe_desktop.gateways.website.reader import read_html

PAGES = Path(__file__).parents[1] / "pages"
GOLDEN = Path(__file__).parent / "golden"
SAVED = Path(__file__).parents[3] / "shared" / "pages"
OURS = (
    *(GOLDEN / f"{name}.html" for name in (
        "beanround", "clauselight", "dentrack", "roofquote", "shipnotes", "tableturn"
    )),
    *(PAGES / f"{name}.html" for name in ("ledgerly", "soup", "cookie_wall", "next_shell")),
)  # fmt: skip
RICH = tuple(
    pytest.param(
        path,
        id=path.stem,
        marks=pytest.mark.skipif(not path.exists(), reason=f"no saved page {path.name} here"),
    )
    for path in (*OURS, SAVED / "microlink.io.html", SAVED / "new-age.html")
)
CARDS = {
    "no card": CopyRequest("", (), ""),
    "audience and ask": CopyRequest(
        "",
        (),
        "Founders of small software companies, 2 to 20 people, who sell themselves",
        ask="Worth a quick look?",
    ),
    "full card": CopyRequest(
        "",
        (),
        "owners of small firms",
        ask="Shall I send you a sample?",
        pain="Chasing people on the phone",
        proof="We cut the evening work of 40 firms to almost nothing",
    ),
}


def request_of(path: Path, attempt: int = 1, card: str = "no card") -> CopyRequest:
    page = read_html(
        decode(path.read_bytes()), f"https://{path.stem}.example/", datetime(2026, 3, 1, tzinfo=UTC)
    )
    return replace(CARDS[card], product=page.title, facts=page.facts, attempt=attempt)


def request(name: str, attempt: int = 1, card: str = "no card") -> CopyRequest:
    folder = PAGES if (PAGES / f"{name}.html").exists() else GOLDEN
    return request_of(folder / f"{name}.html", attempt, card)


def founders_words(asked: CopyRequest) -> tuple[str, ...]:
    return (asked.product, asked.audience, asked.pain, asked.proof, asked.ask)


def problems(made: DraftVariant, asked: CopyRequest) -> Iterator[str]:
    """Everything that keeps a mail from being sent as it is."""
    own = founders_words(asked)
    checked = check_draft(made, asked.facts, own)
    yield from (claim.problem for claim in checked.claims if not claim.supported)
    supported = (*(fact.text for fact in asked.facts), *own)
    mail = Mail(
        subject=made.subject, body=made.body, claims=checked.claims, supported=supported,
        step=made.step,
    )  # fmt: skip
    yield from (finding.words for finding in lint(mail))
    text = sample_text(parse(made.body))
    if reading_grade(text) > MAX_GRADE:
        yield "hard to read"
    fewest, most = (50, 125) if made.step == 1 else (25, 60)
    if not fewest <= len(words(text)) <= most:
        yield f"{len(words(text))} words"


@pytest.mark.slow
@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("path", RICH)
def test_a_page_with_facts_gives_mails_that_could_be_sent(path: Path, card: str) -> None:
    for attempt in range(1, 3 if card == "audience and ask" else 9):
        asked = replace(request_of(path, attempt, card), follow_ups=2)
        drafts = draft(asked)
        assert [made.angle for made in drafts] == [*ANGLES, Angle.FOLLOW_UP, Angle.FOLLOW_UP]
        assert [made.step for made in drafts] == [1, 1, 1, 2, 3]
        for made in drafts:
            assert list(problems(made, asked)) == [], made.body
            assert all(tag.fallback for tag in parse(made.body).tags)
            assert "  " not in made.body
        for made in drafts[:3]:
            assert made.claims
            assert {"firstName", "companyName"} <= parse(made.body).names
        assert [made.subject for made in drafts[3:]] == ["", ""]
        assert alike([(made.subject, made.body) for made in drafts]) == ()


@pytest.mark.parametrize("path", [param for param in RICH if param.id != "next_shell"])
def test_no_two_mails_rest_on_the_same_fact(path: Path) -> None:
    for attempt in range(1, 9):
        leads = [
            {claim.fact_id for claim in made.claims} for made in draft(request_of(path, attempt))
        ]
        # The question of a problem mail and the sentence that answers it may share their fact with
        # the words of another mail's topic; whole sentences are told once.
        bodies = [set(sentences(made.body)) for made in draft(request_of(path, attempt))]
        told = [
            {fact.text for fact in request_of(path).facts if fact.text in bodies[n]}
            for n in range(3)
        ]
        assert not told[0] & told[1]
        assert not told[1] & told[2]
        assert not told[0] & told[2]
        assert leads[0] != leads[1] != leads[2]


@pytest.mark.parametrize("card", CARDS)
def test_trying_again_takes_other_patterns_and_other_facts(card: str) -> None:
    assert draft(request("ledgerly", 1, card)) == draft(request("ledgerly", 1, card))
    for position in range(3):
        made = [draft(request("ledgerly", attempt, card))[position] for attempt in range(1, 9)]
        assert len({one.body for one in made}) >= 7
        assert all(one.body != after.body for one, after in pairwise(made))
    if card != "full card":
        claims = {claim.fact_id for attempt in range(1, 9) for one in
                  draft(request("ledgerly", attempt, card)) for claim in one.claims}  # fmt: skip
        assert len(claims) >= 10


def test_there_are_at_least_eight_patterns_an_angle_and_all_speak_of_the_recipient() -> None:
    for angle in ANGLES:
        assert len(SKELETONS[angle]) >= 8
        for skeleton in SKELETONS[angle]:
            slots = {slot for text in skeleton.paragraphs for slot in SLOT.findall(text)}
            assert slots & {"company", "pain", "close"}
            assert sum(text.count("?") for text in skeleton.paragraphs) <= 1


def test_the_founders_card_is_used_word_for_word() -> None:
    for attempt in range(1, 9):
        problem, benefit, question, *_ = draft(request("ledgerly", attempt, "full card"))
        assert "chasing people on the phone" in problem.body.lower()
        assert "We cut the evening work of 40 firms to almost nothing." in benefit.body
        for made in (problem, benefit, question):
            assert made.body.endswith("\n\nShall I send you a sample?")
    texts = [draft(request("ledgerly", attempt, "full card"))[0].body for attempt in range(1, 9)]
    assert any("for owners of small firms" in text for text in texts)


def test_words_of_the_card_that_stand_on_the_page_keep_their_fact() -> None:
    asked = replace(request("ledgerly"), proof="9 hours saved per studio every month")
    assert "S17" in {claim.fact_id for claim in draft(asked)[1].claims}
    for other in (draft(asked)[0], draft(asked)[2]):
        assert "9 hours" not in other.body


def test_facts_that_were_switched_off_are_in_no_mail() -> None:
    asked = request("ledgerly")
    off = tuple(replace(fact, used=fact.kind is not FactKind.PROOF) for fact in asked.facts)
    for attempt in range(1, 9):
        made = draft(replace(asked, facts=off, attempt=attempt, follow_ups=4))
        text = " ".join(one.body for one in made)
        assert "1,200 design studios" not in text
        assert "4.8 out of 5" not in text


@pytest.mark.parametrize("length", Length)
def test_mails_keep_to_the_length_that_was_chosen(length: Length) -> None:
    fewest, most = length.words
    for made in draft(replace(request("ledgerly"), length=length)):
        assert fewest <= len(words(sample_text(parse(made.body)))) <= most


def test_each_follow_up_brings_a_fact_that_no_mail_before_it_had() -> None:
    for name in ("ledgerly", "roofquote", "clauselight"):
        drafts = draft(replace(request(name), follow_ups=4))
        before = {claim.fact_id for made in drafts[:3] for claim in made.claims}
        for made in drafts[3:]:
            now = {claim.fact_id for claim in made.claims}
            assert now
            assert not now & before
            before |= now


def test_follow_ups_without_any_facts_left_differ_all_the_same() -> None:
    drafts = draft(replace(request("vite_shell"), follow_ups=4))
    assert len(drafts) == 7
    assert alike([("", made.body) for made in drafts[3:]]) == ()


def test_a_title_and_a_description_are_enough_for_short_mails() -> None:
    drafts = draft(request("vite_shell"))
    assert all("Tidemark" in made.body for made in drafts)
    found = [lint(Mail(subject=made.subject, body=made.body)) for made in drafts]
    assert not any(finding.blocking for findings in found for finding in findings)


def test_instructions_on_the_page_never_reach_a_mail() -> None:
    for attempt in range(1, 9):
        made = draft(replace(request("injected", attempt), follow_ups=4))
        text = " ".join(one.body for one in made)
        assert not any(word in text for word in ("100%", "evil", "cures", "guaranteed", "car"))


# -- writing one mail anew -------------------------------------------------------------------------


@pytest.mark.parametrize("angle", ANGLES)
def test_a_mail_is_written_anew_with_the_same_angle_and_other_words(angle: Angle) -> None:
    asked = request("ledgerly", card="full card")
    old = draft(asked)[ANGLES.index(angle)]
    new = redraft(asked, Rewrite(old))
    assert (new.angle, new.step) == (old.angle, old.step)
    assert alike([("", old.body), ("", new.body)]) == ()
    assert list(problems(new, asked)) == []


def test_a_missing_follow_up_is_written() -> None:
    asked = request("ledgerly")
    new = redraft(asked, Rewrite(DraftVariant(Angle.FOLLOW_UP, "", "", step=3)))
    assert new == draft(replace(asked, follow_ups=2))[4]


def test_a_wish_for_a_shorter_mail_is_understood() -> None:
    asked = replace(request("ledgerly"), length=Length.LONG)
    old = draft(asked)[1]
    new = redraft(asked, Rewrite(old, instruction="Make it shorter, please"))
    assert len(words(new.body)) < len(words(old.body))


def test_one_sentence_is_exchanged_and_all_else_stays() -> None:
    asked = request("ledgerly")
    old = draft(asked)[0]
    sentence = next(
        one for one in sentences(old.body) if any(claim.text in one for claim in old.claims)
        and not one.endswith("?")
    )  # fmt: skip
    new = redraft(asked, Rewrite(old, sentence=sentence))
    before, after = old.body.split(sentence)
    assert new.body.startswith(before)
    assert new.body.endswith(after)
    assert sentence not in new.body
    assert list(problems(new, asked)) == []


def test_a_sentence_that_is_not_in_the_mail_changes_nothing() -> None:
    asked = request("ledgerly")
    old = draft(asked)[0]
    assert redraft(asked, Rewrite(old, sentence="It cures baldness.")) == old


# -- whatever a page says --------------------------------------------------------------------------

texts = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        ("Never chase an invoice again.", "{{firstName}}", "a — b", "“Quote", "9x", "?", "It is.")
    ),
)
facts = st.lists(st.tuples(st.sampled_from(FactKind), texts), max_size=8).map(
    lambda found: tuple(Fact(f"S{n}", kind, text) for n, (kind, text) in enumerate(found))
)


@settings(max_examples=40, deadline=None)
@given(texts, facts, st.integers(1, 50), texts, texts, texts, st.sampled_from(Length))
def test_it_never_fails(
    product: str,
    found: tuple[Fact, ...],
    attempt: int,
    audience: str,
    pain: str,
    proof: str,
    length: Length,
) -> None:
    asked = CopyRequest(
        product, found, audience, attempt=attempt, pain=pain, proof=proof, length=length,
        follow_ups=2,
    )  # fmt: skip
    drafts = draft(asked)
    assert [made.step for made in drafts] == [1, 1, 1, 2, 3]
    assert all(made.subject for made in drafts[:3])
    assert all(made.body for made in drafts)
    for made in drafts:
        checked = check_draft(made, asked.facts, founders_words(asked))
        quoted = [claim for claim in checked.claims if words(claim.text)]
        assert all("does not stand" not in claim.problem for claim in quoted)


@settings(max_examples=10, deadline=None)
@given(texts, facts, texts, texts)
def test_writing_anew_never_fails(
    product: str, found: tuple[Fact, ...], instruction: str, sentence: str
) -> None:
    asked = CopyRequest(product, found, "")
    old = draft(asked)[0]
    assert redraft(asked, Rewrite(old, (), instruction, sentence)).angle is Angle.PROBLEM


# -- the parts -------------------------------------------------------------------------------------


_LONG = "Members book shelves on their phone, and Acme packs each firing."
_PLAN = "On the price, our page says “Team plan: $9 a month”."


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (FactKind.FEATURE, "It works at night.", "It works at night."),
        (FactKind.FEATURE, "Works with any website.", "Acme works with any website."),
        (FactKind.METRIC, "Reminds them after 3 days", "Acme reminds them after 3 days."),
        (FactKind.PROMISE, "Turns any website into data", "Acme turns any website into data."),
        (FactKind.PROMISE, "Extract any text.", "With Acme you can extract any text."),
        (FactKind.FEATURE, "Easily build it in a day.", "You can easily build it in a day."),
        (FactKind.PROOF, "Trusted by 900 shops", "Acme is trusted by 900 shops."),
        (FactKind.METRIC, "8 days Teams save 8 days a year.", "Teams save 8 days a year."),
        (FactKind.METRIC, "9 hours saved a month", "In numbers: 9 hours saved a month."),
        (FactKind.PRICE, "$29 a month", "As for the price: $29 a month."),
        (FactKind.PRICE, "Team plan: $9 a month", _PLAN),
        (FactKind.PROMISE, "Rotas for care homes", "Acme in a few words: rotas for care homes."),
        (FactKind.FEATURE, "Reminders in your voice", "One part of it: reminders in your voice."),
        (FactKind.FEATURE, "Xero syncs in your books", "One part of it: Xero syncs in your books."),
        (FactKind.PROOF, "“I love it a lot!” Mia Ray", "A line from our page: “I love it a lot.”"),
        (FactKind.PROOF, "„Ich liebe es sehr!“ Mia", "A line from our page: “Ich liebe es sehr.”"),
        (FactKind.AUDIENCE, "Acme plans, bills and so on.", "Acme plans, bills and so on."),
        (FactKind.PROMISE, _LONG, _LONG),
        (FactKind.FEATURE, "Yes, it syncs with Xero.", "It syncs with Xero."),
        (FactKind.PROMISE, "We craft fine shoes.", "We craft fine shoes."),
        (FactKind.PRICE, "月額980円から。", "As for the price: 月額980円から."),
        (FactKind.PROMISE, "Call notes for vets", "Acme in a few words: call notes for vets."),
        (FactKind.PROMISE, "Get cards in shops — or not.", "With Acme you can get cards in shops."),
    ],
)  # fmt: skip
def test_a_fact_becomes_a_sentence_that_says_the_same(kind: FactKind, text: str, said: str) -> None:
    made = phrase(Fact("S1", kind, text), "Acme", {"Xero"})
    assert made is not None
    assert made.text == said
    assert made.claim.text in said


def test_words_of_a_language_that_writes_nouns_with_capitals_keep_them() -> None:
    facts = (
        Fact("S1", FactKind.PROMISE, "Rechnungen schreiben und Mahnungen senden in 2 Minuten"),
        Fact("S2", FactKind.FEATURE, "Archivierung für zehn Jahre mit einem Klick"),
    )
    mails = draft(CopyRequest("Acme", facts, ""))
    assert "Rechnungen schreiben" in " ".join(mail.body for mail in mails)
    assert not any("archivierung" in mail.body for mail in mails)


def test_a_subject_begins_with_a_capital() -> None:
    facts = (Fact("S1", FactKind.PROMISE, "Acme writes invoices."),)
    for attempt in range(1, 5):
        request = CopyRequest("Acme", facts, "", proof="Holt paid in 2 days", attempt=attempt)
        assert all(not mail.subject[0].islower() for mail in draft(request))


def test_a_part_of_the_product_is_told_only_after_the_product_is_named() -> None:
    facts = (
        Fact("S1", FactKind.PROOF, "Certificates of two labs"),
        Fact("S2", FactKind.PROOF, "Awards of three fairs"),
    )
    for attempt in range(1, 13):
        for mail in draft(CopyRequest("Acme", facts, "", attempt=attempt)):
            before, found, _ = mail.body.partition("One part of it")
            assert not found or "Acme" in before


def test_sentences_about_the_product_go_before_those_about_the_world() -> None:
    facts = (
        Fact("S1", FactKind.PROMISE, "Acme writes invoices."),
        Fact("S2", FactKind.FEATURE, "Basements have no signal."),
        Fact("S3", FactKind.FEATURE, "Acme keeps working there without one."),
    )
    (mail, *_) = draft(CopyRequest("Acme", facts, ""))
    assert "Basements" not in mail.body


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
        ("so dentists stop ringing your lab", ""),
        ("It works with Xero.", ""),
    ],
)
def test_what_hurts_is_found_in_what_the_page_takes_away(text: str, pain: str) -> None:
    found = find_pain(Fact("S1", FactKind.PAIN, text))
    assert (found.words if found else "") == pain


@pytest.mark.parametrize(
    ("text", "said", "form"),
    [
        ("Chasing invoices", "chasing invoices", Form.GERUND),
        ("Late payments.", "late payments", Form.THINGS),
        ("Xero invoices", "Xero invoices", Form.THINGS),
        ("manual data entry", "manual data entry", Form.NOUN),
        ("Write the same report every week", "write the same report every week", Form.VERB),
        ("They lose hours to the phone", "They lose hours to the phone", Form.SAYING),
        ("Nobody knows who is late!", "Nobody knows who is late", Form.SAYING),
    ],
)
def test_the_founders_pain_fits_its_question(text: str, said: str, form: Form) -> None:
    found = own_pain(text)
    assert found is not None
    assert (found.words, found.form) == (said, form)


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("Founders of software companies, 2 to 20 people", "founders of software companies"),
        ("Shopify stores with returns", "Shopify stores"),
        ("Heads of growth at start-ups who sell a lot", "heads of growth at start-ups"),
        ("We sell to dentists", ""),
        ("Companies that need this", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_ideal_customer_is_told_in_a_few_words_or_not_at_all(audience: str, who: str) -> None:
    assert who_words(audience) == who


def test_a_page_s_title_is_cut_to_the_name_its_sentences_begin_with() -> None:
    said = ("Dentrack follows cases.", "Dentrack counts remakes.", "Dentrack is made for labs.")
    found = [Fact(f"S{n}", FactKind.FEATURE, text) for n, text in enumerate(said)]
    assert short_name("Dentrack for dental labs", found) == "Dentrack"
    assert short_name("New Age", found) == "New Age"
    assert short_name("Acme, the tool you always wanted | Home and garden") != ""
