"""The columns of a lead file: what is in them, and what each is taken for."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from vibe_desktop.domain.lead_columns import (
    IGNORED,
    ColumnMapping,
    ColumnPreview,
    ColumnTarget,
    LeadFile,
    custom_name,
)
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.lead_import.words import field_words, target_words

_LOWEST = 170
_HIGHEST = 420


class OneLine(Label):
    """Text on one line, cut with an ellipsis where the room ends; the tool tip has it whole."""

    def __init__(
        self,
        text: str,
        step: Text = Text.BODY,
        *,
        least: int,
        muted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args: `least` is the width in pixels that it never goes below."""
        super().__init__(text, step, muted=muted, parent=parent)
        self.setToolTip(text)
        self.setMinimumWidth(least)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        fits = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter,
            self.rect(),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self.palette(),
            self.isEnabled(),
            fits,
            self.foregroundRole(),
        )
        painter.end()


class TargetBox(QComboBox):
    """Chooses what one column is taken for."""

    def __init__(self, column: int, preview: ColumnPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self._header = preview.header
        name = preview.header or self.tr("Column {number}").format(number=column + 1)
        self.setObjectName(f"column_target_{column}")
        self.setAccessibleName(self.tr("“{column}” becomes").format(column=name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(15)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for field in LeadField:
            self.addItem(field_words(field), ColumnTarget(field=field))
        self.insertSeparator(self.count())
        self.addItem("", None)
        self._custom_at = self.count() - 1
        self.addItem(self.tr("Leave out"), IGNORED)

    def show_target(self, target: ColumnTarget) -> None:
        """Show what the column is taken for now."""
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past a box must not change it."""
        event.ignore()


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
            box = TargetBox(number, column)
            box.currentIndexChanged.connect(self._chosen)
            self._boxes.append(box)
            name = OneLine(column.header or self.tr("(no name)"), Text.STRONG, least=96)
            name.setBuddy(box)
            filled = Label(f"{column.fill:.0%}", muted=True)
            filled.setToolTip(self.tr("Share of the first rows with a value"))
            grid.addWidget(name, number + 1, 0)
            grid.addWidget(filled, number + 1, 1, Qt.AlignmentFlag.AlignRight)
            samples = " · ".join(column.samples) or "–"
            grid.addWidget(OneLine(samples, least=60, muted=True), number + 1, 2)
            grid.addWidget(box, number + 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 5)
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
