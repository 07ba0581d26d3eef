"""The way from a file to a list of leads."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.domain.lead_columns import ColumnTarget, LeadFile
from vibe_desktop.domain.leads import ImportReport
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.lead_import.state import LeadImportState, Stage

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
        self, context: ScreenContext, campaign_id: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = context.jobs
        self._services = context.services
        self._notices = context.notices
        self._campaign_id = campaign_id
        self._state = LeadImportState()
        self._job: Job | None = None
        self._rehearsal = QTimer(self)
        self._rehearsal.setSingleShot(True)
        self._rehearsal.setInterval(REHEARSE_AFTER_MS)
        self._rehearsal.timeout.connect(self._rehearse)

    @property
    def state(self) -> LeadImportState:
        """What is on screen."""
        return self._state

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

    def match(self, column: int, target: ColumnTarget) -> None:
        """Say what a column means."""
        file, mapping = self._state.file, self._state.mapping
        if file is None or mapping is None or self._state.stage is not Stage.MATCH:
            return
        self._drop_job()
        mapping = mapping.assign(column, target, file.headers)
        self._set(replace(self._state, mapping=mapping, rehearsing=True, problem=None))
        self._rehearsal.start()

    def set_campaign(self, campaign_id: str) -> None:
        """Import for another campaign, "" for none."""
        if campaign_id == self._campaign_id:
            return
        self._campaign_id = campaign_id
        if self._state.stage is Stage.MATCH:
            self._drop_job()
            self._set(replace(self._state, rehearsing=True, problem=None))
            self._rehearsal.start()

    @Slot()
    def import_file(self) -> None:
        """Import what was rehearsed."""
        if not self._state.can_import:
            return
        self._rehearsal.stop()
        file, mapping, campaign_id = self._state.file, self._state.mapping, self._campaign_id
        if file is None:
            return
        path = file.path
        self._set(replace(self._state, stage=Stage.IMPORT))
        job = self._submit(
            lambda work: self._services.leads.import_file(path, mapping, campaign_id, work)
        )
        job.succeeded.connect(self._import_done)
        self.working.emit(job, self.tr("Importing {name}").format(name=path.name))

    def save_skipped(self, target: Path) -> None:
        """Write every row that is left out to a CSV file."""
        file, mapping, campaign_id = self._state.file, self._state.mapping, self._campaign_id
        if file is None:
            return
        path = file.path
        job = self._jobs.submit(
            lambda work: self._services.leads.save_skipped(
                path, mapping, campaign_id, target, work
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
            self._set(LeadImportState(Stage.MATCH, file, file.mapping, rehearsing=True))
            self._rehearse()

    @Slot()
    def _rehearse(self) -> None:
        file, mapping, campaign_id = self._state.file, self._state.mapping, self._campaign_id
        if file is None or mapping is None or self._state.stage is not Stage.MATCH:
            return
        try:
            mapping.check(len(file.columns))
        except InvalidInput as problem:
            self._set(replace(self._state, report=None, rehearsing=False, problem=problem))
            return
        path = file.path
        job = self._submit(
            lambda work: self._services.leads.rehearse(path, mapping, campaign_id, work)
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
