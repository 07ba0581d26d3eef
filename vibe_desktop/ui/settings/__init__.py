"""Settings: keys, identity, writing, colours, addresses, data."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.settings.costs_presenter import CostsPresenter
from vibe_desktop.ui.settings.presenter import SettingsPresenter
from vibe_desktop.ui.settings.view import SettingsView, make_keys


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenters."""
    return SettingsView(
        context, SettingsPresenter(context), CostsPresenter(context), make_keys(context)
    )
