"""Reviewing in the real window, on a real X server, without any network."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.journeys.command_line import ROOT, environment
from tests.journeys.founder import Founder
from tests.journeys.typing_child import STREAM
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.navigation import LAST_CAMPAIGN, Destination, Screen

pytestmark = [pytest.mark.window, pytest.mark.slow]

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LOST_AT_MOST = 2.0
"""Seconds of typing that a crash may cost."""


@pytest.fixture
def founder(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Founder]:
    """A founder whose computer has one campaign; the app is closed behind them."""
    person = Founder(qtbot, qapp, tmp_path / "data")
    yield person
    if person._app is not None:
        person.closes_the_app()


@pytest.fixture
def campaign_id(founder: Founder, product_page: str) -> str:
    """Three mails that wait for a review; the campaign is the one that was open last."""
    founder.folder.mkdir(parents=True)
    paths, work = Paths(founder.folder), RecordingWork()
    services = Container(paths, Environment(), sandbox=False, redactor=Redactor())
    services.identity.save(
        Identity("Ada Lovelace", "Analytical Engines", "12 St James's Square, London"), work
    )
    made = services.campaigns.create(
        name="Offline", url=product_page, target_audience="Controllers", work=work
    ).value
    services.copywriting.draft(made.id, work)
    services.close()
    state = QSettings(str(founder.folder / "window.ini"), QSettings.Format.IniFormat)
    state.setValue(LAST_CAMPAIGN, made.id)
    state.setValue("window/screen", "campaigns")
    state.sync()
    return made.id


def test_a_crash_in_the_middle_of_an_edit_costs_less_than_two_seconds(
    founder: Founder, campaign_id: str
) -> None:
    typing = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typing_child", founder.folder, campaign_id],
        cwd=ROOT,
        env={**environment(), "QT_QPA_PLATFORM": os.environ["QT_QPA_PLATFORM"]},
        stdout=subprocess.PIPE,
        text=True,
    )
    on_screen: list[tuple[float, int]] = []
    assert typing.stdout is not None
    with typing.stdout as lines:
        for line in lines:
            if line.startswith("READY"):
                continue
            moment, count = line.split()
            on_screen.append((float(moment), int(count)))
            # Not a moment's pause in these six seconds: the save at a pause never came.
            if on_screen[-1][0] - on_screen[0][0] > 6:
                break
        typing.kill()
        killed = time.monotonic()
        typing.wait()
    kept = max(count for moment, count in on_screen if moment <= killed - LOST_AT_MOST)
    assert kept > 20

    founder.opens_the_app(sandbox=False)
    founder.app.window.navigate(Destination(Screen.REVIEW, campaign_id))
    body = founder.sees(QPlainTextEdit, "body_A")
    founder.waits_until(lambda: STREAM[:kept].rstrip() in body.toPlainText())
    # What was there before is one click away.
    revisions = founder.app.container.variants.revisions(
        founder.app.container.variants.list(campaign_id, Work())[0].id, Work()
    )
    assert STREAM[:9] not in revisions[-1].body


def test_a_review_from_the_keyboard_alone(founder: Founder, campaign_id: str) -> None:
    founder.opens_the_app(sandbox=False)
    founder.presses(Qt.Key.Key_R, CONTROL | SHIFT)
    body = founder.sees(QPlainTextEdit, "body_A")
    founder.waits_until(body.hasFocus)
    founder.waits_until_nothing_runs()

    # A slip is found, gone to, and typed over.
    founder.presses(Qt.Key.Key_End, CONTROL)
    founder.qtbot.keyClicks(body, " Ask [YOUR NAME].")
    founder.waits_until(lambda: says(founder, "status_A") == "Needs a change")
    founder.presses(Qt.Key.Key_Return, CONTROL)
    founder.waits_until(lambda: body.textCursor().selectedText() == "[YOUR NAME]")
    founder.qtbot.keyClicks(body, "me")
    assert body.toPlainText().endswith(" Ask me.")
    founder.waits_until(lambda: says(founder, "status_A") == "To review")
    founder.waits_until_nothing_runs()

    # Yes, yes, no.
    founder.presses(Qt.Key.Key_Return, CONTROL)
    founder.waits_until(founder.sees(QPlainTextEdit, "body_B").hasFocus)
    founder.presses(Qt.Key.Key_Return, CONTROL)
    founder.waits_until(founder.sees(QPlainTextEdit, "body_C").hasFocus)
    founder.presses(Qt.Key.Key_Backspace, CONTROL | SHIFT)
    founder.waits_until(lambda: says(founder, "status_C") == "Rejected")
    founder.waits_until_nothing_runs()
    founder.reads("2 of 3 mails approved, 1 rejected")
    decided = founder.app.container.variants.list(campaign_id, Work())
    assert [bool(one.approved_hash) for one in decided] == [True, True, False]
    assert decided[2].rejected_at is not None


def says(founder: Founder, name: str) -> str:
    """What a status pill says."""
    return founder.sees(QLabel, name).text()
