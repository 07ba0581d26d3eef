"""Welcome: two ways to begin, and what is still to set up."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.settings import Service
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.welcome.presenter import WelcomePresenter
from vibe_desktop.ui.welcome.view import WelcomeView
from vibe_desktop.ui.widgets.key_presenter import KeyPresenter


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenters."""
    keys = tuple(KeyPresenter(context, service) for service in Service)
    return WelcomeView(context, WelcomePresenter(context), keys)
