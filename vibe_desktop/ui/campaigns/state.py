"""What the campaigns screen shows, as one value. Made before the first frame: imports no nouns."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vibe_desktop.domain.dashboard import CampaignRow, Dashboard


@dataclass(frozen=True, slots=True)
class CampaignsState:
    """The state of the screen.

    Attributes:
        dashboard: As read last; None before the first time.
        rows: The campaigns to show, newest first.
        refreshing: Whether results are being fetched now.
    """

    dashboard: "Dashboard | None" = None
    rows: "tuple[CampaignRow, ...]" = ()
    refreshing: bool = False

    @property
    def sent_to(self) -> "tuple[CampaignRow, ...]":
        """The campaigns of which mails went out, most mails first."""
        sent = (row for row in self.rows if row.counters.sent)
        return tuple(sorted(sent, key=lambda row: -row.counters.sent))

    def with_dashboard(self, dashboard: "Dashboard", without: frozenset[str]) -> "CampaignsState":
        """The same screen with other campaigns; those in `without` are about to be deleted."""
        rows = tuple(row for row in dashboard.rows if row.campaign.id not in without)
        return replace(self, dashboard=dashboard, rows=rows)
