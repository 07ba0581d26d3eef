"""The third step: have the three variants written. Reviewing them is the review screen's work."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.copywriting import WriterInfo
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class WritingState:
    """What the copy step shows above the review.

    Attributes:
        writer: Who will write, None while that is not known yet.
        job: The writing under way, None when idle.
        trouble: Why the last writing failed, None when it did not.
    """

    writer: WriterInfo | None = None
    job: Job | None = None
    trouble: Trouble | None = None


class WritingPresenter(QObject):
    """Asks who writes, and has it written."""

    state_changed = Signal(object)
    """Emits the new `WritingState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self.state = WritingState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._set(WritingState())

    def ask_who_writes(self) -> None:
        """Find out who would write now: that changes with keys and settings."""
        services = self._wizard.services
        job = self._wizard.jobs.submit(lambda work: services.copywriting.writer(work))
        job.succeeded.connect(self._writer_known)

    def write(self) -> None:
        """Have three variants written from the page."""
        if self.state.job is None:
            self._set(replace(self.state, trouble=None))
            self._wizard.keeper.settle(self._submit)

    def cancel(self) -> None:
        """Stop writing; what was there before stays."""
        if self.state.job is not None:
            self.state.job.cancel()

    def _submit(self) -> None:
        services = self._wizard.services
        campaign = self._wizard.keeper.campaign
        if campaign is None:
            return
        campaign_id = campaign.id
        job = self._wizard.jobs.submit(
            lambda work: services.copywriting.draft(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Writing three variants"),
        )
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job))

    @Slot(object)
    def _writer_known(self, writer: WriterInfo) -> None:
        self._set(replace(self.state, writer=writer))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, job=None))

    def _set(self, state: WritingState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
