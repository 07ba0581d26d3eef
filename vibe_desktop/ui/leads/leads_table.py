"""The table of leads: it may have a million rows, and columns that the founder chooses."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    Qt,
    Slot,
)
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from vibe_desktop.ui.leads.lists_panel import LEADS_MIME
from vibe_desktop.ui.leads.pages import RowRange
from vibe_desktop.ui.widgets.tables import DataTable

COPY_AT_MOST = 10_000
"""Rows that Ctrl+C takes; more belong into a file."""


class LeadsTable(DataTable):
    """Copies and tells its choice by ranges, without asking for every cell."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._pressed: QPoint | None = None
        columns = self.horizontalHeader()
        columns.setSectionsMovable(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setStretchLastSection(True)

    def take(self, model: QAbstractItemModel) -> None:
        """Show a model; its titles do not follow the choice.

        To paint a title Qt asks row by row whether its whole column is chosen: with a million
        chosen rows that takes half a minute, so titles look at a choice that is always empty.
        """
        self.setModel(model)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSelectionModel(QItemSelectionModel(model, header))

    @Slot()
    def copy(self) -> None:
        """Put the selected rows that are loaded on the clipboard, tab-separated."""
        model = self.model()
        columns = self.visual_order()
        lines: list[str] = []
        for first, last in self.ranges():
            for row in range(first, min(last, first + COPY_AT_MOST - len(lines) - 1) + 1):
                cells = (model.index(row, column).data() or "" for column in columns)
                lines.append("\t".join(" ".join(str(cell).split()) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def ranges(self) -> list[RowRange]:
        """The selected rows, in order."""
        return sorted(
            {(part.top(), part.bottom()) for part in self.selectionModel().selection().toList()}
        )

    def visual_order(self) -> list[int]:
        """The model's columns from left to right."""
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def set_widths(self, widths: Sequence[int]) -> None:
        """Make the columns so wide, left to right, in the model's own order."""
        header = self.horizontalHeader()
        for column in range(len(widths)):
            if header.visualIndex(column) != column:
                header.moveSection(header.visualIndex(column), column)
        for column, wide in enumerate(widths):
            header.resizeSection(column, wide)

    # -- dragging chosen rows onto a list --------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a chosen row may begin a drag; until then the choice stays."""
        index = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = event.button() == Qt.MouseButton.LeftButton
        if left and plain and index.isValid() and self.selectionModel().isSelected(index):
            self._pressed = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            self._pressed = None
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag when it went far enough."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            data = QMimeData()
            data.setData(LEADS_MIME, QByteArray(b"leads"))
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It was a click after all: choose this row alone."""
        if self._pressed is not None:
            index = self.indexAt(self._pressed)
            self._pressed = None
            self.selectRow(index.row())
            self.setCurrentIndex(index)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row, also when its first press was kept for a drag."""
        index = self.indexAt(event.position().toPoint())
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.row_opened.emit(index)
        else:
            super().mouseDoubleClickEvent(event)
