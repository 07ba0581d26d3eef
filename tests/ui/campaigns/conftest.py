"""Campaigns with results, kept as the real services would keep them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from vibe_desktop.app.container import Container
from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import CampaignStatus


@pytest.fixture
def make_launched(services: Container, make_campaign: Callable[..., str]) -> Callable[..., str]:
    """`make_launched(name, sent=.., contacted=.., replied=..)`: a campaign that is sending."""

    def make(
        name: str,
        status: CampaignStatus = CampaignStatus.ACTIVE,
        as_of: datetime = datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
        **counters: int,
    ) -> str:
        campaign_id = make_campaign(name)
        services._stores.campaigns.set_instantly_id(campaign_id, f"remote-{campaign_id}")
        services._stores.analytics.save_totals(campaign_id, Counters(**counters), status, as_of)
        return campaign_id

    return make
