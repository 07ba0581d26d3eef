"""What was done to leads lately, each with a way back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.lead_operations import LeadOperation
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.lead_undo import LeadUndo
from vibe_desktop.ui.widgets.lead_words import operation_words
from vibe_desktop.ui.words import when

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job


class HistoryDialog(QDialog):
    """The newest operations, newest first. The window behind stays usable."""

    def __init__(
        self, context: ScreenContext, undo: LeadUndo, parent: QWidget | None = None
    ) -> None:
        """Args: `undo` outlives the dialog, which may be closed before an undo is done."""
        super().__init__(parent)
        self.setObjectName("lead_history")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(self.tr("History of your leads"))
        self._context = context
        self._undo = undo
        self._job: Job | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        column.addWidget(Label(self.tr("History of your leads"), Text.TITLE))
        column.addWidget(
            Hint(
                self.tr(
                    "The newest fifty imports and changes. Whatever you changed since then stays "
                    "as you left it."
                )
            )
        )
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area, 1)
        self.close_button = PrimaryButton(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(620, 460)
        context.jobs.changed.connect(self._changed)
        self._load()

    def _load(self) -> None:
        services = self._context.services
        self._job = self._context.jobs.submit(lambda work: services.leads.operations(work))
        self._job.succeeded.connect(self._loaded)

    @Slot(object)
    def _changed(self, changes: Changes) -> None:
        if changes.leads:
            self._load()

    @Slot(object)
    def _loaded(self, operations: tuple[LeadOperation, ...]) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, SPACE_2, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        for row, operation in enumerate(operations):
            self._add(grid, row, operation)
        if not operations:
            grid.addWidget(Label(self.tr("Nothing yet."), muted=True), 0, 0)
        grid.setRowStretch(max(1, len(operations)), 1)
        old = self._area.takeWidget()
        had_focus = old is not None and old.isAncestorOf(self.focusWidget() or self)
        if old is not None:
            old.deleteLater()
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # which `setWidget` has switched on
        if had_focus:
            self.close_button.setFocus()

    def _add(self, grid: QGridLayout, row: int, operation: LeadOperation) -> None:
        words = operation_words(operation)
        grid.addWidget(Label(when(operation.at), Text.SMALL, muted=True), row, 0)
        grid.addWidget(Label(words, wrap=True, muted=operation.undone), row, 1)
        if operation.undone:
            undone = Label(self.tr("Undone"), Text.SMALL, muted=True)
            grid.addWidget(undone, row, 2, Qt.AlignmentFlag.AlignRight)
            return
        button = QuietButton(self.tr("Undo"), "undo-2")
        button.set_small()
        button.setAutoDefault(False)
        button.setObjectName(f"undo_{operation.id}")
        button.setAccessibleName(self.tr("Undo: {words}").format(words=words))
        button.clicked.connect(partial(self._undo_one, operation.id))
        grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignRight)

    def _undo_one(self, operation: int, *_checked: object) -> None:
        self._undo.undo(operation)
