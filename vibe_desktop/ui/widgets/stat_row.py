"""A row of stat cards that breaks into two or three when the page is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_3
from vibe_desktop.ui.widgets.cards import StatCard

LEAST_WIDTH_IN_CHARACTERS = 19
"""A card must have room for its longest hint."""


class StatRow(QWidget):
    """Cards of equal width."""

    def __init__(self, cards: Sequence[StatCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = tuple(cards)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_3)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange(len(self._cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as fit, and fill every row."""
        super().resizeEvent(event)
        least = LEAST_WIDTH_IN_CHARACTERS * self.fontMetrics().averageCharWidth() + SPACE_3
        fitting = max(1, min(len(self._cards), self.width() // least))
        rows = -(-len(self._cards) // fitting)
        self._arrange(-(-len(self._cards) // rows))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be; as high as the cards are now."""
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for position, card in enumerate(self._cards):
            self._grid.addWidget(card, position // columns, position % columns)
        self.updateGeometry()
