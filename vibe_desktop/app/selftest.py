"""`--self-test`: open every screen without a display; any complaint fails it."""

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import Paths
from vibe_desktop.ui.navigation import Destination, Screen

if TYPE_CHECKING:
    from vibe_desktop.app.window import App

PATIENCE_MS = 20_000


class _Complaints(logging.Handler):
    """Keeps every log line at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


def run() -> int:
    """Open every screen over an empty data folder that is thrown away. Returns the exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    complaints = _Complaints()
    logging.getLogger().addHandler(complaints)
    with tempfile.TemporaryDirectory(prefix="vibe-self-test-") as folder:
        opened = _open_everything(Path(folder))
    logging.getLogger().removeHandler(complaints)
    sys.stderr.writelines(f"{line}\n" for line in complaints.lines)
    if complaints.lines:
        return 1
    sys.stdout.write(f"Opened {', '.join(opened)}.\n")
    return 0


def _open_everything(folder: Path) -> list[str]:
    # Imported here: the platform has to be chosen before Qt is loaded.
    from vibe_desktop.app import interpreter

    interpreter.prepare()
    from vibe_desktop.app.window import App, make_application

    application = make_application()
    app = App(application, Paths(folder), Environment(), sandbox=False)
    try:
        app.show()
        return [_open(app, screen) for screen in Screen]
    finally:
        app.window.close()
        app.end()


def _open(app: "App", screen: Screen) -> str:
    """Go to a screen and wait until nothing is under way any more."""
    from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

    app.window.navigate(Destination(screen))
    deadline = QDeadlineTimer(PATIENCE_MS)
    QCoreApplication.processEvents()
    while app.jobs.running and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    if deadline.hasExpired():
        logging.getLogger(__name__).warning("%s did not come to rest", screen.value)
    return screen.value
