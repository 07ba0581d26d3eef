"""Imports a lead file beside the leads screen and prints how long the window hesitated as JSON.

python -m tests.benchmarks.import_probe DATA_DIR LEADS_FILE
"""

import json
import sys
from pathlib import Path

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import QObject, QTimer, Slot  # noqa: E402 - after `prepare`
from PySide6.QtWidgets import QTableView  # noqa: E402 - after `prepare`

from tests.benchmarks.stall_probe import (  # noqa: E402 - after `prepare`
    AFTERGLOW_MS,
    SETTLED_AFTER_MS,
    Heartbeat,
    Outcome,
    let_pass,
)
from tests.support.lead_files import write_apollo_export  # noqa: E402 - after `prepare`
from vibe_desktop.app.environment import Environment  # noqa: E402 - after `prepare`
from vibe_desktop.app.paths import Paths  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import App, make_application  # noqa: E402 - after `prepare`
from vibe_desktop.jobs.runner import Lane  # noqa: E402 - after `prepare`
from vibe_desktop.ui.navigation import Destination, Screen  # noqa: E402 - after `prepare`

SCREENFULS = 200  # leads that are there before


class Scroller(QObject):
    """Somebody who looks through the leads meanwhile, up and down."""

    def __init__(self, view: QTableView) -> None:
        super().__init__()
        self._bar = view.verticalScrollBar()
        self._step = 3
        self._timer = QTimer(self, interval=40)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    @Slot()
    def _turn(self) -> None:
        at = self._bar.value() + self._step
        if not 0 <= at <= self._bar.maximum():
            self._step = -self._step
        self._bar.setValue(at)

    def stop(self) -> None:
        """Let go of the wheel."""
        self._timer.stop()


def measure(app: App, folder: Path, file: Path) -> dict[str, float]:
    """The longest gap while the leads are imported, and while search and sorting follow."""
    services = app.container
    before = folder / "before.csv"
    write_apollo_export(before, SCREENFULS, seed=1)
    outcome = Outcome(app.jobs)
    app.show()
    let_pass(SETTLED_AFTER_MS)
    outcome.of(lambda work: services.leads.import_file(before, None, "", work), Lane.REMOTE)
    app.window.navigate(Destination(Screen.LEADS))
    let_pass(SETTLED_AFTER_MS)
    _wait(app, outcome)
    view = next(view for view in app.window.findChildren(QTableView) if view.isVisible())
    heartbeat, scroller = Heartbeat(), Scroller(view)
    heartbeat.start()
    outcome.of(lambda work: services.leads.import_file(file, None, "", work), Lane.REMOTE)
    let_pass(AFTERGLOW_MS)
    importing = heartbeat.stop()
    heartbeat.start()
    _wait(app, outcome)
    indexing = heartbeat.stop()
    scroller.stop()
    return {"importing": importing, "indexing": indexing}


def _wait(app: App, outcome: Outcome) -> None:
    """Until nothing runs any more, and all leads can be searched."""
    let_pass(AFTERGLOW_MS)
    while app.jobs.running or outcome.of(app.container.has_leads_to_index, Lane.LOCAL):
        let_pass(200)
    let_pass(AFTERGLOW_MS)


def main() -> None:
    """Print the gaps as one line of JSON."""
    folder, file = map(Path, sys.argv[1:3])
    application = make_application()
    app = App(application, Paths(folder), Environment(), sandbox=False)
    try:
        gaps = measure(app, folder, file)
    finally:
        app.window.close()
        app.end()
        application.quit()
    sys.stdout.write(json.dumps(gaps) + "\n")


if __name__ == "__main__":
    main()
