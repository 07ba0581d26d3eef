from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.support.screens import find
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.main_window import MainWindow
from vibe_desktop.ui.sandbox_banner import SandboxBanner
from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.theme.roles import Tone


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Container]:
    """Every service over a running sandbox."""
    container = Container(Paths(tmp_path), Environment(), sandbox=True, redactor=Redactor())
    container.start()
    yield container
    container.close()


@pytest.mark.slow
def test_the_window_says_that_it_is_the_sandbox_and_moves_its_clock(
    services: Container, jobs: Jobs, theme: ThemeManager, tmp_path: Path, qtbot: QtBot
) -> None:
    window = MainWindow(
        services=services,
        jobs=jobs,
        theme=theme,
        state=QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
        sandbox=True,
        data_dir=tmp_path,
    )
    qtbot.addWidget(window)
    window.show()
    banner = find(window, SandboxBanner)
    assert banner.isVisible()
    button = find(banner, QPushButton, "advance_clock")
    qtbot.waitUntil(lambda: not jobs.running, timeout=30_000)
    find(banner, QAction, "advance_7").trigger()
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled, timeout=30_000)
    notice = window.notice_bar.current
    assert notice is not None
    assert notice.tone is Tone.SUCCESS, notice
    assert "7 days" in notice.text
