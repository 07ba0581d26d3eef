"""A running campaign in hand: paused, taken up again, asked why it waits, all stopped at once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from vibe_desktop.domain.campaign_control import STATUS_WORDS, StopReport
from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import (
    Conflict,
    ContractBroken,
    StorageBroken,
    StorageFull,
    Trouble,
    Unreachable,
    reassuring,
)
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.readback import differences
from vibe_desktop.domain.remote_campaigns import RemoteStatus, draft_of
from vibe_desktop.domain.sending_status import KnownHere, SendingReport, explain
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.launch_lock import alone, alone_within
from vibe_desktop.services.panic_stops import HaltedLaunches, PanicStop, Persistence
from vibe_desktop.store.campaign_edits import CampaignEditRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.launch_halts import LaunchHalts
from vibe_desktop.store.launches import LaunchRepository, Step
from vibe_desktop.store.mailboxes import MailboxRepository

_TOUCHED = Changes(launches=True, campaigns=True, mailboxes=True)
_NOT_KNOWN = "Whether Instantly did it is not known."
_NOT_STOPPED = "NOT STOPPED: the campaign goes on sending."
_NOTHING_CHANGED = "Nothing was changed."
_STAYS_PAUSED = "The campaign stays paused."


class ControlService:
    """What the founder can ask for about campaigns that run."""

    def __init__(  # noqa: PLR0913 - a repository for each noun it touches
        self,
        *,
        campaigns: CampaignRepository,
        launches: LaunchRepository,
        halts: LaunchHalts,
        edits: CampaignEditRepository,
        mailboxes: MailboxRepository,
        instantly: InstantlyClient,
        objection: Callable[[Launch], str],
        locks: Path,
        persistence: Persistence = Persistence(),  # noqa: B008 - a frozen value
    ) -> None:
        """Join the parts.

        Args:
            campaigns: Campaigns here.
            launches: Plans and journals.
            halts: Stops launches that are under way.
            edits: Changes of launched mails.
            mailboxes: Senders as last seen.
            instantly: The other side.
            objection: Tells why a launch must not be activated, "" when it may.
            locks: Folder for the lock that keeps two processes apart.
            persistence: How hard to try.
        """
        self._campaigns = campaigns
        self._launches = launches
        self._halts = halts
        self._edits = edits
        self._mailboxes = mailboxes
        self._instantly = instantly
        self._objection = objection
        self._locks = locks
        self._persistence = persistence

    # -- one campaign ----------------------------------------------------------------------------

    def pause(self, campaign_id: str, work: Work) -> Written[Launch]:
        """Stop sending; believed only when Instantly says so on a second look.

        Raises:
            Conflict: There is nothing to pause, or Instantly still sends.
        """
        with alone(self._locks):
            launch = self._launched(campaign_id, (LaunchState.ACTIVATED, LaunchState.DONE))
            work.report("Pausing the campaign")
            self._launches.intend(launch.id, "pause", {})
            status = self._asked(self._instantly.campaigns.pause, launch, _NOT_STOPPED, work)
            if status is not RemoteStatus.PAUSED:
                raise Conflict(
                    f"Instantly says that the campaign is {STATUS_WORDS[status]}, not paused.",
                    safe=_NOT_STOPPED,
                    next_step="Try again, or pause it at Instantly.",
                )
            step = Step(LaunchState.PAUSED, campaign_status=CampaignStatus.PAUSED)
            return Written(self._launches.conclude(launch.id, "pause", {}, step), _TOUCHED)

    def unpause(self, campaign_id: str, work: Work) -> Written[Launch]:
        """Let a paused campaign go on.

        Raises:
            Conflict: It is not paused, may not be started any more, or Instantly did not start it.
        """
        with alone(self._locks):
            launch = self._launched(campaign_id, (LaunchState.PAUSED,))
            edit = self._edits.latest(campaign_id)
            if edit is not None and edit.state.under_way:
                raise Conflict(
                    "A change of its mails was cut off and is not finished.",
                    safe="The campaign stays paused.",
                    next_step="Carry on with the change first.",
                )
            work.report("Starting the campaign again")
            with reassuring(_STAYS_PAUSED):
                self._refuse_unstarted(launch, work)
            self._launches.intend(launch.id, "unpause", {})
            status = self._asked(self._instantly.campaigns.activate, launch, _STAYS_PAUSED, work)
            if not status.sending:
                raise Conflict(
                    status.trouble or "Instantly did not start the campaign again.",
                    safe=f"At Instantly it is {STATUS_WORDS[status]}.",
                    next_step="Look at the campaign at Instantly.",
                )
            step = Step(LaunchState.DONE, campaign_status=status.campaign_status, reason="")
            return Written(self._launches.conclude(launch.id, "unpause", {}, step), _TOUCHED)

    def _asked(
        self,
        request: Callable[[str, Work], RemoteStatus],
        launch: Launch,
        refused: str,
        work: Work,
    ) -> RemoteStatus:
        """Ask for a change, and read back what became of it, also when the answer was lost.

        `refused` says what a refusal leaves things at.
        """
        try:
            request(launch.instantly_campaign_id, work)
        except (Unreachable, ContractBroken):
            pass  # it may have been done all the same: what is read back counts
        except Trouble as trouble:
            raise trouble.advised(safe=refused) from trouble
        try:
            return self._instantly.campaigns.status(launch.instantly_campaign_id, work)
        except Trouble as trouble:
            raise trouble.advised(safe=_NOT_KNOWN) from trouble

    def _refuse_unstarted(self, launch: Launch, work: Work) -> None:
        """A launch that was stopped before it began is held against its approval once more."""
        remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
        if remote.status is not RemoteStatus.DRAFT:
            return
        objection = self._objection(launch)
        if found := differences(draft_of(launch.plan), remote.draft):
            objection = f"What stands at Instantly is not what was approved: {found[0].words}."
        if objection:
            raise Conflict(
                objection,
                safe="The campaign was not started.",
                next_step="Make a new campaign from what you want to send now.",
            )

    def _launched(self, campaign_id: str, states: tuple[LaunchState, ...]) -> Launch:
        launch = self._launches.latest(campaign_id)
        if launch is None or launch.state not in states:
            word = launch.state.value.replace("_", " ") if launch else "not launched yet"
            raise Conflict(
                f"That is not possible now: the campaign is {word}.",
                safe="Nothing was changed.",
            )
        return launch

    def why(self, campaign_id: str, work: Work) -> SendingReport:
        """Why a campaign sends, or does not, in words; asks Instantly.

        Raises:
            InvalidInput: There is no such campaign.
            Conflict: It was not launched.
            Trouble: Instantly could not be asked.
        """
        campaign = self._campaigns.get(campaign_id)
        launch = self._launches.latest(campaign_id)
        if launch is None or not campaign.instantly_id:
            raise Conflict(
                f"“{campaign.name}” has not been launched, so nothing is sent.",
                next_step="Launch it first.",
            )
        with reassuring(_NOTHING_CHANGED):
            found = self._instantly.campaigns.sending(campaign.instantly_id, work)
        known = {box.email: box for box in self._mailboxes.every()}
        senders = [known[email] for email in launch.plan.mailboxes if email in known]
        here = KnownHere(
            schedule=launch.plan.schedule,
            paused_here=launch.state is LaunchState.PAUSED,
            sick=tuple(f"{box.email}: {box.trouble}" for box in senders if not box.healthy),
            senders=len(launch.plan.mailboxes),
        )
        # What it found was true when it looked; the sandbox lives by a clock of its own.
        return explain(found, here, found.looked_at or datetime.now(UTC))

    # -- all of them -----------------------------------------------------------------------------

    def panic_stop(self, work: Work) -> Written[StopReport]:
        """Pause every campaign of the workspace, whoever made it, and read each one back.

        Launches that are under way are ended between two steps first, also those that another
        process drives, and the last look is taken while nobody drives one. Nothing is raised when
        Instantly cannot be reached, or when this computer cannot write any more: what can be
        stopped there is stopped, and the report says NOT STOPPED and why.

        Raises:
            StorageBroken: The campaigns here cannot be read.
            Cancelled: The founder gave the stopping itself up.
        """
        work.report("Stopping everything")
        halted = HaltedLaunches(self._halts)
        stop = PanicStop(self._instantly, self._persistence, halted, self._ours())
        try:
            self._edits.stay_paused()
            halted.halt()  # whoever drives a launch finds it at the next step
        except (StorageBroken, StorageFull) as trouble:
            stop.trouble = _unnoted(trouble)
        stop.look(work)

        def meanwhile() -> None:
            halted.halt()
            stop.look_again(work)

        try:
            with alone_within(self._locks, stop.seconds_left, meanwhile, work) as held:
                if not held:
                    stop.trouble = (
                        "a launch is under way in another window or command, and did not end in "
                        "time."
                    )
                self._edits.stay_paused()
                stop.last_looks(work)
                report = stop.report(halted.names)
                self._keep(report)
        except (StorageBroken, StorageFull) as trouble:
            stop.trouble = stop.trouble or _unnoted(trouble)
            stop.last_looks(work)
            report = stop.report(halted.names)
        return Written(report, _TOUCHED)

    def _ours(self) -> Mapping[str, Campaign]:
        """Our campaigns by their id at Instantly."""
        return {
            row.campaign.instantly_id: row.campaign
            for row in self._campaigns.rows()
            if row.campaign.instantly_id
        }

    def _keep(self, report: StopReport) -> None:
        """Note here what was confirmed there."""
        for stopped in report.campaigns:
            if not (stopped.stopped and stopped.campaign_id):
                continue
            if stopped.status is not RemoteStatus.PAUSED:
                continue
            launch = self._launches.latest(stopped.campaign_id)
            if launch is None or launch.instantly_campaign_id != stopped.remote_id:
                continue
            running = launch.state in (LaunchState.ACTIVATED, LaunchState.DONE)
            step = Step(
                LaunchState.PAUSED if running else None,
                campaign_status=CampaignStatus.PAUSED,
                reason="It was paused when everything was stopped.",
            )
            if running or launch.state is LaunchState.PAUSED:
                self._launches.conclude(launch.id, "stop everything", {}, step)


def _unnoted(trouble: Trouble) -> str:
    """Why a stop does not count although Instantly may have carried it out."""
    return (
        f"this computer could not note it, so that a launch may go on. {trouble.what} What is "
        "listed as stopped was read back at Instantly."
    )
