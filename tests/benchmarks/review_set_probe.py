"""Builds the review of all mails in a real window and prints what it took as JSON.

python -m tests.benchmarks.review_set_probe DATA_DIR LEADS
"""

import json
import random
import sys
import time
from pathlib import Path

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import QObject, QTimer, Slot  # noqa: E402 - after `prepare`

from tests.benchmarks.stall_probe import (  # noqa: E402 - after `prepare`
    AFTERGLOW_MS,
    SETTLED_AFTER_MS,
    Heartbeat,
    let_pass,
)
from tests.support.review_leads import (  # noqa: E402 - after `prepare`
    BODY,
    DEFECTS,
    SUBJECT,
    clean_lead,
    keep,
    spoilt,
)
from vibe_desktop.app.environment import Environment  # noqa: E402 - after `prepare`
from vibe_desktop.app.paths import Paths  # noqa: E402 - after `prepare`
from vibe_desktop.app.stores import Stores  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import App, make_application  # noqa: E402 - after `prepare`
from vibe_desktop.domain.campaigns import CampaignSetup  # noqa: E402 - after `prepare`
from vibe_desktop.domain.identity import Identity  # noqa: E402 - after `prepare`
from vibe_desktop.domain.variants import ANGLES, Author, DraftVariant  # noqa: E402 - after `prepare`
from vibe_desktop.jobs.runner import Job, Jobs  # noqa: E402 - after `prepare`
from vibe_desktop.ui.widgets.review_set.panel import ReviewSetPanel  # noqa: E402 - after `prepare`
from vibe_desktop.ui.widgets.review_set.presenter import (  # noqa: E402 - after `prepare`
    ReviewSetPresenter,
)
from vibe_desktop.ui.widgets.review_set.state import Stage  # noqa: E402 - after `prepare`

TYPING_PAUSE_MS = 200
PATIENCE_SECONDS = 120


def fill(folder: Path, count: int) -> tuple[str, str]:
    """Keep a campaign of three mails and so many leads. Returns its id, and another draft's."""
    stores = Stores(Paths(folder))
    stores.identity.save(Identity("Ada Lovelace", "Engines", "1 Mill Lane, London"))
    ids: list[str] = []
    for name in ("Reviewed", "Edited meanwhile"):
        campaign = stores.campaigns.create(
            name=name,
            url="https://ledgerly.example/",
            target_audience="Studios",
            setup=CampaignSetup(),
        )
        drafts = [DraftVariant(angle, SUBJECT, f"{BODY}\n\n{angle}") for angle in ANGLES]
        first = stores.variants.write_drafts(campaign.id, drafts, Author.WRITER)[0]
        ids.append(campaign.id if not ids else first.id)
    dice = random.Random(11)  # noqa: S311 - the same leads in every run
    leads = [clean_lead(number, dice) for number in range(count)]
    defects = [defect for several in DEFECTS.values() for defect in several]
    for place in range(0, count, 25):
        leads[place] = spoilt(leads[place], defects[place // 25 % len(defects)])
    keep(stores.leads, ids[0], leads)
    stores.close()
    return ids[0], ids[1]


class Typist(QObject):
    """Edits a mail at every pause, and keeps how long the slowest save took."""

    def __init__(self, app: App, variant_id: str) -> None:
        super().__init__()
        self._app = app
        self._jobs: Jobs = app.jobs
        self._variant_id = variant_id
        self._count = 0
        self._started: dict[Job, float] = {}
        self.slowest = 0.0
        self._timer = QTimer(self, interval=TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._save)

    def start(self) -> None:
        """Begin to type."""
        self._timer.start()

    def stop(self) -> None:
        """Stop typing."""
        self._timer.stop()

    @Slot()
    def _save(self) -> None:
        self._count += 1
        variant_id, body = self._variant_id, f"{BODY}\n\nTyped {self._count}"
        services = self._app.container
        started = time.perf_counter()
        job = self._jobs.submit(lambda w: services.variants.edit(variant_id, SUBJECT, body, w))
        self._started[job] = started
        job.finished.connect(self._saved)

    @Slot()
    def _saved(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self.slowest = max(self.slowest, time.perf_counter() - self._started.pop(job))


def probe(folder: Path, count: int) -> dict[str, float]:
    """Everything in milliseconds: until it is ready, the longest gap, the slowest save."""
    campaign_id, variant_id = fill(folder, count)
    (folder / "window.ini").write_text("[window]\nscreen=campaigns\n")
    application = make_application()
    app = App(application, Paths(folder), Environment(), sandbox=False)
    app.jobs.bug.connect(sys.exit)
    try:
        app.window.resize(1280, 800)
        app.show()
        let_pass(SETTLED_AFTER_MS)
        presenter = ReviewSetPresenter(app.container, app.jobs, app)
        panel = ReviewSetPanel(presenter)
        panel.resize(1000, 700)
        panel.show()
        let_pass(AFTERGLOW_MS)
        typist, heartbeat = Typist(app, variant_id), Heartbeat()
        heartbeat.start()
        typist.start()
        started = time.perf_counter()
        presenter.open(campaign_id)
        while presenter.state.stage is Stage.BUILDING:
            let_pass(10)
            if time.perf_counter() - started > PATIENCE_SECONDS:
                sys.exit("the review was not ready in time")
        ready = time.perf_counter() - started
        typist.stop()
        let_pass(AFTERGLOW_MS)
        gap = heartbeat.stop()
        built = presenter.state.built
        if built is None or built.mail_count != 3 * count:
            sys.exit(repr(presenter.state.trouble))
        panel.close()
        panel.deleteLater()
        return {"ready": ready * 1000, "gap": gap, "save": typist.slowest * 1000}
    finally:
        app.window.close()
        app.end()


def main() -> None:
    """Print the figures as one line of JSON."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(json.dumps(probe(folder, int(sys.argv[2]))) + "\n")


if __name__ == "__main__":
    main()
