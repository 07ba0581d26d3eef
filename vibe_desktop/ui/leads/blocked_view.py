"""The do-not-contact list on screen: who is on it and why, and the way on and off."""

from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.suppressions import SuppressionEntry, SuppressionKind
from vibe_desktop.ui.leads.blocked import BlockedPresenter, BlockedState
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.buttons import LinkButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.fields import Field, SearchEdit
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import CELL_PADDING
from vibe_desktop.ui.widgets.tables import DataTable
from vibe_desktop.ui.words import counted, number, when

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class BlockedModel(QAbstractTableModel):
    """Value, what it covers, reason, date. Asks for more rows as they come into view."""

    def __init__(self, presenter: BlockedPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rows: tuple[SuppressionEntry, ...] = ()
        self._titles = (self.tr("Who"), self.tr("Covers"), self.tr("Reason"), self.tr("Since"))

    def set_rows(self, rows: tuple[SuppressionEntry, ...]) -> None:
        """Show other rows; those that only follow are added, so that a choice stays."""
        before = self._rows
        if len(rows) > len(before) > 0 and rows[: len(before)] == before:
            self.beginInsertRows(_NO_PARENT, len(before), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows != before:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def entry(self, row: int) -> SuppressionEntry:
        """What stands in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Entries read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Four."""
        return 0 if parent.isValid() else len(self._titles)

    def canFetchMore(self, _parent: Index) -> bool:
        """Whether more can be read."""
        return len(self._rows) < self._presenter.state.total

    def fetchMore(self, _parent: Index) -> None:
        """Read what follows."""
        self._presenter.load_more()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object | None:
        """Titles."""
        if role != 0 or orientation != Qt.Orientation.Horizontal:
            return None
        return self._titles[section]

    def data(self, index: Index, role: int = 0) -> object | None:
        """Cells in words."""
        if role not in {0, int(Qt.ItemDataRole.ToolTipRole)}:
            return None
        entry = self._rows[index.row()]
        match index.column():
            case 0:
                return entry.value or self.tr("Somebody who was forgotten")
            case 1:
                return {
                    SuppressionKind.ADDRESS: self.tr("This address"),
                    SuppressionKind.DOMAIN: self.tr("Everybody there"),
                    SuppressionKind.ERASED: self.tr("A hash of the address"),
                }[entry.kind]
            case 2:
                return entry.note
            case _:
                return when(entry.at)


class BlockedView(Card):
    """Add at the top, the list under it."""

    def __init__(self, presenter: BlockedPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("do_not_contact")
        self._presenter = presenter
        self.set_flush()
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(self._make_adding())
        self.body.addLayout(self._make_top())
        self.model = BlockedModel(presenter, self)
        self.table = DataTable(self.tr("Do-not-contact list"))
        self.table.setObjectName("blocked_table")
        self.table.setModel(self.model)
        columns = self.table.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, wide in enumerate((200, 150, 150)):
            columns.resizeSection(place, wide)
        columns.setStretchLastSection(True)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self._nobody = EmptyState("ban", "", "")
        self._layers = QStackedLayout()
        self._layers.addWidget(self.table)
        self._layers.addWidget(self._nobody)
        self.body.addLayout(self._layers, 1)
        presenter.state_changed.connect(self.draw)
        presenter.added.connect(self._added)
        self.draw(presenter.state)
        self._selected()

    def _make_adding(self) -> QVBoxLayout:
        self.values = QPlainTextEdit()
        self.values.setObjectName("blocked_values")
        self.values.setTabChangesFocus(True)
        self.values.setPlaceholderText(self.tr("ada@acme.com, or acme.com for everybody there"))
        self.values.setFixedHeight(self.fontMetrics().height() * 2 + 22)
        self._values_field = Field(
            self.tr("Never write to"), self.values, self.tr("One or many, as you paste them.")
        )
        self.reason = QLineEdit()
        self.reason.setObjectName("blocked_reason")
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("For yourself, such as “asked by phone”"))
        self.add_button = SecondaryButton(self.tr("Add"), "plus")
        self.add_button.setObjectName("add_blocked")
        self.add_button.clicked.connect(self._add)
        reason = Field(self.tr("Reason"), self.reason)
        reason.beside.addWidget(self.add_button)
        self.file_button = LinkButton(self.tr("Add from a file…"), "file-up")
        self.file_button.setObjectName("add_blocked_file")
        self.file_button.clicked.connect(self._choose_file)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._values_field, 3)
        right = QVBoxLayout()
        right.setSpacing(SPACE_2)
        right.addWidget(reason)
        right.addWidget(self.file_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        row.addLayout(right, 2)
        column = QVBoxLayout()
        column.setContentsMargins(CELL_PADDING, SPACE_2, CELL_PADDING, 0)
        column.addLayout(row)
        return column

    def _make_top(self) -> QHBoxLayout:
        self.search = SearchEdit(self.tr("Find in the list"))
        self.search.setObjectName("blocked_search")
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self._presenter.search)
        self._count = Label("", muted=True)
        self._count.setObjectName("blocked_count")
        self.remove_button = QuietButton(self.tr("Take off the list"), "undo-2")
        self.remove_button.set_small()
        self.remove_button.setObjectName("remove_blocked")
        self.remove_button.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.setContentsMargins(CELL_PADDING, 0, CELL_PADDING, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        row.addWidget(self.remove_button)
        row.addWidget(self._count)
        return row

    @Slot(object)
    def draw(self, state: BlockedState) -> None:
        """Show `state`."""
        self.model.set_rows(state.rows)
        self._count.setText(
            counted(state.total, self.tr("{count} entry"), self.tr("{count} entries"))
            if state.loaded
            else ""
        )
        self.add_button.setEnabled(not state.adding)
        self._values_field.set_error(state.problem)
        empty = state.loaded and not state.rows
        self._layers.setCurrentWidget(self._nobody if empty else self.table)
        if empty and state.search:
            self._nobody.title.setText(self.tr("Nothing matches"))
            self._nobody.text.setText(self.tr("Search for a part of an address or of a reason."))
        elif empty:
            self._nobody.title.setText(self.tr("Nobody is on the list"))
            self._nobody.text.setText(
                self.tr(
                    "Whoever is on it is left out of every import and every launch. People who "
                    "unsubscribe are put on it by themselves."
                )
            )

    @Slot()
    def _add(self) -> None:
        self._presenter.add(self.values.toPlainText(), self.reason.text())

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a file of addresses or domains"))
        dialog.setObjectName("blocked_file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Text files (*.csv *.tsv *.tab *.txt)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        self._presenter.add_file(Path(path))

    @Slot()
    def _added(self) -> None:
        self.values.setPlainText("\n".join(self._presenter.state.left))
        if not self._presenter.state.left:
            self.reason.clear()
        self.values.setFocus()

    @Slot()
    def _selected(self) -> None:
        count = len(self._rows())
        self.remove_button.setVisible(count > 0)
        self.remove_button.setText(
            self.tr("Take off the list")
            if count == 1
            else self.tr("Take {count} off the list").format(count=number(count))
        )

    @Slot()
    def _remove(self) -> None:
        self._presenter.remove([self.model.entry(row) for row in self._rows()])

    def _rows(self) -> list[int]:
        parts = self.table.selectionModel().selection().toList()
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
