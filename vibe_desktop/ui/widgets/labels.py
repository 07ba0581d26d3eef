"""Text on the type scale."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import Text


class Label(QLabel):
    """Plain text in one step of the type scale. Never rich text: page words may stand in it."""

    def __init__(
        self,
        text: str = "",
        step: Text = Text.BODY,
        *,
        muted: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("text_role", step.value)
        if muted:
            self.setProperty("tone", Tone.NEUTRAL.value)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """One line for text that wraps: layouts ask for its height at the width they give it.

        Qt's own answer is the height at some width it likes, and pages would scroll for nothing.
        """
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height())

    def set_tone(self, tone: Tone | None) -> None:
        """Colour the text by what it says; None is ordinary text."""
        self.setProperty("tone", tone.value if tone else None)
        self.style().unpolish(self)
        self.style().polish(self)


class Hint(Label):
    """A muted line that explains; wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, Text.SMALL, muted=True, wrap=True, parent=parent)


class Rule(QFrame):
    """A hairline between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("line", "true")
