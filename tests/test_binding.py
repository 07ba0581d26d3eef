"""The Qt binding is sound on this Python."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_into_qt_do_not_use_up_none(qtbot: QtBot) -> None:
    # PySide6 6.12.0 drops one reference to None too many in nearly every call that returns None.
    # Below Python 3.12 the process aborts when none are left, after some five thousand calls.
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("x")
    assert sys.getrefcount(None) - before > -100
