"""Stopping everything at once: what was asked for, and what was seen afterwards."""

from dataclasses import dataclass
from datetime import datetime

from vibe_desktop.domain.remote_campaigns import RemoteStatus

STOP_THERE = "Stop it all at app.instantly.ai: open each campaign and choose Pause."
"""What is left to do by hand when a stop could not be confirmed."""

QUIET = frozenset({RemoteStatus.DRAFT, RemoteStatus.PAUSED, RemoteStatus.COMPLETED})
"""States in which Instantly sends nothing of a campaign; every other one counts as sending."""


@dataclass(frozen=True, slots=True)
class StoppedCampaign:
    """One campaign of the workspace after "stop everything".

    Attributes:
        remote_id: Its id at Instantly.
        name: Its name there.
        campaign_id: Its id here, "" when it was made elsewhere.
        found: The status it had before, None when it was never read.
        status: The status that was read back last; None when none could be read.
        read_at: When that was read, None when it never was.
        reason: Why it does not count as stopped, "" when it does.
        own_name: Its name here, "" when it was made elsewhere.
    """

    remote_id: str
    name: str
    campaign_id: str
    found: RemoteStatus | None
    status: RemoteStatus | None
    read_at: datetime | None
    reason: str = ""
    own_name: str = ""

    @property
    def shown_name(self) -> str:
        """The name that the founder gave it; the one there when it was made elsewhere."""
        return self.own_name or self.name

    @property
    def stopped(self) -> bool:
        """Whether Instantly itself said, when it was read back, that nothing goes out."""
        return self.status in QUIET and self.read_at is not None and not self.reason


@dataclass(frozen=True, slots=True)
class StopReport:
    """What "stop everything" achieved; it claims nothing that was not read back.

    Attributes:
        campaigns: Those that were sending, or might have been.
        quiet: How many further campaigns were drafts, paused or completed already.
        launches: Names of launches that were under way here and were stopped.
        trouble: Why the whole cannot be confirmed (no list, no last look), "" when it can.
        at: When the last look at the list of campaigns was taken; None when there was none.
    """

    campaigns: tuple[StoppedCampaign, ...]
    quiet: int
    launches: tuple[str, ...]
    trouble: str
    at: datetime | None

    @property
    def stopped(self) -> bool:
        """Whether every campaign was read back as stopped."""
        return not self.trouble and self.at is not None and all(c.stopped for c in self.campaigns)

    @property
    def headline(self) -> str:
        """The outcome in one line."""
        if self.stopped:
            count = len(self.campaigns)
            if not count:
                return "Nothing was sending. Instantly was read back: no campaign is active."
            which = "1 campaign was" if count == 1 else f"{count:,} campaigns were"
            return f"Stopped. {which} read back at Instantly: nothing is sent any more."
        if self.trouble:
            return f"NOT STOPPED: {self.trouble}"
        left = sum(not campaign.stopped for campaign in self.campaigns)
        of_all = f"{left:,} of {len(self.campaigns):,} campaigns"
        which = "the one campaign that sends" if len(self.campaigns) == 1 else of_all
        return f"NOT STOPPED: {which} could not be confirmed."

    @property
    def next_step(self) -> str:
        """What to do now, "" when nothing is left to do."""
        return "" if self.stopped else f"Try again now. {STOP_THERE}"


STATUS_WORDS = {
    RemoteStatus.DRAFT: "a draft",
    RemoteStatus.ACTIVE: "active",
    RemoteStatus.PAUSED: "paused",
    RemoteStatus.COMPLETED: "completed",
    RemoteStatus.RUNNING_SUBSEQUENCES: "running subsequences",
    RemoteStatus.ACCOUNTS_UNHEALTHY: "held back for unhealthy mailboxes",
    RemoteStatus.BOUNCE_PROTECT: "held back for bounces",
    RemoteStatus.ACCOUNT_SUSPENDED: "held back for a suspended account",
    RemoteStatus.UNKNOWN: "in a state that this version does not know",
}
"""A status as the founder reads it, after "It is ..."."""
