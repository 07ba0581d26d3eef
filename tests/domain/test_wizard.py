"""The route through the wizard."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, WizardStep
from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.variants import ANGLES, Author, Revision, Variant
from vibe_desktop.domain.wizard import (
    STEPS,
    Missing,
    Standing,
    after,
    before,
    holds_back,
    missing,
    reachable,
    resume_at,
    senders,
    step_of,
    url_problem,
)

AT = datetime(2026, 3, 2, tzinfo=UTC)
PAGE = Page("https://x.test", "X", "", "Text", (Fact("S1", FactKind.NAME, "X"),), AT, "")
BOX = Mailbox("a@x.test", "A", "B", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 100, 30)
TIRED = replace(BOX, email="b@x.test", warmup_score=20)
VARIANTS = tuple(
    Variant(
        f"v{number}",
        "c",
        angle,
        1,
        number,
        Revision(f"r{number}", f"v{number}", 1, "s", "b", Author.WRITER, AT),
    )
    for number, angle in enumerate(ANGLES)
)
COMPLETE = Standing(
    url="https://x.test",
    audience="Founders",
    page=PAGE,
    variants=VARIANTS,
    approved=frozenset({"v0", "v1", "v2"}),
    lead_count=10,
    mailboxes=(BOX, TIRED),
)


def test_a_new_campaign_starts_with_its_product() -> None:
    assert reachable(Standing()) == (WizardStep.PRODUCT,)
    assert resume_at(Standing()) is WizardStep.PRODUCT
    assert missing(WizardStep.PRODUCT, Standing()) == (Missing.URL,)


def test_a_complete_campaign_lacks_nothing_and_every_step_is_open() -> None:
    assert reachable(COMPLETE) == STEPS
    assert all(missing(step, COMPLETE) == () for step in STEPS)


@pytest.mark.parametrize(
    ("standing", "step", "gap"),
    [
        (replace(COMPLETE, page=None), WizardStep.PRODUCT, Missing.PAGE),
        (replace(COMPLETE, url="no"), WizardStep.PRODUCT, Missing.URL_UNUSABLE),
        (
            replace(COMPLETE, page=replace(PAGE, facts=())),
            WizardStep.PRODUCT,
            Missing.FACTS,
        ),
        (replace(COMPLETE, audience=" \n"), WizardStep.AUDIENCE, Missing.AUDIENCE),
        (replace(COMPLETE, variants=VARIANTS[:2]), WizardStep.COPY, Missing.VARIANTS),
        (replace(COMPLETE, approved=frozenset({"v0"})), WizardStep.COPY, Missing.APPROVAL),
        (replace(COMPLETE, lead_count=0), WizardStep.LEADS, Missing.LEADS),
        (
            replace(COMPLETE, setup=CampaignSetup(schedule=Schedule(days=()))),
            WizardStep.SENDING,
            Missing.DAYS,
        ),
        (
            replace(COMPLETE, setup=CampaignSetup(schedule=Schedule(start="17:00", end="17:00"))),
            WizardStep.SENDING,
            Missing.HOURS,
        ),
        (
            replace(COMPLETE, setup=CampaignSetup(pacing=Pacing(daily_limit=0))),
            WizardStep.SENDING,
            Missing.PACE,
        ),
        (replace(COMPLETE, mailboxes=(TIRED,)), WizardStep.SENDING, Missing.MAILBOXES),
    ],
)
def test_each_step_knows_what_it_lacks(standing: Standing, step: WizardStep, gap: Missing) -> None:
    assert missing(step, standing) == (gap,)
    assert [other for other in STEPS if missing(other, standing)] == [step]


def test_leads_approval_and_mailboxes_may_wait_until_the_launch() -> None:
    later = replace(COMPLETE, approved=frozenset(), lead_count=0, mailboxes=())
    assert reachable(later) == STEPS
    assert holds_back(WizardStep.COPY, later) is None


def test_losing_the_audience_closes_what_follows_but_keeps_what_was_done() -> None:
    lost = replace(COMPLETE, audience="", setup=CampaignSetup(step=WizardStep.LEADS))
    assert reachable(lost) == (WizardStep.PRODUCT, WizardStep.AUDIENCE)
    assert resume_at(lost) is WizardStep.AUDIENCE
    found_again = replace(lost, audience="Founders")
    assert resume_at(found_again) is WizardStep.LEADS


@given(
    url=st.sampled_from(["", "x.test", "://"]),
    audience=st.sampled_from(["", "Founders"]),
    page=st.sampled_from([None, PAGE]),
    variants=st.sampled_from([(), VARIANTS]),
    step=st.sampled_from(STEPS),
)
def test_one_always_comes_back_to_an_open_step_with_all_before_it_open(
    url: str,
    audience: str,
    page: Page | None,
    variants: tuple[Variant, ...],
    step: WizardStep,
) -> None:
    standing = Standing(url, audience, CampaignSetup(step=step), page, variants, mailboxes=(BOX,))
    steps = reachable(standing)
    assert steps == STEPS[: len(steps)]
    assert resume_at(standing) in steps
    assert all(holds_back(open_step, standing) is None for open_step in steps[:-1])


def test_steps_follow_one_another_forth_and_back() -> None:
    assert [after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [before(step) for step in STEPS] == [None, *STEPS[:-1]]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Missing.URL),
        ("  ", Missing.URL),
        ("x.test", None),
        (" https://x.test/a?b=c ", None),
        ("http://127.0.0.1:8765/sample", None),
        ("localhost:8000", None),
        ("http://[::1]:80/", None),
        ("ftp://x.test", Missing.URL_UNUSABLE),
        ("javascript://x.test", Missing.URL_UNUSABLE),
        ("my app", Missing.URL_UNUSABLE),
        ("myapp", Missing.URL_UNUSABLE),
        ("https://", Missing.URL_UNUSABLE),
        ("http://[::1", Missing.URL_UNUSABLE),
        ("x.test:99999999", Missing.URL_UNUSABLE),
    ],
)
def test_an_address_is_judged_while_it_is_typed(text: str, problem: Missing | None) -> None:
    assert url_problem(text) is problem


@given(st.text())
def test_judging_an_address_never_fails(text: str) -> None:
    assert url_problem(text) in {None, Missing.URL, Missing.URL_UNUSABLE}


def test_without_a_choice_every_healthy_mailbox_sends() -> None:
    assert senders(CampaignSetup(), (BOX, TIRED)) == (BOX,)


def test_a_chosen_mailbox_that_fell_ill_does_not_send() -> None:
    assert senders(CampaignSetup(mailboxes=(BOX.email, TIRED.email)), (BOX, TIRED)) == (BOX,)
    assert senders(CampaignSetup(mailboxes=(TIRED.email,)), (BOX, TIRED)) == ()


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("variants_approved", WizardStep.COPY),
        ("leads", WizardStep.LEADS),
        ("mailboxes", WizardStep.SENDING),
        ("identity", None),
        ("key", None),
    ],
)
def test_a_failed_check_leads_to_the_step_that_mends_it(key: str, step: WizardStep | None) -> None:
    assert step_of(key) is step
