"""Libraries with Qt classes: run on a worker, their classes made in the window's thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from vibe_desktop.jobs.importing import import_on_worker
from vibe_desktop.jobs.runner import Jobs, Lane

LIBRARY = """
import threading
from PySide6.QtCore import QObject, Signal

where_run = threading.get_ident()

class Noted(type(QObject)):
    def __new__(cls, name, bases, namespace):
        made = super().__new__(cls, name, bases, namespace)
        made.where_made = threading.get_ident()
        return made

class Base(QObject, metaclass=Noted):
    changed = Signal(int)

class Derived(Base):
    def __init__(self):
        super().__init__()

class Plain:
    pass
"""


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    assert runner.shutdown()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="only needed below Python 3.12")
def test_the_library_runs_on_the_worker_and_its_qt_classes_are_made_in_the_window(
    jobs: Jobs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_library_with_qt.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(tmp_path))
    job = jobs.submit(lambda _work: import_on_worker("a_library_with_qt", jobs), lane=Lane.REMOTE)
    with qtbot.waitSignal(job.finished):
        pass
    library = sys.modules.pop("a_library_with_qt")
    assert library.where_run != threading.get_ident()
    assert library.Derived.where_made == threading.get_ident()
    assert isinstance(library.Derived(), library.Base)
    assert library.Plain.__module__ == "a_library_with_qt"


def test_what_goes_wrong_in_the_window_is_raised_in_the_worker(jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> object:
        raise LookupError("in the window")

    heard: list[str] = []

    def task(_work: object) -> None:
        try:
            jobs.in_window(fail)
        except LookupError as error:
            heard.append(str(error))

    with qtbot.waitSignal(jobs.submit(task).finished):
        pass
    assert heard == ["in the window"]


def test_closing_the_app_does_not_wait_for_a_worker_that_waits_for_the_window(
    qapp: object,
) -> None:
    jobs = Jobs()
    begun = threading.Event()
    made_by: list[int] = []

    def task(_work: object) -> None:
        begun.set()
        jobs.in_window(lambda: made_by.append(threading.get_ident()))

    jobs.submit(task)
    assert begun.wait(10)
    assert jobs.shutdown()
    assert made_by
    assert made_by[0] != threading.get_ident()
