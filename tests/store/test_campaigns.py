"""Campaigns in the database."""

import pytest
from sqlalchemy import insert, update

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import CampaignSetup, CampaignStatus, Pacing, WizardStep
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.store import times
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, launches, lead_lists


@pytest.fixture
def repository(database: Database) -> CampaignRepository:
    return CampaignRepository(database)


def _create(repository: CampaignRepository, name: str = "Example") -> str:
    return repository.create(name=name, url="https://example.com", target_audience="Founders").id


def _launch(database: Database, campaign_id: str, token: str, state: str, reason: str) -> None:
    moment = times.to_text(times.now())
    with database.write() as connection:
        connection.execute(
            insert(launches).values(
                id=token,
                campaign_id=campaign_id,
                token=token,
                state=state,
                reason=reason,
                created_at=moment,
                updated_at=moment,
            )
        )


def test_a_new_campaign_is_a_draft_and_comes_back_the_same(repository: CampaignRepository) -> None:
    setup = CampaignSetup(step=WizardStep.LEADS, ask="Worth a look?", pacing=Pacing(daily_limit=20))
    made = repository.create(
        name="Größe", url="https://example.com/?q=1", target_audience="Founders", setup=setup
    )
    assert made.status is CampaignStatus.DRAFT
    assert made.instantly_id == ""
    assert repository.get(made.id) == made


def test_an_unknown_id_is_told_in_words(repository: CampaignRepository) -> None:
    for ask in (
        repository.get,
        repository.delete,
        lambda unknown: repository.update(unknown, name="x"),
        lambda unknown: repository.set_status(unknown, CampaignStatus.PAUSED),
    ):
        with pytest.raises(InvalidInput, match="no campaign with the id “nowhere”") as caught:
            ask("nowhere")
        assert caught.value.field == "campaign_id"


def test_the_start_of_an_id_finds_it(repository: CampaignRepository) -> None:
    made = _create(repository)
    _create(repository)
    assert [found.id for found in repository.find(made[:8].upper())] == [made]
    assert len(repository.find("")) == 2
    assert repository.find("%") == ()


def test_an_update_changes_what_is_given_and_leaves_the_rest(
    repository: CampaignRepository,
) -> None:
    before = repository.get(_create(repository))
    after = repository.update(before.id, name="New", setup=CampaignSetup(ask="Shall we?"))
    assert (after.name, after.setup.ask) == ("New", "Shall we?")
    assert (after.url, after.target_audience, after.status) == (
        before.url,
        before.target_audience,
        before.status,
    )
    assert after.updated_at >= before.updated_at
    assert repository.get(before.id) == after


def test_status_and_the_twin_at_instantly_are_kept(repository: CampaignRepository) -> None:
    made = _create(repository)
    repository.set_status(made, CampaignStatus.ACTIVE)
    repository.set_instantly_id(made, "remote-1")
    kept = repository.get(made)
    assert (kept.status, kept.instantly_id) == (CampaignStatus.ACTIVE, "remote-1")


def test_a_draft_can_be_deleted(repository: CampaignRepository) -> None:
    made = _create(repository)
    repository.delete(made)
    assert repository.rows() == ()


def test_a_campaign_whose_launch_was_begun_stays(
    repository: CampaignRepository, database: Database
) -> None:
    begun = _create(repository)
    _launch(database, begun, "vm-1", "planned", "")
    known = _create(repository)
    repository.set_instantly_id(known, "remote-1")
    for campaign_id in (begun, known):
        with pytest.raises(Conflict, match="has been launched"):
            repository.delete(campaign_id)
    assert len(repository.rows()) == 2


def test_the_dashboard_has_counters_leads_and_the_age_of_results_newest_first(
    repository: CampaignRepository, database: Database
) -> None:
    older, newer = _create(repository, "Older"), _create(repository, "Newer")
    moment = times.now()
    with database.write() as connection:
        connection.execute(
            update(campaigns)
            .where(campaigns.c.id == older)
            .values(sent=9, contacted=8, replied=2, analytics_as_of=times.to_text(moment))
        )
        for number, (list_id, count) in enumerate((("l1", 3), ("l2", 2))):
            connection.execute(
                insert(lead_lists).values(
                    number=number,
                    id=list_id,
                    campaign_id=older,
                    total_leads=count,
                    created_at=times.to_text(moment),
                )
            )
    first, second = repository.rows()
    assert (first.campaign.id, first.lead_count, first.counters) == (newer, 0, Counters())
    assert (first.as_of, first.note) == (None, "")
    assert (second.campaign.id, second.lead_count, second.as_of) == (older, 5, moment)
    assert second.counters == Counters(sent=9, contacted=8, replied=2)


def test_the_note_is_the_reason_why_the_newest_launch_stopped(
    repository: CampaignRepository, database: Database
) -> None:
    made = _create(repository)
    _launch(database, made, "vm-1", "failed", "The key was refused.")
    assert repository.rows()[0].note == "Launch stopped: The key was refused."
    _launch(database, made, "vm-2", "done", "")
    assert repository.rows()[0].note == ""
