"""Reading answers: whole ones, and any beginning of one."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateways.openai.examples import ANSWER, FACTS
from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.copywriting import PartialDraft, Rewrite
from vibe_desktop.domain.variants import ANGLES, Angle, Claim, DraftVariant
from vibe_desktop.gateways.openai.answers import (
    NotInForm,
    read,
    read_audiences,
    read_partial,
    read_partial_rewrites,
    read_rewrites,
)

MAIL = DraftVariant(
    Angle.BENEFIT,
    "Nine hours",
    "Hi Ada,\n\nIt saves studios 9 hours. Each reminder  is yours.\n\nWorth a look?",
    (
        Claim("saves studios 9 hours", "S2", "saves studios 9 hours"),
        Claim("Each reminder", "S3", "Each reminder"),
    ),
)
SENTENCE = Rewrite(MAIL, sentence="It saves studios 9 hours.")
WHOLE = Rewrite(DraftVariant(Angle.FOLLOW_UP, "", "", (), 3))


def follow_up(number: int) -> dict[str, object]:
    return {"body": f"Follow-up {number}. Useful?", "claims": []}


def with_follow_ups(count: int) -> str:
    return json.dumps(json.loads(ANSWER) | {"follow_ups": [*map(follow_up, range(count))]})


texts = st.text(st.characters(exclude_categories=()), max_size=60)


@st.composite
def answers(draw: st.DrawFn) -> str:
    mails: list[dict[str, object]] = [
        {"angle": angle.value, "subject": draw(texts), "body": draw(texts), "claims": []}
        for angle in draw(st.permutations(ANGLES))
    ]
    later = [{"body": draw(texts), "claims": []} for _ in range(draw(st.integers(0, 4)))]
    data = {"variants": mails, "follow_ups": later}
    text = json.dumps(data, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([0, 2])))
    if draw(st.booleans()):
        text = text.replace("\\n", "\n")  # as careless models write it
    return draw(st.sampled_from(["", "```json\n", "Here you are: "])) + text


@given(answers(), st.data())
def test_any_beginning_of_an_answer_can_be_shown(answer: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(answer)))
    drafts = read_partial(answer[:cut])
    assert len(drafts) <= 7
    assert [draft.step for draft in drafts] == sorted(draft.step for draft in drafts)
    for draft in drafts:
        draft.body.encode()
    read_partial_rewrites(answer[:cut], (SENTENCE, WHOLE))


@given(st.text() | st.text('{}[]":,\\u0 variantsmailbody1', max_size=80))
def test_whatever_text_can_be_looked_at_while_it_arrives(text: str) -> None:
    assert isinstance(read_partial(text), tuple)
    assert isinstance(read_partial_rewrites(text, (SENTENCE, WHOLE)), tuple)
    for reader in (read, lambda raw: read_rewrites(raw, (SENTENCE, WHOLE))):
        with pytest.raises(NotInForm):
            reader(text)


def test_mails_grow_letter_by_letter_until_they_are_what_is_read_in_the_end() -> None:
    answer = with_follow_ups(2)
    seen = [read_partial(answer[:end]) for end in range(len(answer) + 1)]
    for before, after in pairwise(seen):
        assert len(before) <= len(after) <= len(before) + 1
        for earlier, later in zip(before, after, strict=False):
            assert later.subject.startswith(earlier.subject)
            assert later.body.startswith(earlier.body)
            assert later.finished >= earlier.finished
            assert not earlier.finished or later == earlier
    last = {(draft.angle, draft.step): draft for draft in seen[-1]}
    assert all(draft.finished for draft in seen[-1])
    for draft in read(answer, 2):
        shown = last[draft.angle, draft.step]
        assert (shown.subject, shown.body) == (draft.subject, draft.body)


def test_a_bare_line_end_in_a_string_does_not_hide_what_came_before_it() -> None:
    begun = '{"variants": [{"angle": "problem", "subject": "A", "body": "Hi,\n\nWork that'
    assert read_partial(begun) == (PartialDraft(Angle.PROBLEM, "A", "Hi,\n\nWork that"),)


def test_looking_at_a_beginning_takes_time_in_proportion_to_it() -> None:
    def look(size: int) -> None:
        body = "Hi, a line\\n" * size + '\\"' * size
        read_partial(f'{{"variants": [{{"angle": "problem", "subject": "A", "body": "\n{body}')

    assert growth(look, 20_000) < ALLOWED


def test_follow_ups_come_after_the_variants_in_the_thread_of_the_first_mail() -> None:
    drafts = read(with_follow_ups(3), 2)
    assert [draft.step for draft in drafts] == [1, 1, 1, 2, 3]
    assert [draft.angle for draft in drafts[3:]] == [Angle.FOLLOW_UP] * 2
    assert [draft.subject for draft in drafts[3:]] == ["", ""]
    assert drafts[4].body == "Follow-up 1. Useful?"


@pytest.mark.parametrize("answer", [ANSWER, with_follow_ups(1)])
def test_a_follow_up_that_is_missing_is_named(answer: str) -> None:
    with pytest.raises(NotInForm, match=r"follow-up"):
        read(answer, 2)


def test_only_the_sentence_changes_and_claims_stay_whose_words_still_stand() -> None:
    new = {
        "number": 1,
        "sentence": " Studios in 34\ncountries use it. ",
        "claims": [{"text": "34 countries", "source_id": "S4", "quote": "34 countries"}],
    }
    (draft,) = read_rewrites(json.dumps({"sentences": [new]}), (SENTENCE,))
    assert draft.body == MAIL.body.replace(SENTENCE.sentence, "Studios in 34 countries use it.")
    assert [claim.fact_id for claim in draft.claims] == ["S3", "S4"]
    assert (draft.subject, draft.angle, draft.step) == (MAIL.subject, MAIL.angle, MAIL.step)


def test_rewritten_mails_keep_their_place_whatever_the_order_of_the_answer() -> None:
    whole = {"number": 2, "subject": "Re: us", "body": "Once more. Useful?", "claims": []}
    lone = {"number": 1, "sentence": "It saves hours.", "claims": []}
    answer = json.dumps({"mails": [whole], "sentences": [lone]})
    first, second = read_rewrites(answer, (SENTENCE, WHOLE))
    assert "It saves hours." in first.body
    assert second == DraftVariant(Angle.FOLLOW_UP, "", "Once more. Useful?", (), 3)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"mails": [], "sentences": [{"number": 1, "sentence": "A.", "claims": []}]},
        {"mails": [{"number": 2, "subject": "", "body": " ", "claims": []}], "sentences": []},
        {"mails": [{"number": 2, "subject": "", "body": "A", "claims": []}], "sentences": []},
        {"mails": 1, "sentences": []},
    ],
)
def test_a_rewrite_that_is_missing_is_told(answer: object) -> None:
    with pytest.raises(NotInForm):
        read_rewrites(json.dumps(answer), (SENTENCE, WHOLE))


def test_a_sentence_is_seen_growing_in_its_place() -> None:
    begun = '{"sentences": [{"number": 1, "sentence": "Studios in'
    (draft,) = read_partial_rewrites(begun, (SENTENCE,))
    assert draft.body == MAIL.body.replace(SENTENCE.sentence, "Studios in")
    assert draft.subject == MAIL.subject
    assert not draft.finished


def profile(title: str, *ids: str) -> dict[str, object]:
    return {"title": title, "text": f"{title}  who invoice.", "fact_ids": list(ids)}


def test_ideal_customers_rest_on_facts_that_exist() -> None:
    ids = [fact.id for fact in FACTS]
    given = [profile("Studios", "S2", "S9", "S2"), profile("Agencies", "S4"), profile("All", "S3")]
    found = read_audiences(json.dumps({"audiences": given}), ids)
    assert [one.fact_ids for one in found] == [("S2",), ("S4",), ("S3",)]
    assert found[0].text == "Studios who invoice."
    given[1] = profile("Agencies", "S9")
    with pytest.raises(NotInForm, match="2 of 3"):
        read_audiences(json.dumps({"audiences": given}), ids)


def test_halves_of_characters_are_put_together_or_replaced() -> None:
    mails = json.loads(ANSWER)["variants"]
    mails[0]["body"] = "Hi \ud83d\ude00 \ud83d you\x00.\u2028Useful?"
    drafts = read(json.dumps({"variants": mails}))
    body = next(draft.body for draft in drafts if draft.angle.value == mails[0]["angle"])
    assert body.startswith("Hi 😀 � you.")
    body.encode()
