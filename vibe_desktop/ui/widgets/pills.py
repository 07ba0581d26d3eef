"""Status in words on a tinted ground; the tint only repeats what the word says."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from vibe_desktop.ui.theme.roles import Tone, current_roles
from vibe_desktop.ui.theme.tokens import SPACE_2

CELL_PADDING = 13
"""Where the style sheet lets the text of a table cell begin, its focus margin included."""

TONE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Model role under which a table model offers the `Tone` of a pill column."""


class StatusPill(QLabel):
    """A short status ("Sending", "Draft") with a tone."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("text_role", "small")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self.set(text, tone)

    def set(self, text: str, tone: Tone) -> None:
        """Say something else."""
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Text with room for the round ends."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * SPACE_2 + 4, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        """The same: a pill is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_pill(painter, QRectF(self.rect()), self.text(), self._tone)
        painter.end()


class PillDelegate(QStyledItemDelegate):
    """Paints a table column as pills; the model gives words and, under `TONE_ROLE`, the tone."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell as any other, without its text, and the pill on it."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        tone = index.data(TONE_ROLE)
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = option.widget.style() if option.widget else None
        if style is not None:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)
        metrics = QFontMetricsF(option.font)
        wide = min(metrics.horizontalAdvance(text) + 2 * SPACE_2 + 4, option.rect.width() - 12.0)
        high = metrics.height() + 4
        top = option.rect.top() + (option.rect.height() - high) / 2
        painter.save()
        painter.setFont(option.font)
        paint_pill(
            painter,
            QRectF(option.rect.left() + CELL_PADDING, top, wide, high),
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide - 2 * SPACE_2 + 2),
            Tone(tone) if tone in set(Tone) else Tone.NEUTRAL,
        )
        painter.restore()


def paint_pill(painter: QPainter, box: QRectF, text: str, tone: Tone) -> None:
    """Draw one pill into `box`."""
    ink, ground = current_roles().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
