"""The mailboxes: which there are, how they do, and their warm-up."""

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.mailboxes.presenter import MailboxesPresenter
from vibe_desktop.ui.mailboxes.view import MailboxesView


def make(context: ScreenContext) -> QWidget:
    """The screen, with its presenter."""
    return MailboxesView(MailboxesPresenter(context))
