"""Settings."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.page import Page


def make(_context: ScreenContext) -> QWidget:
    """The screen."""
    return Page("Settings")
