"""The card with the leads: which list, search, table, and what can be done with the chosen ones."""

from PySide6.QtCore import QByteArray, QItemSelection, QModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QMenu, QWidget

from vibe_desktop.domain.leads import Lead, LeadList
from vibe_desktop.ui.leads.details import LeadDetails
from vibe_desktop.ui.leads.model import FIELDS, LeadsModel
from vibe_desktop.ui.leads.pages import LeadPages, RowRange
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3
from vibe_desktop.ui.widgets.buttons import DangerButton, QuietButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.fields import SearchEdit
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import CELL_PADDING
from vibe_desktop.ui.widgets.tables import DataTable
from vibe_desktop.ui.words import counted, number

_WIDTHS = (228, 100, 112, 154, 160, 200, 140)
"""The first four fit into the smallest window."""
COPY_AT_MOST = 10_000
"""Rows that Ctrl+C takes; more belong into a file."""


class LeadsTable(DataTable):
    """A table that may have a million rows: it copies by ranges, without asking for every cell."""

    def copy_rows(self) -> None:
        """Put the selected rows that are loaded on the clipboard, tab-separated."""
        model = self.model()
        lines: list[str] = []
        for first, last in self.ranges():
            for row in range(first, min(last, first + COPY_AT_MOST - len(lines) - 1) + 1):
                cells = (model.index(row, column).data() or "" for column in range(len(FIELDS)))
                lines.append("\t".join(map(str, cells)))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def ranges(self) -> list[RowRange]:
        """The selected rows, in order."""
        return sorted(
            (part.top(), part.bottom()) for part in self.selectionModel().selection().toList()
        )


class LeadsCard(Card):
    """Find, sort, look at and choose leads."""

    list_chosen = Signal(str)
    """Emits the id of the list to show, "" for all."""
    search_changed = Signal(str)
    """Emits what to search for."""
    suppress_requested = Signal(object)
    """Emits the ranges of rows whose people must not be contacted."""
    delete_requested = Signal()
    """Emits when the list on screen should go."""
    campaign_chosen = Signal(str)
    """Emits the id of the campaign that the list on screen is for, "" for none."""

    def __init__(self, pages: LeadPages, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._pages = pages
        self.set_flush()
        self.body.setSpacing(0)
        self._make_top()
        self._make_middle(pages)
        self._make_bottom()
        pages.replaced.connect(self._rows_replaced)
        pages.arrived.connect(self._rows_arrived)
        self._draw_selection()

    # -- making ----------------------------------------------------------------------------------

    def _make_top(self) -> None:
        self.lists = QComboBox()
        self.lists.setObjectName("lead_lists")
        self.lists.setAccessibleName(self.tr("Lead list"))
        self.lists.setMinimumContentsLength(20)
        self.lists.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.lists.activated.connect(self._list_chosen)
        self.search = SearchEdit(self.tr("Find a person or company"))
        self.search.setObjectName("lead_search")
        self.search.setMaximumWidth(340)
        self.search.textChanged.connect(self.search_changed)
        self._count = Label("", muted=True)
        self._count.setObjectName("lead_count")
        row = QHBoxLayout()
        row.setContentsMargins(CELL_PADDING, SPACE_2, CELL_PADDING, SPACE_3)
        row.setSpacing(SPACE_3)
        row.addWidget(self.lists)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        row.addWidget(self._count)
        self.body.addLayout(row)

    def _make_middle(self, pages: LeadPages) -> None:
        self.table = LeadsTable(self.tr("Leads"))
        self.table.setObjectName("leads_table")
        self.model = LeadsModel(pages, self)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(140)
        columns = self.table.horizontalHeader()
        columns.setSectionsMovable(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setStretchLastSection(True)
        for place, wide in enumerate(_WIDTHS):
            columns.resizeSection(place, wide)
        self.table.setSortingEnabled(True)
        self.table.row_opened.connect(self._open)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.details = LeadDetails()
        self.details.setProperty("flat", "true")
        self.details.closed.connect(self.close_details)
        self.details.hide()
        self._nobody = EmptyState(
            "search",
            self.tr("Nobody matches"),
            self.tr("Search for another name, address or company, or in all lists."),
        )
        self._nobody.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(self._nobody, 1)
        row.addWidget(self.details)
        self.body.addLayout(row, 1)

    def _make_bottom(self) -> None:
        self._selected = Label("", muted=True, wrap=True)
        self.suppress_button = QuietButton(self.tr("Do not contact"), "ban")
        self.suppress_button.set_small()
        self.suppress_button.setObjectName("suppress_leads")
        self.suppress_button.setToolTip(
            self.tr("Put the selected people on your do-not-contact list")
        )
        self.suppress_button.clicked.connect(self._suppress)
        self.campaign = QComboBox()
        self.campaign.setObjectName("list_campaign")
        self.campaign.setAccessibleName(self.tr("Campaign that this list is for"))
        self.campaign.setMinimumContentsLength(16)
        self.campaign.setMaximumWidth(320)
        self.campaign.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.campaign.activated.connect(self._campaign_chosen)
        self.delete_button = DangerButton(self.tr("Delete…"), "trash-2")
        self.delete_button.set_small()
        self.delete_button.setObjectName("delete_list")
        self.delete_button.setAccessibleName(self.tr("Delete this list"))
        self.delete_button.setToolTip(self.tr("Delete this list"))
        self.delete_button.clicked.connect(self.delete_requested)
        self._bottom = QWidget()
        row = QHBoxLayout(self._bottom)
        row.setContentsMargins(CELL_PADDING, SPACE_2, CELL_PADDING, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._selected, 1)
        row.addWidget(self.suppress_button)
        row.addWidget(self.campaign, 1)
        row.addWidget(self.delete_button)
        self.body.addWidget(self._bottom)

    def restore_columns(self, state: QByteArray) -> None:
        """Widths and places of the columns as they were; the order of the rows is the import's."""
        columns = self.table.horizontalHeader()
        blocked = columns.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        columns.restoreState(state)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.blockSignals(blocked)

    # -- drawing ---------------------------------------------------------------------------------

    def show_state(self, state: LeadsState) -> None:
        """Show lists, campaigns and what is chosen."""
        self._fill_lists(state.lists, state)
        chosen = state.chosen
        for widget in (self.campaign, self.delete_button):
            widget.setVisible(chosen is not None)
        if chosen is not None:
            self.campaign.clear()
            self.campaign.addItem(self.tr("For no campaign yet"), "")
            for campaign in state.campaigns:
                self.campaign.addItem(self.tr("For {name}").format(name=campaign.name), campaign.id)
            self.campaign.setCurrentIndex(max(0, self.campaign.findData(chosen.campaign_id)))
        if self.search.text().strip() != state.search:
            self.search.setText(state.search)
        self._size = state.size
        self._draw_count()

    def _fill_lists(self, lists: tuple[LeadList, ...], state: LeadsState) -> None:
        names = {campaign.id: campaign.name for campaign in state.campaigns}
        self.lists.clear()
        everybody = sum(one.total_leads for one in lists)
        self.lists.addItem(self.tr("All lists ({count})").format(count=number(everybody)), "")
        for one in lists:
            self.lists.addItem(f"{one.name} ({number(one.total_leads)})", one.id)
            owner = names.get(one.campaign_id, self.tr("no campaign yet"))
            self.lists.setItemData(
                self.lists.count() - 1,
                self.tr("{source}, for {owner}").format(source=one.source, owner=owner),
                Qt.ItemDataRole.ToolTipRole,
            )
        self.lists.setCurrentIndex(max(0, self.lists.findData(state.list_id)))

    def _draw_count(self) -> None:
        total = self._pages.total
        words = counted(total, self.tr("{count} lead"), self.tr("{count} leads"))
        if self._pages.query.search:
            words = self.tr("{found} of {all}").format(found=number(total), all=number(self._size))
        self._count.setText(words)
        nobody = total == 0 and bool(self._pages.query.search)
        self._nobody.setVisible(nobody)
        self.table.setVisible(not nobody)

    def _draw_selection(self) -> None:
        count = sum(last - first + 1 for first, last in self.table.ranges())
        self._selected.setText(
            self.tr("{count} selected").format(count=number(count))
            if count
            else self.tr("Enter shows a person in full.")
        )
        self.suppress_button.setVisible(count > 0)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(int)
    def _list_chosen(self, index: int) -> None:
        self.list_chosen.emit(str(self.lists.itemData(index)))

    @Slot(int)
    def _campaign_chosen(self, index: int) -> None:
        self.campaign_chosen.emit(str(self.campaign.itemData(index)))

    @Slot()
    def _suppress(self) -> None:
        self.suppress_requested.emit(self.table.ranges())

    @Slot(QPoint)
    def _show_menu(self, point: QPoint) -> None:
        if not self.table.ranges():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, icon_name, run in (
            (self.tr("Show in full"), "eye", self._open_current),
            (self.tr("Copy"), "copy", self.table.copy_rows),
            (self.tr("Do not contact"), "ban", self._suppress),
        ):
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
        self.details.show_lead(lead)
        self.details.show()

    @Slot()
    def close_details(self) -> None:
        """Give the table all the room again."""
        self.details.hide()
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the details."""
        if event.key() == Qt.Key.Key_Escape and self.details.isVisible():
            self.close_details()
        else:
            super().keyPressEvent(event)

    # -- news ------------------------------------------------------------------------------------

    @Slot()
    def _rows_replaced(self) -> None:
        self._draw_count()
        self._draw_selection()
        self.details.hide()

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
