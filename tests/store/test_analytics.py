from datetime import UTC, date, datetime

import pytest

from tests.support.plans import PLAN
from vibe_desktop.domain.analytics import CampaignResults, Counters, DayResult, VariantResult
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.store.analytics import AnalyticsRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.launches import LaunchRepository

MOMENT = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.fixture
def campaign_id(database: Database) -> str:
    made = CampaignRepository(database).create(name="A", url="https://a.com", target_audience="")
    return made.id


@pytest.fixture
def analytics(database: Database) -> AnalyticsRepository:
    return AnalyticsRepository(database)


def _results(campaign_id: str) -> CampaignResults:
    return CampaignResults(
        campaign_id,
        totals=Counters(sent=12, contacted=10, opened=1, clicked=2, replied=3, bounced=1),
        days=(
            DayResult(date(2026, 3, 1), Counters(sent=7)),
            DayResult(date(2026, 3, 3), Counters(sent=5)),
        ),
        variants=(
            VariantResult(None, None, Counters(sent=1)),
            VariantResult(1, 0, Counters(sent=6)),
            VariantResult(1, 1, Counters(sent=5)),
        ),
    )


def test_results_come_back_as_they_were_kept(
    analytics: AnalyticsRepository, campaign_id: str
) -> None:
    wanted = _results(campaign_id)
    assert analytics.save(campaign_id, wanted, CampaignStatus.ACTIVE, MOMENT)
    found = analytics.results(campaign_id)
    assert (found.totals, found.days, found.variants) == (
        wanted.totals,
        wanted.days,
        wanted.variants,
    )
    assert found.as_of == MOMENT


def test_the_same_results_only_move_the_date(
    analytics: AnalyticsRepository, campaign_id: str
) -> None:
    analytics.save(campaign_id, _results(campaign_id), None, MOMENT)
    assert not analytics.save(campaign_id, _results(campaign_id), None, LATER)
    assert analytics.results(campaign_id).as_of == LATER


def test_rows_that_are_no_longer_reported_go(
    analytics: AnalyticsRepository, campaign_id: str
) -> None:
    analytics.save(campaign_id, _results(campaign_id), None, MOMENT)
    fewer = CampaignResults(campaign_id, days=_results(campaign_id).days[:1])
    assert analytics.save(campaign_id, fewer, None, LATER)
    found = analytics.results(campaign_id)
    assert (len(found.days), found.variants, found.totals) == (1, (), Counters())


def test_totals_and_status_can_be_kept_alone(
    analytics: AnalyticsRepository, campaign_id: str, database: Database
) -> None:
    totals = Counters(sent=1)
    assert analytics.save_totals(campaign_id, totals, CampaignStatus.PAUSED, MOMENT)
    assert not analytics.save_totals(campaign_id, totals, None, LATER)
    assert CampaignRepository(database).get(campaign_id).status is CampaignStatus.PAUSED


def test_only_campaigns_with_a_twin_at_instantly_are_launched(
    analytics: AnalyticsRepository, campaign_id: str, database: Database
) -> None:
    assert analytics.launched() == {}
    CampaignRepository(database).set_instantly_id(campaign_id, "remote")
    assert analytics.launched() == {campaign_id: "remote"}


def test_tracking_is_what_was_launched(
    analytics: AnalyticsRepository, campaign_id: str, database: Database
) -> None:
    LaunchRepository(database).plan(campaign_id, PLAN, [])
    assert not analytics.results(campaign_id).opens_tracked


def test_an_unknown_campaign_is_refused(analytics: AnalyticsRepository) -> None:
    with pytest.raises(InvalidInput):
        analytics.results("no")
