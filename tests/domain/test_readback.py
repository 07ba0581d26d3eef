from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.plans import PLAN
from vibe_desktop.domain.readback import check_leads, differences
from vibe_desktop.domain.remote_campaigns import (
    CampaignDraft,
    RemoteSchedule,
    RemoteVariant,
    draft_of,
)

WANTED = draft_of(PLAN)


def _with_copy(subject: str | None = None, body: str | None = None) -> CampaignDraft:
    """The draft with another variant B."""
    a, b, c = WANTED.steps[0]
    b = replace(b, subject=subject or b.subject, body_html=body or b.body_html)
    return replace(WANTED, steps=((a, b, c),))


def test_the_same_campaign_has_no_differences() -> None:
    assert differences(WANTED, WANTED) == ()


def test_what_the_sanitiser_does_to_markup_is_no_difference() -> None:
    body = WANTED.steps[0][1].body_html.replace("<br/>", "<br />").replace(" more", "&nbsp;more")
    assert differences(WANTED, _with_copy(body=body)) == ()


def test_a_changed_word_names_variant_and_both_texts() -> None:
    body = WANTED.steps[0][1].body_html.replace("Text B", "Test B")
    (found,) = differences(WANTED, _with_copy(body=body))
    assert found.field == "text of variant B"
    assert "Text B" in found.wanted
    assert "Test B" in found.found


def test_a_changed_subject_is_found() -> None:
    (found,) = differences(WANTED, _with_copy(subject="Cheap"))
    assert found.words == "subject of variant B: approved “Subject B”, found “Cheap”"


def test_a_lost_variant_is_found() -> None:
    found = differences(WANTED, replace(WANTED, steps=(WANTED.steps[0][:2],)))
    assert [one.words for one in found] == ["variants of step 1: approved 3, found 2"]


def test_lost_sequences_are_found() -> None:
    assert [one.field for one in differences(WANTED, replace(WANTED, steps=()))] == ["steps"]


def test_a_variant_that_is_switched_off_is_found() -> None:
    a, *others = WANTED.steps[0]
    off = replace(WANTED, steps=((replace(a, enabled=False), *others),))
    assert [one.words for one in differences(WANTED, off)] == ["variant A: approved on, found off"]


def test_the_order_and_case_of_senders_do_not_matter_but_their_set_does() -> None:
    assert differences(WANTED, replace(WANTED, mailboxes=("B@acme.com", "a@acme.com"))) == ()
    (found,) = differences(WANTED, replace(WANTED, mailboxes=("a@acme.com",)))
    assert found.field == "senders"


def test_a_switch_that_is_off_may_be_left_out_of_the_answer() -> None:
    assert differences(WANTED, replace(WANTED, link_tracking=None)) == ()
    (found,) = differences(WANTED, replace(WANTED, stop_on_reply=None))
    assert found.words == "stop on reply: approved on, found nothing"


@pytest.mark.parametrize(
    "name",
    [
        field.name
        for field in fields(CampaignDraft)
        if field.name not in {"schedule", "steps", "mailboxes"}
    ],
)
def test_every_setting_is_compared(name: str) -> None:
    value = getattr(WANTED, name)
    changed: dict[str, Any] = {name: not value if isinstance(value, bool) else "other"}
    assert len(differences(WANTED, replace(WANTED, **changed))) == 1


@pytest.mark.parametrize("name", [field.name for field in fields(RemoteSchedule)])
def test_every_part_of_the_schedule_is_compared(name: str) -> None:
    changed: dict[str, Any] = {name: "other"}
    schedule = replace(WANTED.schedule, **changed)
    (found,) = differences(WANTED, replace(WANTED, schedule=schedule))
    assert found.field.startswith("schedule, ")


EMAILS = st.lists(st.sampled_from([f"p{n}@acme.com" for n in range(8)]))


@given(planned=EMAILS, found=EMAILS)
def test_the_lead_check_is_silent_only_when_each_is_there_exactly_once(
    planned: list[str], found: list[str]
) -> None:
    check = check_leads(planned, found)
    assert (check.words == "") == (sorted(found) == sorted(set(planned)))


def test_the_lead_check_ignores_case() -> None:
    assert check_leads(["ada@acme.com"], ["Ada@Acme.com"]).words == ""


def test_the_lead_check_tells_what_is_wrong() -> None:
    check = check_leads(["a@x.com", "b@x.com"], ["b@x.com", "b@x.com", "c@x.com"])
    assert check.missing == ("a@x.com",)
    assert check.doubled == ("b@x.com",)
    assert check.foreign == ("c@x.com",)
    assert "never approved" in check.words


def test_a_changed_wait_and_a_changed_follow_up_are_found() -> None:
    follow_up = RemoteVariant("", "<div>Once more</div>")
    wanted = replace(WANTED, steps=(*WANTED.steps, (follow_up,)), waits=(3,))
    found = replace(
        WANTED,
        steps=(*WANTED.steps, (replace(follow_up, body_html="<div>Again</div>"),)),
        waits=(1,),
    )
    assert [one.field for one in differences(wanted, found)] == [
        "text of follow-up 1",
        "days between the steps",
    ]
