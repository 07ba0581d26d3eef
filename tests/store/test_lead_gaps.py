"""Counting what leads lack."""

import json

import pytest

from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository


@pytest.fixture
def leads(database: Database) -> LeadRepository:
    return LeadRepository(database)


@pytest.fixture
def campaign(database: Database) -> str:
    return CampaignRepository(database).create(name="n", url="u", target_audience="a").id


def row(email: str, first: str = "", company: str = "", **custom: str) -> tuple[str, ...]:
    return (email, first, "", company, "", "", "", "", json.dumps(custom))


def load(leads: LeadRepository, campaign: str, source: str, *rows: tuple[str, ...]) -> None:
    with leads.importing(campaign_id=campaign, name=source, source=source) as writer:
        writer.add(rows)


def test_without_leads_nothing_is_lacking(leads: LeadRepository, campaign: str) -> None:
    count, lacking = leads.lacking(campaign)
    assert count == 0
    assert set(lacking.values()) == {0}


def test_blank_fields_and_variables_are_counted(leads: LeadRepository, campaign: str) -> None:
    rows = (row("a@x.example", "Ada", "  ", pain="late"), row("b@x.example", pain=" "))
    load(leads, campaign, "one.csv", *rows, row("c@x.example", "Cy", "Cy Ltd", goal="it"))
    count, lacking = leads.lacking(campaign)
    assert count == 3
    assert lacking["firstName"] == 1
    assert lacking["companyName"] == 2
    assert (lacking["email"], lacking["jobTitle"]) == (0, 3)
    assert (lacking["pain"], lacking["goal"]) == (2, 2)


def test_only_whom_a_launch_may_write_to_counts_and_once(
    leads: LeadRepository, campaign: str, database: Database
) -> None:
    load(leads, campaign, "one.csv", row("a@x.example", "Ada"), row("b@gone.example"))
    load(leads, campaign, "two.csv", row("c@x.example", "Cy", pain="late"))
    other = CampaignRepository(database).create(name="n", url="u", target_audience="a").id
    load(leads, other, "one.csv", row("d@x.example"))
    SuppressionRepository(database).add(["gone.example"], "asked")
    count, lacking = leads.lacking(campaign)
    assert (count, lacking["firstName"], lacking["pain"]) == (2, 0, 1)
    assert count == leads.count_for_campaign(campaign)


def test_an_address_in_two_lists_counts_as_its_first_row(
    leads: LeadRepository, campaign: str, database: Database
) -> None:
    load(leads, "", "one.csv", row("a@x.example"))
    load(leads, campaign, "two.csv", row("a@x.example", "Ada"))
    LeadListRepository(database).assign(leads.lists()[-1].id, campaign)
    count, lacking = leads.lacking(campaign)
    sent = list(leads.iterate_for_campaign(campaign))
    assert count == len(sent) == 1
    assert lacking["firstName"] == sum(not first_name for _, first_name, *_ in sent)


def test_the_state_changes_with_the_leads_and_the_suppressed(
    leads: LeadRepository, campaign: str, database: Database
) -> None:
    states = [leads.state(campaign)]
    load(leads, campaign, "one.csv", row("a@x.example"))
    states.append(leads.state(campaign))
    load(leads, campaign, "one.csv", row("b@x.example"))
    states.append(leads.state(campaign))
    SuppressionRepository(database).add(["a@x.example"], "asked")
    states.append(leads.state(campaign))
    LeadOperationRepository(database).delete_list(leads.lists()[0].id)
    states.append(leads.state(campaign))
    assert len(set(states)) == len(states)
    assert leads.state(campaign) == states[-1]
