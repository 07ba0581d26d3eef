"""The card with the leads: lists, search, filters, table, and what can be done with the chosen."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.domain.leads import Lead, LeadList
from vibe_desktop.ui.leads.bulk_bar import BulkBar
from vibe_desktop.ui.leads.choices import LeadChoices
from vibe_desktop.ui.leads.details import LeadDetails
from vibe_desktop.ui.leads.filters import FilterBar
from vibe_desktop.ui.leads.leads_table import LeadsTable
from vibe_desktop.ui.leads.lists_panel import ListsPanel
from vibe_desktop.ui.leads.model import LeadsModel
from vibe_desktop.ui.leads.pages import LeadPages
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.leads.table_columns import TableColumns
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3
from vibe_desktop.ui.widgets.buttons import IconButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.fields import ChoiceBox, SearchEdit
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import CELL_PADDING
from vibe_desktop.ui.words import counted, number

_ROOM_FOR_LISTS = 860
"""Width of the card from which on the lists stand beside the table."""

_NARROWEST_LISTS = 110
"""Width that the choice of a list keeps where the window is narrow, in pixels."""


class LeadsCard(Card):
    """Find, narrow, sort, look at and choose leads."""

    list_chosen = Signal(str)
    """Emits the id of the list to show, "" for all."""
    search_changed = Signal(str)
    """Emits what to search for."""
    list_menu_wanted = Signal(object, QPoint)
    """Emits the `LeadList` (None for all leads) that a menu is wanted for, and where on screen."""
    everybody_wanted = Signal()
    """Emits when list, search and filters should be dropped."""

    def __init__(
        self, pages: LeadPages, choices: LeadChoices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._pages = pages
        self._state = LeadsState()
        self.set_flush()
        self.body.setSpacing(0)
        self.lists_panel = ListsPanel()
        self.lists_panel.list_chosen.connect(self.list_chosen)
        self.lists_panel.menu_wanted.connect(self.list_menu_wanted)
        self._line = QFrame()
        self._line.setProperty("upright", "true")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self._make_top())
        self.filters = FilterBar(choices)
        holder = QHBoxLayout()
        holder.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, SPACE_3)
        holder.addWidget(self.filters)
        column.addLayout(holder)
        column.addLayout(self._make_middle(pages), 1)
        self.bulk_bar = BulkBar()
        below = QHBoxLayout()
        below.setContentsMargins(CELL_PADDING, SPACE_2, CELL_PADDING, SPACE_2)
        below.addWidget(self.bulk_bar)
        column.addLayout(below)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.lists_panel)
        row.addWidget(self._line)
        row.addLayout(column, 1)
        self.body.addLayout(row, 1)
        pages.replaced.connect(self._rows_replaced)
        pages.grown.connect(self._rows_grown)
        pages.arrived.connect(self._rows_arrived)
        self._draw_selection()
        self._divide()

    # -- making ----------------------------------------------------------------------------------

    def _make_top(self) -> QHBoxLayout:
        self.lists = ChoiceBox(16)
        self.lists.setObjectName("lead_lists")
        self.lists.setAccessibleName(self.tr("Lead list"))
        self.lists.setMinimumWidth(_NARROWEST_LISTS)
        self.lists.activated.connect(self._list_chosen)
        self.more_button = IconButton("ellipsis", self.tr("More for this list"))
        self.more_button.setObjectName("list_more")
        self.more_button.clicked.connect(self._more_for_list)
        self.search = SearchEdit(self.tr("Find a person or company"))
        self.search.setObjectName("lead_search")
        self.search.setMaximumWidth(340)
        self.search.textChanged.connect(self.search_changed)
        self._count = Label("", muted=True)
        self._count.setObjectName("lead_count")
        self.columns_button = IconButton("columns-3", self.tr("Choose the columns"))
        self.columns_button.setObjectName("choose_columns")
        row = QHBoxLayout()
        row.setContentsMargins(CELL_PADDING, SPACE_2, CELL_PADDING, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addWidget(self.lists)
        row.addWidget(self.more_button)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        row.addWidget(self._count)
        row.addWidget(self.columns_button)
        return row

    def _make_middle(self, pages: LeadPages) -> QHBoxLayout:
        self.table = LeadsTable(self.tr("Leads"))
        self.table.setObjectName("leads_table")
        self.model = LeadsModel(pages, self)
        self.table.take(self.model)
        self.table.setMinimumHeight(140)
        self.table.setSortingEnabled(True)
        self.columns = TableColumns(self.table, self.model, pages, self.columns_button)
        self.columns_button.clicked.connect(self.columns.open)
        self.table.row_opened.connect(self._open)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.details = LeadDetails()
        self.details.setProperty("flat", "true")
        self.details.closed.connect(self.close_details)
        self.details.hide()
        everybody = SecondaryButton(self.tr("Show everybody"))
        everybody.setObjectName("show_everybody")
        everybody.clicked.connect(self.everybody_wanted)
        self._nobody = EmptyState("search", "", "", everybody)
        self._nobody.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(self._nobody, 1)
        row.addWidget(self.details)
        return row

    # -- drawing ---------------------------------------------------------------------------------

    def show_state(self, state: LeadsState) -> None:
        """Show lists, filters and what is chosen."""
        self._state = state
        self._fill_lists(state)
        self.lists_panel.show_state(state)
        self.filters.show_filters(state.filters)
        self.bulk_bar.show_lists(state.lists, state.list_id)
        if self.search.text().strip() != state.search:
            self.search.setText(state.search)
        self._draw_count()

    def _fill_lists(self, state: LeadsState) -> None:
        self.lists.clear()
        everybody = number(state.everybody)
        self.lists.addItem(self.tr("All leads ({count})").format(count=everybody), "")
        for one in state.lists:
            self.lists.addItem(f"{one.name} ({number(one.total_leads)})", one.id)
            owner = state.campaign_name(one.campaign_id) or self.tr("no campaign yet")
            self.lists.setItemData(
                self.lists.count() - 1,
                self.tr("{source}, for {owner}").format(source=one.source, owner=owner),
                Qt.ItemDataRole.ToolTipRole,
            )
        self.lists.setCurrentIndex(max(0, self.lists.findData(state.list_id)))

    def _draw_count(self) -> None:
        total, query = self._pages.total, self._pages.query
        narrowed = bool(query.search) or bool(self._state.filters)
        words = counted(total, self.tr("{count} lead"), self.tr("{count} leads"))
        found = number(total)
        if self._pages.more:
            # Without a filter the lists say how many there are before they are counted.
            size = number(self._state.size)
            more = narrowed or not self._state.loaded
            found = self.tr("more than {count}").format(count=found) if more else size
            words = self.tr("{found} leads").format(found=found)
        if narrowed:
            size = number(self._state.size)
            words = self.tr("{found} of {all}").format(found=found, all=size)
        self._count.setText(words)
        nobody = total == 0 and self._state.loaded
        if nobody and narrowed:
            self._nobody.title.setText(self.tr("Nobody matches"))
            self._nobody.text.setText(
                self.tr("Search for another name, address or company, or clear the filters.")
            )
        elif nobody:
            self._nobody.title.setText(self.tr("This list is empty"))
            self._nobody.text.setText(
                self.tr("Import a file into it, or move leads here from another list.")
            )
        self._nobody.setVisible(nobody)
        self.table.setVisible(not nobody)

    def _draw_selection(self) -> None:
        ranges = self.table.ranges()
        count = sum(last - first + 1 for first, last in ranges)
        nobody = self._pages.total == 0
        self.bulk_bar.show_count(count, counting=self.counting, nobody=nobody)

    def _divide(self) -> None:
        """Lists beside the table where there is room, in a box over it where there is not."""
        room = self.width() >= _ROOM_FOR_LISTS
        self.lists_panel.setVisible(room)
        self._line.setVisible(room)
        self.lists.setVisible(not room)
        self.more_button.setVisible(not room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        self._divide()

    # -- what is chosen --------------------------------------------------------------------------

    @property
    def selection(self) -> LeadSelection:
        """The leads that are chosen now."""
        pages = self._pages
        return LeadSelection(pages.query, tuple(self.table.ranges()), pages.version)

    @property
    def counting(self) -> bool:
        """Whether all are chosen while it is still being counted how many that is."""
        return self._pages.more and self.table.ranges() == [(0, self._pages.total - 1)]

    @property
    def chosen_list(self) -> LeadList | None:
        """The list on screen, None for all leads."""
        return self._state.chosen

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(int)
    def _list_chosen(self, index: int) -> None:
        self.list_chosen.emit(str(self.lists.itemData(index)))

    @Slot()
    def _more_for_list(self) -> None:
        at = self.more_button.mapToGlobal(QPoint(0, self.more_button.height()))
        self.list_menu_wanted.emit(self.chosen_list, at)

    @Slot(QPoint)
    def _show_menu(self, point: QPoint) -> None:
        if not self.table.ranges() or self.counting:
            return
        bar = self.bulk_bar
        menu = QMenu(self)
        menu.setObjectName("leads_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, icon_name, run in (
            (self.tr("Show in full"), "eye", self._open_current),
            (self.tr("Copy"), "copy", self.table.copy),
            ("", "", None),
            (self.tr("Tag…"), "tag", bar.tag_wanted),
            (self.tr("Move to…"), "folder-input", bar.open_move),
            (self.tr("Do not contact"), "ban", bar.suppress_wanted),
            (self.tr("Export…"), "download", bar.export_wanted),
            ("", "", None),
            (self.tr("Delete"), "trash-2", bar.delete_wanted),
        ):
            if run is None:
                menu.addSeparator()
                continue
            action = QAction(icon(icon_name, Ink.MUTED), text, menu)
            action.triggered.connect(run)
            menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(point))

    # -- the details -----------------------------------------------------------------------------

    @Slot(object)
    def _open(self, index: QModelIndex) -> None:
        lead = self._pages.lead(index.row())
        if lead is not None:
            self._show_details(lead)

    @Slot()
    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _show_details(self, lead: Lead) -> None:
        names = {one.id: one.name for one in self._state.lists}
        self.details.show_lead(lead, names.get(lead.list_id, ""))
        self.details.show()

    @Slot()
    def close_details(self) -> None:
        """Give the table all the room again."""
        self.details.hide()
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the details, Delete deletes who is chosen."""
        if event.key() == Qt.Key.Key_Escape and self.details.isVisible():
            self.close_details()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and self.table.ranges():
            self.bulk_bar.delete_button.click()
        else:
            super().keyPressEvent(event)

    # -- news ------------------------------------------------------------------------------------

    @Slot()
    def _rows_replaced(self) -> None:
        self._draw_count()
        self._draw_selection()
        self.details.hide()

    @Slot(int)
    def _rows_grown(self, before: int) -> None:
        """All are counted now; whoever had chosen all has chosen all."""
        if self.table.ranges() == [(0, before - 1)]:
            self.table.selectAll()
        self._draw_count()
        self._draw_selection()

    @Slot(int, int)
    def _rows_arrived(self, first: int, last: int) -> None:
        current = self.table.currentIndex().row()
        if self.details.isVisible() and first <= current <= last:
            self._open_current()

    @Slot(QItemSelection, QItemSelection)
    def _selection_changed(self, _on: QItemSelection, _off: QItemSelection) -> None:
        self._draw_selection()

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self.details.isVisible() and current.isValid():
            self._open(current)

    def sizeHint(self) -> QSize:
        """As high as the page gives."""
        return super().sizeHint().expandedTo(QSize(0, 360))
