"""The way from a file to a list of leads."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.domain.lead_columns import ColumnTarget, LeadFile
from vibe_desktop.domain.leads import ImportReport, LeadList
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.lead_import.state import LeadImportState, Stage
from vibe_desktop.ui.widgets.lead_import.words import done_words
from vibe_desktop.ui.widgets.lead_undo import LeadUndo

REHEARSE_AFTER_MS = 250
"""Columns are often changed several at a time; the rehearsal waits until that is over."""


class LeadImportPresenter(QObject):
    """Looks at a file, rehearses after every correction, imports."""

    state_changed = Signal(object)
    """Emits the new `LeadImportState`."""
    working = Signal(object, str)
    """Emits the `Job` to follow and what it does, in words."""
    imported = Signal(object)
    """Emits the `ImportReport` of an import that is done."""
    skipped_saved = Signal(object)
    """Emits how many skipped rows were written to a file."""

    def __init__(
        self,
        context: ScreenContext,
        campaign_id: str = "",
        *,
        one_campaign: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Args: `one_campaign` is whether only the campaign's own lists may be added to."""
        super().__init__(parent)
        self._jobs = context.jobs
        self._services = context.services
        self._notices = context.notices
        self._campaign_id = campaign_id
        self._one_campaign = one_campaign
        self.undo = LeadUndo(context, self)
        self._state = LeadImportState()
        self._job: Job | None = None
        self._lists_job: Job | None = None
        self._rehearsal = QTimer(self)
        self._rehearsal.setSingleShot(True)
        self._rehearsal.setInterval(REHEARSE_AFTER_MS)
        self._rehearsal.timeout.connect(self._rehearse)

    @property
    def state(self) -> LeadImportState:
        """What is on screen."""
        return self._state

    @property
    def campaign_id(self) -> str:
        """The campaign that the leads are for: that of the chosen list, or the one set."""
        chosen = self._state.chosen
        return chosen.campaign_id if chosen else self._campaign_id

    # -- wishes ----------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Look at a file; another one that is under way is dropped."""
        if self._state.stage is Stage.IMPORT:
            return
        self._drop_job()
        self._set(LeadImportState(Stage.LOOK))
        job = self._submit(lambda work: self._services.leads.inspect(path, work))
        job.succeeded.connect(self._looked)
        self.working.emit(job, self.tr("Looking at {name}").format(name=path.name))
        self._load_lists()

    def match(self, column: int, target: ColumnTarget) -> None:
        """Say what a column means."""
        file, mapping = self._state.file, self._state.mapping
        if file is None or mapping is None or self._state.stage is not Stage.MATCH:
            return
        mapping = mapping.assign(column, target, file.headers)
        self._again(replace(self._state, mapping=mapping))

    def set_campaign(self, campaign_id: str) -> None:
        """Import for another campaign, "" for none."""
        if campaign_id == self._campaign_id:
            return
        self._campaign_id = campaign_id
        state = replace(self._state, list_id="") if self._one_campaign else self._state
        if state.stage is Stage.MATCH:
            self._again(state)
            self._load_lists()

    def choose_list(self, list_id: str) -> None:
        """Add to a list, "" for a list of its own."""
        if list_id != self._state.list_id and self._state.stage is Stage.MATCH:
            self._again(replace(self._state, list_id=list_id))

    def name_list(self, name: str) -> None:
        """Call the new list so."""
        state = replace(self._state, name=" ".join(name.split()))
        report = state.report
        # A list that has this name, or that the file went into before, is continued by its name.
        continues = report is None or report.updated + report.unchanged > 0
        known = any(one.name == state.name for one in state.lists)
        if state.stage is Stage.MATCH and (continues or known):
            self._again(state)
        else:
            self._set(state)

    @Slot()
    def import_file(self) -> None:
        """Import what was rehearsed."""
        if not self._state.can_import:
            return
        self._rehearsal.stop()
        file, mapping, list_id = self._state.file, self._state.mapping, self._state.list_id
        if file is None:
            return
        path, campaign_id, name = file.path, self.campaign_id, self._state.name
        self._set(replace(self._state, stage=Stage.IMPORT))

        job = self._submit(
            lambda work: self._services.leads.import_file(
                path, mapping, campaign_id, work, list_id, name
            )
        )
        job.succeeded.connect(self._import_done)
        self.working.emit(job, self.tr("Importing {name}").format(name=path.name))

    def save_skipped(self, target: Path) -> None:
        """Write every row that is left out to a CSV file."""
        file, mapping, list_id = self._state.file, self._state.mapping, self._state.list_id
        if file is None:
            return
        path, campaign_id, name = file.path, self.campaign_id, self._state.name
        job = self._jobs.submit(
            lambda work: self._services.leads.save_skipped(
                path, mapping, campaign_id, target, work, list_id, name
            ),
            lane=Lane.REMOTE,
            title=self.tr("Saving the skipped rows"),
        )
        job.succeeded.connect(self.skipped_saved)

    @Slot()
    def reset(self) -> None:
        """Forget the file, and stop what is under way."""
        self._drop_job()
        self._set(LeadImportState())

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _looked(self, file: LeadFile) -> None:
        if self.sender() is self._job:
            self._job = None
            fresh = LeadImportState(Stage.MATCH, file, file.mapping, rehearsing=True)
            self._set(replace(fresh, lists=self._state.lists))
            self._rehearse()

    @Slot(object)
    def _lists_loaded(self, lists: tuple[LeadList, ...]) -> None:
        if self.sender() is not self._lists_job:
            return
        self._lists_job = None
        if self._one_campaign:
            lists = tuple(one for one in lists if one.campaign_id == self._campaign_id)
        self._set(replace(self._state, lists=lists))

    @Slot()
    def _rehearse(self) -> None:
        file, mapping, list_id = self._state.file, self._state.mapping, self._state.list_id
        if file is None or mapping is None or self._state.stage is not Stage.MATCH:
            return
        try:
            mapping.check(len(file.columns))
        except InvalidInput as problem:
            self._set(replace(self._state, report=None, rehearsing=False, problem=problem))
            return
        path, campaign_id, name = file.path, self.campaign_id, self._state.name
        job = self._submit(
            lambda work: self._services.leads.rehearse(
                path, mapping, campaign_id, work, list_id, name
            )
        )
        job.succeeded.connect(self._rehearsed)
        self.working.emit(job, self.tr("Checking every row"))

    @Slot(object)
    def _rehearsed(self, report: ImportReport) -> None:
        if self.sender() is self._job:
            self._job = None
            self._set(replace(self._state, report=report, rehearsing=False))

    @Slot(object)
    def _import_done(self, report: ImportReport) -> None:
        self._job = None
        self._set(replace(self._state, stage=Stage.DONE, report=report))
        self._notices.success(done_words(report), action=self.undo.action(report.operation))
        self.imported.emit(report)

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if self._state.stage is Stage.LOOK:
            self._set(LeadImportState(problem=trouble))
        elif self._state.stage is Stage.IMPORT:
            self._set(replace(self._state, stage=Stage.MATCH))
            self._notices.trouble(trouble)
        else:
            self._set(replace(self._state, report=None, rehearsing=False, problem=trouble))

    @Slot()
    def _cancelled(self) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if self._state.stage is Stage.IMPORT:
            self._set(replace(self._state, stage=Stage.MATCH))
            self._notices.info(self.tr("The import was stopped. Nothing was imported."))
        else:
            self._set(LeadImportState())

    # -- jobs ------------------------------------------------------------------------------------

    def _again(self, state: LeadImportState) -> None:
        """Show `state`, and rehearse it when the founder pauses."""
        self._drop_job()
        self._set(replace(state, rehearsing=True, problem=None))
        self._rehearsal.start()

    def _load_lists(self) -> None:
        self._lists_job = self._jobs.submit(lambda work: self._services.leads.lists(work))
        self._lists_job.succeeded.connect(self._lists_loaded)

    def _submit(self, task: Task) -> Job:
        """Start the one job of this panel."""
        # Not the lane of the database: a big file would keep every screen waiting meanwhile.
        job = self._jobs.submit(task, lane=Lane.REMOTE, title=self.tr("Reading leads"))
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        self._job = job
        return job

    def _drop_job(self) -> None:
        self._rehearsal.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _set(self, state: LeadImportState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
