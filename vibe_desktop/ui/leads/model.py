"""The leads as a table of any length: a row exists before its lead has been fetched."""

from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont

from vibe_desktop.ui.leads.pages import LeadPages
from vibe_desktop.ui.theme.roles import current_roles

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
# Roles as plain numbers: `data` is called for every cell and role of every frame, and comparing
# enums there doubles the cost of a frame.
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)

FIELDS: Final = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
)
"""The columns, left to right: attributes of `Lead`, and what each sorts by."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadsModel", text)


class LeadsModel(QAbstractTableModel):
    """Read-only, one row a lead; rows that are not here yet are empty."""

    sort_requested = Signal(str, bool)
    """Emits what to sort by ("row" for the order of import) and whether downwards."""

    def __init__(self, pages: LeadPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._total = pages.total
        self._titles = (
            _tr("E-mail"),
            _tr("First name"),
            _tr("Last name"),
            _tr("Company"),
            _tr("Job title"),
            _tr("Website"),
            _tr("Phone"),
        )
        self._struck = QFont()
        self._struck.setStrikeOut(True)
        pages.replaced.connect(self._replaced)
        pages.arrived.connect(self._arrived)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Leads that match, fetched or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object | None:
        """Titles."""
        if role != 0 or orientation != Qt.Orientation.Horizontal:
            return None
        return self._titles[section]

    def data(self, index: Index, role: int = 0) -> object | None:
        """Cells; a lead that must not be contacted is struck through."""
        if role != 0:
            return self._beside(index, role)
        lead = self._pages.lead(index.row())
        return getattr(lead, FIELDS[index.column()]) if lead else ""

    def _beside(self, index: Index, role: int) -> object | None:
        if role not in {_FONT, _FOREGROUND, _TOOL_TIP, _ACCESSIBLE}:
            return None
        suppressed = self._pages.is_suppressed(index.row())
        if role == _TOOL_TIP:
            words = _tr("On your do-not-contact list") if suppressed else self.data(index)
            return words or None
        if not suppressed:
            return None
        if role == _FONT:
            return self._struck
        if role == _FOREGROUND:
            return QColor(current_roles().muted)
        return _tr("{text}, on your do-not-contact list").format(text=self.data(index))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the database sorts."""
        descending = order == Qt.SortOrder.DescendingOrder
        self.sort_requested.emit(FIELDS[column] if column >= 0 else "row", descending)

    @Slot()
    def _replaced(self) -> None:
        self.beginResetModel()
        self._total = self._pages.total
        self.endResetModel()

    @Slot(int, int)
    def _arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(FIELDS) - 1))
