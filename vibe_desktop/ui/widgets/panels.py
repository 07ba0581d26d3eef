"""A tinted box of one tone with an icon and words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import ink_of
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_L, SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
}


class Panel(QFrame):
    """Says something inside a page, or, with buttons, at the top of it."""

    def __init__(
        self, tone: Tone, text: str = "", more: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2 + 2, SPACE_3, SPACE_2 + 2)
        row.setSpacing(SPACE_3)
        self._icon = Picture(_ICONS[tone], ink_of(tone), ICON_L)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(SPACE_1)
        self._text = Label("", Text.STRONG, wrap=True)
        self._more = Label("", wrap=True)
        for label in (self._text, self._more):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            # Selectable by keyboard makes a label a tab stop; it should be one only when clicked.
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.words.addWidget(label)
        row.addLayout(self.words, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE_2)
        row.addLayout(self.buttons)
        self._tone = tone
        self.set(tone, text, more)

    def set(self, tone: Tone, text: str, more: str = "") -> None:
        """Say something else."""
        self._tone = tone
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.set(_ICONS[tone], ink_of(tone))
        self._text.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)
