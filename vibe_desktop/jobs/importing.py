"""Importing a library that is built on Qt without holding the window still.

PySide makes its classes when they are first named, and below Python 3.12 it keeps what it knows of
them in a table without a lock. The window's thread reads that table while it paints, without
Python's own lock; an import on a worker that adds to it in that moment ends the process, once in
some dozen starts. So there the import goes on only while the window's thread stands still for it,
a few milliseconds at a time.
"""

import _imp
import sys
import threading
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs, Lane

SLICE_SECONDS = 0.012
PAUSE_MS = 4
"""What the window has for itself between two slices."""
MOST_PATIENCE = 1.0
"""Seconds without a slice after which the window must be waiting for this import."""


class Importer(QObject):
    """Imports one module, and with it all that it builds on."""

    finished = Signal()
    """Emits when the module is there."""

    def __init__(
        self,
        jobs: Jobs,
        *,
        module: str,
        ahead: str,
        named: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        """Prepare an import.

        Args:
            jobs: Whose worker does it.
            module: What is imported.
            ahead: A module it builds on that has nothing of Qt in it, imported on a worker first.
            named: Modules of Qt all of whose classes it names in one go; they are made before.
            parent: Its Qt parent.
        """
        super().__init__(parent)
        self._jobs = jobs
        self._ahead = ahead
        self._module = module
        self._named = tuple(named)
        self._turn = Turns()
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._give_a_slice)

    def start(self) -> None:
        """Begin."""
        ahead = self._ahead
        job = self._jobs.submit(lambda _work: import_module(ahead), lane=Lane.REMOTE)
        job.succeeded.connect(self._go_on)

    @Slot()
    def _go_on(self) -> None:
        module, named, turns = self._module, self._named, self._turn
        if sys.version_info >= (3, 12):
            job = self._jobs.submit(lambda _work: import_module(module), lane=Lane.REMOTE)
        else:
            job = self._jobs.submit(
                lambda work: import_in_turns(module, turns, work, named), lane=Lane.REMOTE
            )
            self._timer.start()
        job.succeeded.connect(self.finished)
        job.finished.connect(self._timer.stop)

    @Slot()
    def _give_a_slice(self) -> None:
        self._turn.give(SLICE_SECONDS)


class Turns:
    """Two threads that take turns: one gives a slice of its time and stands still meanwhile."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting = False
        self._going = False
        self._until = 0.0
        self._ended = False

    def give(self, seconds: float) -> None:
        """Stand still until the other thread, if it waits, has used its slice up or is done."""
        with self._changed:
            if not self._waiting:
                return
            self._until = time.monotonic() + seconds
            self._going = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._going or self._ended)

    def take(self) -> None:
        """Wait for a slice, unless one is left; called by the other thread."""
        with self._changed:
            if self._going and time.monotonic() < self._until:
                return
            self._going = False
            self._waiting = True
            self._changed.notify_all()
            given = self._changed.wait_for(lambda: self._going or self._ended, MOST_PATIENCE)
            if not given:
                # Whoever gives turns is held up, perhaps by an import that waits for this one: it
                # stands still all the same.
                self._going, self._until = True, time.monotonic() + MOST_PATIENCE
            self._waiting = False

    def end(self) -> None:
        """No more turns: neither waits for the other any longer."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def import_in_turns(module: str, turns: Turns, work: Work, named: Sequence[str] = ()) -> None:
    """Import `module`, giving way before each module that it brings in; see `Importer`."""
    giver = _WayGiver(turns, threading.get_ident())
    # When the app closes nothing is painted any more, and waiting for a turn would be for good.
    with work.on_cancel(turns.end):
        sys.meta_path.insert(0, giver)
        try:
            turns.take()
            for name in named:
                _make_classes(name, turns)
            import_module(module)
        finally:
            sys.meta_path.remove(giver)
            turns.end()


def _make_classes(module: str, turns: Turns) -> None:
    """Have PySide make every class of a module, which it does when the class is first named."""
    found = import_module(module)
    for name in dir(found):
        turns.take()
        getattr(found, name, None)


class _WayGiver:
    """A finder that finds nothing: it is asked before each module, and there waits for its turn."""

    def __init__(self, turns: Turns, worker: int) -> None:
        self._turns = turns
        self._worker = worker

    def find_spec(
        self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Wait for a turn, in the importing thread only."""
        if threading.get_ident() == self._worker:
            # Python asks finders under a lock of all imports, which the window's thread may want.
            _imp.release_lock()
            try:
                self._turns.take()
            finally:
                _imp.acquire_lock()
        return None
