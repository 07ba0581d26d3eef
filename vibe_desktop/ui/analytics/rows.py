"""The table behind a chart: the same figure as rows of words."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.tables import DataTable

_Index = QModelIndex | QPersistentModelIndex
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as values; the first column names the row, the others are numbers."""

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class RowsModel(QAbstractTableModel):
    """Shows `Rows`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = Rows()

    def show_rows(self, rows: Rows) -> None:
        """Show these instead."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else len(self._rows.header)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The words above a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows.header[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class TableFold(Fold):
    """A table that opens under its chart."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._model = RowsModel(self)
        self._table = DataTable(name)
        self._table.setModel(self._model)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self._table)

    def show_rows(self, rows: Rows) -> None:
        """Show these instead."""
        self._model.show_rows(rows)
        line = self._table.verticalHeader().defaultSectionSize()
        shown = min(len(rows.rows), _MOST_ROWS)
        head = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(head + shown * line + 4)
