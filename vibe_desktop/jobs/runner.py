"""Jobs: a service call made on a worker thread, its news brought back to the window's thread.

A presenter writes

    job = self._jobs.submit(lambda work: self._services.campaigns.dashboard(work), title="...")
    job.succeeded.connect(self._dashboard_loaded)

The lambda runs on a worker; `_dashboard_loaded`, a bound method of a QObject that lives in the
window's thread, runs there. Connect nothing else to a job's signals: Qt calls a lambda or a
partial in the thread that emits, and a widget touched from there crashes the process.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QMetaMethod, QObject, QThread, Signal, Slot

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.domain.work import Progress, Work

_log = logging.getLogger(__name__)

Task = Callable[[Work], object]


class Lane(StrEnum):
    """Where a job runs: `LOCAL` has one thread, so that database work queues up; `REMOTE` a few."""

    LOCAL = "local"
    REMOTE = "remote"


THREADS: Final = {Lane.LOCAL: 1, Lane.REMOTE: 3}


class Job(QObject):
    """One piece of work under way. Lives in the window's thread and emits there."""

    succeeded = Signal(object)
    """Emits the result; for a `Written`, its value."""
    failed = Signal(object)
    """Emits the `Trouble`. Without a listener it goes to `Jobs.trouble`."""
    cancelled = Signal()
    """Emits when the work stopped because `cancel` was called."""
    progressed = Signal(object)
    """Emits the newest `Progress`; intermediate ones may be skipped."""
    finished = Signal()
    """Emits last, whatever happened."""

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title: Final = title
        self.work: Final = Work(self._note_progress)
        self._lock = threading.Lock()
        self._newest: Progress | None = None
        self._progress_posted.connect(self._tell_progress)

    _progress_posted = Signal()

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` (or another outcome that came first) follows."""
        self.work.cancel()

    def _note_progress(self, progress: Progress) -> None:
        """Called on the worker: keep the newest, and post at most one event at a time."""
        with self._lock:
            waiting = self._newest is not None
            self._newest = progress
        if not waiting:
            self._progress_posted.emit()

    @Slot()
    def _tell_progress(self) -> None:
        with self._lock:
            progress, self._newest = self._newest, None
        if progress is not None:
            self.progressed.emit(progress)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a task: exactly one of the three is set, or none for a result of None."""

    result: object = None
    trouble: Trouble | None = None
    bug: BaseException | None = None
    was_cancelled: bool = False


class _Ticket:
    """A job in the queue."""

    def __init__(self, job: Job, task: Task, lane: Lane, key: str, *, keeps: bool) -> None:
        self.job = job
        self.task = task
        self.lane = lane
        self.key = key
        self.keeps = keeps
        self.started = False


class _Worker(QObject):
    """Runs one task at a time on its own thread."""

    wanted = Signal(object)
    """Emits a `_Ticket` to run (a wish, from the window's thread)."""
    done = Signal(object, object, object)
    """Emits the worker itself, the ticket and its `_Outcome`."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted.connect(self._run)

    @Slot(object)
    def _run(self, ticket: _Ticket) -> None:
        ticket.started = True
        self.done.emit(self, ticket, _outcome_of(ticket))


def _outcome_of(ticket: _Ticket) -> _Outcome:
    work = ticket.job.work
    try:
        work.check()
        return _Outcome(result=ticket.task(work))
    except Cancelled:
        return _Outcome(was_cancelled=True)
    except Trouble as trouble:
        return _Outcome(trouble=trouble)
    except Exception as bug:  # noqa: BLE001 - the border of the thread: handed on as a bug, whole
        return _Outcome(bug=bug)


def _keep_now(ticket: _Ticket) -> None:
    """Carry a write out in this thread: the app is closing, and its worker never came to it."""
    outcome = _outcome_of(ticket)
    problem = outcome.bug or outcome.trouble
    if problem is not None:
        _log.error("could not keep what was typed: %s", ticket.job.title, exc_info=problem)


class Jobs(QObject):
    """All the worker threads of the app, and the queue in front of them."""

    changed = Signal(object)
    """Emits the `Changes` of a writing job, after its `succeeded`."""
    trouble = Signal(object)
    """Emits a `Trouble` that no listener of its job took."""
    bug = Signal(object)
    """Emits the exception that nobody expected."""
    running_changed = Signal(int)
    """Emits how many jobs are waiting or under way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Ticket] = deque()
        self._running: dict[_Worker, _Ticket] = {}
        self._threads: dict[_Worker, QThread] = {}
        self._idle: dict[Lane, list[_Worker]] = {lane: [] for lane in Lane}
        self._started: dict[Lane, int] = dict.fromkeys(Lane, 0)
        self._closed = False
        self._held = False

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs waiting or under way."""
        return tuple(t.job for t in (*self._running.values(), *self._waiting))

    def submit(
        self,
        task: Task,
        *,
        lane: Lane = Lane.LOCAL,
        title: str = "",
        key: str = "",
        keeps: bool = False,
    ) -> Job:
        """Run `task` on a worker of `lane` as soon as one is free.

        Nothing reaches the window's thread before this returns to its event loop, so connect to
        the job right after. A job with a `key` waits until the one before it with the same key
        is finished. A job that `keeps` what the founder typed is carried out even when the app is
        closed meanwhile; it must be a quick write. After `shutdown` no job starts or emits.
        """
        job = Job(title, self)
        if self._closed:
            return job
        self._waiting.append(_Ticket(job, task, lane, key, keeps=keeps))
        self.running_changed.emit(len(self.running))
        self._dispatch()
        return job

    def hold(self) -> None:
        """Start nothing until `release`: the window is painted before workers take its time."""
        self._held = True

    @Slot()
    def release(self) -> None:
        """Start what was held back."""
        self._held = False
        self._dispatch()

    def shutdown(self, patience_ms: int = 5000) -> bool:
        """Refuse new jobs, cancel all but those that keep something, wait for the threads to end.

        Returns:
            Whether every thread ended in time. What was cut off resumes at the next start.
        """
        self._closed = True
        tickets = [*self._running.values(), *self._waiting]
        for ticket in tickets:
            if not ticket.keeps:
                ticket.job.cancel()
        for thread in self._threads.values():
            thread.quit()
        ended = True
        for worker, thread in self._threads.items():
            if not thread.wait(patience_ms):
                running = self._running.get(worker)
                _log.error("a job did not stop in time: %s", running.job.title if running else "?")
                ended = False
        self._waiting.clear()
        for ticket in tickets:
            if ticket.keeps and not ticket.started:
                _keep_now(ticket)
        return ended

    def _dispatch(self) -> None:
        """Hand every ticket that may run to an idle worker, in order."""
        if self._held:
            return
        busy_keys = {ticket.key for ticket in self._running.values() if ticket.key}
        held_back: deque[_Ticket] = deque()
        while self._waiting:
            ticket = self._waiting.popleft()
            worker = None if ticket.key in busy_keys else self._idle_worker(ticket.lane)
            if worker is None:
                held_back.append(ticket)
            else:
                self._running[worker] = ticket
                worker.wanted.emit(ticket)
            if ticket.key:
                busy_keys.add(ticket.key)
        self._waiting = held_back

    def _idle_worker(self, lane: Lane) -> _Worker | None:
        if self._idle[lane]:
            return self._idle[lane].pop()
        if self._started[lane] == THREADS[lane]:
            return None
        self._started[lane] += 1
        thread = QThread(self)
        thread.setObjectName(f"{lane}-{self._started[lane]}")
        worker = _Worker()
        worker.moveToThread(thread)
        worker.done.connect(self._worker_done)
        self._threads[worker] = thread
        thread.start()
        return worker

    @Slot(object, object, object)
    def _worker_done(self, worker: _Worker, ticket: _Ticket, outcome: _Outcome) -> None:
        del self._running[worker]
        self._idle[ticket.lane].append(worker)
        if self._closed:
            return
        self._dispatch()
        self._tell(ticket.job, outcome)
        self.running_changed.emit(len(self.running))

    def _tell(self, job: Job, outcome: _Outcome) -> None:
        """Emit the outcome; `finished` comes last even when a listener raises."""
        changes = Changes()
        try:
            if outcome.bug is not None:
                self.bug.emit(outcome.bug)
            elif outcome.was_cancelled:
                job.cancelled.emit()
            elif outcome.trouble is not None:
                listened = job.isSignalConnected(QMetaMethod.fromSignal(job.failed))
                (job.failed if listened else self.trouble).emit(outcome.trouble)
            else:
                result = outcome.result
                if isinstance(result, Written):
                    result, changes = result.value, result.changes
                job.succeeded.emit(result)
        finally:
            if changes:
                self.changed.emit(changes)
            job.finished.emit()
            # Python keeps the job for whoever still holds it.
            job.setParent(None)
