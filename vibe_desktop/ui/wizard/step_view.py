"""What every step of the wizard has: a heading, a column that scrolls, and two hooks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import (
    READING_WIDTH,
    SPACE_1,
    SPACE_4,
    SPACE_8,
    Text,
)
from vibe_desktop.ui.widgets.labels import Label


class StepView(QScrollArea):
    """One step. Fill `column`."""

    def __init__(
        self, title: str, hint: str, *, width: int = READING_WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        content = QWidget()
        content.setMaximumWidth(width + SPACE_8)
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, SPACE_4, SPACE_8, SPACE_8)
        self.column.setSpacing(SPACE_4)
        self.header = QHBoxLayout()
        """The heading; buttons may stand at its right."""
        self.header.setSpacing(SPACE_4)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(Label(title, Text.HEADING))
        words.addWidget(Label(hint, muted=True, wrap=True))
        self.header.addLayout(words, 1)
        self.column.addLayout(self.header)
        holder = self._holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, 1)
        row.addStretch(0)
        self.setWidget(holder)

    def fix(self, *, fixed: bool) -> None:
        """After the launch a step can be read and scrolled, not changed."""
        self._holder.setEnabled(not fixed)

    def shown(self) -> None:
        """The step came on screen."""

    def takes_enter(self) -> bool:
        """Enter was pressed in a field; True when it did something here, and does not go on."""
        return False

    def action(self) -> QWidget | None:
        """What belongs to this step alone beside Back and Next, always on screen."""
        return None

    def first_field(self) -> QWidget | None:
        """Where typing begins, None when nothing is typed here."""
        return None
