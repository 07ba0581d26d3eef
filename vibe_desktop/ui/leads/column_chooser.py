"""Which columns the table shows: a list of ticks that stays open while one ticks."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.labels import Hint, Label

_WIDTH = 260
_MOST_LINES = 12


class ColumnChooser(QFrame):
    """A window of its own that closes when one clicks elsewhere, or with Escape."""

    chosen = Signal(object)
    """Emits the keys of the columns to show, as a tuple."""
    defaults_wanted = Signal()
    """Emits when the columns should be as at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("column_chooser")
        self.setProperty("popup", "true")
        self.setAccessibleName(self.tr("Columns of the table"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(Label(self.tr("Columns"), Text.HEADING))
        self.list = QListWidget()
        self.list.setObjectName("column_list")
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(self._changed)
        column.addWidget(self.list, 1)
        column.addWidget(Hint(self.tr("Drag a title in the table to move its column.")))
        reset = LinkButton(self.tr("As at first"))
        reset.setObjectName("default_columns")
        reset.clicked.connect(self.defaults_wanted)
        column.addWidget(reset, 0, Qt.AlignmentFlag.AlignLeft)

    def offer(self, columns: Sequence[tuple[str, str]], shown: Sequence[str]) -> None:
        """Offer these (key, title), those that are `shown` ticked; the first stays always."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.clear()
        for place, (key, title) in enumerate(columns):
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            ticked = Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            if place == 0:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.list.setCurrentRow(min(1, len(columns) - 1))
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def open_under(self, below: QWidget) -> None:
        """Open with the right edge at that of `below`."""
        lines = min(max(self.list.count(), 4), _MOST_LINES)
        self.list.setFixedHeight(lines * (self.list.sizeHintForRow(0) + 1) + SPACE_3)
        self.resize(_WIDTH, self.sizeHint().height())
        corner = below.mapToGlobal(QPoint(below.width() - _WIDTH, below.height() + SPACE_1))
        area = below.screen().availableGeometry()
        x = max(area.left(), min(corner.x(), area.right() - _WIDTH))
        y = max(area.top(), min(corner.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(QListWidgetItem)
    def _changed(self, _item: QListWidgetItem) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        self.chosen.emit(
            tuple(
                str(item.data(Qt.ItemDataRole.UserRole))
                for item in items
                if item.checkState() == Qt.CheckState.Checked
            )
        )
