"""Welcome: two ways to begin, and what is still to set up."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.welcome.presenter import WelcomePresenter
from vibe_desktop.ui.welcome.view import WelcomeView


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenter."""
    return WelcomeView(context, WelcomePresenter(context))
