"""Text on the type scale."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QWidget

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


class ElidedLabel(Label):
    """One line; where the place is too narrow it ends in "…", and the whole is its tool tip."""

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        whole = super().minimumSizeHint()
        few = self.fontMetrics().averageCharWidth() * 8
        return QSize(min(whole.width(), few), whole.height())

    def shown_text(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )

    def event(self, event: QEvent) -> bool:
        """Offer the tool tip only while there is something to add."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("" if self.shown_text() == self.text() else self.text())
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        style: QStyle = self.style()
        style.drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )
        painter.end()


class Hint(Label):
    """A muted line that explains; wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, Text.SMALL, muted=True, wrap=True, parent=parent)


class Rule(QFrame):
    """A hairline between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("line", "true")
