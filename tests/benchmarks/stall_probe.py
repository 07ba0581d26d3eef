"""Runs each kind of job in a real window and prints the longest gaps as JSON.

    python -m tests.benchmarks.stall_probe DATA_DIR PAGE_URL LEADS_FILE

A process of its own, so that every round pays for its imports anew: they are what stalls a window.
"""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot  # noqa: E402 - after `prepare`
from PySide6.QtWidgets import QApplication  # noqa: E402 - after `prepare`

from tests.support.lead_files import GERMAN_BASIS  # noqa: E402 - after `prepare`
from vibe_desktop.app.environment import Environment  # noqa: E402 - after `prepare`
from vibe_desktop.app.paths import Paths  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import App, make_application  # noqa: E402 - after `prepare`
from vibe_desktop.domain.identity import Identity  # noqa: E402 - after `prepare`
from vibe_desktop.domain.work import Work  # noqa: E402 - after `prepare`
from vibe_desktop.jobs.runner import Jobs, Lane, Task  # noqa: E402 - after `prepare`
from vibe_desktop.ui.navigation import Destination, Screen  # noqa: E402 - after `prepare`

if TYPE_CHECKING:
    from vibe_desktop.domain.campaigns import Campaign
    from vibe_desktop.domain.variants import Variant

BEAT_MS = 5
SETTLED_AFTER_MS = 2500
AFTERGLOW_MS = 400
"""What an outcome makes the window do (reload, repaint) counts too."""


class Heartbeat(QObject):
    """A precise timer in the window's thread, and the longest time it did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self._worst = 0.0

    def start(self) -> None:
        """Begin to count."""
        self._worst = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """End counting; the longest gap beyond the interval, in milliseconds."""
        self._beat()
        self._timer.stop()
        return self._worst * 1000

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, now - self._last - BEAT_MS / 1000)
        self._last = now


class Outcome(QObject):
    """Waits for a job; trouble and bugs end the process with their words."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._loop = QEventLoop(self)
        self._result: object = None
        jobs.bug.connect(self._fail)

    def of(self, task: Task, lane: Lane) -> object:
        """Run a job to its end and return its result."""
        job = self._jobs.submit(task, lane=lane)
        job.succeeded.connect(self._keep)
        job.failed.connect(self._fail)
        job.finished.connect(self._loop.quit)
        self._loop.exec()
        return self._result

    @Slot(object)
    def _keep(self, result: object) -> None:
        self._result = result

    @Slot(object)
    def _fail(self, why: object) -> None:
        sys.exit(repr(why))


def let_pass(milliseconds: int) -> None:
    """Keep the window alive for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Probe:
    """The jobs of a founder's first hour, one after another."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._app = App(application, Paths(folder), Environment(), sandbox=True)
        self._heartbeat = Heartbeat()
        self._outcome = Outcome(self._app.jobs)
        self.gaps: dict[str, float] = {}

    def run(self, page: str, leads: Path) -> None:
        """Take a page and a lead file to results, watching the window all the way."""
        services = self._app.container
        self._app.show()
        let_pass(SETTLED_AFTER_MS)
        assert services.sandbox is not None
        assert services.sandbox.info
        self._show("opening the wizard", Destination(Screen.WIZARD))
        self._app.window.navigate(Destination(Screen.CAMPAIGNS))
        let_pass(AFTERGLOW_MS)
        who = Identity("Ada Lovelace", "Analytical Engines", "12 St James's Square, London")
        self._job("saving who writes", lambda w: services.identity.save(who, w))
        made: Campaign = self._job(
            "making a campaign",
            lambda w: services.campaigns.create(
                name="Stall", url=page, target_audience="Founders", work=w
            ),
        )
        self._job("reading a page", lambda w: services.pages.read(made.id, w), Lane.REMOTE)
        three: tuple[Variant, ...] = self._job(
            "writing three variants",
            lambda w: services.copywriting.draft(made.id, w),
            Lane.REMOTE,
        )
        self._job("importing leads", lambda w: services.leads.import_file(leads, None, made.id, w))
        self._job("approving", lambda w: [services.variants.approve(v.id, w) for v in three])
        self._job(
            "answering for a country",
            lambda w: services.compliance.record(made.id, "DE", GERMAN_BASIS, w),
        )
        self._job("launching", lambda w: services.launches.launch(made.id, w), Lane.REMOTE)
        services.sandbox.advance(5, Work())
        self._job("fetching results", lambda w: services.analytics.refresh(made.id, w), Lane.REMOTE)
        self._show("opening the results", Destination(Screen.ANALYTICS, made.id))
        self._show("opening the leads", Destination(Screen.LEADS))
        self._show("opening the review", Destination(Screen.REVIEW, made.id))

    def close(self) -> None:
        """End the app in order."""
        self._app.window.close()
        self._app.end()
        self._application.quit()

    def _job(self, name: str, task: Task, lane: Lane = Lane.LOCAL) -> Any:
        self._heartbeat.start()
        result = self._outcome.of(task, lane)
        let_pass(AFTERGLOW_MS)
        self.gaps[name] = self._heartbeat.stop()
        return result

    def _show(self, name: str, place: Destination) -> None:
        self._heartbeat.start()
        self._app.window.navigate(place)
        let_pass(AFTERGLOW_MS)
        while self._app.jobs.running:
            let_pass(50)
        let_pass(AFTERGLOW_MS)
        self.gaps[name] = self._heartbeat.stop()


def main() -> None:
    """Print the gaps as one line of JSON."""
    folder, page, leads = sys.argv[1:4]
    probe = Probe(make_application(), Path(folder))
    try:
        probe.run(page, Path(leads))
    finally:
        probe.close()
    sys.stdout.write(json.dumps(probe.gaps) + "\n")


if __name__ == "__main__":
    main()
