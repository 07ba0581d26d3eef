"""What the stand-in for a model writes: judged by the same checks as everything a model writes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import RunningSandbox
from tests.support.work import RecordingWork
from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.copywriting import CopyRequest, Rewrite
from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.domain.lint.alikeness import alike
from vibe_desktop.domain.lint.checker import lint
from vibe_desktop.domain.lint.findings import Finding
from vibe_desktop.domain.lint.mails import Mail
from vibe_desktop.domain.prose import sentences
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import DraftVariant
from vibe_desktop.gateways.openai.answers import read, read_audiences, read_rewrites
from vibe_desktop.gateways.openai.prompt import Prompter, Question
from vibe_desktop.gateways.openai.schema import Rung
from vibe_desktop.gateways.openai.writer import OpenAIWriter
from vibe_desktop.gateways.website.reader import read_html
from vibe_desktop.sandbox.openai.composing import compose
from vibe_desktop.sandbox.openai.material import read as find_material

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "resources" / "sandbox" / "product.html",
    ROOT / "tests" / "pages" / "saas.html",
    ROOT / "tests" / "pages" / "div_soup.html",
)
PROMPTER = Prompter(b"a secret")


def request_about(page: Page, **wishes: Any) -> CopyRequest:
    asked = CopyRequest(page.title, page.used_facts, "owners of small studios", follow_ups=4)
    return replace(asked, **wishes)


def answered(question: Question) -> str:
    messages = question.messages(Rung.SCHEMA)
    return json.dumps(compose(question.form.schema, find_material(messages)))


def written(request: CopyRequest) -> tuple[DraftVariant, ...]:
    return read(answered(PROMPTER.writing(request)), request.follow_ups)


def findings(draft: DraftVariant, request: CopyRequest) -> list[Finding]:
    """What the checks say about a mail; that a follow-up has no subject of its own is as wanted."""
    known = (request.product, request.audience, request.pain, request.proof)
    draft = check_draft(draft, request.facts, known)
    assert all(claim.supported for claim in draft.claims), draft.claims
    supported = (*(fact.text for fact in request.facts), *known)
    mail = Mail(
        draft.subject,
        draft.body,
        draft.claims,
        supported=supported,
        step=draft.step,
        length=request.length,
    )
    return [finding for finding in lint(mail) if finding.rule != "empty_subject"]


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> Page:
    return read_html(request.param.read_text(), "https://product.example/", datetime.now(UTC))


@pytest.mark.parametrize("attempt", [1, 2, 3])
@pytest.mark.parametrize(
    "wishes",
    [{}, {"ask": "Worth a look?", "pain": "chasing invoices", "proof": "We use it ourselves"}],
    ids=["plain", "wishes"],
)
def test_all_mails_pass_the_checks_and_differ(
    page: Page, attempt: int, wishes: dict[str, str]
) -> None:
    request = request_about(page, attempt=attempt, **wishes)
    drafts = written(request)
    for draft in drafts:
        found = findings(draft, request)
        assert not any(one.blocking for one in found), found
        assert not {"short_body", "long_body", "no_ask", "many_asks"} & {one.rule for one in found}
        assert draft.claims
        low, high = (50, 125) if draft.step == 1 else (25, 60)
        assert low <= len(draft.body.split()) <= high
    assert not alike([(draft.subject, draft.body) for draft in drafts])
    for one, other in combinations(drafts, 2):
        assert one.body != other.body


def test_short_mails_are_short(page: Page) -> None:
    for draft in written(request_about(page, length=Length.SHORT))[:3]:
        assert 30 <= len(draft.body.split()) <= 75


def test_a_mail_or_a_sentence_is_written_anew_and_passes_too(page: Page) -> None:
    request = request_about(page)
    drafts = written(request)
    rewrites = tuple(Rewrite(draft, instruction="Another fact") for draft in drafts)
    rewrites += tuple(Rewrite(draft, sentence=sentences(draft.body)[-1]) for draft in drafts)
    anew = read_rewrites(answered(PROMPTER.rewriting(request, rewrites)), rewrites)
    for rewrite, draft in zip(rewrites, anew, strict=True):
        assert draft.body != rewrite.draft.body
        assert not any(one.blocking for one in findings(draft, request))
        if rewrite.sentence:
            assert draft.body.startswith(rewrite.draft.body.removesuffix(rewrite.sentence))


def test_ideal_customers_name_facts_of_the_page(page: Page) -> None:
    ids = [fact.id for fact in page.facts]
    found = read_audiences(answered(PROMPTER.suggesting(request_about(page))), ids)
    assert len({one.text for one in found}) == 3


# -- over the wire ---------------------------------------------------------------------------------

FACTS = tuple(
    Fact(f"S{number}", FactKind.FEATURE, text)
    for number, text in enumerate(
        (
            "Ledgerly saves studios 9 hours every single month.",
            "Each reminder is written from your last three mails.",
            "Trusted by 1,200 design studios in 34 countries.",
            "Late invoices are chased without a word from you.",
        ),
        start=1,
    )
)
REQUEST = CopyRequest("Ledgerly", FACTS, "owners of design studios", follow_ups=1)


def writer(sandbox: RunningSandbox) -> OpenAIWriter:
    return OpenAIWriter(
        sandbox.info.openai_url,
        model="gpt-6.1-terra",
        secret=lambda: sandbox.info.openai_api_key,
        host_log=lambda _host, _purpose: None,
    )


def test_it_can_be_told_to_invent_a_number_and_the_repair_is_clean(
    sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({"service": "openai", "invent": True, "times": 1})
    drafts = writer(sandbox).write(REQUEST, work).variants
    judged = [(draft, findings(draft, REQUEST)) for draft in drafts]
    bad = [(draft, found) for draft, found in judged if any(one.blocking for one in found)]
    assert len(bad) == 1
    draft, found = bad[0]
    assert "unsupported_number" in {one.rule for one in found}
    wrong = [one.words for one in found]
    answer = writer(sandbox).rewrite(REQUEST, (Rewrite(draft, tuple(wrong)),), work)
    assert not any(one.blocking for one in findings(answer.variants[0], REQUEST))


def test_a_beginning_that_was_seen_before_counts_as_cached(
    sandbox: RunningSandbox, work: RecordingWork
) -> None:
    texts = (f"The {number}th feature does a {number}th thing for you." for number in range(90))
    facts = [Fact(f"S{number}", FactKind.FEATURE, text) for number, text in enumerate(texts)]
    request = replace(REQUEST, facts=tuple(facts), follow_ups=0)
    model = writer(sandbox)
    first = model.write(request, work).tokens
    second = model.write(replace(request, attempt=2), work).tokens
    assert first.cached == 0
    assert 1024 <= second.cached <= second.prompt
    assert second.cached % 128 == 0
    customers = model.write(replace(request, audience="somebody else"), work).tokens
    assert customers.cached >= 1024


@pytest.mark.parametrize(("model", "thinks"), [("gpt-6.1-sol", True), ("gpt-6.1-terra", False)])
def test_models_that_reason_use_tokens_for_it(
    sandbox: RunningSandbox, work: RecordingWork, model: str, thinks: bool
) -> None:
    asked = OpenAIWriter(
        sandbox.info.openai_url,
        model=model,
        secret=lambda: sandbox.info.openai_api_key,
        host_log=lambda _host, _purpose: None,
    )
    tokens = asked.write(REQUEST, work).tokens
    assert (tokens.reasoning > 0) is thinks
    assert tokens.reasoning < tokens.completion


def test_a_mail_without_facts_asserts_nothing() -> None:
    request = replace(REQUEST, facts=())
    for draft in written(request):
        assert draft.claims == ()
        assert draft.body.endswith("?")


def test_the_form_can_stand_in_the_prompt_alone() -> None:
    question = PROMPTER.writing(REQUEST)
    material = find_material(question.messages(Rung.PROMPT))
    assert material.schema == question.form.schema
    value = compose(material.schema, material)
    assert isinstance(value, Mapping)
    assert list(value) == ["variants", "follow_ups"]
