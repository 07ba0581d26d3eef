"""From a product page to a launched campaign, step by step."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext


def make(context: ScreenContext) -> QWidget:
    """The wizard."""
    from vibe_desktop.ui.wizard.view import WizardView

    return WizardView(context)
