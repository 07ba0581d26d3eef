from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import vibe_desktop
from tests.support.screens import find
from vibe_desktop.ui.about import make
from vibe_desktop.ui.context import ScreenContext

Show = Callable[[QWidget], None]


def words(view: QWidget) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view)]


def test_it_names_the_version_and_every_library_with_its_licence(
    screen_context: ScreenContext, show: Show
) -> None:
    view = make(screen_context)
    show(view)
    shown = words(view)
    assert f"Version {vibe_desktop.__version__}" in shown
    for name in ("SQLAlchemy", "httpx", "PySide6 Essentials", "Lucide icons"):
        assert name in shown
        assert shown[shown.index(name) + 2].strip()


def test_it_promises_no_telemetry(screen_context: ScreenContext, show: Show) -> None:
    view = make(screen_context)
    show(view)
    assert any(text.startswith("No telemetry") for text in words(view))


def test_details_can_be_copied(screen_context: ScreenContext, show: Show, qtbot: QtBot) -> None:
    view = make(screen_context)
    show(view)
    qtbot.mouseClick(find(view, QPushButton, "copy_details"), Qt.MouseButton.LeftButton)
    assert "SQLAlchemy" in QGuiApplication.clipboard().text()


def test_every_control_has_a_name(
    screen_context: ScreenContext, show: Show, nameless: Callable[[QWidget], list[str]]
) -> None:
    view = make(screen_context)
    show(view)
    assert nameless(view) == []
