"""Which columns the table shows, how wide and in which order; chosen, moved, and remembered."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.lead_queries import SORTS
from vibe_desktop.ui.leads.column_chooser import ColumnChooser
from vibe_desktop.ui.leads.leads_table import LeadsTable
from vibe_desktop.ui.leads.model import LeadsModel
from vibe_desktop.ui.leads.pages import LeadPages

DEFAULTS: Final = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "country",
    "tags",
    "website",
    "phone",
)
"""Keys of the columns at first, left to right."""
_WIDTHS: Final = {
    "email": 228,
    "first_name": 100,
    "last_name": 112,
    "company_name": 154,
    "job_title": 160,
    "website": 200,
    "country": 120,
    "phone": 150,
}
"""The first four fit into the smallest window."""
_WIDTH: Final = 150


class TableColumns(QObject):
    """Joins the table, its model and the chooser."""

    def __init__(
        self, table: LeadsTable, model: LeadsModel, pages: LeadPages, button: QWidget
    ) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._pages = pages
        self._button = button
        self._widths = dict(_WIDTHS)
        self.chooser: ColumnChooser | None = None
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.open)
        header.sortIndicatorChanged.connect(self._sorted)
        self._sorted_by: tuple[str, Qt.SortOrder] = ("", Qt.SortOrder.AscendingOrder)
        self._show(DEFAULTS)
        pages.variables_found.connect(self._offer_more)

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the columns on screen, left to right."""
        keys = self._model.columns
        return tuple(keys[place] for place in self._table.visual_order())

    def saved(self) -> list[str]:
        """The columns as `restore` takes them: "key=width", left to right."""
        self._note_widths()
        return [f"{key}={self._widths.get(key, _WIDTH)}" for key in self.shown]

    def restore(self, saved: Sequence[str]) -> None:
        """Show the columns that were saved; what is no longer understood is left out."""
        keys: list[str] = []
        for one in saved:
            key, _, wide = one.rpartition("=")
            if key and wide.isdecimal():
                keys.append(key)
                self._widths[key] = int(wide)
        if keys and keys[0] == DEFAULTS[0]:
            self._show(tuple(dict.fromkeys(keys)))

    @Slot()
    def open(self) -> None:
        """Open the chooser under its button."""
        if self.chooser is None:
            self.chooser = ColumnChooser(self._table)
            self.chooser.chosen.connect(self._choose)
            self.chooser.defaults_wanted.connect(self.reset)
        self.chooser.offer(self._model.available_columns(), self.shown)
        self.chooser.open_under(self._button)
        self._pages.look_for_variables()

    @Slot()
    def _offer_more(self) -> None:
        """Variables have been found while the chooser is open."""
        if self.chooser is not None and self.chooser.isVisible():
            current = self.chooser.list.currentRow()
            self.chooser.offer(self._model.available_columns(), self.shown)
            self.chooser.list.setCurrentRow(current)
            self.chooser.open_under(self._button)

    @Slot()
    def reset(self) -> None:
        """The columns as at first, so wide as at first."""
        self._widths = dict(_WIDTHS)
        self._show(DEFAULTS)
        if self.chooser is not None:
            self.chooser.offer(self._model.available_columns(), self.shown)

    @Slot(object)
    def _choose(self, keys: tuple[str, ...]) -> None:
        """Keep the order on screen; what is new comes last."""
        self._note_widths()
        before = self.shown
        self._show((*(key for key in before if key in keys), *(k for k in keys if k not in before)))

    @Slot(int, Qt.SortOrder)
    def _sorted(self, place: int, order: Qt.SortOrder) -> None:
        """Leave the arrow where it was when the database cannot sort by the column."""
        keys = self._model.columns
        key = keys[place] if 0 <= place < len(keys) else ""
        if key and key not in SORTS:
            self._point()
        else:
            self._sorted_by = key, order

    def _point(self) -> None:
        """Put the arrow at what the table is sorted by."""
        header = self._table.horizontalHeader()
        key, order = self._sorted_by
        keys = self._model.columns
        blocked = header.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        header.setSortIndicator(keys.index(key) if key in keys else -1, order)
        header.blockSignals(blocked)
        header.viewport().update()

    def _note_widths(self) -> None:
        header = self._table.horizontalHeader()
        for place, key in enumerate(self._model.columns):
            last = header.visualIndex(place) == header.count() - 1
            if not last:  # the last one is stretched to the edge, whatever it was given
                self._widths[key] = header.sectionSize(place)

    def _show(self, keys: tuple[str, ...]) -> None:
        header = self._table.horizontalHeader()
        blocked = header.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._model.set_columns(keys)
        header.blockSignals(blocked)
        self._table.set_widths([self._widths.get(one, _WIDTH) for one in self._model.columns])
        self._point()
