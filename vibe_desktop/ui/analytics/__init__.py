"""What became of a campaign, in numbers that do not lie."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext


def make(context: ScreenContext) -> QWidget:
    """The analytics screen."""
    from vibe_desktop.ui.analytics.view import AnalyticsView

    return AnalyticsView(context)
