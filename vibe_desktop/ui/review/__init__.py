"""Review the three variants of a campaign."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext


def make(context: ScreenContext) -> QWidget:
    """The review screen."""
    from vibe_desktop.ui.review.view import ReviewView

    return ReviewView(context)
