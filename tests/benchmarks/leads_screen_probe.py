"""A long table of leads, one side in a process of its own; prints its figures as JSON.

    python -m tests.benchmarks.leads_screen_probe ours|bare FOLDER

`ours` is the app's model with its services and workers; `bare` is what Qt has for it: a
QSqlQueryModel that reads the same file on the window's thread. Both fill the same table view.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import (  # noqa: E402 - after `prepare`
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QWheelEvent  # noqa: E402 - after `prepare`
from PySide6.QtWidgets import QApplication, QTableView  # noqa: E402 - after `prepare`

from tests.benchmarks.stall_probe import Heartbeat, let_pass  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import make_application  # noqa: E402 - after `prepare`
from vibe_desktop.domain.lead_queries import SORTS, LeadQuery  # noqa: E402 - after `prepare`
from vibe_desktop.ui.leads.model import FIELDS  # noqa: E402 - after `prepare`
from vibe_desktop.ui.widgets.tables import DataTable  # noqa: E402 - after `prepare`

SEARCHES = ("nova", "eriksson4", "stockholm")
"""Words that an eighth, few and a tenth of the leads have."""
JUMPS = 200
JUMPED_AMONG = 100_000
"""Among the first leads only: the bare side keeps every row up to the one it shows."""
PATIENCE_SECONDS = 60.0
LEFT_FOR_LATER_MS = 1000


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def rss_anon_mb() -> float:
    """Memory of this process that no file stands behind."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say")


def until(condition: Callable[[], bool]) -> None:
    """Let the window live until it is so."""
    deadline = time.perf_counter() + PATIENCE_SECONDS
    waker = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
    waker.start()
    while not condition():
        # Asleep between two events, as a window is: a loop that spins would take the time that
        # the worker needs.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > deadline:
            sys.exit("the table did not get there in time")
    waker.stop()


class Bare:
    """QSqlQueryModel: asks for 256 rows at a time, whenever the view comes to the last one."""

    def __init__(self, folder: Path, view: QTableView) -> None:
        from PySide6.QtSql import QSqlDatabase, QSqlQueryModel

        self._view = view
        self._database = QSqlDatabase.addDatabase("QSQLITE")
        self._database.setDatabaseName(str(folder / "vibe.db"))
        if not self._database.open():
            sys.exit("the bare side cannot open the file")
        self._model = QSqlQueryModel()

    def show(self, word: str = "", sort: str = "row") -> None:
        columns = ", ".join(f"leads.{name}" for name in FIELDS)
        statement = f"SELECT {columns} FROM leads"  # noqa: S608 - names of columns only
        if word:
            statement = (
                f"SELECT {columns} FROM lead_search JOIN leads ON leads.row = lead_search.rowid"  # noqa: S608
                f" WHERE lead_search MATCH '\"{word}\"'"
            )
        if sort != "row":
            statement += f" ORDER BY leads.{sort} COLLATE NOCASE, leads.row"
        self._model.setQuery(statement, self._database)
        if self._view.model() is not self._model:
            self._view.setModel(self._model)

    def reach(self, row: int) -> None:
        """Fetch rows until this one is there."""
        while self._model.rowCount() <= row and self._model.canFetchMore():
            self._model.fetchMore()

    def is_there(self) -> bool:
        return self._model.rowCount() > 0

    def close(self) -> None:
        self._view.setModel(None)
        self._model.clear()
        self._database.close()


class Ours:
    """The app's pages and model over its services, on its workers."""

    def __init__(self, folder: Path, view: QTableView) -> None:
        from vibe_desktop.app.container import Container
        from vibe_desktop.app.environment import Environment
        from vibe_desktop.app.logs import Redactor
        from vibe_desktop.app.paths import Paths
        from vibe_desktop.jobs.runner import Jobs
        from vibe_desktop.ui.context import ScreenContext
        from vibe_desktop.ui.leads.model import LeadsModel
        from vibe_desktop.ui.leads.pages import LeadPages

        self._view = view
        paths = Paths(folder)
        self._container = Container(paths, Environment(), sandbox=False, redactor=Redactor())
        self._jobs = Jobs()
        # What the window has read long before anybody opens the leads.
        job = self._jobs.submit(lambda work: self._container.leads.lists(work))
        until(lambda: job not in self._jobs.running)
        context = ScreenContext.__new__(ScreenContext)
        for name, value in (("services", self._container), ("jobs", self._jobs)):
            object.__setattr__(context, name, value)
        self._pages = LeadPages(context)
        self._make = LeadsModel
        self._model: LeadsModel | None = None
        self._asked = False

    def show(self, word: str = "", sort: str = "row") -> None:
        self._asked = True
        self._pages.replaced.connect(self._replaced)
        self._pages.ask(LeadQuery(search=word, sort=sort))
        if self._model is None:
            self._model = self._make(self._pages)
            self._view.setModel(self._model)

    def reach(self, _row: int) -> None:
        """Every row can be shown."""

    def _replaced(self) -> None:
        self._asked = False

    def is_there(self) -> bool:
        return not self._asked and self._pages.total > 0

    def close(self) -> None:
        self._jobs.shutdown()
        self._view.setModel(None)
        self._container.close()


def timed(side: Bare | Ours, view: QTableView, show: Callable[[], None]) -> float:
    """Milliseconds of processor time, all threads', from the wish to the first painted rows."""
    # What the one before left for later (counting all, looking for variables) is over by then.
    let_pass(LEFT_FOR_LATER_MS)
    paints = Paints(view.viewport())
    started = time.process_time()
    show()
    until(side.is_there)
    before = paints.count
    view.viewport().update()
    until(lambda: paints.count > before)
    return (time.process_time() - started) * 1000


def scroll(view: QTableView) -> float:
    """The longest gap while the wheel turns, the bar is dragged and jumps are made."""
    bar = view.verticalScrollBar()
    heartbeat = Heartbeat()
    heartbeat.start()
    dice = random.Random(5)  # noqa: S311 - the same jumps in every run
    for _ in range(60):
        place = QPointF(100, 100)
        event = QWheelEvent(
            place,
            QPointF(view.viewport().mapToGlobal(QPoint(100, 100))),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
        let_pass(10)
    for step in range(60):
        bar.setValue(bar.maximum() * step // 60)
        let_pass(10)
    for _ in range(40):
        bar.setValue(dice.randrange(bar.maximum() + 1))
        let_pass(25)
    return heartbeat.stop()


def probe(kind: str, folder: Path) -> dict[str, float]:
    """Everything in milliseconds, memory in MB."""
    application = make_application()
    view = DataTable("Leads") if kind == "ours" else QTableView()
    view.resize(1200, 800)
    view.show()
    let_pass(300)
    side: Bare | Ours = Ours(folder, view) if kind == "ours" else Bare(folder, view)
    let_pass(300)
    figures: dict[str, float] = {}
    before = rss_anon_mb()
    figures["open"] = timed(side, view, side.show)
    let_pass(200)
    figures["search"] = max(
        figures.setdefault(f"search {word}", timed(side, view, partial(side.show, word)))
        for word in SEARCHES
    )
    let_pass(300)
    side.show()
    let_pass(300)
    dice = random.Random(6)  # noqa: S311 - the same jumps in every run
    for _ in range(JUMPS):
        side.reach(row := dice.randrange(JUMPED_AMONG))
        view.scrollTo(view.model().index(row, 0))
        let_pass(15)
    figures["memory"] = rss_anon_mb() - before
    for name in SORTS[1:]:
        figures[f"sort {name}"] = timed(side, view, partial(side.show, sort=name))
        let_pass(50)
    side.show()
    let_pass(300)
    figures["gap"] = scroll(view)
    view.close()
    side.close()
    del application
    return figures


def main() -> None:
    """Print the figures as one line of JSON."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    sys.stdout.write(json.dumps(probe(kind, folder)) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
