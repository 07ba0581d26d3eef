"""What is done to leads and lists: each job ends with a notice that says so and offers Undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import LeadList
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.lead_undo import LeadUndo
from vibe_desktop.ui.widgets.lead_words import leads_words, operation_words
from vibe_desktop.ui.words import counted

Operation = Callable[[Work], Written[LeadOperation]]


class LeadBulk(QObject):
    """Tags, moves, suppresses, deletes, exports; makes and changes lists."""

    working = Signal(object, str)
    """Emits the `Job` under way and what it does, in words."""
    list_made = Signal(str)
    """Emits the id of a new list."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._notices = context.notices
        self.undo = LeadUndo(context, self)
        self.undo.working.connect(self.working)

    # -- chosen leads ----------------------------------------------------------------------------

    def tag(self, selection: LeadSelection, tag: str) -> None:
        """Give them a tag."""
        services = self._services
        self._operate(lambda work: services.leads.tag(selection, tag, work), self.tr("Tagging"))

    def untag(self, selection: LeadSelection, tag: str) -> None:
        """Take a tag off them."""
        services = self._services
        self._operate(
            lambda work: services.leads.untag(selection, tag, work), self.tr("Taking the tag off")
        )

    def move(self, selection: LeadSelection, list_id: str) -> None:
        """Put them into another list."""
        services = self._services
        self._operate(lambda work: services.leads.move(selection, list_id, work), self.tr("Moving"))

    def move_to_new(self, selection: LeadSelection, name: str) -> None:
        """Put them into a list that is made for them."""
        services = self._services

        def task(work: Work) -> Written[LeadOperation]:
            made = services.leads.create_list(name, "", work)
            page = services.leads.page(replace(selection.query, limit=1), work)
            # The new list alone changes nothing about who is chosen; whatever else happened
            # meanwhile is found out by the version.
            if page.version == selection.version + 1:
                chosen = replace(selection, version=page.version)
            else:
                chosen = selection
            try:
                moved = services.leads.move(chosen, made.value.id, work)
            except (Trouble, Cancelled):
                services.leads.delete_list(made.value.id, Work())
                raise
            return Written(moved.value, made.changes | moved.changes)

        self._operate(task, self.tr("Moving"))

    def suppress(self, selection: LeadSelection) -> None:
        """Put them on the do-not-contact list."""
        services = self._services
        self._operate(
            lambda work: services.leads.suppress_selection(selection, work),
            self.tr("Adding to the do-not-contact list"),
        )

    def delete(self, selection: LeadSelection) -> None:
        """Delete them."""
        services = self._services
        self._operate(lambda work: services.leads.delete(selection, work), self.tr("Deleting"))

    def export(self, what: LeadSelection | LeadQuery, columns: tuple[str, ...], to: Path) -> None:
        """Write leads to a CSV file."""
        services = self._services
        job = self._context.jobs.submit(
            lambda work: services.lead_exports.export(what, columns, to, work),
            lane=Lane.REMOTE,
            title=self.tr("Exporting leads"),
        )
        job.succeeded.connect(self._exported)
        self.working.emit(job, self.tr("Writing {name}").format(name=to.name))

    def erase(self, email: str) -> None:
        """Forget one person everywhere."""
        services = self._services

        def task(work: Work) -> Written[str]:
            return Written(email, services.leads.erase(email, work).changes)

        self._write(task, self.tr("Forgetting")).succeeded.connect(self._erased)

    # -- lists -----------------------------------------------------------------------------------

    def create_list(self, name: str, campaign_id: str = "") -> None:
        """Make an empty list, and show it."""
        services = self._services
        job = self._quick(lambda work: services.leads.create_list(name, campaign_id, work))
        job.succeeded.connect(self._list_created)

    def rename_list(self, list_id: str, name: str) -> None:
        """Call a list something else."""
        services = self._services
        self._quick(lambda work: services.leads.rename_list(list_id, name, work))

    def assign_list(self, list_id: str, campaign_id: str) -> None:
        """Give a list to a campaign, "" for none."""
        services = self._services
        self._quick(lambda work: services.leads.assign_list(list_id, campaign_id, work))

    def delete_list(self, list_id: str) -> None:
        """Delete a list with its leads."""
        services = self._services
        self._operate(
            lambda work: services.leads.delete_list(list_id, work), self.tr("Deleting the list")
        )

    # -- jobs ------------------------------------------------------------------------------------

    def _operate(self, operation: Operation, title: str) -> None:
        self._write(operation, title).succeeded.connect(self._operated)

    def _write(self, task: Callable[[Work], object], title: str) -> Job:
        # Not on the lane of typing: a million rows may be chosen. One after the other, so that
        # Undo never meets what it undoes half done.
        job = self._context.jobs.submit(task, lane=Lane.REMOTE, key="leads-write", title=title)
        self.working.emit(job, title)
        return job

    def _quick(self, task: Callable[[Work], object]) -> Job:
        return self._context.jobs.submit(task, key="leads-write")

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _operated(self, operation: LeadOperation) -> None:
        left = ""
        if operation.left:
            left = self._left_words(operation)
        if not operation.leads and operation.kind is not OperationKind.DELETE_LIST:
            self._notices.info(self.tr("Nothing had to be changed."), more=left)
            return
        if operation.kind is OperationKind.SUPPRESS:
            left = self.tr("No launch from now on writes to them, and no import brings them back.")
        self._notices.success(
            f"{operation_words(operation)}.", more=left, action=self.undo.action(operation.id)
        )

    def _left_words(self, operation: LeadOperation) -> str:
        if operation.kind is OperationKind.MOVE:
            return counted(
                operation.left,
                self.tr("{count} stays where it is: the list has that address already."),
                self.tr("{count} stay where they are: the list has those addresses already."),
            )
        return counted(
            operation.left,
            self.tr("{count} was so already."),
            self.tr("{count} were so already."),
        )

    @Slot(object)
    def _exported(self, count: int) -> None:
        self._notices.success(self.tr("{leads} exported.").format(leads=leads_words(count)))

    @Slot(object)
    def _erased(self, email: str) -> None:
        self._notices.success(
            self.tr("{email} was forgotten.").format(email=email),
            more=self.tr("A later import leaves this person out."),
        )

    @Slot(object)
    def _list_created(self, made: LeadList) -> None:
        self.list_made.emit(made.id)
