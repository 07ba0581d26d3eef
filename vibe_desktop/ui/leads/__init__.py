"""Leads: the lists, who is in them, and the way in."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.presenter import LeadsPresenter
from vibe_desktop.ui.leads.view import LeadsView


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenter."""
    return LeadsView(LeadsPresenter(context), context)
