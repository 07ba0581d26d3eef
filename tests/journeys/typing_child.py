"""Types into the first mail of a campaign without end, and says after each key how far it is.

    python -m tests.journeys.typing_child DATA_DIR CAMPAIGN_ID

Prints "READY", then a line a key: the clock (`time.monotonic`) and how many characters are on
screen that were typed. Whoever starts it kills it.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import Paths
from vibe_desktop.app.window import App, make_application
from vibe_desktop.ui.navigation import Destination, Screen

STREAM = "".join(f"word{number:04d} " for number in range(2000))
"""What is typed."""
KEY_MS = 40


class Typist(QObject):
    """Waits for the editor, then presses a key at each tick and never pauses."""

    def __init__(self, app: App, campaign_id: str) -> None:
        super().__init__()
        self._app = app
        self._campaign_id = campaign_id
        self._typed = 0
        self._timer = QTimer(self, interval=KEY_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @Slot()
    def _tick(self) -> None:
        window = self._app.window
        here = window.here
        if here is None or here.screen is not Screen.REVIEW:
            window.navigate(Destination(Screen.REVIEW, self._campaign_id))
            return
        body = window.findChild(QPlainTextEdit, "body_A")
        if body is None or (self._app.jobs.running and not self._typed):
            return
        if not self._typed:
            body.setFocus(Qt.FocusReason.OtherFocusReason)
            body.moveCursor(QTextCursor.MoveOperation.End)
            _say("READY")
        QTest.keyClicks(body, STREAM[self._typed])
        self._typed += 1
        _say(f"{time.monotonic()} {self._typed}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run until killed."""
    folder, campaign_id = sys.argv[1:3]
    application = make_application()
    app = App(application, Paths(Path(folder)), Environment(), sandbox=False)
    app.show()
    typist = Typist(app, campaign_id)
    application.exec()
    typist.deleteLater()


if __name__ == "__main__":
    main()
