"""Horizontal bars, two to a row, painted directly: light enough for the first screen."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import RADIUS_S, SPACE_1, SPACE_2, SPACE_3, SPACE_4

BAR: Final = 8
"""Height of one bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart.

    Attributes:
        values: One number for each series.
        words: The row in words, for tool tip and screen reader.
    """

    label: str
    values: tuple[int, ...]
    words: str


class BarChart(QWidget):
    """Compares a few things by the same two counts. Up and Down walk through the rows."""

    def __init__(self, name: str, series: tuple[str, ...], parent: QWidget | None = None) -> None:
        """Args: `series` names the counts, at most as many as there are chart colours."""
        super().__init__(parent)
        self._series = series
        self._bars: tuple[Bar, ...] = ()
        self._current = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show other numbers."""
        self._bars = bars
        self._current = min(self._current, len(bars) - 1)
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Legend and rows."""
        return QSize(320, self._legend_height() + len(self._bars) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """As high as the rows need."""
        return QSize(200, self.sizeHint().height())

    def row_at(self, point: QPoint) -> int:
        """The row under `point`, -1 for none."""
        row = (point.y() - self._legend_height()) // self._row_height()
        return row if 0 <= row < len(self._bars) and point.y() >= self._legend_height() else -1

    # -- keyboard and pointer --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the rows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._bars:
            super().keyPressEvent(event)
            return
        self._point_to(max(0, min(len(self._bars) - 1, self._current + step)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the pointer."""
        self._point_to(self.row_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point_to(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first row."""
        super().focusInEvent(event)
        self._point_to(max(0, self._current) if self._bars else -1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Light nothing."""
        super().focusOutEvent(event)
        self._point_to(-1)

    def event(self, event: QEvent) -> bool:
        """Show the row in words on hover."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row_at(event.pos())
            if row >= 0:
                QToolTip.showText(event.globalPos(), self._bars[row].words, self)
            return True
        return super().event(event)

    def _point_to(self, row: int) -> None:
        if row != self._current:
            self._current = row
            self._describe()
            self.update()

    def _describe(self) -> None:
        current = self._bars[self._current].words if self._current >= 0 else ""
        self.setAccessibleDescription(current or "; ".join(bar.words for bar in self._bars))

    # -- painting --------------------------------------------------------------------------------

    def _legend_height(self) -> int:
        return self.fontMetrics().height() + SPACE_3

    def _row_height(self) -> int:
        bars = len(self._series) * (BAR + 2)
        return max(bars, self.fontMetrics().height()) + SPACE_4

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw legend, rows, and the light on the current one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        metrics = self.fontMetrics()
        label_width = min(
            max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0),
            round(self.width() * 0.3),
        )
        numbers = [[f"{value:,}" for value in bar.values] for bar in self._bars]
        number_width = max(
            (metrics.horizontalAdvance(text) for row in numbers for text in row), default=0
        )
        left = SPACE_2 + label_width + SPACE_4
        room = max(1, self.width() - left - number_width - SPACE_3 - SPACE_2)
        most = max((value for bar in self._bars for value in bar.values), default=0) or 1
        for row, bar in enumerate(self._bars):
            self._paint_row(painter, row, bar, (label_width, left, room, most))
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        roles = current_roles()
        metrics = self.fontMetrics()
        x = SPACE_2
        for name, colour in zip(self._series, roles.chart, strict=False):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            middle = metrics.height() / 2
            painter.drawRoundedRect(QRectF(x, middle - 4, 8, 8), 2, 2)
            painter.setPen(QColor(roles.muted))
            painter.drawText(
                QRectF(x + 14, 0, metrics.horizontalAdvance(name) + 4, metrics.height()),
                Qt.AlignmentFlag.AlignVCenter,
                name,
            )
            x += 14 + metrics.horizontalAdvance(name) + SPACE_4

    def _paint_row(
        self, painter: QPainter, row: int, bar: Bar, frame: tuple[int, int, int, int]
    ) -> None:
        roles = current_roles()
        label_width, left, room, most = frame
        high = self._row_height()
        top = self._legend_height() + row * high
        metrics = self.fontMetrics()
        if row == self._current:
            painter.setPen(QPen(QColor(roles.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.hover))
            painter.drawRoundedRect(
                QRectF(1, top + 1, self.width() - 2, high - 2), RADIUS_S, RADIUS_S
            )
        painter.setPen(QColor(roles.text))
        painter.drawText(
            QRectF(SPACE_2, top, label_width + SPACE_1, high),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label_width),
        )
        block = len(bar.values) * (BAR + 2) - 2
        y = top + (high - block) / 2
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.86)
        for value, colour in zip(bar.values, roles.chart, strict=False):
            wide = max(2.0 if value else 0.0, room * value / most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, y, wide, BAR), 3, 3)
            painter.setPen(QColor(roles.muted))
            painter.setFont(small)
            painter.drawText(
                QRectF(left + wide + SPACE_2, y - 4, self.width() - left - wide, BAR + 8),
                Qt.AlignmentFlag.AlignVCenter,
                f"{value:,}",
            )
            painter.setFont(self.font())
            y += BAR + 2
