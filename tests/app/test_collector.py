import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from vibe_desktop.app.collector import MANY, Collector
from vibe_desktop.jobs.runner import Jobs


class Circle:
    """Something that nobody but itself holds."""


def circle() -> Circle:
    made = Circle()
    vars(made)["itself"] = made
    return made


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    gc.collect()  # what other tests made counts for nothing here
    runner = Jobs()
    yield runner
    assert runner.shutdown()


def test_garbage_is_collected_only_when_the_window_looks(jobs: Jobs) -> None:
    collector = Collector(jobs)
    assert not gc.isenabled()
    garbage = weakref.ref(circle())
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    assert garbage() is not None
    collector.look()
    assert garbage() is None
    assert kept


def test_with_little_made_since_the_last_time_nothing_is_looked_at(jobs: Jobs) -> None:
    garbage = weakref.ref(circle())
    Collector(jobs).look()
    assert garbage() is not None


def test_while_a_job_runs_nothing_is_looked_at(jobs: Jobs, qtbot: QtBot) -> None:
    go_on = threading.Event()
    job = jobs.submit(lambda _work: go_on.wait(20))
    garbage = weakref.ref(circle())
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    Collector(jobs).look()
    assert garbage() is not None
    with qtbot.waitSignal(job.finished):
        go_on.set()
    Collector(jobs).look()
    assert garbage() is None
    assert kept


def test_a_library_that_was_just_loaded_is_put_aside_instead_of_looked_through(
    jobs: Jobs,
) -> None:
    before = gc.get_freeze_count()
    loaded = [[number] for number in range(MANY + 1)]
    Collector(jobs).look()
    assert gc.get_freeze_count() - before >= len(loaded)
    gc.unfreeze()
