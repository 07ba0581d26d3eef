"""The last step: check, confirm, launch, and carry on after an interruption."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import Launch, LaunchState, Preflight
from vibe_desktop.domain.lead_operations import LeadOperation
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.running import Running

STAGES: tuple[LaunchState, ...] = (
    LaunchState.LIST_CREATED,
    LaunchState.CAMPAIGN_DRAFTED,
    LaunchState.LEADS_ADDED,
    LaunchState.VERIFIED,
    LaunchState.ACTIVATED,
)
"""The states that the founder sees come and go."""

_ORDER = tuple(LaunchState)
_LAUNCHED = frozenset({LaunchState.ACTIVATED, LaunchState.DONE, LaunchState.PAUSED})


class Phase(StrEnum):
    """Where the launch step stands."""

    CHECK = "check"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    LAUNCHED = "launched"


@dataclass(frozen=True, slots=True)
class LaunchStepState:
    """What the launch step shows.

    Attributes:
        preflight: The newest check, None before the first.
        checking: Whether a check is under way.
        check_trouble: Why the check itself failed, None when it did not.
        typed: What stands in the confirmation field.
        job: The launch under way, None when idle.
        launch: The newest launch, None before the first.
        trouble: Why the launch stopped, None when it did not.
        stopping: Whether the founder asked to stop and the last request is still under way.
    """

    preflight: Preflight | None = None
    checking: bool = False
    check_trouble: Trouble | None = None
    typed: str = ""
    job: Job | None = None
    launch: Launch | None = None
    trouble: Trouble | None = None
    stopping: bool = False

    @property
    def phase(self) -> Phase:
        """What the founder is looking at."""
        if self.job is not None:
            return Phase.RUNNING
        if self.launch is not None and self.launch.state in _LAUNCHED:
            return Phase.LAUNCHED
        if self.trouble is not None:
            return Phase.FAILED
        if self.launch is None:
            return Phase.CHECK
        return Phase.FAILED if self.refused else Phase.STOPPED

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the launch."""
        return self.preflight is not None and self.preflight.ready and not self.checking

    @property
    def confirmed(self) -> bool:
        """Whether the number of recipients was typed, and nothing blocks the launch."""
        if self.preflight is None or not self.ready:
            return False
        digits = "".join(
            character for character in self.typed if character not in " ,.'\u202f\u00a0"
        )
        return digits == str(self.preflight.lead_count)

    @property
    def refused(self) -> bool:
        """Whether the newest launch ended for good before anything was started."""
        return self.launch is not None and self.launch.state is LaunchState.FAILED

    def reached(self, stage: LaunchState) -> bool:
        """Whether the newest launch has come so far."""
        if self.launch is None or self.refused:
            return False
        return _ORDER.index(self.launch.state) >= _ORDER.index(stage)


class LaunchPresenter(QObject):
    """Runs the check and the launch; the journal behind it makes stopping at any moment safe."""

    state_changed = Signal(object)
    """Emits the new `LaunchStepState`."""
    basis_refused = Signal(str, str)
    """Emits the country code and why the words given for it were not taken."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._looking: Job | None = None
        self._checking: Job | None = None
        self._running = Running()
        self._recording: dict[QObject, str] = {}
        self.state = LaunchStepState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Another campaign is shown: of the one before nothing is left on screen."""
        self._looking = self._checking = None
        self._set(LaunchStepState(job=self._running.of(self._wizard.campaign_id)))

    def shown(self) -> None:
        """Check again whenever the founder comes to this step."""
        self._look()
        self.check()

    def check(self) -> None:
        """Ask whether the campaign may be launched now."""
        if not self.state.checking and self.state.job is None:
            self._set(replace(self.state, checking=True, check_trouble=None))
            self._wizard.keeper.settle(self._submit_check)

    @Slot(str, str)
    def give_basis(self, country: str, words: str) -> None:
        """Keep why the people of a country may be written to, and check again."""
        services, campaign_id = self._wizard.services, self._campaign_id
        job = self._wizard.jobs.submit(
            lambda work: services.compliance.record(campaign_id, country, words, work)
        )
        self._recording[job] = country
        job.succeeded.connect(self._recorded)
        job.failed.connect(self._not_recorded)
        job.finished.connect(self._recording_ended)

    def take_out_suppressed(self) -> None:
        """Delete the leads of this campaign that nothing may be sent to; it can be undone."""
        services, campaign_id = self._wizard.services, self._campaign_id

        def task(work: Work) -> Written[LeadOperation] | None:
            barred = LeadQuery(campaign_id=campaign_id, suppressed=True, limit=1)
            page = services.leads.page(barred, work)
            if not page.total:
                return None
            chosen = LeadSelection(barred, ((0, page.total - 1),), page.version)
            return services.leads.delete(chosen, work)

        job = self._wizard.jobs.submit(
            task, lane=Lane.REMOTE, title=self.tr("Taking out whom nothing may be sent to")
        )
        job.succeeded.connect(self._recorded)

    def type(self, text: str) -> None:
        """Take over what stands in the confirmation field."""
        self._set(replace(self.state, typed=text))

    def launch(self) -> None:
        """Launch what was approved, once the number of recipients was typed."""
        if self.state.confirmed:
            self._launch()

    def resume(self) -> None:
        """Carry on where the launch stopped; one that was refused is planned anew."""
        if self.state.refused:
            self._launch()
        elif self.state.job is None:
            services = self._wizard.services
            job = self._wizard.jobs.submit(
                lambda work: services.launches.resume(work),
                lane=Lane.REMOTE,
                title=self.tr("Carrying on with the launch"),
                key="launch",
            )
            self._follow(job)

    def _launch(self) -> None:
        if self.state.job is None:
            services, campaign_id = self._wizard.services, self._campaign_id
            job = self._wizard.jobs.submit(
                lambda work: services.launches.launch(campaign_id, work),
                lane=Lane.REMOTE,
                title=self.tr("Launching"),
                key="launch",
            )
            self._follow(job)

    def stop(self) -> None:
        """Stop after the request under way; what was done is in the journal."""
        if self.state.job is not None:
            self._set(replace(self.state, stopping=True))
            self.state.job.cancel()

    @property
    def _campaign_id(self) -> str:
        campaign = self._wizard.keeper.campaign
        return campaign.id if campaign else ""

    def _submit_check(self) -> None:
        if not self.state.checking:
            return  # the founder went on to another campaign before this one was stored
        services, campaign_id = self._wizard.services, self._campaign_id
        job = self._wizard.jobs.submit(
            lambda work: services.launches.preflight(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Checking before the launch"),
        )
        job.succeeded.connect(self._checked)
        job.failed.connect(self._check_failed)
        job.finished.connect(self._check_finished)
        self._checking = job

    @Slot(object)
    def _checked(self, preflight: Preflight) -> None:
        if self.sender() is self._checking:
            self._set(replace(self.state, preflight=preflight))

    @Slot(object)
    def _check_failed(self, trouble: Trouble) -> None:
        if self.sender() is self._checking:
            self._set(replace(self.state, check_trouble=trouble))

    @Slot()
    def _check_finished(self) -> None:
        if self.sender() is self._checking:
            self._checking = None
            self._set(replace(self.state, checking=False))

    @Slot(object)
    def _recorded(self, _result: object) -> None:
        self.check()

    @Slot(object)
    def _not_recorded(self, trouble: Trouble) -> None:
        self.basis_refused.emit(self._recording.get(self.sender(), ""), str(trouble))

    @Slot()
    def _recording_ended(self) -> None:
        self._recording.pop(self.sender(), None)

    def _follow(self, job: Job) -> None:
        job.progressed.connect(self._progressed)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._running.begin(self._campaign_id, job)
        self._set(replace(self.state, job=job, trouble=None, stopping=False))

    @Slot(object)
    def _progressed(self, _progress: object) -> None:
        if self.sender() is self.state.job:
            self._look()

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self.sender() is self.state.job:
            self._set(replace(self.state, trouble=trouble))
        else:
            self._wizard.jobs.trouble.emit(trouble)

    @Slot()
    def _finished(self) -> None:
        self._running.end(self.sender())
        if self.sender() is self.state.job:
            self._set(replace(self.state, job=None, stopping=False))
            self._looking = None
            self._look()

    def _look(self) -> None:
        """Read how far the launch has come; at most one reading at a time."""
        if self._looking is not None or not self._campaign_id:
            return
        services, campaign_id = self._wizard.services, self._campaign_id
        job = self._wizard.jobs.submit(lambda work: services.launches.latest(campaign_id, work))
        job.succeeded.connect(self._seen)
        job.finished.connect(self._looked)
        self._looking = job

    @Slot(object)
    def _seen(self, launch: Launch | None) -> None:
        if launch is None or launch.campaign_id == self._campaign_id:
            self._set(replace(self.state, launch=launch))

    @Slot()
    def _looked(self) -> None:
        if self.sender() is self._looking:
            self._looking = None

    def _set(self, state: LaunchStepState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
