"""Jobs: news arrive in the window's thread, in order, and nothing is lost or leaked."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Trouble, Unreachable
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.jobs.runner import Job, Jobs, Lane, Task


class Listener(QObject):
    """Writes down what a job says, and in which thread it was told."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        job.succeeded.connect(self._succeeded)
        job.cancelled.connect(self._cancelled)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._finished)

    def hear(self, name: str, value: object = None) -> None:
        self.heard.append((name, value))
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def _succeeded(self, result: object) -> None:
        self.hear("succeeded", result)

    @Slot()
    def _cancelled(self) -> None:
        self.hear("cancelled")

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        self.hear("progressed", progress)

    @Slot()
    def _finished(self) -> None:
        self.hear("finished")


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    assert runner.shutdown()


def test_a_result_arrives_in_the_windows_thread_and_finished_comes_last(
    jobs: Jobs, qtbot: QtBot
) -> None:
    job = jobs.submit(lambda _work: 42)
    listener = Listener(job)
    with qtbot.waitSignal(job.finished):
        pass
    assert listener.heard == [("succeeded", 42), ("finished", None)]
    assert listener.threads == {QThread.currentThread()}


def test_the_task_itself_runs_on_another_thread(jobs: Jobs, qtbot: QtBot) -> None:
    job = jobs.submit(lambda _work: threading.get_ident())
    with qtbot.waitSignal(job.succeeded) as told:
        pass
    assert told.args is not None
    assert told.args[0] != threading.get_ident()


def test_a_write_hands_over_its_value_and_announces_what_it_touched(
    jobs: Jobs, qtbot: QtBot
) -> None:
    changes = Changes(leads=True)
    with qtbot.waitSignal(jobs.changed) as told:
        job = jobs.submit(lambda _work: Written("kept", changes))
        listener = Listener(job)
    assert told.args == [changes]
    assert ("succeeded", "kept") in listener.heard


def test_trouble_that_nobody_listens_for_shows_itself(jobs: Jobs, qtbot: QtBot) -> None:
    trouble = Unreachable("No network.")

    def task(_work: Work) -> None:
        raise trouble

    with qtbot.waitSignal(jobs.trouble) as told:
        jobs.submit(task)
    assert told.args == [trouble]


def test_trouble_that_somebody_listens_for_is_told_only_there(jobs: Jobs, qtbot: QtBot) -> None:
    trouble = Unreachable("No network.")

    def task(_work: Work) -> None:
        raise trouble

    unheard: list[Trouble] = []
    jobs.trouble.connect(unheard.append)
    job = jobs.submit(task)
    with qtbot.waitSignals([job.failed, job.finished]):
        pass
    assert unheard == []


def test_a_bug_is_told_as_a_bug_and_the_job_still_finishes(jobs: Jobs, qtbot: QtBot) -> None:
    def task(_work: Work) -> None:
        raise ZeroDivisionError

    bugs: list[Exception] = []
    jobs.bug.connect(bugs.append)
    job = jobs.submit(task)
    with qtbot.waitSignal(job.finished):
        pass
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_cancelling_wakes_a_waiting_job_at_once(jobs: Jobs, qtbot: QtBot) -> None:
    started = threading.Event()

    def task(work: Work) -> None:
        started.set()
        work.wait(60)

    job = jobs.submit(task, lane=Lane.REMOTE)
    listener = Listener(job)
    assert started.wait(5)
    with qtbot.waitSignal(job.finished, timeout=2000):
        job.cancel()
    assert listener.heard == [("cancelled", None), ("finished", None)]


def test_a_job_cancelled_while_it_waits_never_starts(jobs: Jobs, qtbot: QtBot) -> None:
    release = threading.Event()
    ran: list[str] = []
    first = jobs.submit(lambda _work: release.wait(5))
    second = jobs.submit(lambda _work: ran.append("second"))
    second.cancel()
    with qtbot.waitSignals([first.finished, second.finished]):
        release.set()
    assert ran == []


def test_two_jobs_with_one_key_never_overlap(jobs: Jobs, qtbot: QtBot) -> None:
    inside = threading.Lock()
    overlaps: list[bool] = []

    def task(_work: Work) -> None:
        overlaps.append(not inside.acquire(blocking=False))
        QThread.msleep(5)
        inside.release()

    made = [jobs.submit(task, lane=Lane.REMOTE, key="launch") for _ in range(5)]
    with qtbot.waitSignals([job.finished for job in made]):
        pass
    assert overlaps == [False] * 5


def test_jobs_of_one_key_keep_their_order_while_others_overtake(jobs: Jobs, qtbot: QtBot) -> None:
    release = threading.Event()
    order: list[str] = []

    def first(_work: Work) -> None:
        release.wait(5)
        order.append("first")

    def free(_work: Work) -> None:
        order.append("free")
        release.set()

    made = [
        jobs.submit(first, lane=Lane.REMOTE, key="a"),
        jobs.submit(lambda _work: order.append("second"), lane=Lane.REMOTE, key="a"),
        jobs.submit(lambda _work: order.append("third"), lane=Lane.REMOTE, key="a"),
        jobs.submit(free, lane=Lane.REMOTE),
    ]
    with qtbot.waitSignals([job.finished for job in made]):
        pass
    assert order == ["free", "first", "second", "third"]


def test_a_flood_of_progress_reaches_the_window_thinned_out_with_the_newest_kept(
    jobs: Jobs, qtbot: QtBot
) -> None:
    def task(work: Work) -> None:
        for number in range(2000):
            work.report("Counting", number, 2000)

    job = jobs.submit(task)
    listener = Listener(job)
    with qtbot.waitSignal(job.finished):
        pass
    told = [value for name, value in listener.heard if name == "progressed"]
    assert told[-1] == Progress("Counting", 1999, 2000)
    assert len(told) < 2000


def test_local_jobs_run_one_after_another_in_the_order_they_came(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    made = [jobs.submit(lambda _work, n=n: order.append(n)) for n in range(20)]  # type: ignore[misc]  # the default argument binds n
    with qtbot.waitSignals([job.finished for job in made]):
        pass
    assert order == list(range(20))


def test_after_shutdown_nothing_starts_any_more(qapp: object) -> None:
    runner = Jobs()
    ran: list[bool] = []
    assert runner.shutdown()
    runner.submit(lambda _work: ran.append(True))
    assert runner.running == ()
    assert ran == []


def test_shutdown_cancels_what_is_under_way_and_waits_for_it(qapp: object) -> None:
    runner = Jobs()
    started = threading.Event()
    stopped = threading.Event()

    def task(work: Work) -> None:
        started.set()
        try:
            work.wait(60)
        finally:
            stopped.set()

    runner.submit(task)
    assert started.wait(5)
    assert runner.shutdown()
    assert stopped.is_set()


def test_held_jobs_start_when_they_are_released(jobs: Jobs, qtbot: QtBot) -> None:
    jobs.hold()
    job = jobs.submit(lambda _work: "ran")
    assert jobs.running == (job,)
    listener = Listener(job)
    with qtbot.waitSignal(job.finished):
        jobs.release()
    assert ("succeeded", "ran") in listener.heard


def _append(things: list[str], thing: str, _work: Work) -> None:
    things.append(thing)


def test_what_the_founder_typed_is_kept_although_the_app_is_closed(qapp: object) -> None:
    runner = Jobs()
    kept: list[str] = []

    def keep(name: str) -> Task:
        def task(work: Work) -> None:
            work.check()
            kept.append(name)

        return task

    release = threading.Event()
    runner.submit(lambda _work: release.wait(5), keeps=True)
    runner.submit(keep("first"), keeps=True)
    runner.submit(keep("not asked to"))
    runner.submit(keep("second"), keeps=True)
    threading.Timer(0.02, release.set).start()
    assert runner.shutdown()
    assert kept == ["first", "second"]


def test_a_write_that_was_handed_over_but_not_begun_is_kept_at_once(qapp: object) -> None:
    for _ in range(20):
        runner = Jobs()
        kept: list[str] = []
        runner.submit(partial(_append, kept, "typed"), keeps=True)
        assert runner.shutdown()
        assert kept == ["typed"]
