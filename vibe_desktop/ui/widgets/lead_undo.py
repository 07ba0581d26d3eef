"""Taking back what was done to leads, from wherever it was done."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.notices import NoticeAction
from vibe_desktop.ui.words import counted


class LeadUndo(QObject):
    """Undoes operations on leads and says so."""

    working = Signal(object, str)
    """Emits the `Job` under way and what it does, in words."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = context.jobs
        self._services = context.services
        self._notices = context.notices

    def action(self, operation: int) -> NoticeAction | None:
        """What a notice offers for this operation, None for 0: nothing was written."""
        return NoticeAction(self.tr("Undo"), partial(self.undo, operation)) if operation else None

    def undo(self, operation: int) -> None:
        """Take this operation back."""
        services = self._services
        # Not on the lane of typing: a million rows may have to be put back.
        job = self._jobs.submit(
            lambda work: services.leads.undo(operation, work),
            lane=Lane.REMOTE,
            key="leads-write",
            title=self.tr("Undoing"),
        )
        job.succeeded.connect(self._done)
        self.working.emit(job, self.tr("Undoing"))

    @Slot(object)
    def _done(self, operation: LeadOperation) -> None:
        self._notices.success(self._words(operation))

    def _words(self, operation: LeadOperation) -> str:
        if operation.kind is OperationKind.IMPORT:
            return self.tr("The import of “{title}” was taken back.").format(title=operation.title)
        if operation.kind is OperationKind.DELETE_LIST:
            return self.tr("The list “{title}” is back.").format(title=operation.title)
        return counted(
            operation.leads,
            self.tr("Undone: {count} lead is as it was before."),
            self.tr("Undone: {count} leads are as they were before."),
        )
