"""What lies over the page while a lead file hovers there."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import RADIUS_L


class DropOverlay(QWidget):
    """A veil, an edge, and what a drop will do."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self) -> None:
        """Cover the page."""
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a veil, an edge and what will happen."""
        roles = current_roles()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(roles.surface)
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(roles.focus), 2))
        painter.setBrush(QColor(roles.selected))
        box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.drawRoundedRect(box, RADIUS_L, RADIUS_L)
        painter.setPen(QColor(roles.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Drop to check this lead file"))
        painter.end()
