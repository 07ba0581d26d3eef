"""The campaigns screen as one value: a row per campaign and the totals above them."""

from dataclasses import dataclass
from datetime import datetime

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One line of the campaigns table.

    Attributes:
        lead_count: Leads loaded for it.
        as_of: When its results were last fetched (UTC), None when never.
        note: What the founder should know at a glance ("Launch stopped: ..."), "" for nothing.
    """

    campaign: Campaign
    lead_count: int
    counters: Counters
    as_of: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All campaigns, newest first, and their sums.

    Attributes:
        as_of: The oldest refresh among launched campaigns (UTC), None when nothing was fetched.
    """

    rows: tuple[CampaignRow, ...]
    totals: Counters
    as_of: datetime | None
