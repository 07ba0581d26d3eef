"""The first step: get the product page read, or its text from somewhere else."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.wizard import url_problem
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class ProductState:
    """What the product step shows beside the fields.

    Attributes:
        job: The reading under way, None when idle.
        trouble: Why the last reading failed, None when it did not.
        stale: Whether the address was changed after the page was read.
    """

    job: Job | None = None
    trouble: Trouble | None = None
    stale: bool = False


class ProductPresenter(QObject):
    """Reads the page in a job; what was understood goes to the wizard."""

    state_changed = Signal(object)
    """Emits the new `ProductState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._task: Task | None = None
        self._lane = Lane.REMOTE
        self.state = ProductState()
        wizard.opened.connect(self.reset)
        wizard.trouble.connect(self._save_refused)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._set(ProductState())

    def edit_url(self, url: str) -> None:
        """Take over the address as typed."""
        changed = url.strip() != self._wizard.state.draft.url.strip()
        self._wizard.edit(url=url)
        if changed:
            stale = self._wizard.state.standing.page is not None
            self._set(replace(self.state, stale=stale, trouble=None))

    def read_page(self) -> None:
        """Fetch the page and extract its facts."""
        services = self._wizard.services
        if url_problem(self._wizard.state.draft.url) is None:
            self._begin(lambda work: services.pages.read(self._campaign_id, work), Lane.REMOTE)

    def use_sample(self) -> None:
        """Read the page that the sandbox serves."""
        sandbox = self._wizard.services.sandbox
        if sandbox is not None and self.state.job is None:
            # Asking may wait for the sandbox to start, which a job can do and the window cannot.
            job = self._wizard.jobs.submit(lambda _work: sandbox.sample_page_url, lane=Lane.REMOTE)
            job.succeeded.connect(self._sample_known)
            job.failed.connect(self._failed)

    @Slot(object)
    def _sample_known(self, url: str) -> None:
        self.edit_url(url)
        self.read_page()

    def use_text(self, text: str) -> None:
        """Take pasted text for the page."""
        services = self._wizard.services
        self._begin(lambda work: services.pages.use_text(self._campaign_id, text, work), Lane.LOCAL)

    def use_file(self, path: Path) -> None:
        """Take a saved page for the page."""
        services = self._wizard.services
        self._begin(lambda work: services.pages.use_file(self._campaign_id, path, work), Lane.LOCAL)

    def cancel(self) -> None:
        """Stop the reading."""
        if self.state.job is not None:
            self.state.job.cancel()

    @property
    def _campaign_id(self) -> str:
        campaign = self._wizard.keeper.campaign
        return campaign.id if campaign else ""

    def _begin(self, task: Task, lane: Lane) -> None:
        if self.state.job is None:
            self._task, self._lane = task, lane
            self._set(replace(self.state, trouble=None))
            self._wizard.keeper.settle(self._submit)

    def _submit(self) -> None:
        if self._task is None:
            return
        job = self._wizard.jobs.submit(
            self._task, lane=self._lane, title=self.tr("Reading the page")
        )
        self._task = None
        job.succeeded.connect(self._read)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job))

    @Slot(object)
    def _read(self, page: Page) -> None:
        self._set(replace(self.state, stale=False))
        self._wizard.page_arrived(page)

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, job=None))

    @Slot(object)
    def _save_refused(self, trouble: Trouble) -> None:
        self._task = None
        self._set(replace(self.state, trouble=trouble))

    def _set(self, state: ProductState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
