"""Results: read from this computer, refreshed from Instantly."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vibe_desktop.domain.analytics import CampaignResults, Counters, DayResult, VariantResult
from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.analytics import AnalyticsRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.launches import LaunchRepository


class AnalyticsService:
    """What the founder can ask for about results."""

    def __init__(
        self,
        *,
        analytics: AnalyticsRepository,
        campaigns: CampaignRepository,
        launches: LaunchRepository,
        instantly: InstantlyClient,
    ) -> None:
        self._analytics = analytics
        self._launches = launches
        self._campaigns = campaigns
        self._instantly = instantly

    def results(self, campaign_id: str, work: Work) -> CampaignResults:
        """The results as last fetched, days without activity filled with zeros; works offline.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        found = self._analytics.results(campaign_id)
        return replace(found, days=_every_day(found.days, found.as_of))

    def refresh(self, campaign_id: str, work: Work) -> Written[CampaignResults]:
        """Fetch the results of one campaign.

        Raises:
            Conflict: It was not launched, so that there are none.
            Trouble: Instantly could not be asked; the results known before stay.
        """
        campaign = self._campaigns.get(campaign_id)
        remote_id = campaign.instantly_id
        if not remote_id:
            raise Conflict(
                f"“{campaign.name}” has not been launched, so there are no results yet.",
                next_step="Launch it first.",
            )
        work.report("Fetching results", 0, 3)
        analytics = self._instantly.analytics
        totals = analytics.totals(work, remote_id).get(remote_id)
        if totals is None:  # nothing sent yet: Instantly leaves such a campaign out
            counters = Counters()
            status = self._instantly.campaigns.get(remote_id, work).status
        else:
            status = totals.status
            counters = totals.counters
            if not totals.complete:
                counters = analytics.overview(remote_id, work)
        work.report("Fetching results by day", 1, 3)
        days = analytics.days(remote_id, work)
        work.report("Fetching results by variant", 2, 3)
        variants = self._by_position(campaign_id, analytics.variants(remote_id, work))
        fresh = CampaignResults(campaign_id, totals=counters, days=days, variants=variants)
        self._analytics.save(
            campaign_id, fresh, _status_change(campaign, status), datetime.now(UTC)
        )
        # The time of the refresh is shown everywhere, so it counts as a change by itself.
        return Written(self.results(campaign_id, work), Changes(analytics=True, campaigns=True))

    def _by_position(
        self, campaign_id: str, found: tuple[VariantResult, ...]
    ) -> tuple[VariantResult, ...]:
        """The rows with our positions: Instantly counts only the variants that were sent."""
        launch = self._launches.latest(campaign_id)
        if launch is None:
            return found
        return tuple(
            row
            if row.step is None or row.position is None
            else replace(row, position=launch.plan.position_of(row.step, row.position))
            for row in found
        )

    def refresh_all(self, work: Work) -> Written[int]:
        """Fetch totals and statuses of all launched campaigns in one go; how many there were.

        Raises:
            Trouble: Instantly could not be asked; the results known before stay.
        """
        launched = self._analytics.launched()
        if not launched:
            return Written(0, Changes())
        work.report("Fetching results of all campaigns", 0, 2)
        totals = self._instantly.analytics.totals(work)
        work.report("Fetching their states", 1, 2)
        statuses = self._instantly.campaigns.statuses(work)
        moment = datetime.now(UTC)
        for campaign_id, remote_id in launched.items():
            if remote_id not in statuses:
                continue  # deleted at Instantly: what was known stays, with its date
            found = totals.get(remote_id)
            if found is None:
                counters = Counters()
            elif found.complete:
                counters = found.counters
            else:
                counters = self._instantly.analytics.overview(remote_id, work)
            status = _status_change(self._campaigns.get(campaign_id), statuses[remote_id])
            self._analytics.save_totals(campaign_id, counters, status, moment)
        return Written(len(launched), Changes(analytics=True, campaigns=True))


def _status_change(campaign: Campaign, found: RemoteStatus) -> CampaignStatus | None:
    """The status to keep, None to leave it: a launch that is under way or failed says more."""
    if campaign.status is CampaignStatus.LAUNCHING:
        return None
    return found.campaign_status


def _every_day(days: tuple[DayResult, ...], as_of: datetime | None) -> tuple[DayResult, ...]:
    """From the first day with activity to the last one, or to the refresh when that is later."""
    if not days:
        return ()
    by_day = {day.day: day for day in days}
    first, last = min(by_day), max(by_day)
    if as_of is not None:
        last = max(last, as_of.date())
    count = (last - first).days + 1
    every = (first + timedelta(days=number) for number in range(count))
    return tuple(by_day.get(day) or DayResult(day, Counters()) for day in every)
