"""What the campaigns screen shows, as one value."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.dashboard import CampaignRow, Dashboard


@dataclass(frozen=True, slots=True)
class CampaignsState:
    """The state of the screen.

    Attributes:
        loaded: Whether the database has been read.
        rows: The campaigns to show, newest first.
        refreshing: Whether results are being fetched now.
        as_of: The oldest result on screen (UTC), None when nothing was fetched yet.
    """

    loaded: bool = False
    rows: tuple[CampaignRow, ...] = ()
    totals: Counters = field(default_factory=Counters)
    as_of: datetime | None = None
    refreshing: bool = False

    @property
    def launched(self) -> tuple[CampaignRow, ...]:
        """The campaigns of which mails went out, most mails first."""
        sent = (row for row in self.rows if row.counters.sent)
        return tuple(sorted(sent, key=lambda row: -row.counters.sent))

    def with_dashboard(self, dashboard: Dashboard, without: frozenset[str]) -> "CampaignsState":
        """The same screen with other campaigns; those in `without` are about to be deleted."""
        rows = tuple(row for row in dashboard.rows if row.campaign.id not in without)
        return replace(self, loaded=True, rows=rows, totals=dashboard.totals, as_of=dashboard.as_of)


def can_pause(row: CampaignRow) -> bool:
    """Whether sending can be paused now."""
    return row.campaign.status is CampaignStatus.ACTIVE


def can_resume(row: CampaignRow) -> bool:
    """Whether sending can be taken up again now."""
    return row.campaign.status is CampaignStatus.PAUSED


def can_delete(row: CampaignRow) -> bool:
    """Whether it can be deleted: only while nothing was launched."""
    return row.campaign.status is CampaignStatus.DRAFT and not row.campaign.instantly_id
