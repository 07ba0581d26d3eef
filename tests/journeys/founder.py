"""A founder at the real window: finds things by name, uses mouse and keyboard, waits to see."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as TooLate
from pytestqt.qtbot import QtBot

from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import Paths
from vibe_desktop.app.window import App

PATIENCE_MS = 20_000

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Founder:
    """Sits at one computer, with one data folder, and may open and close the app on it."""

    def __init__(self, qtbot: QtBot, application: QApplication, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self._application = application
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The app, which must be open."""
        assert self._app is not None
        return self._app

    # -- opening and closing ---------------------------------------------------------------------

    def opens_the_app(self, *, sandbox: bool = True) -> None:
        """Start it as `vibe-desktop --sandbox` does."""
        self._app = App(self._application, Paths(self.folder), Environment(), sandbox=sandbox)
        self._app.show()
        self._app.window.resize(1400, 850)  # three mails side by side
        self.qtbot.waitActive(self._app.window, timeout=PATIENCE_MS)
        self.waits_until_nothing_runs()

    def closes_the_app(self) -> None:
        """Close the window; everything ends in order."""
        app = self.app
        app.window.close()
        app.end()
        app.window.deleteLater()
        app.deleteLater()
        self._app = None

    # -- looking ---------------------------------------------------------------------------------

    def sees(self, kind: type[WidgetT], name: str) -> WidgetT:
        """The visible widget of this name; waits for it."""
        try:
            self.waits_until(lambda: self._find(kind, name) is not None)
        except TooLate:
            self._is_stuck(f"there is no {name!r}")
        found = self._find(kind, name)
        assert found is not None
        return found

    def reads(self, words: str) -> None:
        """Wait until a visible label says `words`."""
        try:
            self.waits_until(lambda: any(words in text for text in self.texts()))
        except TooLate:
            self._is_stuck(f"nothing says {words!r}")

    def texts(self) -> list[str]:
        """What the visible labels say."""
        labels = self.app.window.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def waits_until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something, not too long."""
        self.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def waits_until_nothing_runs(self) -> None:
        """Wait until no job is under way."""
        self.waits_until(lambda: not self.app.jobs.running)

    # -- doing -----------------------------------------------------------------------------------

    def clicks(self, name: str) -> None:
        """Click the button of this name with the mouse, once it can be clicked."""
        button = self.sees(QAbstractButton, name)
        self.waits_until(button.isEnabled)
        self.clicks_on(button)

    def clicks_on(self, widget: QWidget) -> None:
        """Scroll a widget into view and click its middle."""
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=_middle(widget))

    def types(self, name: str, text: str) -> None:
        """Replace what a field says, by mouse and keyboard."""
        field: QWidget = self.sees(QWidget, name)
        self.waits_until(field.isEnabled)
        self.clicks_on(field.viewport() if isinstance(field, QPlainTextEdit) else field)
        self.qtbot.waitUntil(field.hasFocus, timeout=PATIENCE_MS)
        self.qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClicks(field, text)

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key in whatever has the focus."""
        target = QApplication.focusWidget() or self.app.window
        self.qtbot.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def chooses_the_file(self, path: Path, dialog_name: str = "lead_file_dialog") -> None:
        """Put a path into the open file dialog and accept it."""
        dialog = self.sees(QFileDialog, dialog_name)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        self.qtbot.waitUntil(name.isVisible, timeout=PATIENCE_MS)
        name.setText(str(path))  # typed key by key, its list of proposals takes the Return
        self.qtbot.keyClick(name, Qt.Key.Key_Return)

    def drops_the_file(self, path: Path, name: str) -> None:
        """Drag a file onto the widget of this name and let go."""
        target: QWidget = self.sees(QWidget, name)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(_middle(target), *how, none)
        enter.ignore()
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(_middle(target)), *how, none))

    def chooses_from_the_menu(self, name: str, action: str) -> None:
        """Open a button's menu and choose one of its actions."""
        button = self.sees(QAbstractButton, name)
        menu = button.findChild(QMenu) or getattr(button, "menu", lambda: None)()
        assert isinstance(menu, QMenu)
        wanted = next(one for one in menu.actions() if one.objectName() == action)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        self.qtbot.waitUntil(menu.isVisible, timeout=PATIENCE_MS)
        self.qtbot.mouseClick(
            menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(wanted).center()
        )

    def _is_stuck(self, why: str) -> NoReturn:
        """Fail with a picture and the words of what was on screen."""
        picture = self.folder.parent / "stuck.png"
        self.app.window.grab().save(str(picture))
        pytest.fail(f"{why} on screen (see {picture}), but {self.texts()}")

    def _find(self, kind: type[WidgetT], name: str) -> WidgetT | None:
        found = (
            widget for widget in self.app.window.findChildren(kind, name) if widget.isVisible()
        )
        return next(found, None)


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()
