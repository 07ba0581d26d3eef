"""Where something will be in a moment."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import SPACE_3, SPACE_4, SPACE_8

_SHARES = (0.92, 0.7, 0.82, 0.6)


class Skeleton(QWidget):
    """Quiet bars in place of lines that are being read. Does not move: it is gone in no time."""

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(self.tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line's height each."""
        return QSize(240, self._lines * SPACE_8 + SPACE_4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_roles().neutral_ground))
        for line in range(self._lines):
            wide = (self.width() - 2 * SPACE_4) * _SHARES[line % len(_SHARES)]
            box = QRectF(SPACE_4, SPACE_4 + line * SPACE_8, wide, SPACE_3)
            painter.drawRoundedRect(box, SPACE_3 / 2, SPACE_3 / 2)
        painter.end()
