"""Makes a screen when it is first shown; until then its module is not even imported."""

from importlib import import_module

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Screen
from vibe_desktop.ui.theme.icons import read_in_advance


def make_screen(screen: Screen, context: ScreenContext) -> QWidget:
    """The widget of a screen."""
    match screen:
        case Screen.WELCOME:
            from vibe_desktop.ui.welcome import make
        case Screen.CAMPAIGNS:
            from vibe_desktop.ui.campaigns import make
        case Screen.WIZARD:
            from vibe_desktop.ui.wizard import make
        case Screen.REVIEW:
            from vibe_desktop.ui.review import make
        case Screen.LEADS:
            from vibe_desktop.ui.leads import make
        case Screen.ANALYTICS:
            from vibe_desktop.ui.analytics import make
        case Screen.SETTINGS:
            from vibe_desktop.ui.settings import make
        case Screen.ABOUT:
            from vibe_desktop.ui.about import make
    return make(context)


def load_in_advance() -> None:
    """Import the screens that the founder opens next; run it in a job, when the window rests.

    What is left to do when one is opened is to make its widgets, which the eye does not notice.
    """
    steps = ("wizard.writing_view", "wizard.leads_view", "wizard.sending_view")
    screens = ("leads.view", "review.view", "analytics.view", "settings.view", "about.view")
    for name in ("wizard.view", *steps, "wizard.launching_view", *screens):
        import_module(f"vibe_desktop.ui.{name}")
    read_in_advance()
