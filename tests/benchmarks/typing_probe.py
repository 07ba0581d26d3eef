"""Types into the editor of a real window and prints how long it hesitates, as JSON.

    python -m tests.benchmarks.typing_probe DATA_DIR PAGE_URL LEADS_FILE

A process of its own, with the window's own lanes and a campaign of three mails, one of 200 words.
"""

import json
import statistics
import sys
import time
from pathlib import Path

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import QEvent, QObject, Qt, Slot  # noqa: E402 - after `prepare`
from PySide6.QtTest import QTest  # noqa: E402 - after `prepare`
from PySide6.QtWidgets import QApplication  # noqa: E402 - after `prepare`

from tests.benchmarks.stall_probe import Heartbeat, let_pass  # noqa: E402 - after `prepare`
from vibe_desktop.app.environment import Environment  # noqa: E402 - after `prepare`
from vibe_desktop.app.paths import Paths  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import App, make_application  # noqa: E402 - after `prepare`
from vibe_desktop.domain.identity import Identity  # noqa: E402 - after `prepare`
from vibe_desktop.domain.work import Work  # noqa: E402 - after `prepare`
from vibe_desktop.ui.navigation import Destination, Screen  # noqa: E402 - after `prepare`
from vibe_desktop.ui.review.view import ReviewView  # noqa: E402 - after `prepare`
from vibe_desktop.ui.widgets.variant_review.state import VariantState  # noqa: E402 - as above
from vibe_desktop.ui.widgets.variant_review.variant_editor import (  # noqa: E402 - as above
    VariantEditor,
)
from vibe_desktop.ui.widgets.variant_review.variant_presenter import (  # noqa: E402 - as above
    LOOK_PAUSE_MS,
)

WORDS = 200
PAUSES = 12
CHARACTERS = 300
KEY_MS = 25
"""Between two keys: 40 a second, faster than anybody types."""


class Frame(QObject):
    """Notes when the preview was painted with what was found in the text on screen."""

    def __init__(self, editor: VariantEditor) -> None:
        super().__init__()
        self._found = False
        self.painted = 0.0
        editor.presenter.state_changed.connect(self._look_arrived)
        editor.preview.sheet.viewport().installEventFilter(self)

    def expect(self) -> None:
        """A key is about to be pressed."""
        self._found, self.painted = False, 0.0

    @Slot(object)
    def _look_arrived(self, state: VariantState) -> None:
        self._found = state.fresh

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the time of the first frame after the news."""
        if event.type() == QEvent.Type.Paint and self._found and not self.painted:
            self.painted = time.perf_counter()
        return False


class Probe:
    """A founder at the keyboard."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._app = App(application, Paths(folder), Environment(), sandbox=False)

    def run(self, page: str, leads: Path) -> dict[str, float]:
        """Write, load leads, open the review, type."""
        campaign_id = self._prepare(page, leads)
        self._app.show()
        let_pass(2000)
        window = self._app.window
        window.resize(1280, 2400)  # the preview of a long mail is on screen, and painted
        window.navigate(Destination(Screen.REVIEW, campaign_id))
        let_pass(1500)
        view = window.page
        assert isinstance(view, ReviewView)
        editor = view.review.editors[0]
        editor.text.setFocus()
        let_pass(500)
        return {
            "pause": self._pauses(editor),
            "gap": self._longest_gap(editor),
        }

    def close(self) -> None:
        """End the app in order."""
        self._app.window.close()
        self._app.end()
        self._application.quit()

    def _prepare(self, page: str, leads: Path) -> str:
        services, work = self._app.container, Work()
        services.identity.save(
            Identity("Ada Lovelace", "Analytical Engines", "12 St James's Square, London"), work
        )
        made = services.campaigns.create(
            name="Typing", url=page, target_audience="Founders", work=work
        ).value
        first = services.copywriting.draft(made.id, work).value[0]
        body = first.current.body
        while len(body.split()) < WORDS:
            body = f"{body}\n\n{first.current.body}"
        body = " ".join(body.split(" ")[:WORDS])
        services.variants.edit(first.id, first.current.subject, body, work)
        services.leads.import_file(leads, None, made.id, work)
        return made.id

    def _pauses(self, editor: VariantEditor) -> float:
        """Milliseconds from the end of a pause to the frame that shows what was found."""
        frame, taken = Frame(editor), []
        for _ in range(PAUSES):
            frame.expect()
            pressed = time.perf_counter()
            QTest.keyClick(editor.text, Qt.Key.Key_X)
            until = pressed + 5
            while not frame.painted and time.perf_counter() < until:
                let_pass(2)
            if not frame.painted:
                raise RuntimeError("nothing was drawn after a pause in typing")
            taken.append((frame.painted - pressed) * 1000 - LOOK_PAUSE_MS)
            let_pass(900)  # the save and what follows from it
        return statistics.median(taken)

    def _longest_gap(self, editor: VariantEditor) -> float:
        """Milliseconds that the window's loop did not come round while somebody typed on."""
        heartbeat = Heartbeat()
        heartbeat.start()
        text = "the quick fox asks {{firstName}} one thing. "
        for number in range(CHARACTERS):
            QTest.keyClicks(editor.text, text[number % len(text)])
            let_pass(KEY_MS if number % 60 else 250)
        let_pass(800)
        return heartbeat.stop()


def main() -> None:
    """Print the figures as one line of JSON."""
    folder, page, leads = sys.argv[1:4]
    probe = Probe(make_application(), Path(folder))
    try:
        figures = probe.run(page, Path(leads))
    finally:
        probe.close()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
