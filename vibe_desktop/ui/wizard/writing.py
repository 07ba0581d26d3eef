"""The third step: have the mails written. Reviewing them is the review screen's work."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.copywriting import (
    CopyRun,
    PartialDraft,
    RunKind,
    WriterInfo,
    WriterKind,
    Writing,
)
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.settings import Settings
from vibe_desktop.domain.variants import MOST_FOLLOW_UPS
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.running import Running

if TYPE_CHECKING:
    from vibe_desktop.domain.costs import Forecast
    from vibe_desktop.services.catalogue import Services

DEFAULT_WAIT = 3
"""Days before a follow-up that nobody set; three to four get the most replies (Saleshandy)."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """Who would write, how, and at what price.

    Attributes:
        forecast: What a draft of all mails would cost now; free for the offline drafter.
        last_usd: What the last draft cost, its repair included; None when that is not known.
    """

    writer: WriterInfo
    settings: Settings
    forecast: "Forecast"
    last_usd: float | None = None


@dataclass(frozen=True, slots=True)
class WritingState:
    """What the copy step shows above the review.

    Attributes:
        prospect: None while it is not known yet.
        job: The writing under way, None when idle.
        drafts: What has been written so far, while a model writes and after it failed.
        trouble: Why the last writing failed, None when it did not.
    """

    prospect: Prospect | None = None
    job: Job | None = None
    drafts: tuple[PartialDraft, ...] = ()
    trouble: Trouble | None = None


class WritingPresenter(QObject):
    """Asks who writes, has it written, and shows it as it comes."""

    state_changed = Signal(object)
    """Emits the new `WritingState`."""
    broken_off = Signal()
    """Emits after a writing that failed or was stopped: mails that were complete have been kept."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._follow_ups_only = False
        self._due = False
        self._running = Running()
        self._looking: Job | None = None
        self.state = WritingState()
        wizard.opened.connect(self.reset)
        wizard.trouble.connect(self._save_refused)
        wizard.saved.connect(self._campaign_saved)

    @Slot()
    def reset(self) -> None:
        """Another campaign is shown: of the one before nothing is left on screen."""
        self._due = False
        self._looking = None
        self._set(WritingState(job=self._running.of(self._wizard.campaign_id)))

    @Slot()
    def ask_who_writes(self) -> None:
        """Find out who would write now, and at what price: that changes with keys and settings."""
        campaign = self._wizard.keeper.campaign
        if campaign is not None:
            task = _Look(self._wizard.services, campaign.id)
            self._looking = self._wizard.jobs.submit(task)
            self._looking.succeeded.connect(self._prospect_known)

    def write(self) -> None:
        """Have all mails written from the page."""
        self._begin(follow_ups_only=False)

    def write_follow_ups(self) -> None:
        """Have only those follow-ups written that are missing."""
        self._begin(follow_ups_only=True)

    def cancel(self) -> None:
        """Stop writing; what was there before stays."""
        if self.state.job is not None:
            self.state.job.cancel()

    # -- follow-ups ------------------------------------------------------------------------------

    def ask_for(self, follow_ups: int) -> None:
        """Have so many follow-ups; those beyond are kept but not sent."""
        setup = self._wizard.state.draft.setup
        more = (DEFAULT_WAIT,) * (min(follow_ups, MOST_FOLLOW_UPS) - len(setup.waits))
        waits = (*setup.waits, *more)[:follow_ups]
        self._wizard.edit(setup=replace(setup, waits=waits))
        self._wizard.save_now()

    def wait(self, follow_up: int, days: int) -> None:
        """Wait so many days before the follow-up with this number, counted from 1."""
        setup = self._wizard.state.draft.setup
        waits = list(setup.waits)
        if follow_up <= len(waits):
            waits[follow_up - 1] = days
            self._wizard.edit(setup=replace(setup, waits=tuple(waits)))

    # -- inside ----------------------------------------------------------------------------------

    def _begin(self, *, follow_ups_only: bool) -> None:
        if self.state.job is None and not self._due:
            self._follow_ups_only = follow_ups_only
            self._due = True
            self._set(replace(self.state, trouble=None, drafts=()))
            self._wizard.keeper.settle(self._submit)

    def _submit(self) -> None:
        services = self._wizard.services
        campaign = self._wizard.keeper.campaign
        due, self._due = self._due, False
        if campaign is None or not due:
            return  # the founder went on to another campaign before this one was stored
        campaign_id = campaign.id
        task: Task
        if self._follow_ups_only:
            title = self.tr("Writing the follow-ups")
            task = lambda work: services.copywriting.write_follow_ups(campaign_id, work)  # noqa: E731 - one of two
        else:
            title = self.tr("Writing the mails")
            task = lambda work: services.copywriting.draft(campaign_id, work)  # noqa: E731 - one of two
        job = self._wizard.jobs.submit(task, lane=Lane.REMOTE, title=title)
        job.progressed.connect(self._progressed)
        job.succeeded.connect(self._succeeded)
        job.cancelled.connect(self._cancelled)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._running.begin(campaign_id, job)
        self._set(replace(self.state, job=job))

    @Slot(object)
    def _save_refused(self, _trouble: Trouble) -> None:
        self._due = False

    @Slot(object)
    def _campaign_saved(self, _campaign: object) -> None:
        if self.state.prospect is not None and self.state.job is None:
            self.ask_who_writes()  # more follow-ups cost more

    @Slot(object)
    def _prospect_known(self, prospect: Prospect) -> None:
        if self.sender() is self._looking:
            self._set(replace(self.state, prospect=prospect))

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self._is_shown() and isinstance(progress.detail, Writing):
            self._set(replace(self.state, drafts=progress.detail.drafts))

    @Slot(object)
    def _succeeded(self, _variants: object) -> None:
        if self._is_shown():
            self._set(replace(self.state, drafts=()))

    @Slot()
    def _cancelled(self) -> None:
        if self._is_shown():
            self._set(replace(self.state, drafts=()))
            self._break_off()

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self._is_shown():
            self._set(replace(self.state, trouble=trouble))
            self._break_off()
        else:
            self._wizard.jobs.trouble.emit(trouble)

    def _is_shown(self) -> bool:
        """Whether the news come from the work for the campaign on screen."""
        return self.sender() is self.state.job

    def _break_off(self) -> None:
        self._wizard.reload()
        self.broken_off.emit()

    @Slot()
    def _finished(self) -> None:
        self._running.end(self.sender())
        if self._is_shown():
            self._set(replace(self.state, job=None))
            self.ask_who_writes()

    def _set(self, state: WritingState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


@dataclass(frozen=True, slots=True)
class _Look:
    services: "Services"
    campaign_id: str

    def __call__(self, work: Work) -> Prospect:
        writing = self.services.copywriting
        return Prospect(
            writing.writer(work),
            self.services.settings.get(work),
            writing.forecast(self.campaign_id, work),
            _cost_of_last(writing.runs(self.campaign_id, work)),
        )


def _cost_of_last(runs: tuple[CopyRun, ...]) -> float | None:
    """What the newest draft by a model cost with the repair that followed it; newest first."""
    repair = 0.0
    for run in runs:
        if run.outcome != "ok":
            continue
        if run.writer is not WriterKind.OPENAI or run.cost_usd is None:
            return None
        if run.kind is not RunKind.REPAIR:
            return repair + run.cost_usd
        repair += run.cost_usd
    return None
