"""Campaigns as the founder asks for them."""

import pytest
from sqlalchemy import update

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import CampaignSetup, CampaignStatus, WizardStep
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Cancelled, Conflict, InvalidInput
from vibe_desktop.domain.work import Work
from vibe_desktop.services.campaigns import CampaignService
from vibe_desktop.store import times
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns


@pytest.fixture
def repository(database: Database) -> CampaignRepository:
    return CampaignRepository(database)


@pytest.fixture
def service(repository: CampaignRepository) -> CampaignService:
    return CampaignService(campaigns=repository)


def _create(service: CampaignService, work: Work, name: str = "") -> str:
    return service.create(
        name=name, url="example.com", target_audience="Founders", work=work
    ).value.id


def test_a_campaign_without_a_name_is_called_after_its_host(
    service: CampaignService, work: Work
) -> None:
    written = service.create(
        name="  ", url=" www.Example.com/product ", target_audience=" Founders\n", work=work
    )
    campaign = written.value
    assert (campaign.name, campaign.url, campaign.target_audience) == (
        "example.com",
        "https://www.example.com/product",
        "Founders",
    )
    assert campaign.status is CampaignStatus.DRAFT
    assert written.changes == Changes(campaigns=True)
    assert service.get(campaign.id, work) == campaign


@pytest.mark.parametrize(
    ("values", "field"),
    [({"url": "ftp://example.com"}, "url"), ({"url": ""}, "url"), ({"name": "x" * 201}, "name")],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    service: CampaignService, work: Work, values: dict[str, str], field: str
) -> None:
    given = {"name": "", "url": "example.com", "target_audience": ""} | values
    with pytest.raises(InvalidInput) as caught:
        service.create(
            name=given["name"],
            url=given["url"],
            target_audience=given["target_audience"],
            work=work,
        )
    assert caught.value.field == field
    assert service.dashboard(work).rows == ()


def test_eight_characters_of_an_id_are_enough(service: CampaignService, work: Work) -> None:
    made = _create(service, work)
    assert service.get(made[:8], work).id == made
    with pytest.raises(InvalidInput, match="no campaign"):
        service.get(made[:7], work)
    with pytest.raises(InvalidInput, match="no campaign"):
        service.get("", work)


def test_the_start_of_two_ids_is_not_guessed(
    service: CampaignService, work: Work, database: Database
) -> None:
    for ending in ("a", "b"):
        made = _create(service, work)
        with database.write() as connection:
            connection.execute(
                update(campaigns).where(campaigns.c.id == made).values(id=f"12345678-{ending}")
            )
    with pytest.raises(InvalidInput, match="More than one"):
        service.get("12345678", work)
    assert service.get("12345678-a", work).id == "12345678-a"


def test_an_update_touches_only_what_differs(service: CampaignService, work: Work) -> None:
    made = _create(service, work, name="First")
    setup = CampaignSetup(step=WizardStep.AUDIENCE)
    written = service.update(made, target_audience="Bakers", setup=setup, work=work)
    assert (written.value.name, written.value.target_audience) == ("First", "Bakers")
    assert written.value.setup == setup
    assert written.changes == Changes(campaigns=True)
    again = service.update(made, url=" EXAMPLE.com", setup=setup, name="First ", work=work)
    assert again.changes == Changes()
    assert again.value == written.value


def test_an_emptied_name_becomes_the_host_again(service: CampaignService, work: Work) -> None:
    made = _create(service, work, name="First")
    assert service.update(made, name="", url="other.com", work=work).value.name == "other.com"


def test_an_update_with_a_wrong_url_changes_nothing(service: CampaignService, work: Work) -> None:
    made = _create(service, work)
    with pytest.raises(InvalidInput):
        service.update(made, name="New", url="ftp://x.com", work=work)
    assert service.get(made, work).name == "example.com"


def test_a_draft_is_deleted_and_a_launched_campaign_is_not(
    service: CampaignService, repository: CampaignRepository, work: Work
) -> None:
    draft, launched = _create(service, work), _create(service, work)
    repository.set_instantly_id(launched, "remote")
    assert service.delete(draft, work).changes.campaigns
    with pytest.raises(Conflict):
        service.delete(launched, work)
    assert [row.campaign.id for row in service.dashboard(work).rows] == [launched]


def test_the_dashboard_sums_up_and_is_as_old_as_its_oldest_launched_part(
    service: CampaignService, repository: CampaignRepository, work: Work, database: Database
) -> None:
    empty = service.dashboard(work)
    assert (empty.rows, empty.totals, empty.as_of) == ((), Counters(), None)
    moments = [times.from_text(f"2026-03-0{day}T12:00:00Z") for day in (1, 2, 3)]
    for moment in moments:
        made = _create(service, work)
        if moment is not moments[0]:
            repository.set_instantly_id(made, f"remote {moment}")
        with database.write() as connection:
            connection.execute(
                update(campaigns)
                .where(campaigns.c.id == made)
                .values(sent=10, contacted=5, replied=1, analytics_as_of=times.to_text(moment))
            )
    dashboard = service.dashboard(work)
    assert dashboard.totals == Counters(sent=30, contacted=15, replied=3)
    assert dashboard.as_of == moments[1]


def test_cancelled_work_does_nothing(service: CampaignService, work: Work) -> None:
    cancelled = Work()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        _create(service, cancelled)
    assert service.dashboard(work).rows == ()
