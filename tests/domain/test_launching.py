import json
import re
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.template_texts import cells, leads
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import (
    ORDER,
    batches,
    lead_text,
    may_follow,
    new_token,
    remote_name,
)
from vibe_desktop.domain.leads import Lead, LeadField

ADA = Lead("ada@acme.com", first_name="Ada", custom={"pain_point": "slow onboarding", "empty": ""})


def test_a_token_is_short_and_fresh() -> None:
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) > 45
    assert all(re.fullmatch(r"vm-[0-9a-f]{6}", token) for token in tokens)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.myapp.com/pricing", "Launch - myapp.com [vm-7f3a2c]"),
        ("http://127.0.0.1:8000/", "Launch - 127.0.0.1 [vm-7f3a2c]"),
        ("", "Launch - product [vm-7f3a2c]"),
    ],
)
def test_the_remote_name_carries_host_and_token(url: str, name: str) -> None:
    assert remote_name(url, "vm-7f3a2c") == name


@given(count=st.integers(0, 5000), size=st.integers(1, 1000))
def test_batches_cover_every_lead_once(count: int, size: int) -> None:
    numbers = [
        number
        for first in batches(count, size)
        for number in range(first, min(first + size, count))
    ]
    assert numbers == list(range(count))


def test_states_follow_one_another_in_order() -> None:
    assert all(may_follow(before, after) for before, after in pairwise(ORDER))
    steps = {(a, b) for a, b in product(ORDER, ORDER) if may_follow(a, b)}
    assert steps == set(pairwise(ORDER))


def test_what_was_activated_cannot_fail_and_what_failed_stays_so() -> None:
    assert not may_follow(LaunchState.ACTIVATED, LaunchState.FAILED)
    assert not may_follow(LaunchState.DONE, LaunchState.FAILED)
    assert not any(may_follow(LaunchState.FAILED, state) for state in LaunchState)


def test_a_pause_ends_where_it_began() -> None:
    assert may_follow(LaunchState.DONE, LaunchState.PAUSED)
    assert may_follow(LaunchState.PAUSED, LaunchState.DONE)
    assert not may_follow(LaunchState.PLANNED, LaunchState.PAUSED)


def test_a_lead_is_sent_without_its_empty_fields() -> None:
    assert json.loads(lead_text(cells(ADA))) == {
        "email": "ada@acme.com",
        "first_name": "Ada",
        "custom_variables": {"pain_point": "slow onboarding"},
    }
    assert lead_text(cells(Lead("bob@acme.com"))) == '{"email":"bob@acme.com"}'
    assert lead_text(cells(Lead("bob@acme.com", custom={"x": ""}))) == '{"email":"bob@acme.com"}'


@given(leads)
def test_a_lead_is_sent_with_all_that_is_known(lead: Lead) -> None:
    sent = json.loads(lead_text(cells(lead)))
    assert sent.pop("custom_variables", {}) == {k: v for k, v in lead.custom.items() if v}
    assert all(sent.values())
    assert sent == {name: getattr(lead, name) for name in sent}
    assert {name for name in LeadField if getattr(lead, name)} == sent.keys()
