"""A read-only table over values: one row a value, every cell in words."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from vibe_desktop.ui.widgets.pills import TONE_ROLE

SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
SEARCH_ROLE = int(Qt.ItemDataRole.UserRole) + 3

Index = QModelIndex | QPersistentModelIndex
RowT = TypeVar("RowT")
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
# Compared as plain numbers: an enum comparison a cell doubles the cost of a frame.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """One column: its title, its cells in words, and what it is sorted by."""

    title: str
    words: Callable[[RowT], str]
    order: Callable[[RowT], float | str] | None = None
    """What a row is sorted by in this column; its words when nothing is given."""
    right: bool = False


@dataclass(frozen=True, slots=True)
class RowShape(Generic[RowT]):
    """What a table says of a row as a whole."""

    identity: Callable[[RowT], Hashable]
    """What stays the same when the row's figures change."""
    tip: Callable[[RowT], str] | None = None
    tone: Callable[[RowT], object] | None = None
    """The `Tone` of the row's pill."""
    search: Callable[[RowT], str] | None = None
    """The text in which the row is found."""


class RowModel(QAbstractTableModel, Generic[RowT]):
    """Read-only; tone, order and search text stand under their own roles."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        shape: RowShape[RowT],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._shape = shape
        self._rows: tuple[RowT, ...] = ()
        whole = {_TOOL_TIP: shape.tip, int(TONE_ROLE): shape.tone, SEARCH_ROLE: shape.search}
        self._whole = {role: say for role, say in whole.items() if say is not None}

    def set_rows(self, rows: tuple[RowT, ...]) -> None:
        """Show other rows; what changed in place keeps selection and scroll."""
        identity = self._shape.identity
        if [identity(row) for row in rows] == [identity(row) for row in self._rows]:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, position: int) -> RowT:
        """The value in a row of this model."""
        return self._rows[position]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> object | None:
        """Titles, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == _DISPLAY:
            return column.title
        return _RIGHT if role == _ALIGNMENT and column.right else None

    def data(self, index: Index, role: int = _DISPLAY) -> object | None:
        """Cells in words; what is said of the row as a whole under the other roles."""
        column = self._columns[index.column()]
        if role == _DISPLAY:
            return column.words(self._rows[index.row()])
        if role == _ALIGNMENT:
            return _RIGHT if column.right else None
        if role == SORT_ROLE:
            return (column.order or column.words)(self._rows[index.row()])
        say = self._whole.get(role)
        return None if say is None else say(self._rows[index.row()])


def sorted_and_searched(model: RowModel[RowT]) -> QSortFilterProxyModel:
    """`model` in the order of its columns, and only the rows in which a text is found."""
    shown = QSortFilterProxyModel(model)
    shown.setSourceModel(model)
    shown.setSortRole(SORT_ROLE)
    shown.setFilterRole(SEARCH_ROLE)
    shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return shown
