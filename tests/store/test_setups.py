"""Setups, schedules, pacing and rules as JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, SendingRules, WizardStep
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.store.setups import (
    decode_pacing,
    decode_rules,
    decode_schedule,
    decode_setup,
    encode_pacing,
    encode_rules,
    encode_schedule,
    encode_setup,
)

words = st.text(st.characters(exclude_categories=["Cs"]))
time_of_day = st.times().map(lambda moment: moment.strftime("%H:%M"))
schedules = st.builds(
    Schedule,
    days=st.lists(st.integers(0, 6), unique=True).map(tuple),
    start=time_of_day,
    end=time_of_day,
    timezone=words,
    start_date=st.none() | st.dates(),
    end_date=st.none() | st.dates(),
)
whole = st.integers(0, 10_000)
flags = st.booleans()
pacings = st.builds(Pacing, whole, whole, whole, whole, flags)
rules = st.builds(SendingRules, flags, flags, flags, flags, flags)
setups = st.builds(
    CampaignSetup,
    step=st.sampled_from(WizardStep),
    ask=words,
    pain=words,
    proof=words,
    waits=st.lists(st.integers(1, 30), max_size=4).map(tuple),
    mailboxes=st.lists(words).map(tuple),
    schedule=schedules,
    pacing=pacings,
    rules=rules,
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner) | st.dictionaries(words, inner),
    max_leaves=10,
)


@given(setups)
def test_a_setup_comes_back_the_same(setup: CampaignSetup) -> None:
    assert decode_setup(encode_setup(setup)) == setup


@given(schedules, pacings, rules)
def test_the_parts_come_back_the_same(
    schedule: Schedule, pacing: Pacing, sending: SendingRules
) -> None:
    through_text = json.loads(
        json.dumps([encode_schedule(schedule), encode_pacing(pacing), encode_rules(sending)])
    )
    assert decode_schedule(through_text[0]) == schedule
    assert decode_pacing(through_text[1]) == pacing
    assert decode_rules(through_text[2]) == sending


@given(setups, st.dictionaries(words.filter(lambda name: name.startswith("_")), anything))
def test_unknown_keys_are_ignored(setup: CampaignSetup, extra: dict[str, Any]) -> None:
    stored = json.loads(encode_setup(setup))
    assert decode_setup(json.dumps(extra | stored)) == setup


@given(
    st.dictionaries(
        st.sampled_from(
            ["step", "ask", "pain", "waits", "mailboxes", "schedule", "pacing", "rules"]
        ),
        anything,
    )
)
def test_values_of_the_wrong_kind_never_raise(stored: dict[str, Any]) -> None:
    setup = decode_setup(json.dumps(stored))
    assert decode_setup(encode_setup(setup)) == setup


@given(st.text())
def test_any_text_gives_a_setup(text: str) -> None:
    assert isinstance(decode_setup(text), CampaignSetup)


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", "not JSON", '{"pacing": {"speed": 1}}'])
def test_what_is_missing_takes_its_default(text: str) -> None:
    assert decode_setup(text) == CampaignSetup()


def test_only_waits_that_can_be_kept_come_back() -> None:
    stored = json.dumps({"waits": [3, 0, 31, True, "4", 2.5, 30, 1, 7, 9]})
    assert decode_setup(stored).waits == (3, 30, 1, 7)


def test_a_limit_that_an_older_version_kept_may_have_been_typed_and_stays() -> None:
    kept = decode_setup('{"pacing": {"daily_limit": 90, "gap_minutes": 10}}').pacing
    assert kept == Pacing(daily_limit=90, recommended=False)
    assert decode_setup(encode_setup(CampaignSetup())).pacing.recommended


def test_one_wrong_value_leaves_the_others_alone() -> None:
    setup = decode_setup(
        '{"step": "copy", "ask": 7, "pacing": {"daily_limit": 30, "gap_minutes": true},'
        ' "schedule": {"start": "25:00", "end": "18:30", "days": [0, 9, "x", 4]}}'
    )
    assert setup == CampaignSetup(
        step=WizardStep.COPY,
        pacing=Pacing(daily_limit=30),
        schedule=Schedule(end="18:30", days=(0, 4)),
    )
