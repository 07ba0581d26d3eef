"""What a place says while there is nothing in it: what it is for, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import ICON_XL, SPACE_2, SPACE_3, SPACE_4, SPACE_8, Text
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.labels import Label


class Picture(QWidget):
    """An icon as a picture. Says nothing to screen readers: the words beside it do."""

    def __init__(
        self, name: str, ink: Ink = Ink.MUTED, side: int = ICON_XL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon(name, ink)
        self.setFixedSize(side, side)

    def set(self, name: str, ink: Ink) -> None:
        """Show another icon."""
        self._icon = icon(name, ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon over the whole widget."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class EmptyState(QWidget):
    """Icon, title, a sentence, and at most two buttons, in the middle of the place."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str,
        action: Button | None = None,
        second: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        column.setSpacing(SPACE_2)
        column.addStretch(1)
        column.addWidget(Picture(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(SPACE_2)
        self.title = Label(title, Text.HEADING)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        self.text = Label(text, muted=True, wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.text.setMinimumWidth(280)
        self.text.setMaximumWidth(480)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, 6)
        row.addStretch(1)
        column.addLayout(row)
        buttons = [button for button in (action, second) if button is not None]
        if buttons:
            column.addSpacing(SPACE_4)
            line = QHBoxLayout()
            line.setSpacing(SPACE_3)
            line.addStretch(1)
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        column.addStretch(1)
