"""Libraries built on Qt: read and run in the time that the window gives."""

import _imp
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.importing import Importer, Turns, import_in_turns
from vibe_desktop.jobs.runner import Jobs


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    assert runner.shutdown()


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A module that imports thirty others."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names = [f"a_part_{number}" for number in range(30)]
    for name in names:
        (tmp_path / f"{name}.py").write_text("total = sum(range(20_000))\n")
    (tmp_path / "a_whole.py").write_text("".join(f"import {name}\n" for name in names))
    yield "a_whole"
    for name in (*names, "a_whole"):
        sys.modules.pop(name, None)


class Beats(QObject):
    """Counts how often the window's own thread came to its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.timer = QTimer(self, interval=0)
        self.timer.timeout.connect(self.beat)

    @Slot()
    def beat(self) -> None:
        self.count += 1


def test_the_module_is_there_in_the_end(jobs: Jobs, qtbot: QtBot, library: str) -> None:
    importer = Importer(jobs, ahead="json", module=library)
    beats = Beats()
    beats.timer.start()
    with qtbot.waitSignal(importer.finished):
        importer.start()
    beats.timer.stop()
    assert sys.modules[library].a_part_29.total == sum(range(20_000))
    assert beats.count
    assert not any(type(finder).__name__ == "_WayGiver" for finder in sys.meta_path)


def test_nothing_is_imported_while_the_window_has_its_turn(library: str) -> None:
    turns, work = Turns(), Work()
    worker = threading.Thread(target=import_in_turns, args=(library, turns, work))
    worker.start()
    seen = []
    while worker.is_alive():
        turns.give(0)  # a slice that is used up at once: one module a turn
        seen.append(sum(name.startswith("a_part_") for name in sys.modules))
    worker.join()
    assert seen[-1] == 30
    assert len(seen) >= 30
    assert all(after - before <= 1 for before, after in pairwise(seen))


def test_closing_the_app_lets_an_import_go_on_without_turns(library: str) -> None:
    turns, work = Turns(), Work()
    worker = threading.Thread(target=import_in_turns, args=(library, turns, work))
    worker.start()
    work.cancel()
    worker.join(timeout=30)
    assert not worker.is_alive()


def test_the_window_may_import_something_while_a_worker_waits_for_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("waited_for_its_turn", "wanted_meanwhile"):
        (tmp_path / f"{name}.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    turns = Turns()
    worker = threading.Thread(target=import_in_turns, args=("waited_for_its_turn", turns, Work()))
    worker.start()
    with turns._changed:
        assert turns._changed.wait_for(lambda: turns._waiting, 10)
    turns.give(0.0)  # now it waits again, in the middle of the import
    assert not _imp.lock_held()
    import_module("wanted_meanwhile")
    turns.end()
    worker.join()
    assert "waited_for_its_turn" in sys.modules
