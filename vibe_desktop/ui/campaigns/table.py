"""The card with the campaigns table, its search field and its context menu."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.ui.campaigns.model import STATUS_COLUMN, CampaignsModel
from vibe_desktop.ui.campaigns.rules import can_delete, can_pause, can_resume
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import SearchEdit
from vibe_desktop.ui.widgets.pills import CELL_PADDING, PillDelegate
from vibe_desktop.ui.widgets.row_model import sorted_and_searched
from vibe_desktop.ui.widgets.tables import DataTable

MOST_ROWS = 12
"""Rows shown before the table scrolls by itself."""
_LESS_IMPORTANT = ((2, 640), (4, 720), (6, 800))
"""Columns that go when the card is narrower than so many pixels."""


class CampaignsTable(Card):
    """Find, sort and open campaigns."""

    opened = Signal(object)
    """Emits the `CampaignRow` to open."""
    review_requested = Signal(object)
    """Emits the `CampaignRow` whose copy is wanted."""
    pause_requested = Signal(object)
    """Emits the `CampaignRow` to pause."""
    resume_requested = Signal(object)
    """Emits the `CampaignRow` to send again."""
    delete_requested = Signal(object)
    """Emits the `CampaignRow` of a draft to delete."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All campaigns"), parent=parent)
        self.model = CampaignsModel(self)
        self._shown = sorted_and_searched(self.model)
        self.search = SearchEdit(self.tr("Find a campaign"))
        self.search.setObjectName("campaign_search")
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self._shown.setFilterFixedString)
        self.header.addWidget(self.search)
        self.table = DataTable(self.tr("Campaigns"))
        self.table.setObjectName("campaigns_table")
        self.table.setModel(self._shown)
        self.table.setItemDelegateForColumn(STATUS_COLUMN, PillDelegate(self.table))
        self.table.setSortingEnabled(True)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        columns = self.table.horizontalHeader()
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.row_opened.connect(self._opened)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.set_flush()
        self.header.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, 0)
        self.body.addWidget(self.table)

    def set_rows(self, rows: tuple[CampaignRow, ...]) -> None:
        """Show other campaigns."""
        self.model.set_rows(rows)
        high = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        count = max(2, min(len(rows), MOST_ROWS))
        self.table.setFixedHeight(head + count * high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns that matter when it gets narrow."""
        super().resizeEvent(event)
        for column, least in _LESS_IMPORTANT:
            self.table.setColumnHidden(column, self.width() < least)

    def _row(self, index: QModelIndex) -> CampaignRow:
        return self.model.row(self._shown.mapToSource(index).row())

    @Slot(object)
    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._row(index))

    @Slot(QPoint)
    def _show_menu(self, point: QPoint) -> None:
        index = self.table.indexAt(point)
        if not index.isValid():
            index = self.table.currentIndex()
        if not index.isValid():
            return
        self.table.setCurrentIndex(index)
        menu = self.menu_for(self._row(index))
        menu.popup(self.table.viewport().mapToGlobal(point))

    def menu_for(self, row: CampaignRow) -> QMenu:
        """What can be done with one campaign, as a menu that deletes itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        draft = row.campaign.status is CampaignStatus.DRAFT
        self._add(
            menu,
            self.tr("Continue setting up") if draft else self.tr("See results"),
            "pencil" if draft else "chart-column",
            lambda: self.opened.emit(row),
        )
        self._add(
            menu, self.tr("Review copy"), "list-checks", lambda: self.review_requested.emit(row)
        )
        if can_pause(row):
            self._add(
                menu, self.tr("Pause sending"), "pause", lambda: self.pause_requested.emit(row)
            )
        if can_resume(row):
            self._add(
                menu, self.tr("Resume sending"), "play", lambda: self.resume_requested.emit(row)
            )
        if can_delete(row):
            menu.addSeparator()
            self._add(
                menu,
                self.tr("Delete draft"),
                "trash-2",
                lambda: self.delete_requested.emit(row),
                Ink.DANGER,
            )
        return menu

    @staticmethod
    def _add(
        menu: QMenu, text: str, icon_name: str, run: Callable[[], None], ink: Ink = Ink.MUTED
    ) -> None:
        action = QAction(icon(icon_name, ink), text, menu)
        action.triggered.connect(run)
        menu.addAction(action)
