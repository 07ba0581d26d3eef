"""The fourth step: leads. Choosing and mapping a file is the import panel's work."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.leads import LeadList
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.theme.resources import resource
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class LeadsState:
    """What the leads step shows beside the import panel.

    Attributes:
        job: The import of the sample leads under way, None when idle.
        trouble: Why it failed, None when it did not.
        mine: The lists that are for this campaign, newest first.
        free: Lists with leads that are for no campaign yet: they can be taken instead of a file.
    """

    job: Job | None = None
    trouble: Trouble | None = None
    mine: tuple[LeadList, ...] = ()
    free: tuple[LeadList, ...] = ()


class LeadsPresenter(QObject):
    """Knows the lists, gives them to the campaign, loads the sample leads of the sandbox."""

    state_changed = Signal(object)
    """Emits the new `LeadsState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._loading: Job | None = None
        self.state = LeadsState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._loading = None
        self._set(LeadsState())

    def load(self) -> None:
        """Read which lists there are."""
        services = self._wizard.services
        self._loading = self._wizard.jobs.submit(lambda work: services.leads.lists(work))
        self._loading.succeeded.connect(self._lists_loaded)

    def use_list(self, list_id: str) -> None:
        """Give a list that is there to this campaign."""
        self._wizard.keeper.settle(lambda: self._assign(list_id, self._wizard.campaign_id))

    def let_go(self, list_id: str) -> None:
        """Take a list away from this campaign; it stays among the leads."""
        self._assign(list_id, "")

    def use_sample(self) -> None:
        """Load the made-up people that come with the sandbox."""
        if self.state.job is None:
            self._wizard.keeper.settle(self._submit)

    def _assign(self, list_id: str, campaign_id: str) -> None:
        services = self._wizard.services
        job = self._wizard.jobs.submit(
            lambda work: services.leads.assign_list(list_id, campaign_id, work),
            key="leads-write",
        )
        job.failed.connect(self._failed)
        self._set(replace(self.state, trouble=None))

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
    def _lists_loaded(self, lists: tuple[LeadList, ...]) -> None:
        if self.sender() is not self._loading:
            return
        self._loading = None
        campaign_id = self._wizard.campaign_id
        mine = tuple(one for one in lists if campaign_id and one.campaign_id == campaign_id)
        free = tuple(one for one in lists if not one.campaign_id and one.total_leads)
        self._set(replace(self.state, mine=mine, free=free))

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
