"""What tests of the leads screen and its dialogs share."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def behind(qtbot: QtBot) -> QWidget:
    """The window that a dialog stands over."""
    window = QWidget()
    qtbot.addWidget(window)
    return window
