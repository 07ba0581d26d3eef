from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.support.plans import PLAN
from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.launches import BatchOutcome, LaunchRepository, Step

LEADS = [
    (f"p{number}@acme.com", f'{{"email":"p{number}@acme.com","first_name":"Zoë"}}')
    for number in range(3)
]


@pytest.fixture
def campaign(database: Database) -> Campaign:
    return CampaignRepository(database).create(name="A", url="https://a.com", target_audience="")


@pytest.fixture
def launches(database: Database) -> LaunchRepository:
    return LaunchRepository(database)


@pytest.fixture
def launch(launches: LaunchRepository, campaign: Campaign) -> Launch:
    return launches.plan(campaign.id, PLAN, LEADS)


def _status(database: Database, campaign: Campaign) -> CampaignStatus:
    return CampaignRepository(database).get(campaign.id).status


def test_a_plan_comes_back_as_it_was_frozen(
    launches: LaunchRepository, campaign: Campaign, database: Database
) -> None:
    schedule = replace(PLAN.schedule, start_date=date(2026, 9, 1))
    plan = replace(PLAN, schedule=schedule)
    launch = launches.plan(campaign.id, plan, LEADS)
    assert launch.plan == plan
    assert (launch.state, launch.uploaded, launch.reason) == (LaunchState.PLANNED, 0, "")
    assert list(launches.payload_texts(launch.id)) == [text for _, text in LEADS]
    assert _status(database, campaign) is CampaignStatus.LAUNCHING
    assert launches.latest(campaign.id) == launches.get(launch.id) == launch


def test_a_plan_whose_leads_cannot_be_read_is_not_kept_at_all(
    launches: LaunchRepository, campaign: Campaign, database: Database
) -> None:
    def leads() -> Iterator[tuple[str, str]]:
        yield LEADS[0]
        raise Conflict("changed")

    with pytest.raises(Conflict):
        launches.plan(campaign.id, PLAN, leads())
    assert launches.latest(campaign.id) is None
    assert _status(database, campaign) is CampaignStatus.DRAFT


def test_one_launch_of_a_campaign_at_a_time(
    launches: LaunchRepository, campaign: Campaign, launch: Launch
) -> None:
    with pytest.raises(Conflict):
        launches.plan(campaign.id, replace(PLAN, token="vm-000000"), LEADS)
    launches.conclude(launch.id, "stop", {}, Step(LaunchState.FAILED))
    assert launches.plan(campaign.id, replace(PLAN, token="vm-000000"), LEADS).id != launch.id


def test_a_result_moves_launch_journal_and_campaign_together(
    launches: LaunchRepository, campaign: Campaign, launch: Launch, database: Database
) -> None:
    launches.intend(launch.id, "create list", {"name": "x"})
    launches.conclude(
        launch.id,
        "create list",
        {"id": "L"},
        Step(LaunchState.LIST_CREATED, instantly_lead_list_id="L"),
    )
    after = launches.conclude(
        launch.id,
        "create campaign",
        {},
        Step(
            LaunchState.CAMPAIGN_DRAFTED,
            instantly_campaign_id="C",
            campaign_status=CampaignStatus.ATTENTION,
        ),
    )
    assert (after.instantly_lead_list_id, after.instantly_campaign_id) == ("L", "C")
    assert CampaignRepository(database).get(campaign.id).instantly_id == "C"
    assert _status(database, campaign) is CampaignStatus.ATTENTION
    assert [
        (entry.number, entry.operation, entry.kind) for entry in launches.journal(launch.id)
    ] == [
        (1, "create list", "intent"),
        (2, "create list", "result"),
        (3, "create campaign", "result"),
    ]


def test_a_state_out_of_turn_is_refused_and_leaves_no_line(
    launches: LaunchRepository, launch: Launch
) -> None:
    with pytest.raises(Conflict):
        launches.conclude(launch.id, "activate", {}, Step(LaunchState.ACTIVATED))
    assert launches.journal(launch.id) == ()
    assert launches.get(launch.id).state is LaunchState.PLANNED


def test_outcomes_are_counted(launches: LaunchRepository, launch: Launch) -> None:
    launches.conclude_batch(launch.id, "add", {}, BatchOutcome(0, 1, {1: "on the block list"}))
    assert launches.get(launch.id).uploaded == 1
    launches.conclude_batch(launch.id, "add more", {}, BatchOutcome(2, 2, {}))
    assert launches.get(launch.id).uploaded == 2
    assert launches.rejected(launch.id) == {"on the block list": 1}
    assert list(launches.addresses(launch.id)) == ["p0@acme.com", "p2@acme.com"]
    assert [entry.operation for entry in launches.journal(launch.id)] == ["add", "add more"]


def test_batches_are_cut_by_number(launches: LaunchRepository, launch: Launch) -> None:
    assert launches.batch_emails(launch.id, 0, 1) == ("p0@acme.com", "p1@acme.com")
    assert launches.batch_payloads(launch.id, 2, 3) == (LEADS[2][1],)


def test_a_plan_that_was_cut_off_while_it_was_written_is_cleared_away_by_the_next(
    launches: LaunchRepository, campaign: Campaign, database: Database
) -> None:
    def cut_off() -> Iterator[tuple[str, str]]:
        yield from LEADS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        launches.plan(campaign.id, PLAN, cut_off())
    launch = launches.plan(campaign.id, PLAN, LEADS)  # the same token is free again
    assert launches.unfinished() == (launch,)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM launches").scalar() == 1


def test_others_may_write_while_a_long_plan_is_written_down(
    launches: LaunchRepository, campaign: Campaign, database: Database
) -> None:
    campaigns = CampaignRepository(database)

    def leads() -> Iterator[tuple[str, str]]:
        for number in range(2_500):
            if number == 1_500:
                # In this very thread: it would be refused within a write.
                campaigns.create(name="B", url="https://b.com", target_audience="")
            yield f"p{number}@acme.com", "{}"

    launch = launches.plan(campaign.id, PLAN, leads())
    assert sum(1 for _ in launches.addresses(launch.id)) == 2_500


def test_addresses_in_other_launches_are_known(
    launches: LaunchRepository, campaign: Campaign, launch: Launch, database: Database
) -> None:
    other = CampaignRepository(database).create(name="B", url="https://b.com", target_audience="")
    assert launches.in_other_launches(other.id) == frozenset()
    refused = {1: "on the block list"}
    launches.conclude_batch(launch.id, "add", {}, BatchOutcome(0, 2, refused))
    assert launches.in_other_launches(other.id) == {"p0@acme.com", "p2@acme.com"}
    assert launches.in_other_launches(campaign.id) == frozenset()


def test_only_what_can_go_on_is_unfinished(launches: LaunchRepository, launch: Launch) -> None:
    assert [one.id for one in launches.unfinished()] == [launch.id]
    launches.conclude(launch.id, "stop", {}, Step(LaunchState.FAILED, reason="no"))
    assert launches.unfinished() == ()
    assert launches.get(launch.id).reason == "no"


def test_a_reason_can_be_kept_and_taken_back(launches: LaunchRepository, launch: Launch) -> None:
    assert launches.explain(launch.id, "no network").reason == "no network"
    assert launches.explain(launch.id, "").reason == ""


def test_an_unknown_launch_is_refused(launches: LaunchRepository) -> None:
    with pytest.raises(InvalidInput):
        launches.get("no")


def test_a_launch_that_ended_keeps_the_reason_why(
    launches: LaunchRepository, launch: Launch
) -> None:
    launches.conclude(launch.id, "stop", {}, Step(LaunchState.FAILED, reason="It was stopped."))
    assert launches.explain(launch.id, "The line broke.").reason == "It was stopped."
