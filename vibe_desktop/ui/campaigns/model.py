"""The campaigns as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.ui.widgets.pills import TONE_ROLE
from vibe_desktop.ui.words import number, status_words, when

SORT_ROLE = Qt.ItemDataRole.UserRole + 2
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 3
STATUS_COLUMN = 1

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
# Compared as plain numbers: an enum comparison a cell doubles the cost of a frame.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its cells in words, and what it is sorted by."""

    title: str
    words: Callable[[CampaignRow], str]
    order: Callable[[CampaignRow], float | str]
    right: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("CampaignsModel", text)


def columns() -> tuple[Column, ...]:
    """The columns, left to right."""
    return (
        Column(
            _tr("Campaign"),
            lambda row: row.campaign.name,
            lambda row: row.campaign.name.casefold(),
        ),
        Column(
            _tr("Status"),
            lambda row: status_words(row.campaign.status)[0],
            lambda row: status_words(row.campaign.status)[0],
        ),
        Column(
            _tr("Leads"), lambda row: number(row.lead_count), lambda row: row.lead_count, right=True
        ),
        Column(
            _tr("Sent"),
            lambda row: number(row.counters.sent),
            lambda row: row.counters.sent,
            right=True,
        ),
        Column(
            _tr("Contacted"),
            lambda row: number(row.counters.contacted),
            lambda row: row.counters.contacted,
            right=True,
        ),
        Column(
            _tr("Reply rate"),
            lambda row: row.counters.reply_rate.words,
            lambda row: -1.0 if (rate := row.counters.reply_rate.value) is None else rate,
        ),
        Column(
            _tr("Refreshed"),
            lambda row: when(row.as_of) if row.campaign.instantly_id else "–",
            lambda row: row.as_of.timestamp() if row.as_of else 0.0,
        ),
    )


class CampaignsModel(QAbstractTableModel):
    """Read-only, one row a campaign."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._rows: tuple[CampaignRow, ...] = ()

    def set_rows(self, rows: tuple[CampaignRow, ...]) -> None:
        """Show other campaigns; numbers that changed in place keep selection and scroll."""
        same = [row.campaign.id for row in rows] == [row.campaign.id for row in self._rows]
        if same:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, position: int) -> CampaignRow:
        """The campaign in a row of this model."""
        return self._rows[position]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Campaigns."""
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
        if role == _ALIGNMENT and column.right:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> object | None:
        """Cells in words; tone, order and search text under their own roles."""
        row = self._rows[index.row()]
        column = self._columns[index.column()]
        if role == _DISPLAY:
            return column.words(row)
        if role == _ALIGNMENT:
            return _RIGHT if column.right else None
        if role == _TOOL_TIP:
            return row.note or row.campaign.url
        if role == TONE_ROLE:
            return status_words(row.campaign.status)[1]
        if role == SORT_ROLE:
            return column.order(row)
        if role == SEARCH_ROLE:
            words = status_words(row.campaign.status)[0]
            return f"{row.campaign.name} {row.campaign.url} {words}"
        return None
