"""How a long piece of work talks to whoever asked for it: progress out, cancel in.

Every service takes a `Work`. The command line passes one that prints, the jobs layer one that
emits signals, and tests one that records. Waiting goes through `Work.wait`, never through
`time.sleep`, so that cancelling is felt at once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vibe_desktop.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come.

    Attributes:
        message: What is being done now, for the founder.
        done: Units finished.
        total: Units in all; None when that cannot be known.
        detail: What is there already, a frozen value of the domain; None when nothing is shown.
    """

    message: str
    done: int = 0
    total: int | None = None
    detail: object = None


class Work:
    """The conversation between a piece of work and whoever asked for it. Thread-safe."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for this work to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop. Returns at once; any thread may call it, any number of times."""
        with self._lock:
            if self._cancelled.is_set():
                return
            self._cancelled.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def report(
        self, message: str, done: int = 0, total: int | None = None, detail: object = None
    ) -> None:
        """Tell how far the work has come, and stop here if it was cancelled.

        Raises:
            Cancelled: Somebody asked for the work to stop.
        """
        self.check()
        if self._on_progress is not None:
            self._on_progress(Progress(message, done, total, detail))

    def check(self) -> None:
        """Stop here if the work was cancelled.

        Raises:
            Cancelled: Somebody asked for the work to stop.
        """
        if self._cancelled.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait, unless the work is cancelled first.

        Raises:
            Cancelled: Somebody asked for the work to stop.
        """
        if self._cancelled.wait(seconds):
            raise Cancelled

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """While the block runs, call `callback` when the work is cancelled, at once if it was.

        The callback runs in the thread that cancels; it must be quick and thread-safe.
        """
        with self._lock:
            already = self._cancelled.is_set()
            if not already:
                self._callbacks.append(callback)
        if already:
            callback()
        try:
            yield
        finally:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)
