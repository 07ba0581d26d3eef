"""The prices of models: a small table in which every amount can be typed over."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from vibe_desktop.domain.costs import Price, PriceList
from vibe_desktop.ui.theme.tokens import SPACE_5

_PARTS = ("", "prompt", "cached", "completion", "")
_MODEL = 0


class _Amounts(QStyledItemDelegate):
    """Lets the editor of an amount fill its cell, and gives it a name."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """A line named after its row and column."""
        editor = super().createEditor(parent, option, index)
        model = index.model()
        column = model.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(f"{model.index(index.row(), _MODEL).data()}: {column}")
        return editor

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Take the whole cell: the sheet's padding leaves too little of it."""
        editor.setGeometry(option.rect)


class PricesTable(QTableWidget):
    """One row a model. It shows all its rows: the page scrolls, not the table."""

    price_typed = Signal(int, str, str)
    """Emits row, part of the price, and what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_PARTS), parent)
        self.setObjectName("prices")
        self.setAccessibleName(self.tr("Prices of models, in dollars for a million tokens"))
        self.setHorizontalHeaderLabels(
            [
                self.tr("Model"),
                self.tr("Input"),
                self.tr("Cached"),
                self.tr("Output"),
                self.tr("As of"),
            ]
        )
        self.setItemDelegate(_Amounts(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACE_5)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(_MODEL, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._typed)

    def draw(self, prices: PriceList) -> None:
        """Show these prices, whatever was typed."""
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt's own name and argument
        self.setRowCount(len(prices.prices))
        for row, price in enumerate(prices.prices):
            for column, text in enumerate(_texts(price, prices)):
                self._put(row, column, text)
        self.blockSignals(blocked)
        header = self.horizontalHeader().sizeHint().height()
        frame = 2 * self.frameWidth()
        self.setFixedHeight(header + self.verticalHeader().length() + frame)

    def _put(self, row: int, column: int, text: str) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if _PARTS[column] else flags)
            self.setItem(row, column, item)
        item.setText(text)

    @Slot(QTableWidgetItem)
    def _typed(self, item: QTableWidgetItem) -> None:
        part = _PARTS[item.column()]
        if part:
            self.price_typed.emit(item.row(), part, item.text())


def _texts(price: Price, prices: PriceList) -> tuple[str, ...]:
    return (
        price.model,
        f"{price.prompt:g}",
        f"{price.cached:g}",
        f"{price.completion:g}",
        (price.as_of or prices.as_of).isoformat(),
    )
