"""All campaigns: the dashboard."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.campaigns.presenter import CampaignsPresenter
from vibe_desktop.ui.campaigns.view import CampaignsView
from vibe_desktop.ui.context import ScreenContext


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenter."""
    return CampaignsView(CampaignsPresenter(context))
