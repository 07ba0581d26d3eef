"""The table of the app: calm lines, whole rows, copy as text, open by Enter or double click."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_6

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DataTable(QTableView):
    """A read-only table. `name` is what a screen reader calls it."""

    row_opened = Signal(object)
    """Emits the `QModelIndex` whose row was double-clicked, or current when Enter was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("bare", "true")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        # A fixed height saves Qt from asking every row for its own.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACE_6)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setMinimumSectionSize(60)
        self.doubleClicked.connect(self._open)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does."""
        # Entering Python here once takes the interpreter lock once a frame, instead of once a cell:
        # beside a busy worker thread that is the difference between 40 ms and seconds.
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and open on Enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _OPEN_KEYS and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot()
    def copy(self) -> None:
        """Put the selected rows on the clipboard, tab-separated as a spreadsheet takes them."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        model = self.model()
        header = self.horizontalHeader()
        columns = [
            header.logicalIndex(visual)
            for visual in range(header.count())
            if not self.isColumnHidden(header.logicalIndex(visual))
        ]
        lines = (
            "\t".join(self._cell(model.index(row, column)) for column in columns) for row in rows
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    @staticmethod
    def _cell(index: QModelIndex) -> str:
        return " ".join(str(index.data(Qt.ItemDataRole.DisplayRole) or "").split())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.row_opened.emit(index)
