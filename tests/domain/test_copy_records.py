"""Requests and drafts as JSON, and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.copy_records import (
    CopyOrder,
    NoRecord,
    drafts_from_json,
    drafts_to_json,
    order_from_json,
    order_to_json,
)
from vibe_desktop.domain.copywriting import CopyRequest, Rewrite
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import Angle, Claim, DraftVariant

words = st.text(st.characters(exclude_categories=["Cs"]))


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


claims = st.builds(Claim, words, words, words, st.booleans(), words)
drafts = st.builds(
    DraftVariant, st.sampled_from(Angle), words, words, several(claims), st.integers(1, 5)
)
facts = st.builds(Fact, words, st.sampled_from(FactKind), words, st.booleans(), words)
requests = st.builds(
    CopyRequest,
    product=words,
    facts=several(facts),
    audience=words,
    pain=words,
    tags=several(words),
    length=st.sampled_from(Length),
    follow_ups=st.integers(0, 4),
)
rewrites = st.builds(Rewrite, drafts, several(words), words, words)
orders = st.builds(CopyOrder, requests, several(rewrites), several(words))


@given(orders)
def test_an_order_comes_back_the_same(order: CopyOrder) -> None:
    assert order_from_json(order_to_json(order)) == order


@given(several(drafts))
def test_drafts_come_back_the_same_and_in_the_same_bytes(mails: tuple[DraftVariant, ...]) -> None:
    text = drafts_to_json(mails)
    assert drafts_from_json(text) == mails
    assert drafts_to_json(drafts_from_json(text)) == text


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"form": 2}', '{"form": 1}', "not JSON"])
def test_what_is_no_record_is_told_apart(text: str) -> None:
    with pytest.raises(NoRecord):
        order_from_json(text)


def test_a_record_with_a_part_of_another_kind_is_none() -> None:
    order = json.loads(order_to_json(CopyOrder(CopyRequest("p", (), "a"))))
    with pytest.raises(NoRecord):
        order_from_json(json.dumps({**order, "request": {**order["request"], "length": "huge"}}))
