"""A list of things to have done, each with a tick and, while it is open, a way to do it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.tokens import ICON_L, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label


class ChecklistItem(QWidget):
    """One line. `done` is None while it is not known."""

    def __init__(
        self, title: str, text: str, action: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title_words = title
        self._action = action
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        self._picture = Picture("circle", side=ICON_L)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, Text.STRONG))
        self._text = Label(text, Text.SMALL, muted=True, wrap=True)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        if action is not None:
            action.set_small()
            row.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set(done=None, text=text)

    def set(self, *, done: bool | None, text: str) -> None:
        """Tick it or not, and say how it stands."""
        self._text.setText(text)
        if done:
            self._picture.set("circle-check", Ink.SUCCESS)
        else:
            self._picture.set("circle", Ink.MUTED)
        words = {True: self.tr("done"), False: self.tr("to do"), None: ""}[done]
        self.setAccessibleName(f"{self._title_words}: {words}" if words else self._title_words)
        self.setAccessibleDescription(text)
        if self._action is not None:
            self._action.setVisible(done is False)
