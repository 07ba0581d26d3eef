"""Lead lists: made, renamed, given to a campaign, counted; their numbers never come again."""

import pytest

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.suppressions import SuppressionRepository


@pytest.fixture
def lists(database: Database) -> LeadListRepository:
    return LeadListRepository(database)


def _number(database: Database, list_id: str) -> int:
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT number FROM lead_lists WHERE id = ?", (list_id,))
        return int(found.scalar_one())


def test_a_list_is_made_renamed_and_given_to_a_campaign(
    lists: LeadListRepository, database: Database
) -> None:
    campaign = CampaignRepository(database).create(
        name="Launch", url="https://acme.com", target_audience="All"
    )
    made = lists.create(name="Founders", campaign_id="")

    lists.rename(made.id, "Solo founders")
    lists.assign(made.id, campaign.id)

    (kept,) = lists.all()
    assert (kept.name, kept.campaign_id, kept.total_leads) == ("Solo founders", campaign.id, 0)
    lists.assign(made.id, "")
    assert lists.all()[0].campaign_id == ""


def test_what_is_not_there_is_refused(lists: LeadListRepository) -> None:
    made = lists.create(name="Founders", campaign_id="")

    with pytest.raises(InvalidInput, match="list is no longer there"):
        lists.rename("gone", "x")
    with pytest.raises(InvalidInput, match="list is no longer there"):
        lists.assign("gone", "")
    with pytest.raises(InvalidInput, match="campaign is no longer there"):
        lists.assign(made.id, "gone")
    with pytest.raises(InvalidInput, match="campaign is no longer there"):
        lists.create(name="x", campaign_id="gone")


def test_a_list_counts_its_leads_and_those_that_may_not_be_written_to(
    lists: LeadListRepository, database: Database
) -> None:
    with LeadOperationRepository(database).importing(ImportPlace("a")) as writer:
        writer.add([(f"p{number}@x.com", *[""] * 7, "{}", "", 0) for number in range(5)])
    SuppressionRepository(database).add(["p1@x.com", "p3@x.com"], "asked")

    (kept,) = lists.all()

    assert (kept.total_leads, kept.suppressed) == (5, 2)


def test_the_number_of_a_deleted_list_is_not_given_again(
    lists: LeadListRepository, database: Database
) -> None:
    first = lists.create(name="a", campaign_id="")
    number = _number(database, first.id)
    operations = LeadOperationRepository(database)
    gone = operations.delete_list(first.id)

    second = lists.create(name="b", campaign_id="")
    operations.undo(gone.id)

    assert _number(database, second.id) > number
    assert _number(database, first.id) == number
    assert {kept.name for kept in lists.all()} == {"a", "b"}
