"""State of the mailbox screen, and what the founder can wish for there."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.mailboxes import MailboxBook, MailboxNews, WarmupSwitch
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.mailbox_words import outcome_words
from vibe_desktop.ui.widgets.notices import Notice

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

FRESH = timedelta(minutes=15)
"""How long what is known counts as fresh: older, the screen asks Instantly by itself."""
_KEY = "mailboxes"


@dataclass(frozen=True, slots=True)
class MailboxesState:
    """What the screen shows.

    Attributes:
        book: What is known, None before it was read.
        refreshing: The job that asks Instantly, None when idle.
        switching: The job that switches warm-up, None when idle.
        trouble: Why the last refresh failed; what is shown is older. None when it did not.
        gaps: What the last refresh could not ask for, a sentence each.
    """

    book: MailboxBook | None = None
    refreshing: Job | None = None
    switching: Job | None = None
    trouble: Trouble | None = None
    gaps: tuple[str, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether Instantly is being asked."""
        return self.refreshing is not None or self.switching is not None

    @property
    def empty(self) -> bool:
        """Whether it is known that there is no mailbox, or none was seen yet."""
        return self.book is not None and not self.book.mailboxes


class MailboxesPresenter(QObject):
    """Reads the mailboxes, refreshes them, switches their warm-up."""

    state_changed = Signal(object)
    """Emits the new `MailboxesState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services: Services = context.services
        self._jobs = context.jobs
        self._asked = False
        self.state = MailboxesState()

    def enter(self) -> None:
        """The screen is shown: read what is known, and ask Instantly once when that is old."""
        self._asked = False
        self.load()

    def load(self) -> None:
        """Read what is known."""
        services = self._services
        job = self._jobs.submit(
            lambda work: services.mailboxes.book(work), title=self.tr("Reading the mailboxes")
        )
        job.succeeded.connect(self._loaded)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when mailboxes changed."""
        if changes.mailboxes:
            self.load()

    @Slot()
    def refresh(self) -> None:
        """Ask Instantly for the mailboxes, their warm-up scores and their domains."""
        if self.state.busy:
            return
        self._asked = True
        services = self._services
        job = self._jobs.submit(
            lambda work: services.mailboxes.refresh(work),
            lane=Lane.REMOTE,
            title=self.tr("Refreshing the mailboxes"),
            key=_KEY,
        )
        job.succeeded.connect(self._refreshed)
        job.failed.connect(self._refresh_failed)
        job.finished.connect(self._refresh_finished)
        self._set(replace(self.state, refreshing=job))

    def switch_warmup(self, emails: tuple[str, ...], on: bool) -> None:  # noqa: FBT001 - on or off
        """Switch the warm-up of these mailboxes."""
        if not emails or self.state.busy:
            return
        services = self._services
        job = self._jobs.submit(
            lambda work: services.mailboxes.set_warmup(emails, on, work),
            lane=Lane.REMOTE,
            title=self.tr("Switching warm-up on") if on else self.tr("Switching warm-up off"),
            key=_KEY,
        )
        job.succeeded.connect(self._switched)
        job.finished.connect(self._switch_finished)
        self._set(replace(self.state, switching=job))

    @Slot()
    def open_settings(self) -> None:
        """Go where the key is entered."""
        self._context.navigate(Destination(Screen.SETTINGS))

    @Slot(object)
    def _loaded(self, book: MailboxBook) -> None:
        self._set(replace(self.state, book=book))
        old = book.refreshed_at is None or datetime.now(UTC) - book.refreshed_at > FRESH
        if old and not self._asked:
            self.refresh()

    @Slot(object)
    def _refreshed(self, news: MailboxNews) -> None:
        self._set(replace(self.state, trouble=None, gaps=news.gaps))
        # The time of the refresh is news even when nothing else is.
        self.load()

    @Slot(object)
    def _refresh_failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _refresh_finished(self) -> None:
        self._set(replace(self.state, refreshing=None))

    @Slot(object)
    def _switched(self, outcome: WarmupSwitch) -> None:
        tone, text, more = outcome_words(outcome)
        lasting = bool(outcome.pending or outcome.refused)
        self._context.notices.post(Notice(tone, text, more, lasting=lasting))
        self.load()

    @Slot()
    def _switch_finished(self) -> None:
        self._set(replace(self.state, switching=None))

    def _set(self, state: MailboxesState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
