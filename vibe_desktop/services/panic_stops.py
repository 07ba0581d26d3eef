"""Stopping every campaign of the workspace: found, paused, read back, and tried again."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from vibe_desktop.domain.campaign_control import (
    QUIET,
    STATUS_WORDS,
    STOP_THERE,
    StoppedCampaign,
    StopReport,
)
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.errors import Trouble, Unreachable
from vibe_desktop.domain.remote_campaigns import RemoteSummary
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.launch_halts import Halt, LaunchHalts

_AT_ONCE = 6
"""Campaigns that are stopped side by side; the client keeps all of them within the limits."""
_MOST_UNLISTED = 2
"""Times that the list of campaigns is asked for in vain (the client tries several times each):
whoever sits there has to know soon that nothing was stopped."""
_HALTED = "Everything was stopped while this launch was under way. Launch it again to go on."


class HaltedLaunches:
    """The launches that were ended, over several looks."""

    def __init__(self, halts: LaunchHalts) -> None:
        self._halts = halts
        self._found: list[Halt] = []

    def halt(self) -> None:
        """End what is under way now."""
        self._found += self._halts.halt(_HALTED)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of their campaigns at Instantly."""
        return tuple(dict.fromkeys(halt.name for halt in self._found))

    @property
    def perhaps_running(self) -> frozenset[str]:
        """Campaigns that may be started by a request which is still on its way."""
        return frozenset(
            halt.instantly_campaign_id
            for halt in self._found
            if halt.may_run and halt.instantly_campaign_id
        )


class PanicStop:
    """One stopping of everything: what was found, and how each one stands."""

    def __init__(
        self,
        instantly: InstantlyClient,
        pause: float,
        halted: HaltedLaunches,
        ours: Mapping[str, Campaign],
    ) -> None:
        """Nothing is asked yet.

        Args:
            instantly: The other side.
            pause: Seconds before a second round, doubled each time.
            halted: Launches that were ended here.
            ours: Our campaigns by their id at Instantly.
        """
        self._instantly = instantly
        self._pause = pause
        self._halted = halted
        self._ours = ours
        self._found: dict[str, StoppedCampaign] = {}
        self._quiet = 0
        self._at: datetime | None = None
        self._list_trouble = ""
        self._unlisted = 0
        self.trouble = ""

    def rounds(self, most: int, work: Work) -> None:
        """List, pause, read back; again for whatever is not confirmed."""
        if self._unlisted >= _MOST_UNLISTED:
            return
        pause = self._pause
        for number in range(most):
            if number:
                work.wait(pause)
                pause *= 2
            if self._round(work) or self._unlisted >= _MOST_UNLISTED:
                return

    def _round(self, work: Work) -> bool:
        """Whether everything is known to be stopped after one look at the list."""
        try:
            listed = self._instantly.campaigns.summaries(work)
        except Trouble as trouble:
            self._unlisted += 1
            self._at, self._list_trouble = None, _why_not(trouble)
            self._again(tuple(self._found.values()), work)
            return False
        self._list_trouble = ""
        self._at = datetime.now(UTC)
        due = self._due(listed)
        if not due:
            return True
        self._again(due, work)
        return False  # looked at once more: another one may have been started meanwhile

    def _due(self, listed: Sequence[RemoteSummary]) -> tuple[StoppedCampaign, ...]:
        """Those that have to be stopped, or read back again."""
        due = []
        known = frozenset(self._found)
        doubtful = self._halted.perhaps_running
        for one in listed:
            before = self._found.get(one.id)
            if one.status in QUIET and one.id not in known and one.id not in doubtful:
                continue
            confirmed = before is not None and before.stopped
            if before is None:
                own = self._ours.get(one.id)
                before = StoppedCampaign(
                    *(one.id, one.name or one.id, own.id if own else "", one.status),
                    *(None, None, "It was not tried yet.", own.name if own else ""),
                )
                self._found[one.id] = before
            if not (confirmed and one.status in QUIET):
                due.append(before)
        # One that vanished from the list was deleted there, or the list is not whole: look.
        there = {one.id for one in listed}
        due += [one for one in self._found.values() if one.remote_id not in there and one.reason]
        self._quiet = sum(one.status in QUIET and one.id not in self._found for one in listed)
        return tuple(due)

    def _again(self, due: Sequence[StoppedCampaign], work: Work) -> None:
        if not due:
            return
        work.report("Stopping every campaign", 0, len(due))
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="stop") as pool:
            for done, campaign in enumerate(pool.map(lambda one: self._stop(one, work), due), 1):
                self._found[campaign.remote_id] = campaign
                work.report("Stopping every campaign", done, len(due))

    def _stop(self, campaign: StoppedCampaign, work: Work) -> StoppedCampaign:
        """Pause one and read it back, whatever became of the pause."""
        refused = ""
        try:
            self._instantly.campaigns.pause(campaign.remote_id, work)
        except Trouble as trouble:
            refused = str(trouble)
        try:
            status = self._instantly.campaigns.status(campaign.remote_id, work)
        except Trouble as trouble:
            reason = f"It could not be read back. {refused or trouble}"
            return replace(campaign, status=None, read_at=None, reason=reason)
        reason = "" if status in QUIET else f"It is {STATUS_WORDS[status]}. {refused}".strip()
        return replace(campaign, status=status, read_at=datetime.now(UTC), reason=reason)

    def report(self, launches: tuple[str, ...]) -> StopReport:
        """What can be said now."""
        ours_first = sorted(
            self._found.values(), key=lambda one: (one.stopped, not one.campaign_id, one.name)
        )
        return StopReport(
            campaigns=tuple(ours_first),
            quiet=self._quiet,
            launches=launches,
            trouble=self._list_trouble or self.trouble,
            at=self._at,
        )


def _why_not(trouble: Trouble) -> str:
    if isinstance(trouble, Unreachable):
        return f"Instantly could not be reached. {STOP_THERE}"
    return f"the list of campaigns could not be read. {trouble}"
