"""The columns of a lead file: what is in them, and what each is taken for."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from vibe_desktop.domain.lead_columns import (
    IGNORED,
    MAX_NAME,
    ColumnMapping,
    ColumnPreview,
    ColumnTarget,
    LeadFile,
    custom_name,
)
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.fields import ChoiceBox
from vibe_desktop.ui.widgets.labels import ElidedLabel, Label
from vibe_desktop.ui.widgets.lead_import.words import field_words, target_words

_LOWEST = 170
_HIGHEST = 420
_BAR = 40
_HARDLY = 0.005
_ALMOST = 0.99
"""Full, in words, is only what is full."""


class FillBar(QWidget):
    """How full a column is: a bar, and the share in words."""

    def __init__(self, fill: float, parent: QWidget | None = None) -> None:
        """Args: `fill` is from 0 to 1."""
        super().__init__(parent)
        self._fill = fill
        self._words = "<1%" if 0 < fill < _HARDLY else f"{min(fill, _ALMOST):.0%}"
        if fill in (0, 1):
            self._words = f"{fill:.0%}"
        self.setAccessibleName(self.tr("{share} filled").format(share=self._words))
        self.setToolTip(self.tr("Share of the first rows with a value"))
        wide = self.fontMetrics().horizontalAdvance("100%")
        self.setFixedSize(_BAR + SPACE_2 + wide, self.fontMetrics().height() + SPACE_1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the full part and the words."""
        roles = current_roles()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, self.height() / 2 - 3, _BAR, 6)
        painter.setBrush(QColor(roles.neutral_ground))
        painter.drawRoundedRect(box, 3, 3)
        if self._fill:
            box.setWidth(max(6.0, _BAR * self._fill))
            painter.setBrush(QColor(roles.accent))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(roles.muted))
        words = QRectF(_BAR + SPACE_2, 0, self.width() - _BAR - SPACE_2, self.height())
        painter.drawText(
            words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words
        )
        painter.end()


class TargetBox(ChoiceBox):
    """Chooses what one column is taken for."""

    name_wanted = Signal()
    """Emits when the founder wants to name the variable."""

    def __init__(self, column: int, preview: ColumnPreview, parent: QWidget | None = None) -> None:
        super().__init__(10, parent)
        self.column = column
        self._header = preview.header
        self._target = preview.target
        name = preview.header or self.tr("Column {number}").format(number=column + 1)
        self.setObjectName(f"column_target_{column}")
        self.setAccessibleName(self.tr("“{column}” becomes").format(column=name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for field in LeadField:
            self.addItem(field_words(field), ColumnTarget(field=field))
        self.insertSeparator(self.count())
        self.addItem("", None)
        self._custom_at = self.count() - 1
        self.addItem(self.tr("Name the variable…"), None)
        self._naming_at = self.count() - 1
        self.addItem(self.tr("Leave out"), IGNORED)
        self.activated.connect(self._activated)

    @property
    def custom(self) -> str:
        """The name that its variable has, or would have."""
        data = self.itemData(self._custom_at)
        return data.custom if isinstance(data, ColumnTarget) else ""

    def show_target(self, target: ColumnTarget) -> None:
        """Show what the column is taken for now."""
        self._target = target
        custom = target
        if not target.custom:
            custom = ColumnTarget(custom=custom_name(self._header, self.column))
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.setItemText(self._custom_at, target_words(custom))
        self.setItemData(self._custom_at, custom)
        if target.custom:
            self.setCurrentIndex(self._custom_at)
        else:
            self.setCurrentText(
                self.tr("Leave out") if target.field is None else field_words(target.field)
            )
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    @Slot(int)
    def _activated(self, index: int) -> None:
        if index == self._naming_at:
            self.show_target(self._target)
            self.name_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past a box must not change it."""
        event.ignore()


class TargetCell(QStackedWidget):
    """What a column becomes: a choice and, while the variable is being named, a line for that."""

    named = Signal(int, object)
    """Emits the position of the column and the `ColumnTarget` with the name that was typed."""

    def __init__(self, column: int, preview: ColumnPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = TargetBox(column, preview)
        self.box.name_wanted.connect(self._name)
        self.edit = QLineEdit()
        self.edit.setObjectName(f"column_name_{column}")
        self.edit.setAccessibleName(self.tr("Name of the variable"))
        self.edit.setToolTip(self.tr("Enter takes the name, Escape leaves it as it was"))
        self.edit.setMaxLength(MAX_NAME)
        self.edit.editingFinished.connect(self._named)
        self.addWidget(self.box)
        self.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @Slot()
    def _name(self) -> None:
        self.edit.setText(self.box.custom)
        self.setCurrentWidget(self.edit)
        self.edit.setFocus()
        self.edit.selectAll()

    @Slot()
    def _named(self) -> None:
        if self.currentWidget() is not self.edit:
            return
        had_focus = self.edit.hasFocus()
        self.setCurrentWidget(self.box)
        if had_focus:
            self.box.setFocus()
        name = self.edit.text().strip()
        if name:
            self.named.emit(self.box.column, ColumnTarget(custom=name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape and self.currentWidget() is self.edit:
            self.edit.clear()
            self._named()
        else:
            super().keyPressEvent(event)


class ColumnGrid(QScrollArea):
    """A line a column: name, how full it is, examples, what it becomes."""

    target_chosen = Signal(int, object)
    """Emits the position of a column and its new `ColumnTarget`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lead_columns")
        self.setAccessibleName(self.tr("Columns of the file"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._boxes: list[TargetBox] = []
        self._file: LeadFile | None = None

    @property
    def boxes(self) -> tuple[TargetBox, ...]:
        """The choices, in file order."""
        return tuple(self._boxes)

    def show_file(self, file: LeadFile, mapping: ColumnMapping) -> None:
        """Show a file's columns, anew only when it is another file."""
        if file is not self._file:
            self._file = file
            self._build(file)
        for box, target in zip(self._boxes, mapping.targets, strict=True):
            box.show_target(target)

    def _build(self, file: LeadFile) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, SPACE_4, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        titles = (self.tr("Column"), self.tr("Filled"), self.tr("Examples"), self.tr("Becomes"))
        for place, title in enumerate(titles):
            grid.addWidget(Label(title, Text.OVERLINE, muted=True), 0, place)
        self._boxes = []
        for number, column in enumerate(file.columns):
            cell = TargetCell(number, column)
            cell.named.connect(self.target_chosen)
            box = cell.box
            box.currentIndexChanged.connect(self._chosen)
            self._boxes.append(box)
            name = ElidedLabel(column.header or self.tr("(no name)"), Text.STRONG)
            name.setBuddy(box)
            samples = ElidedLabel(" · ".join(column.samples) or "–", muted=True)
            for label, least in ((name, 84), (samples, 40)):
                label.setMinimumWidth(least)
                label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(name, number + 1, 0)
            grid.addWidget(FillBar(column.fill), number + 1, 1)
            grid.addWidget(samples, number + 1, 2)
            grid.addWidget(cell, number + 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 5)
        grid.setColumnStretch(3, 3)
        grid.setRowStretch(len(file.columns) + 1, 1)
        old = self.takeWidget()
        if old is not None:
            old.deleteLater()
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # which `setWidget` has switched on
        high = inner.sizeHint().height() + SPACE_2
        self.setFixedHeight(max(_LOWEST, min(high, _HIGHEST)))

    @Slot(int)
    def _chosen(self, _index: int) -> None:
        box = self.sender()
        if isinstance(box, TargetBox):
            target = box.currentData()
            if isinstance(target, ColumnTarget):
                self.target_chosen.emit(box.column, target)
