"""The leads as a table of any length: a row exists before its lead has been fetched."""

from collections.abc import Callable, Sequence
from operator import attrgetter
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

from vibe_desktop.domain.lead_queries import SORTS
from vibe_desktop.domain.leads import Lead, LeadFlag
from vibe_desktop.ui.leads.pages import LeadPages
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.widgets.lead_words import country_words, flag_words, verification_words

Index = QModelIndex | QPersistentModelIndex
Cell = Callable[[Lead], str]
_NO_PARENT = QModelIndex()
# Roles as plain numbers: `data` is called for every cell and role of every frame, and comparing
# enums there doubles the cost of a frame.
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ANSWERED = frozenset({0, _TOOL_TIP, _FONT, _FOREGROUND, _ACCESSIBLE})

FIELDS: Final = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
)
"""The columns shown at first, left to right: attributes of `Lead`, and what each sorts by."""
CUSTOM: Final = "custom:"
"""What the key of a column of a custom variable begins with, before its exact name."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadsModel", text)


def _titles() -> dict[str, str]:
    return {
        "email": _tr("E-mail"),
        "first_name": _tr("First name"),
        "last_name": _tr("Last name"),
        "company_name": _tr("Company"),
        "job_title": _tr("Job title"),
        "website": _tr("Website"),
        "phone": _tr("Phone"),
        "personalization": _tr("Personalisation"),
        "country": _tr("Country"),
        "tags": _tr("Tags"),
        "list": _tr("List"),
        "flags": _tr("Worth knowing"),
        "verification": _tr("Verification"),
    }


class LeadsModel(QAbstractTableModel):
    """Read-only, one row a lead; rows that are not here yet are empty.

    A column is named by its key: an attribute of `Lead`, "list", or "custom:" and the name of a
    custom variable.
    """

    sort_requested = Signal(str, bool)
    """Emits what to sort by ("row" for the order of import) and whether downwards."""

    def __init__(self, pages: LeadPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._total = pages.total
        self._titles = _titles()
        self._countries: dict[str, str] = {}
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[Cell, ...] = ()
        # What the row looked at last says: Qt asks for a row's cells one after another, for each
        # of them a handful of roles.
        self._row = -1
        self._texts: tuple[str, ...] = ()
        self._barred = False
        self._struck = QFont()
        self._struck.setStrikeOut(True)
        self.set_columns(FIELDS)
        pages.replaced.connect(self._replaced)
        pages.grown.connect(self._grown)
        pages.arrived.connect(self._arrived)

    # -- columns ---------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns, left to right as the model has them."""
        return self._columns

    def available_columns(self) -> tuple[tuple[str, str], ...]:
        """Key and title of every column there could be: those of all leads, then variables."""
        shown = {key: key.removeprefix(CUSTOM) for key in self._columns if key not in self._titles}
        found = {CUSTOM + name: name for name in self._pages.variables}
        return tuple((self._titles | found | shown).items())

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show these columns; a key that means nothing is left out."""
        known = tuple(key for key in keys if key in self._titles or key.startswith(CUSTOM))
        if known != self._columns:
            self.beginResetModel()
            self._columns = known
            self._cells = tuple(map(self._cell_of, known))
            self._row = -1
            self.endResetModel()

    def _cell_of(self, key: str) -> Cell:
        """How a lead's text in a column is made."""
        name = key.removeprefix(CUSTOM)
        special: dict[str, Cell] = {
            "country": lambda lead: self._country(lead.country),
            "tags": lambda lead: ", ".join(lead.tags),
            "list": lambda lead: self._pages.list_name(lead.list_id),
            "flags": lambda lead: _flag_words(lead.flags),
            "verification": lambda lead: (
                verification_words(lead.verification) if lead.verification else ""
            ),
        }
        if name != key:
            return lambda lead: lead.custom.get(name, "")
        return special.get(key) or attrgetter(key)

    def _country(self, code: str) -> str:
        if code and code not in self._countries:
            self._countries[code] = country_words(code)
        return self._countries.get(code, "")

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Leads that match, fetched or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object | None:
        """Titles."""
        if role != 0 or orientation != Qt.Orientation.Horizontal or section < 0:
            return None
        key = self._columns[section]
        return self._titles.get(key) or key.removeprefix(CUSTOM)

    def data(self, index: Index, role: int = 0) -> object | None:
        """Cells; a lead that must not be contacted is struck through."""
        if role not in _ANSWERED:
            return None
        row = index.row()
        if row != self._row:
            self._look_at(row)
        if role == 0:
            return self._texts[index.column()]
        if role == _TOOL_TIP:
            words = _tr("On your do-not-contact list") if self._barred else self.data(index)
            return words or None
        if not self._barred:
            return None
        if role == _FONT:
            return self._struck
        if role == _FOREGROUND:
            return QColor(current_roles().muted)
        return _tr("{text}, on your do-not-contact list").format(text=self.data(index))

    def _look_at(self, row: int) -> None:
        """Take down what the cells of a row say; a row that is not here says nothing yet."""
        lead = self._pages.lead(row)
        if lead is None:
            self._row, self._texts, self._barred = -1, ("",) * len(self._columns), False
        else:
            self._row, self._barred = row, lead.suppressed
            self._texts = tuple([cell(lead) for cell in self._cells])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the database sorts. By what it cannot sort by nothing happens."""
        descending = order == Qt.SortOrder.DescendingOrder
        key = self._columns[column] if 0 <= column < len(self._columns) else "row"
        if key in SORTS:
            self.sort_requested.emit(key, descending)

    # -- news ------------------------------------------------------------------------------------

    @Slot()
    def _replaced(self) -> None:
        self.beginResetModel()
        self._row = -1
        self._total = self._pages.total
        self.endResetModel()

    @Slot(int)
    def _grown(self, _before: int) -> None:
        if self._pages.total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, self._pages.total - 1)
            self._total = self._pages.total
            self.endInsertRows()

    @Slot(int, int)
    def _arrived(self, first: int, last: int) -> None:
        self._row = -1
        if self._columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _flag_words(flags: LeadFlag) -> str:
    return ", ".join(flag_words(flag) for flag in LeadFlag if flag in flags)
