"""The switches of the facts: kept at once, one write after the other."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.ui.wizard.presenter import WizardPresenter


class FactsPresenter(QObject):
    """Keeps what the founder switches. The window shows a switch before it is stored."""

    trouble_changed = Signal(object)
    """Emits the `Trouble` of the last write, None when it went well."""
    settled = Signal()
    """Emits when no write is under way any more."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._writing = 0
        self._written: Page | None = None
        self._failed_once = False
        self._campaign_id = ""
        wizard.opened.connect(self._forget)

    @property
    def writing(self) -> bool:
        """Whether a switch on screen may not be stored yet."""
        return self._writing > 0

    def switch(self, fact_ids: Collection[str], *, used: bool) -> None:
        """Use these facts in mails, or do not."""
        services, campaign_id = self._wizard.services, self._wizard.campaign_id
        wanted = tuple(fact_ids)
        self._campaign_id = campaign_id
        job = self._wizard.jobs.submit(
            lambda work: services.pages.switch_facts(campaign_id, wanted, used, work),
            title=self.tr("Keeping your choice"),
            key=f"facts of {campaign_id}",
            keeps=True,
        )
        self._writing += 1
        job.succeeded.connect(self._kept)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)

    @Slot(object)
    def _kept(self, page: Page) -> None:
        self._written = page

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._failed_once = True
        self.trouble_changed.emit(trouble)

    @Slot()
    def _finished(self) -> None:
        self._writing = max(self._writing - 1, 0)
        if self._writing:
            return
        page, failed = self._written, self._failed_once
        self._written, self._failed_once = None, False
        if not failed:
            self.trouble_changed.emit(None)
        shown = self._wizard.state.standing.page
        if self._campaign_id != self._wizard.campaign_id:
            pass  # stored, but the founder went on to another campaign
        elif page is not None and shown is not None and page.content_hash == shown.content_hash:
            self._wizard.page_arrived(page)
        elif failed:
            self._wizard.reload()
        self.settled.emit()

    @Slot()
    def _forget(self) -> None:
        """Another campaign is shown: what is under way is stored, but shown no more."""
        self._written = None
        self.trouble_changed.emit(None)
