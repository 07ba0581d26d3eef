"""The display of the window tests is a real one: a window gets the focus, and the keys typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.window


def test_a_window_gets_the_focus_and_can_be_maximised(qtbot: QtBot) -> None:
    window = QMainWindow()
    editor = QLineEdit()
    window.setCentralWidget(editor)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    editor.setFocus()
    focused = QGuiApplication.focusObject()
    assert focused is editor
    qtbot.keyClicks(editor, "typed")
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    assert (editor.text(), editor.cursorPosition()) == ("typed", 0)
    window.showMaximized()
    qtbot.waitUntil(lambda: window.width() > 1000)
