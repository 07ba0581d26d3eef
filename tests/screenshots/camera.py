"""Opens the window over a data folder and takes a picture of every screen.

python -m tests.screenshots.camera DATA_DIR OUT_DIR IDS_JSON THEME WIDTHxHEIGHT [empty]
"""

import json
import sys
from pathlib import Path

from vibe_desktop.app import interpreter

interpreter.prepare()

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - after `prepare`

from tests.screenshots import scenes  # noqa: E402 - after `prepare`
from vibe_desktop.app.environment import Environment  # noqa: E402 - after `prepare`
from vibe_desktop.app.paths import Paths  # noqa: E402 - after `prepare`
from vibe_desktop.app.window import App, make_application  # noqa: E402 - after `prepare`
from vibe_desktop.domain.campaigns import WizardStep  # noqa: E402 - after `prepare`
from vibe_desktop.domain.errors import Unreachable  # noqa: E402 - after `prepare`
from vibe_desktop.domain.settings import Theme  # noqa: E402 - after `prepare`
from vibe_desktop.domain.work import Work  # noqa: E402 - after `prepare`
from vibe_desktop.ui.navigation import Destination, Screen  # noqa: E402 - after `prepare`

REST_MS = 350
PATIENCE = 400


def wait(app: App, milliseconds: int = REST_MS) -> None:
    """Let jobs end and the window come to rest."""
    loop = QEventLoop()
    for _ in range(PATIENCE):
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        if not app.jobs.running:
            break
        milliseconds = 50
    QTimer.singleShot(REST_MS, loop.quit)
    loop.exec()


def places(ids: dict[str, str]) -> list[tuple[str, Destination]]:
    """Every picture's name and where it is taken."""
    shots = [
        ("welcome", Destination(Screen.WELCOME)),
        ("campaigns", Destination(Screen.CAMPAIGNS)),
        ("wizard-new", Destination(Screen.WIZARD)),
    ]
    if ids:
        shots += [
            (f"wizard-{n}-{step.value}", Destination(Screen.WIZARD, ids[step.value]))
            for n, step in enumerate(WizardStep, 1)
        ]
        shots += [
            ("review", Destination(Screen.REVIEW, ids[WizardStep.LEADS.value])),
            ("review-findings", Destination(Screen.REVIEW, ids[WizardStep.COPY.value])),
            ("analytics", Destination(Screen.ANALYTICS, ids["results"])),
            ("analytics-young", Destination(Screen.ANALYTICS, ids["young"])),
        ]
    return [
        *shots,
        ("leads", Destination(Screen.LEADS)),
        ("mailboxes", Destination(Screen.MAILBOXES)),
        ("settings", Destination(Screen.SETTINGS)),
        ("about", Destination(Screen.ABOUT)),
    ]


def main() -> None:
    """Take all pictures of one theme and size."""
    data, out, ids_json, theme, size, *rest = sys.argv[1:]
    ids: dict[str, str] = json.loads(ids_json)
    width, height = map(int, size.split("x"))
    application = make_application()
    app = App(application, Paths(Path(data)), Environment(), sandbox=not rest)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)

    def shoot(name: str) -> None:
        app.window.grab().save(str(folder / f"{name}-{theme}-{size}{'-empty' if rest else ''}.png"))

    try:
        settings = app.container.settings.get(Work())
        app.container.settings.save(type(settings)(theme=Theme(theme)), Work())
        app.theme.choose(Theme(theme))
        app.window.resize(width, height)
        app.show()
        wait(app)
        for name, place in places(ids):
            app.window.navigate(place)
            wait(app)
            shoot(name)
        if ids:
            scenes.play(app, ids, lambda: wait(app), shoot)
        app.notices.trouble(
            Unreachable(
                "Instantly did not answer.",
                safe="The results known before are kept.",
                next_step="Check the network and refresh again.",
            )
        )
        app.window.navigate(Destination(Screen.CAMPAIGNS))
        wait(app)
        shoot("trouble")
    finally:
        app.window.close()
        app.end()


if __name__ == "__main__":
    main()
