"""About: version, privacy, licences."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.about.presenter import AboutPresenter
from vibe_desktop.ui.about.view import AboutView
from vibe_desktop.ui.context import ScreenContext


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenter."""
    return AboutView(context, AboutPresenter(context))
