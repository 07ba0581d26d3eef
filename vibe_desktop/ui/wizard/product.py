"""The first step: get the product page read, or its text from somewhere else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import MAX_FURTHER_PAGES, Page, PageLink
from vibe_desktop.domain.wizard import url_problem
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.facts import FactsPresenter
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.running import Running

if TYPE_CHECKING:
    from vibe_desktop.services.pages import PageService

_Reading = Callable[[str, Work], object]
"""A service call that reads something for the campaign of this id."""


@dataclass(frozen=True, slots=True)
class ProductState:
    """What the product step shows beside the fields.

    Attributes:
        job: The reading under way, None when idle.
        trouble: Why the last reading failed, None when it did not.
        stale: Whether the address was changed after the page was read.
        further: Whether job and trouble are about a further page of the site.
    """

    job: Job | None = None
    trouble: Trouble | None = None
    stale: bool = False
    further: bool = False


class ProductPresenter(QObject):
    """Reads the page in a job; what was understood goes to the wizard."""

    state_changed = Signal(object)
    """Emits the new `ProductState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._task: _Reading | None = None
        self._running = Running()
        self._sample: Job | None = None
        self.facts = FactsPresenter(wizard, self)
        self.state = ProductState()
        wizard.opened.connect(self.reset)
        wizard.trouble.connect(self._save_refused)

    @Slot()
    def reset(self) -> None:
        """Another campaign is shown: of the one before nothing is left on screen."""
        self._task = None
        self._sample = None
        self._set(ProductState(job=self._running.of(self._wizard.campaign_id)))

    def edit_url(self, url: str) -> None:
        """Take over the address as typed."""
        changed = url.strip() != self._wizard.state.draft.url.strip()
        self._wizard.edit(url=url)
        if changed:
            stale = self._wizard.state.standing.page is not None
            self._set(replace(self.state, stale=stale, trouble=None))

    def read_page(self) -> None:
        """Fetch the page and extract its facts."""
        pages = self._pages
        if url_problem(self._wizard.state.draft.url) is None:
            self._begin(lambda campaign_id, work: pages().read(campaign_id, work))

    def read_more(self, link: PageLink) -> None:
        """Read one more page of the site."""
        pages = self._pages
        self._begin(
            lambda campaign_id, work: pages().read_more(campaign_id, link.url, work), further=True
        )

    def further_links(self) -> tuple[PageLink, ...]:
        """The pages of the site that may still be read besides."""
        page = self._wizard.state.standing.page
        if page is None or len(page.more_urls) >= MAX_FURTHER_PAGES:
            return ()
        return tuple(link for link in page.links if link.url not in page.more_urls)

    def use_sample(self) -> None:
        """Read the page that the sandbox serves."""
        sandbox = self._wizard.services.sandbox
        if sandbox is not None and self.state.job is None:
            # Asking may wait for the sandbox to start, which a job can do and the window cannot.
            job = self._wizard.jobs.submit(lambda _work: sandbox.sample_page_url, lane=Lane.REMOTE)
            job.succeeded.connect(self._sample_known)
            job.failed.connect(self._failed)
            self._sample = job

    @Slot(object)
    def _sample_known(self, url: str) -> None:
        if self.sender() is self._sample:
            self.edit_url(url)
            self.read_page()

    def use_text(self, text: str) -> None:
        """Take pasted text for the page."""
        pages = self._pages
        self._begin(lambda campaign_id, work: pages().use_text(campaign_id, text, work))

    def use_file(self, path: Path) -> None:
        """Take a saved page for the page."""
        pages = self._pages
        self._begin(lambda campaign_id, work: pages().use_file(campaign_id, path, work))

    def cancel(self) -> None:
        """Stop the reading."""
        if self.state.job is not None:
            self.state.job.cancel()

    def _pages(self) -> "PageService":
        """The service; asked for inside a job only, which may be what makes it."""
        return self._wizard.services.pages

    def _begin(self, task: _Reading, *, further: bool = False) -> None:
        if self.state.job is None and self._task is None:
            self._task = task
            self._set(replace(self.state, trouble=None, further=further))
            self._wizard.keeper.settle(self._submit)

    def _submit(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        campaign = self._wizard.keeper.campaign
        campaign_id = campaign.id if campaign else ""
        # Understanding a large page takes longer than what is typed may wait to be saved.
        job = self._wizard.jobs.submit(
            lambda work: task(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Reading the page"),
        )
        job.succeeded.connect(self._read)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._running.begin(campaign_id, job)
        self._set(replace(self.state, job=job))

    @Slot(object)
    def _read(self, page: Page) -> None:
        if not self._is_shown():
            return  # kept with its campaign, which is not the one on screen
        if not self.state.further:
            self._set(replace(self.state, stale=False))
        self._wizard.page_arrived(page)

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self._is_shown():
            self._set(replace(self.state, trouble=trouble))
        else:
            self._wizard.jobs.trouble.emit(trouble)

    @Slot()
    def _finished(self) -> None:
        self._running.end(self.sender())
        if self._is_shown():
            self._set(replace(self.state, job=None))

    def _is_shown(self) -> bool:
        """Whether the news come from the work for the campaign on screen."""
        return self.sender() in {self.state.job, self._sample}

    @Slot(object)
    def _save_refused(self, trouble: Trouble) -> None:
        self._task = None  # there is no campaign to read for
        self._set(replace(self.state, trouble=trouble))

    def _set(self, state: ProductState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
