"""Jobs: a service call made on a worker thread, its news brought back to the window's thread.

A presenter writes

    job = self._jobs.submit(lambda work: self._services.campaigns.dashboard(work), title="...")
    job.succeeded.connect(self._dashboard_loaded)

The lambda runs on a worker; `_dashboard_loaded`, a bound method of a QObject, runs in the window's
thread. A task calls nothing of Qt and imports nothing that does (but see `importing`): what PySide
knows of a class it keeps, below Python 3.12, in a table without a lock, which the window's thread
reads while it paints. So workers say what became of a task through a plain queue, and a byte on a
socket wakes the window.
"""

import logging
import queue
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QMetaMethod, QObject, QSocketNotifier, QThread, Signal, Slot

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.domain.work import Progress, Work

_log = logging.getLogger(__name__)

Task = Callable[[Work], object]


class Lane(StrEnum):
    """Where a job runs: `LOCAL` has one thread, so that database work queues up; `REMOTE` a few.

    `READING` has one for what a long table shows: neither typing nor the network waits for a
    search through a million rows, nor the table for them.
    """

    LOCAL = "local"
    READING = "reading"
    REMOTE = "remote"


THREADS: Final = {Lane.LOCAL: 1, Lane.READING: 1, Lane.REMOTE: 3}


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

    def __init__(self, title: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title: Final = title
        self.work: Final = work

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` (or another outcome that came first) follows."""
        self.work.cancel()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a task: exactly one of the three is set, or none for a result of None."""

    result: object = None
    trouble: Trouble | None = None
    bug: BaseException | None = None
    was_cancelled: bool = False


class _Ticket:
    """A job in the queue. The worker sees nothing else of it than what stands here."""

    def __init__(self, task: Task, lane: Lane, key: str, title: str, post: "_Post") -> None:
        self.task = task
        self.lane = lane
        self.key = key
        self.title = title
        self.keeps = False
        self.started = False
        self.work: Final = Work(self._note_progress)
        self._post = post
        self._lock = threading.Lock()
        self._newest: Progress | None = None

    def newest_progress(self) -> Progress | None:
        """The newest progress, once."""
        with self._lock:
            progress, self._newest = self._newest, None
        return progress

    def _note_progress(self, progress: Progress) -> None:
        """Called on the worker: keep the newest, and send word at most once for each reading."""
        with self._lock:
            waiting = self._newest is not None
            self._newest = progress
        if not waiting:
            self._post.send(_News(self))


@dataclass(frozen=True, slots=True)
class _News:
    """What a worker has to say: that its task went on, or what became of it."""

    ticket: _Ticket
    worker: int = -1
    outcome: _Outcome | None = None


class _Post:
    """Brings news from workers to the window's thread, which a byte on a socket wakes."""

    def __init__(self) -> None:
        self._letters: queue.SimpleQueue[_News] = queue.SimpleQueue()
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.settimeout(0)

    @property
    def handle(self) -> int:
        """What becomes readable when there is news."""
        return self._reading.fileno()

    def send(self, news: _News) -> None:
        """Leave news; any thread may."""
        self._letters.put(news)
        self._wake()

    def collect(self) -> _News | None:
        """The oldest news, None when there is none; the window wakes again for the next."""
        try:
            while self._reading.recv(4096):
                pass
        except BlockingIOError:
            pass  # all read
        try:
            news = self._letters.get_nowait()
        except queue.Empty:
            return None
        # Now and not when this one is dealt with: a dialog may hold its listener up for long.
        if not self._letters.empty():
            self._wake()
        return news

    def _wake(self) -> None:
        try:
            self._writing.send(b"\0")
        except BlockingIOError:
            return  # so many bytes lie there unread that the window wakes anyway
        except OSError:
            return  # closed: the app is ending, and nobody reads any more

    def close(self) -> None:
        """Carry nothing any more."""
        self._reading.close()
        self._writing.close()


class _Worker(QThread):
    """Runs one task at a time until it is told that there are no more."""

    def __init__(self, number: int, post: _Post, parent: QObject) -> None:
        super().__init__(parent)
        self.inbox: Final[queue.SimpleQueue[_Ticket | None]] = queue.SimpleQueue()
        self._number = number
        self._post = post

    def run(self) -> None:
        """The thread: nothing of Qt is touched between the first line and the last."""
        inbox, number, post = self.inbox, self._number, self._post
        while (ticket := inbox.get()) is not None:
            ticket.started = True
            post.send(_News(ticket, number, _outcome_of(ticket)))
            del ticket  # whatever the task holds on to is not kept until the next one comes


def _outcome_of(ticket: _Ticket) -> _Outcome:
    work = ticket.work
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
        _log.error("could not keep what was typed: %s", ticket.title, exc_info=problem)


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
        self._jobs: dict[_Ticket, Job] = {}
        self._waiting: deque[_Ticket] = deque()
        self._running: dict[int, _Ticket] = {}
        self._workers: list[_Worker] = []
        self._idle: dict[Lane, list[int]] = {lane: [] for lane in Lane}
        self._started: dict[Lane, int] = dict.fromkeys(Lane, 0)
        self._post = _Post()
        self._notifier = QSocketNotifier(self._post.handle, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._closed = False
        self._held = False

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs waiting or under way."""
        return tuple(self._jobs[t] for t in (*self._running.values(), *self._waiting))

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
        ticket = _Ticket(task, lane, key, title, self._post)
        ticket.keeps = keeps
        job = Job(title, ticket.work, self)
        if self._closed:
            return job
        self._jobs[ticket] = job
        self._waiting.append(ticket)
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

    def cancel_remote(self) -> None:
        """Ask everything that talks to the network, or waits to, to stop: somebody needs a lane."""
        for ticket in (*self._running.values(), *self._waiting):
            if ticket.lane is Lane.REMOTE and not ticket.keeps:
                ticket.work.cancel()

    def shutdown(self, patience_ms: int = 5000) -> bool:
        """Refuse new jobs, cancel all but those that keep something, wait for the threads to end.

        Returns:
            Whether every thread ended in time. What was cut off resumes at the next start.
        """
        if self._closed:
            return True
        self._closed = True
        tickets = [*self._running.values(), *self._waiting]
        for ticket in tickets:
            if not ticket.keeps:
                ticket.work.cancel()
        for worker in self._workers:
            worker.inbox.put(None)
        ended = True
        for number, worker in enumerate(self._workers):
            if not worker.wait(patience_ms):
                running = self._running.get(number)
                _log.error("a job did not stop in time: %s", running.title if running else "?")
                ended = False
        self._waiting.clear()
        for ticket in tickets:
            if ticket.keeps and not ticket.started:
                _keep_now(ticket)
        self._notifier.setEnabled(False)
        self._post.close()
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
                self._workers[worker].inbox.put(ticket)
            if ticket.key:
                busy_keys.add(ticket.key)
        self._waiting = held_back

    def _idle_worker(self, lane: Lane) -> int | None:
        """The number of a worker that is free, None when all of the lane are busy."""
        if self._idle[lane]:
            return self._idle[lane].pop()
        if self._started[lane] == THREADS[lane]:
            return None
        self._started[lane] += 1
        number = len(self._workers)
        worker = _Worker(number, self._post, self)
        worker.setObjectName(f"{lane}-{self._started[lane]}")
        self._workers.append(worker)
        worker.start()
        return number

    @Slot()
    def _woken(self) -> None:
        news = None if self._closed else self._post.collect()
        if news is None:
            return
        if news.outcome is not None:
            self._done(news.worker, news.ticket, news.outcome)
        elif news.ticket in self._jobs:
            self._tell_progress(news.ticket)

    def _tell_progress(self, ticket: _Ticket) -> None:
        progress = ticket.newest_progress()
        if progress is not None:
            self._jobs[ticket].progressed.emit(progress)

    def _done(self, worker: int, ticket: _Ticket, outcome: _Outcome) -> None:
        del self._running[worker]
        self._idle[ticket.lane].append(worker)
        self._dispatch()
        self._tell_progress(ticket)
        self._tell(self._jobs.pop(ticket), outcome)
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
