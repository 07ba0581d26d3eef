"""The table of the mailboxes, and what can be done with those that are chosen."""

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QVBoxLayout, QWidget

from vibe_desktop.domain.mailboxes import Mailbox, WarmupStatus
from vibe_desktop.ui.mailboxes.model import HEALTH_COLUMN, MailboxesModel
from vibe_desktop.ui.theme.tokens import SPACE_2
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import SearchEdit
from vibe_desktop.ui.widgets.flow import FlowRow
from vibe_desktop.ui.widgets.pills import CELL_PADDING, PillDelegate
from vibe_desktop.ui.widgets.row_model import sorted_and_searched
from vibe_desktop.ui.widgets.tables import DataTable

MOST_ROWS = 12
"""Rows that are shown without scrolling inside the table."""
_LEAST_IMPORTANT_FIRST = (6, 5, 4, 7, 3, 2)
"""Columns in the order in which they go when there is no room for all."""
_LONGEST_ADDRESS = 34
"""Characters for which the first column asks at most."""


class MailboxesTable(Card):
    """All mailboxes; one or several can be chosen."""

    current_changed = Signal(object)
    """Emits the `Mailbox` of the current row, None when there is none."""
    warmup_requested = Signal(object, bool)
    """Emits the addresses (a tuple) whose warm-up shall be switched, and whether on (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All mailboxes"), parent=parent)
        self._enabled = True
        self.model = MailboxesModel(self)
        self._shown = sorted_and_searched(self.model)
        self.search = SearchEdit(self.tr("Find a mailbox"))
        self.search.setObjectName("mailbox_search")
        self.search.setMaximumWidth(240)
        self.search.textChanged.connect(self._shown.setFilterFixedString)
        self.header.addWidget(self.search)
        self.table = self._make_table()
        self.set_flush()
        self.header.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, 0)
        self.body.addWidget(self.table)
        self.body.addWidget(self._make_buttons())
        self._draw_buttons()

    def _make_table(self) -> DataTable:
        table = DataTable(self.tr("Mailboxes"))
        table.setObjectName("mailboxes_table")
        table.setModel(self._shown)
        table.setItemDelegateForColumn(HEALTH_COLUMN, PillDelegate(table))
        table.setSortingEnabled(True)
        columns = table.horizontalHeader()
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(48)
        table.selectionModel().selectionChanged.connect(self._selection_changed)
        table.selectionModel().currentRowChanged.connect(self._current_changed)
        table.customContextMenuRequested.connect(self._show_menu)
        return table

    def _make_buttons(self) -> QWidget:
        holder = QWidget()
        around = QVBoxLayout(holder)
        around.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, SPACE_2)
        row = FlowRow()
        self.on_button = SecondaryButton(self.tr("Switch warm-up on"), "play")
        self.on_button.setObjectName("warmup_on")
        self.on_button.clicked.connect(self._switch_on)
        self.off_button = SecondaryButton(self.tr("Switch warm-up off"), "pause")
        self.off_button.setObjectName("warmup_off")
        self.off_button.clicked.connect(self._switch_off)
        for button in (self.on_button, self.off_button):
            row.add(button)
        around.addWidget(row)
        return holder

    # -- drawing ---------------------------------------------------------------------------------

    def show_mailboxes(self, rows: tuple[Mailbox, ...], *, busy: bool) -> None:
        """Show these; while `busy` nothing can be switched."""
        self._enabled = not busy
        self.model.set_rows(rows)
        high = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        count = max(2, min(len(rows), MOST_ROWS))
        self.table.setFixedHeight(head + count * high + 2)
        self._fit()
        if rows and not self.table.currentIndex().isValid():
            self.table.selectionModel().setCurrentIndex(
                self._shown.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        self.current_changed.emit(self.current)
        self._draw_buttons()

    @property
    def current(self) -> Mailbox | None:
        """The mailbox of the current row, None when there is none."""
        index = self.table.currentIndex()
        if not index.isValid():
            return None
        return self.model.row(self._shown.mapToSource(index).row())

    @property
    def chosen(self) -> tuple[Mailbox, ...]:
        """The mailboxes of the selected rows, from above."""
        indexes = self.table.selectionModel().selectedRows()
        rows = sorted(self._shown.mapToSource(index).row() for index in indexes)
        return tuple(self.model.row(row) for row in rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns that matter when it gets narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide the least important columns until the addresses can be read."""
        columns = self.table.horizontalHeader()
        wide = {
            column: max(self.table.sizeHintForColumn(column), columns.sectionSizeHint(column))
            for column in range(self.model.columnCount())
        }
        few = self.fontMetrics().averageCharWidth() * _LONGEST_ADDRESS
        wide[0] = min(wide[0], few)
        shown = sum(wide.values())
        for column in _LEAST_IMPORTANT_FIRST:
            fits = shown <= self.width() - 4
            self.table.setColumnHidden(column, not fits)
            if not fits:
                shown -= wide[column]

    def _draw_buttons(self) -> None:
        chosen = self.chosen
        running = sum(box.warmup_status is WarmupStatus.ACTIVE for box in chosen)
        self.on_button.setEnabled(self._enabled and running < len(chosen))
        self.off_button.setEnabled(self._enabled and running > 0)
        words = (
            self.tr("for the {count} chosen mailboxes").format(count=len(chosen))
            if len(chosen) > 1
            else self.tr("for the chosen mailbox")
        )
        for button in (self.on_button, self.off_button):
            button.setAccessibleName(f"{button.text()} {words}")
            button.setToolTip(f"{button.text()} {words}")

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _switch_on(self) -> None:
        self._switch(on=True)

    @Slot()
    def _switch_off(self) -> None:
        self._switch(on=False)

    def _switch(self, *, on: bool) -> None:
        emails = tuple(
            box.email for box in self.chosen if (box.warmup_status is WarmupStatus.ACTIVE) is not on
        )
        if emails:
            self.warmup_requested.emit(emails, on)

    @Slot()
    def _selection_changed(self) -> None:
        self._draw_buttons()

    @Slot()
    def _current_changed(self) -> None:
        self.current_changed.emit(self.current)

    @Slot(QPoint)
    def _show_menu(self, point: QPoint) -> None:
        if not self.chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.on_button, self.off_button):
            action = QAction(button.icon(), button.text(), menu)
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
            menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(point))
