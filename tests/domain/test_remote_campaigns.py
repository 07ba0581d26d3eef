from dataclasses import replace
from datetime import date

import pytest

from tests.support.plans import PLAN
from vibe_desktop.domain.campaigns import CampaignStatus, SendingRules
from vibe_desktop.domain.remote_campaigns import RemoteStatus, draft_of
from vibe_desktop.domain.schedules import MONDAY, SATURDAY, SUNDAY


def test_instantly_counts_sunday_as_zero() -> None:
    schedule = replace(PLAN.schedule, days=(MONDAY, SATURDAY, SUNDAY))
    assert draft_of(replace(PLAN, schedule=schedule)).schedule.days == (0, 1, 6)


def test_the_zone_is_the_one_fixed_in_the_plan() -> None:
    assert draft_of(PLAN).schedule.timezone == "Europe/Belgrade"


def test_dates_are_days() -> None:
    schedule = replace(PLAN.schedule, start_date=date(2026, 9, 1))
    draft = draft_of(replace(PLAN, schedule=schedule))
    assert (draft.schedule.start_date, draft.schedule.end_date) == ("2026-09-01", None)


def test_variants_stand_in_the_order_of_their_positions() -> None:
    draft = draft_of(replace(PLAN, variants=PLAN.variants[::-1]))
    assert [variant.subject for variant in draft.steps[0]] == [
        "Subject A",
        "Subject B",
        "Subject C",
    ]


@pytest.mark.parametrize(
    ("opens", "links", "text_only"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
def test_mail_is_plain_text_unless_something_is_tracked(
    opens: bool, links: bool, text_only: bool
) -> None:
    rules = SendingRules(open_tracking=opens, link_tracking=links)
    assert draft_of(replace(PLAN, rules=rules)).text_only is text_only


def test_opting_out_is_always_one_click_away() -> None:
    assert draft_of(PLAN).insert_unsubscribe_header


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (RemoteStatus.DRAFT, None),
        (RemoteStatus.UNKNOWN, None),
        (RemoteStatus.ACTIVE, CampaignStatus.ACTIVE),
        (RemoteStatus.RUNNING_SUBSEQUENCES, CampaignStatus.ACTIVE),
        (RemoteStatus.PAUSED, CampaignStatus.PAUSED),
        (RemoteStatus.COMPLETED, CampaignStatus.COMPLETED),
        (RemoteStatus.BOUNCE_PROTECT, CampaignStatus.ATTENTION),
        (RemoteStatus.ACCOUNTS_UNHEALTHY, CampaignStatus.ATTENTION),
        (RemoteStatus.ACCOUNT_SUSPENDED, CampaignStatus.ATTENTION),
    ],
)
def test_every_remote_status_means_something_here(
    status: RemoteStatus, means: CampaignStatus | None
) -> None:
    assert status.campaign_status is means
