from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.launching import Desk, desk_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import CampaignStatus, SendingRules
from vibe_desktop.domain.errors import Conflict, Unreachable
from vibe_desktop.domain.work import Work


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    sandbox.set_clock("2026-03-02T08:00:00Z")
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def _launched(desk: Desk, leads: int = 60, *, tracked: bool = False) -> str:
    campaign_id = desk.prepare(leads=leads)
    setup = desk.campaigns.get(campaign_id).setup
    # All leads are of one company, and one reply would end the sequence for the rest.
    rules = SendingRules(stop_for_company=False, open_tracking=tracked, link_tracking=tracked)
    desk.campaigns.update(campaign_id, setup=replace(setup, rules=rules))
    desk.launches.launch(campaign_id, Work())
    return campaign_id


def test_before_the_first_send_everything_is_zero_and_dated(desk: Desk, work: Work) -> None:
    campaign_id = _launched(desk, leads=2)
    found = desk.analytics.refresh(campaign_id, work).value
    assert found.totals == Counters()
    assert found.as_of is not None
    assert found.totals.reply_rate.words == "n/a"


def test_results_are_fetched_kept_and_read_offline(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _launched(desk)
    sandbox.advance(14)
    written = desk.analytics.refresh(campaign_id, work)
    assert written.changes.analytics
    found = written.value
    assert found.totals.sent == found.totals.contacted == 60
    assert sum(day.counters.sent for day in found.days) == 60
    assert sum(one.counters.sent for one in found.variants) == 60
    assert {(one.step, one.position) for one in found.variants} == {(1, 0), (1, 1), (1, 2)}
    assert sum(one.counters.replied for one in found.variants) == found.totals.replied
    sandbox.faults({"refuse": True, "times": 99})
    assert desk.analytics.results(campaign_id, work) == found
    with pytest.raises(Unreachable):
        desk.analytics.refresh(campaign_id, work)
    assert desk.analytics.results(campaign_id, work) == found


def test_days_have_no_gaps(desk: Desk, sandbox: RunningSandbox, work: Work) -> None:
    campaign_id = _launched(desk, leads=200)
    sandbox.advance(14)
    days = desk.analytics.refresh(campaign_id, work).value.days
    assert len(days) > 5
    assert all(after.day - before.day == timedelta(days=1) for before, after in pairwise(days))


@pytest.mark.parametrize("tracked", [True, False])
def test_opens_are_told_apart_from_opens_that_cannot_be_known(
    desk: Desk, sandbox: RunningSandbox, work: Work, tracked: bool
) -> None:
    campaign_id = _launched(desk, tracked=tracked)
    sandbox.advance(7)
    found = desk.analytics.refresh(campaign_id, work).value
    assert (found.opens_tracked, found.clicks_tracked) == (tracked, tracked)
    assert (found.totals.opened > 0) == tracked


def test_what_was_launched_decides_about_tracking_not_what_was_set_since(
    desk: Desk, work: Work
) -> None:
    campaign_id = _launched(desk, leads=2)
    setup = desk.campaigns.get(campaign_id).setup
    rules = SendingRules(open_tracking=True)
    desk.campaigns.update(campaign_id, setup=replace(setup, rules=rules))
    assert not desk.analytics.results(campaign_id, work).opens_tracked


def test_all_campaigns_are_refreshed_in_two_requests(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaigns = [_launched(desk, leads=3) for _ in range(3)]
    sandbox.advance(10)
    before = len(sandbox.requests())
    assert desk.analytics.refresh_all(work).value == 3
    assert len(sandbox.requests()) - before == 2
    for campaign_id in campaigns:
        assert desk.analytics.results(campaign_id, work).totals.sent == 3
        assert desk.campaigns.get(campaign_id).status is CampaignStatus.COMPLETED


def test_nothing_launched_means_nothing_to_ask(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    written = desk.analytics.refresh_all(work)
    assert (written.value, bool(written.changes)) == (0, False)
    with pytest.raises(Conflict, match="has not been launched"):
        desk.analytics.refresh(campaign_id, work)
    assert not sandbox.requests()


def test_a_campaign_paused_at_instantly_is_shown_as_paused(desk: Desk, work: Work) -> None:
    campaign_id = _launched(desk, leads=2)
    desk.client.campaigns.pause(desk.campaigns.get(campaign_id).instantly_id, work)
    desk.analytics.refresh_all(work)
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.PAUSED
