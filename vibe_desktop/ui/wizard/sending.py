"""The fifth step: which mailboxes send, and when."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, SendingRules
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.pace import Duration, duration
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.timezones import TimezoneMatch, to_instantly
from vibe_desktop.domain.wizard import Standing, senders
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class SendingState:
    """What the sending step shows beside the setup.

    Attributes:
        job: The refresh under way, None when idle.
        trouble: Why the last refresh failed, None when it did not.
        last_one: Whether the founder just tried to take away the only sender.
        zone: What Instantly makes of the time zone, None until that was worked out.
    """

    job: Job | None = None
    trouble: Trouble | None = None
    last_one: bool = False
    zone: TimezoneMatch | None = None


class SendingPresenter(QObject):
    """Takes choices over into the campaign's setup, and refreshes the mailboxes."""

    state_changed = Signal(object)
    """Emits the new `SendingState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._refreshed = False
        self._zone = ""
        self.state = SendingState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._zone = ""
        self._set(SendingState())

    def shown(self) -> None:
        """Look for mailboxes by itself the first time, when none is known yet."""
        self._match_zone()
        if not self._refreshed and not self._wizard.state.standing.mailboxes:
            self.refresh()

    def refresh(self) -> None:
        """Ask Instantly which mailboxes there are and how they do."""
        if self.state.job is not None:
            return
        self._refreshed = True
        services = self._wizard.services
        job = self._wizard.jobs.submit(
            lambda work: services.mailboxes.refresh(work),
            lane=Lane.REMOTE,
            title=self.tr("Looking up your mailboxes"),
        )
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job, trouble=None))

    def choose(self, email: str, wanted: bool) -> None:  # noqa: FBT001 - a check box says on or off
        """Let a mailbox send, or not. The last one stays: somebody has to."""
        setup, mailboxes = self._wizard.state.draft.setup, self._wizard.state.standing.mailboxes
        chosen = {box.email for box in senders(setup, mailboxes)}
        chosen = chosen | {email} if wanted else chosen - {email}
        self._set(replace(self.state, last_one=not chosen))
        if chosen:
            self._edit(replace(setup, mailboxes=as_chosen(chosen, mailboxes)))

    def edit_schedule(self, schedule: Schedule) -> None:
        """Take over days, hours and zone."""
        self._edit(replace(self._wizard.state.draft.setup, schedule=schedule))
        self._match_zone()

    def edit_pacing(self, pacing: Pacing) -> None:
        """Take over how fast."""
        self._edit(replace(self._wizard.state.draft.setup, pacing=pacing))

    def edit_rules(self, rules: SendingRules) -> None:
        """Take over stop rules and tracking."""
        self._edit(replace(self._wizard.state.draft.setup, rules=rules))

    def _edit(self, setup: CampaignSetup) -> None:
        self._wizard.edit(setup=setup)

    def _match_zone(self) -> None:
        """Comparing a hundred zones takes too long for the window's thread."""
        zone = self._wizard.state.draft.setup.schedule.timezone
        if zone != self._zone:
            self._zone = zone
            today = datetime.now(UTC).date()
            job = self._wizard.jobs.submit(lambda _work: to_instantly(zone, today))
            job.succeeded.connect(self._zone_matched)

    @Slot(object)
    def _zone_matched(self, match: TimezoneMatch) -> None:
        self._set(replace(self.state, zone=match))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, job=None))

    def _set(self, state: SendingState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def as_chosen(chosen: set[str], mailboxes: tuple[Mailbox, ...]) -> tuple[str, ...]:
    """The choice as a setup keeps it: () means every healthy one, those to come included."""
    healthy = {box.email for box in mailboxes if box.healthy}
    return () if chosen >= healthy else tuple(sorted(chosen))


def expected(standing: Standing) -> Duration | None:
    """How long the campaign takes as it stands, from today on."""
    boxes = senders(standing.setup, standing.mailboxes)
    return duration(standing.lead_count, standing.setup, boxes, datetime.now(UTC).date())
