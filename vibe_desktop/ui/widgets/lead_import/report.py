"""What an import would do or did: numbers, reasons, and the rows that are left out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.leads import ImportReport, SkippedRow
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.cards import StatCard
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.lead_import.words import reason_words
from vibe_desktop.ui.widgets.row_model import Column, RowModel, RowShape
from vibe_desktop.ui.widgets.stat_row import StatRow
from vibe_desktop.ui.widgets.tables import DataTable
from vibe_desktop.ui.words import number

_ROWS_SHOWN = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("NumbersView", text)


def _of_skipped(text: str) -> str:
    return QCoreApplication.translate("SkippedModel", text)


class SkippedModel(RowModel[SkippedRow]):
    """Rows that are left out: line, reason, value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(_of_skipped("Line"), lambda row: number(row.line), right=True),
                Column(_of_skipped("Reason"), lambda row: reason_words(row.reason)),
                Column(_of_skipped("Value"), lambda row: row.value),
            ),
            RowShape(identity=lambda row: row),
            parent,
        )


class NumbersView(StatRow):
    """What becomes of the rows: four plain numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.created = StatCard(_tr("New"))
        self.updated = StatCard(_tr("Updated"))
        self.unchanged = StatCard(_tr("Unchanged"))
        self.skipped = StatCard(_tr("Left out"))
        cards = (self.created, self.updated, self.unchanged, self.skipped)
        for card, name in zip(cards, ("created", "updated", "unchanged", "skipped"), strict=True):
            card.setProperty("flat", "true")
            card.setObjectName(f"rows_{name}")
        super().__init__(cards, parent)

    def show_report(self, report: ImportReport, *, done: bool) -> None:
        """Show the numbers; `done` tells an import from a rehearsal."""
        new = self.tr("added to the list") if done else self.tr("will be added")
        other = self.tr("with new values") if done else self.tr("will get new values")
        self.created.set(number(report.created), new)
        self.updated.set(number(report.updated), other)
        self.unchanged.set(number(report.unchanged), self.tr("already as in the file"))
        self.skipped.set(number(report.skipped), self.tr("each with a reason"))


class HygieneView(QWidget):
    """What is worth knowing about the leads, a line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lead_hygiene")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._lines: list[Label] = []

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show other lines."""
        while len(self._lines) < len(lines):
            line = Label("", wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(lines))
            line.setText(lines[place] if place < len(lines) else "")


class ReasonsView(QWidget):
    """Reasons with their counts, and behind a fold the rows themselves."""

    save_requested = Signal(object)
    """Emits the `Path` that the skipped rows should be written to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(SPACE_3)
        self._counts.setVerticalSpacing(SPACE_1)
        self._counts.setColumnStretch(2, 1)
        self._labels: list[tuple[Label, Label]] = []
        column.addLayout(self._counts)
        self._model = SkippedModel(self)
        self.fold = Fold(self.tr("Show the rows that are left out"))
        self.fold.button.setObjectName("show_skipped")
        self.table = DataTable(self.tr("Rows that are left out"))
        self.table.setObjectName("skipped_rows")
        self.table.setModel(self._model)
        columns = self.table.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setStretchLastSection(True)
        columns.resizeSection(0, 80)
        columns.resizeSection(1, 340)
        self.fold.body.addWidget(self.table)
        self._note = Hint()
        self._save = QuietButton(self.tr("Save all skipped rows…"), "download")
        self._save.setObjectName("save_skipped")
        self._save.clicked.connect(self.choose_target)
        below = QHBoxLayout()
        below.setSpacing(SPACE_4)
        below.addWidget(self._note, 1)
        below.addWidget(self._save)
        self.fold.body.addLayout(below)
        column.addWidget(self.fold)

    def show_report(self, report: ImportReport) -> None:
        """Show the reasons of `report`; nothing at all when no row is left out."""
        self.setVisible(report.skipped > 0)
        reasons = sorted(report.reasons.items(), key=lambda item: -item[1])
        while len(self._labels) < len(reasons):
            pair = (Label("", Text.STRONG), Label(""))
            line = len(self._labels)
            self._counts.addWidget(pair[0], line, 0, Qt.AlignmentFlag.AlignRight)
            self._counts.addWidget(pair[1], line, 1)
            self._labels.append(pair)
        for place, (count, words) in enumerate(self._labels):
            there = place < len(reasons)
            count.setVisible(there)
            words.setVisible(there)
            if there:
                reason, rows = reasons[place]
                count.setText(number(rows))
                words.setText(reason_words(reason))
        self._model.set_rows(report.rows)
        high = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        shown = max(2, min(len(report.rows), _ROWS_SHOWN))
        self.table.setFixedHeight(head + shown * high + SPACE_2)
        listed = len(report.rows)
        self._note.setText(
            self.tr("The first {listed} of {all}; the file has them all.").format(
                listed=number(listed), all=number(report.skipped)
            )
            if listed < report.skipped
            else ""
        )

    @Slot()
    def choose_target(self) -> None:
        """Ask where to write the skipped rows."""
        dialog = QFileDialog(self, self.tr("Save the rows that are left out"))
        dialog.setObjectName("save_skipped_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([self.tr("CSV files (*.csv)")])
        dialog.selectFile("skipped-rows.csv")
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.save_requested.emit(Path(path))
