"""State of the do-not-contact list, and what the founder can wish for there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from vibe_desktop.domain.addresses import normalise_domain, normalise_email
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.suppressions import SuppressionEntry, SuppressionPage
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Lane, Task
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.notices import NoticeAction
from vibe_desktop.ui.words import counted

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

PAGE = 200
SEARCH_AFTER_MS = 200
_split = re.compile(r"[\s,;]+").split
_SHOWN = 3
"""Values that are named when they cannot be used."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("BlockedPresenter", text)


@dataclass(frozen=True, slots=True)
class BlockedState:
    """The state of the list.

    Attributes:
        loaded: Whether it has been read.
        rows: The entries read so far, newest first.
        total: Entries that match the search.
        search: What is searched for.
        adding: Whether entries are being added.
        problem: Why what was typed could not be added, "" when it could.
        left: What of it could not be added and stands in the field again.
    """

    loaded: bool = False
    rows: tuple[SuppressionEntry, ...] = ()
    total: int = 0
    search: str = ""
    adding: bool = False
    problem: str = ""
    left: tuple[str, ...] = field(default=())


def sorted_out(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was typed or pasted, as values that can be used and values that cannot."""
    values = list(dict.fromkeys(part for part in _split(text) if part))
    bad = tuple(value for value in values if _normal(value) is None)
    return tuple(value for value in values if value not in set(bad)), bad


def _normal(value: str) -> str | None:
    is_address = "@" in value.strip().lstrip("@")
    return normalise_email(value) if is_address else normalise_domain(value)


class BlockedPresenter(QObject):
    """Reads, searches, adds and removes."""

    state_changed = Signal(object)
    """Emits the new `BlockedState`."""
    added = Signal()
    """Emits when what was typed is on the list."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = BlockedState()
        self._job: Job | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._pause.timeout.connect(self.load)

    @property
    def state(self) -> BlockedState:
        """What is on screen."""
        return self._state

    @Slot()
    def load(self) -> None:
        """Read the list from its beginning."""
        self._read(0)

    def load_more(self) -> None:
        """Read what follows what is on screen."""
        if self._job is None and len(self._state.rows) < self._state.total:
            self._read(len(self._state.rows))

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what may have changed."""
        if changes.leads:
            self.load()

    @Slot(str)
    def search(self, text: str) -> None:
        """Show what matches, once typing pauses."""
        self._set(replace(self._state, search=text.strip()))
        self._pause.start()

    def add(self, text: str, reason: str) -> None:
        """Add what was typed: whatever of it can be used."""
        good, bad = sorted_out(text)
        problem = _refusal(bad) if bad else ""
        if not good:
            problem = problem or self.tr("Write an address, or a domain for everybody there.")
            self._set(replace(self._state, problem=problem, left=bad))
            return
        services = self._services
        why = reason.strip() or self.tr("Added by hand")
        self._set(replace(self._state, adding=True, problem=problem, left=bad))
        self._submit(lambda work: services.leads.suppress(good, why, work))

    def add_file(self, path: Path) -> None:
        """Add every address of a file, or every domain when it has no addresses."""
        services = self._services
        why = self.tr("From {name}").format(name=path.name)

        def task(work: Work) -> Written[int]:
            from vibe_desktop.services.suppression_files import read

            return services.leads.suppress(read(path, work), why, work)

        self._submit(task)

    def remove(self, entries: Sequence[SuppressionEntry]) -> None:
        """Take these off the list; those that were erased stay on it."""
        chosen = tuple(entry for entry in entries if entry.value)
        if not chosen:
            self._context.notices.info(
                self.tr("Whoever asked to be forgotten stays on the list."),
                more=self.tr("Only a salted hash is kept, so nobody can say who it is."),
            )
            return
        services = self._services

        def task(work: Work) -> Written[tuple[SuppressionEntry, ...]]:
            done = services.leads.unsuppress([entry.value for entry in chosen], work)
            return Written(chosen, done.changes)

        job = self._context.jobs.submit(
            task,
            lane=Lane.REMOTE,
            key="leads-write",
            title=self.tr("Taking off the do-not-contact list"),
        )
        job.succeeded.connect(self._removed)

    def put_back(self, entries: tuple[SuppressionEntry, ...]) -> None:
        """Undo a removal; each gets its reason back."""
        services = self._services
        reasons = _by_reason(entries)

        def task(work: Work) -> Written[int]:
            count, changes = 0, Changes()
            for reason, values in reasons.items():
                done = services.leads.suppress(values, reason, work)
                count, changes = count + done.value, changes | done.changes
            return Written(count, changes)

        self._context.jobs.submit(
            task, lane=Lane.REMOTE, key="leads-write", title=self.tr("Undoing")
        )

    # -- news ------------------------------------------------------------------------------------

    def _submit(self, task: Task) -> None:
        """Start a job that adds."""
        job = self._context.jobs.submit(
            task,
            lane=Lane.REMOTE,
            key="leads-write",
            title=self.tr("Adding to the do-not-contact list"),
        )
        job.succeeded.connect(self._added)
        job.failed.connect(self._not_added)
        job.finished.connect(self._adding_finished)

    def _read(self, offset: int) -> None:
        search, services = self._state.search, self._services
        self._job = self._context.jobs.submit(
            lambda work: services.leads.suppressions(work, search, offset, PAGE)
        )
        self._job.succeeded.connect(self._loaded)
        self._job.finished.connect(self._read_finished)

    @Slot(object)
    def _loaded(self, page: SuppressionPage) -> None:
        if self.sender() is not self._job:
            return
        rows = (*self._state.rows[: page.offset], *page.rows)
        self._set(replace(self._state, loaded=True, rows=rows, total=page.total))

    @Slot()
    def _read_finished(self) -> None:
        if self.sender() is self._job:
            self._job = None

    @Slot(object)
    def _added(self, count: int) -> None:
        words = counted(
            count,
            self.tr("{count} entry is on your do-not-contact list now."),
            self.tr("{count} entries are on your do-not-contact list now."),
        )
        if not count:
            words = self.tr("That is on your do-not-contact list already.")
        self._context.notices.success(words)
        self.added.emit()

    @Slot(object)
    def _not_added(self, trouble: Trouble) -> None:
        words = " ".join(part for part in (trouble.what, trouble.next_step) if part)
        self._set(replace(self._state, problem=words))

    @Slot()
    def _adding_finished(self) -> None:
        self._set(replace(self._state, adding=False))

    @Slot(object)
    def _removed(self, entries: tuple[SuppressionEntry, ...]) -> None:
        first = entries[0].value
        words = counted(
            len(entries),
            self.tr("{first} may be written to again.").format(first=first),
            self.tr("{count} entries are off your do-not-contact list."),
        )
        action = NoticeAction(self.tr("Undo"), partial(self.put_back, entries))
        self._context.notices.success(words, action=action)

    def _set(self, state: BlockedState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _by_reason(entries: Sequence[SuppressionEntry]) -> Mapping[str, list[str]]:
    ordered = sorted(entries, key=lambda entry: entry.reason)
    return {
        reason: [entry.value for entry in some]
        for reason, some in groupby(ordered, key=lambda entry: entry.reason)
    }


def _refusal(bad: Sequence[str]) -> str:
    """Why these cannot be on the list, and what to do."""
    named = ", ".join(f"“{value[:40]}”" for value in bad[:_SHOWN])
    if len(bad) > _SHOWN:
        named = _tr("{named} and {count} more").format(named=named, count=len(bad) - _SHOWN)
    if len(bad) == 1:
        return _tr("{named} is neither an e-mail address nor a domain.").format(named=named)
    return _tr("{named} are neither e-mail addresses nor domains.").format(named=named)
