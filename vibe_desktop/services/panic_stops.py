"""Stopping every campaign of the workspace: found, paused, read back, and tried again."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vibe_desktop.domain.campaign_control import (
    QUIET,
    STATUS_WORDS,
    STOP_THERE,
    StoppedCampaign,
    StopReport,
)
from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.errors import NotAuthorised, Rejected, Trouble, Unreachable
from vibe_desktop.domain.remote_campaigns import RemoteSummary
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.launch_halts import Halt, LaunchHalts

_AT_ONCE = 24
"""Campaigns that are stopped side by side; the client keeps all of them within the limits."""
_STOPPING = "Stopping every campaign"
_TOO_LATE = "Instantly could not be looked at once more in time."


@dataclass(frozen=True, slots=True)
class Persistence:
    """How hard "stop everything" tries. Whoever sits there has to hear soon.

    Attributes:
        answer: Seconds that one answer may take.
        late: The same once the time is up, for campaigns that were not tried at all until then.
        pause: Seconds before what is not confirmed is tried again, doubled each time.
        within: Seconds after which nothing is tried a second time any more.
    """

    answer: float = 8.0
    late: float = 3.0
    pause: float = 0.5
    within: float = 10.0


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
    """One stopping of everything: what was found, and how each one stands.

    Every campaign is tried once before any is tried again, and each request is sent once: the
    client's own patience with one that fails would keep the others waiting.
    """

    def __init__(
        self,
        instantly: InstantlyClient,
        persistence: Persistence,
        halted: HaltedLaunches,
        ours: Mapping[str, Campaign],
    ) -> None:
        """Nothing is asked yet; the time begins to run.

        Args:
            instantly: The other side.
            persistence: How hard to try.
            halted: Launches that were ended here.
            ours: Our campaigns by their id at Instantly.
        """
        self._instantly = instantly
        self._persistence = persistence
        self._halted = halted
        self._ours = ours
        self._found: dict[str, StoppedCampaign] = {}
        self._refused: set[str] = set()
        self._quiet = 0
        self._at: datetime | None = None
        self._list_trouble: Trouble | None = None
        self._looks = 0
        self._pause = persistence.pause
        self._end = time.monotonic() + persistence.within
        self._next = 0.0
        self.trouble = ""

    @property
    def seconds_left(self) -> float:
        """Seconds in which something may still be tried again."""
        return max(0.0, self._end - time.monotonic())

    def look(self, work: Work) -> bool:
        """List, pause and read back once; whether everything was seen to be stopped.

        Raises:
            Cancelled: The founder gave it up.
        """
        self._looks += 1
        stopped = self._look(work)
        self._next = time.monotonic() + self._pause
        self._pause *= 2
        return stopped

    def look_again(self, work: Work) -> None:
        """Another look, if something is left to try and it is time."""
        if self._worth_trying and self._next <= time.monotonic() < self._end:
            self.look(work)

    def last_looks(self, work: Work) -> None:
        """Look until all is seen to be quiet, nothing helps any more, or the time is up.

        Nobody drives a launch now: what is quiet at such a look stays so.
        """
        while not self._left or (self.seconds_left and self._worth_trying):
            if self._left:
                work.wait(max(0.0, min(self._next - time.monotonic(), self.seconds_left)))
            if self.look(work):
                return
            if not self.seconds_left:
                break
        if not self._left and not self.trouble:
            self.trouble = _TOO_LATE

    @property
    def _left(self) -> bool:
        """Whether something is not confirmed as far as was looked."""
        return self._list_trouble is not None or not all(
            one.stopped for one in self._found.values()
        )

    @property
    def _worth_trying(self) -> bool:
        """Whether trying again may help: what is refused twice is refused again."""
        if not self._left or self._looks <= 1:
            return self._left
        if isinstance(self._list_trouble, _REFUSALS):
            return False
        undone = {one.remote_id for one in self._found.values() if not one.stopped}
        return self._list_trouble is not None or not undone <= self._refused

    @property
    def _seconds(self) -> float:
        """How long the next answer may take."""
        return self._persistence.answer if self.seconds_left else self._persistence.late

    def _look(self, work: Work) -> bool:
        try:
            listed = self._instantly.campaigns.summaries(work, within=self._seconds)
        except Trouble as trouble:
            self._at, self._list_trouble = None, trouble
            self._again(self._without_a_list(), work)
            return False
        self._list_trouble = None
        self._at = datetime.now(UTC)
        due = self._due(listed)
        if not due:
            return True
        self._again(due, work)
        return False  # looked at once more: another one may have been started meanwhile

    def _without_a_list(self) -> tuple[StoppedCampaign, ...]:
        """Those that can be tried all the same: ours that may be sending, and what was found."""
        doubtful = self._halted.perhaps_running
        for remote_id, own in self._ours.items():
            if own.status is CampaignStatus.ACTIVE or remote_id in doubtful:
                self._found.setdefault(
                    remote_id,
                    StoppedCampaign(
                        *(remote_id, own.name, own.id, None, None, None),
                        *("It was not tried yet.", own.name),
                    ),
                )
        return tuple(one for one in self._found.values() if not one.stopped)

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
        first = self._looks == 1
        total = len(due)
        work.report(_STOPPING if first else f"{_STOPPING}: once more", 0, total)
        refused = 0
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="stop") as pool:
            tries = [pool.submit(self._stop, campaign, work) for campaign in due]
            for done, tried in enumerate(as_completed(tries), 1):
                campaign = tried.result()
                self._found[campaign.remote_id] = campaign
                refused += not campaign.stopped
                so_far = f"{_STOPPING}: {refused:,} not stopped yet" if refused else _STOPPING
                work.report(so_far, done, total)

    def _stop(self, campaign: StoppedCampaign, work: Work) -> StoppedCampaign:
        """Pause one and read it back, whatever became of the pause."""
        refused: Trouble | None = None
        try:
            self._instantly.campaigns.pause(campaign.remote_id, work, within=self._seconds)
        except Trouble as trouble:
            refused = trouble
        if isinstance(refused, _REFUSALS):
            self._refused.add(campaign.remote_id)
        else:
            self._refused.discard(campaign.remote_id)
        try:
            status = self._instantly.campaigns.status(
                campaign.remote_id, work, within=self._seconds
            )
        except Trouble as trouble:
            reason = f"It could not be read back. {refused or trouble}"
            return replace(campaign, status=None, read_at=None, reason=reason)
        reason = "" if status in QUIET else f"It is {STATUS_WORDS[status]}. {refused or ''}".strip()
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
            trouble=_why_not(self._list_trouble) if self._list_trouble else self.trouble,
            at=self._at,
        )


_REFUSALS = (NotAuthorised, Rejected)
"""Answers that will not be another one in some seconds."""


def _why_not(trouble: Trouble) -> str:
    if isinstance(trouble, Unreachable):
        return f"Instantly could not be reached. {STOP_THERE}"
    return f"the list of campaigns could not be read. {trouble}"
