"""Start-up against a bare window, and what the app weighs when it rests.

Every side is a process of its own, measured by processor time until its first frame (or until the
campaigns are on screen), in turns. The limit of all is `QApplication` with an empty `QMainWindow`.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Figure, cpu_seconds, in_turns, print_table, python
from tests.databases import open_fresh
from vibe_desktop.domain.work import Work
from vibe_desktop.services.campaigns import CampaignService
from vibe_desktop.store.campaigns import CampaignRepository

CAMPAIGNS = 40
FIRST_PAINT_LIMIT = 2.4
DATA_LIMIT = 5.5
IDLE_LIMIT_MB = 120.0
IDLE_AFTER_MS = 2500

_BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
application = QApplication(["bare"])
window = Window()
window.resize(1200, 780)
window.show()
application.exec()
"""

_APP = """
import os, sys
from pathlib import Path
from vibe_desktop.app import interpreter
interpreter.prepare()
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import Paths
from vibe_desktop.app.window import App, make_application
application = make_application()
app = App(application, Paths(Path(sys.argv[1])), Environment(), sandbox=False)
"""

_FIRST_PAINT = f"""{_APP}
app.window.first_painted.connect(lambda: os._exit(0))
app.show()
application.exec()
"""

_DATA = f"""{_APP}
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            table = app.window.findChild(QTableView, "campaigns_table")
            if table is not None and table.isVisible() and table.model().rowCount() == {CAMPAIGNS}:
                from PySide6.QtCore import QTimer
                QTimer.singleShot(0, lambda: os._exit(0))
        return False
watch = Watch()
application.installEventFilter(watch)
app.show()
application.exec()
"""

_IDLE = f"""{_APP}
from PySide6.QtCore import QTimer
def weigh():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    Path(sys.argv[2]).write_text(str(pages * os.sysconf("SC_PAGE_SIZE") / 1e6))
    os._exit(0)
QTimer.singleShot({IDLE_AFTER_MS}, weigh)
app.show()
application.exec()
"""


def measure(rounds: int = 9) -> list[Figure]:
    """Start each side `rounds` times over a folder with some campaigns in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(folder)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": name}
        environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        taken = in_turns(
            {
                "bare": lambda: cpu_seconds(python("-c", _BARE), environment),
                "paint": lambda: cpu_seconds(python("-c", _FIRST_PAINT, name), environment),
                "data": lambda: cpu_seconds(python("-c", _DATA, name), environment),
            },
            rounds,
        )
        figures = [
            Figure(
                "first painted window / bare window",
                taken["paint"] / taken["bare"],
                FIRST_PAINT_LIMIT,
            ),
            Figure("campaigns on screen / bare window", taken["data"] / taken["bare"], DATA_LIMIT),
        ]
        if sys.platform.startswith("linux"):
            weight = folder / "weight"
            cpu_seconds(python("-c", _IDLE, name, str(weight)), environment)
            figures.append(
                Figure("resident when idle", float(weight.read_text()), IDLE_LIMIT_MB, "MB")
            )
    return figures


def _fill(folder: Path) -> None:
    """A data folder as a busy founder has it: some campaigns, and the dashboard left open."""
    database = open_fresh(folder)
    service = CampaignService(campaigns=CampaignRepository(database))
    for number in range(CAMPAIGNS):
        service.create(
            name=f"Campaign {number}",
            url=f"https://example{number}.com",
            target_audience="Founders",
            work=Work(),
        )
    database.close()
    (folder / "window.ini").write_text("[window]\nscreen=campaigns\n")


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
