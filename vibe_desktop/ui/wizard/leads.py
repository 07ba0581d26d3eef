"""The fourth step: leads. Choosing and mapping a file is the import panel's work."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.theme.resources import resource
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class LeadsState:
    """What the leads step shows beside the import panel.

    Attributes:
        job: The import of the sample leads under way, None when idle.
        trouble: Why it failed, None when it did not.
    """

    job: Job | None = None
    trouble: Trouble | None = None


class LeadsPresenter(QObject):
    """Loads the sample leads of the sandbox."""

    state_changed = Signal(object)
    """Emits the new `LeadsState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self.state = LeadsState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._set(LeadsState())

    def use_sample(self) -> None:
        """Load the made-up people that come with the sandbox."""
        if self.state.job is None:
            self._wizard.keeper.settle(self._submit)

    def _submit(self) -> None:
        services, campaign_id = self._wizard.services, self._wizard.campaign_id
        path = Path(resource("sandbox/leads.csv"))
        job = self._wizard.jobs.submit(
            lambda work: services.leads.import_file(path, None, campaign_id, work),
            title=self.tr("Loading the sample leads"),
        )
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job, trouble=None))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, job=None))

    def _set(self, state: LeadsState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
