"""Builds the set of all mails, filters it, shows one of them, and has all of them approved."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.jobs.runner import Job, Jobs, Lane
from vibe_desktop.ui.widgets.review_set.state import ODD_ONES, ReviewSetState, Stage

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import RenderedMail, ReviewSet, RiskRow, RiskRows, Standing
    from vibe_desktop.services.catalogue import Services

FILTER_AFTER_MS = 150
"""The filter waits until typing pauses."""
BUILD_KEY = "review set"


class ReviewSetPresenter(QObject):
    """One campaign's mails to all its leads. Works without any network."""

    state_changed = Signal(object)
    """Emits the new `ReviewSetState`."""
    working = Signal(object, str)
    """Emits the `Job` to follow and what it does, in words."""
    lead_opened = Signal(object)
    """Emits the `RenderedMail` whose lead the founder wants to see in the editor's preview."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self.state = ReviewSetState()
        self._job: Job | None = None
        self._checking: Job | None = None
        self._check_again = False
        self._leads_changed = False
        self._choosing: Job | None = None
        self._reading: Job | None = None
        self._wanted: RiskRow | None = None
        self._opening = False
        self._pause = QTimer(self, singleShot=True, interval=FILTER_AFTER_MS)
        self._pause.timeout.connect(self._choose)

    @property
    def campaign_id(self) -> str:
        """The campaign under review, "" before the first."""
        return self._campaign_id

    # -- wishes ----------------------------------------------------------------------------------

    def open(self, campaign_id: str) -> None:
        """Show all mails of this campaign; they are built unless what is on screen is current."""
        if campaign_id != self._campaign_id:
            self._drop_job()
            self._checking = self._choosing = self._reading = self._wanted = None
            self._campaign_id = campaign_id
            self._set(ReviewSetState())
        if self.state.stage is Stage.READY and not self.state.changed:
            self._check(leads=True)
        elif self.state.stage is not Stage.BUILDING:
            self.build()

    @Slot()
    def build(self) -> None:
        """Fill in and check every mail, now."""
        if not self._campaign_id or self.state.approving:
            return
        self._drop_job()
        self._set(replace(self.state, stage=Stage.BUILDING, trouble=None))
        campaign_id = self._campaign_id
        # Not on the lane of the database: what is typed meanwhile must be kept at once.
        self._job = self._jobs.submit(
            lambda work: self._services.reviews.build(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Checking every mail"),
            key=BUILD_KEY,
        )
        self._job.succeeded.connect(self._built)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._cancelled)
        self.working.emit(self._job, self.tr("Filling in and checking every mail"))

    @Slot()
    def cancel(self) -> None:
        """Stop building."""
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def approve_all(self) -> None:
        """Approve every mail of the set on screen, as one decision."""
        built = self.state.built
        if built is None or not self.state.can_approve:
            return
        self._set(replace(self.state, approving=True, trouble=None))
        campaign_id, digest = self._campaign_id, built.digest
        self._job = self._jobs.submit(
            lambda work: self._services.reviews.approve_all(campaign_id, digest, work),
            lane=Lane.REMOTE,
            title=self.tr("Approving all mails"),
            key=BUILD_KEY,
        )
        self._job.succeeded.connect(self._approved)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._cancelled)
        self.working.emit(self._job, self.tr("Looking once more, then approving"))

    def changes_arrived(self, changes: Changes) -> None:
        """Ask whether the set is still what would be sent."""
        if not (changes.variants or changes.identity or changes.leads or changes.campaigns):
            return
        if self.state.stage is Stage.READY:
            self._check(leads=changes.leads)
        elif self.state.stage is Stage.FAILED and self.state.built is None:
            self.build()

    def filter_rule(self, rule: str) -> None:
        """Show only mails with this risk; `ODD_ONES` for any, "" for all mails."""
        if rule != self.state.rule:
            self._set(replace(self.state, rule=rule))
            self._choose()

    @Slot(str)
    def filter_text(self, text: str) -> None:
        """Show only leads whose name or address holds this, once typing pauses."""
        if text.strip() != self.state.text:
            self._set(replace(self.state, text=text.strip()))
            self._pause.start()

    def show(self, row: int) -> None:
        """Show the mail in this row of the table in full."""
        rows = self.state.rows
        if rows is not None and 0 <= row < len(rows):
            self._wanted = rows[row]
            self._read()

    def open_lead(self, row: int) -> None:
        """Ask for the editor's preview of the lead in this row."""
        self._opening = True
        self.show(row)

    # -- on a worker and back --------------------------------------------------------------------

    def _check(self, *, leads: bool) -> None:
        """Ask what has changed; what is asked meanwhile is asked once more after."""
        self._leads_changed = self._leads_changed or leads
        built = self.state.built
        if built is None:
            return
        if self._checking is not None:
            self._check_again = True
            return
        # Once something has changed it may have been the leads: only a look at them tells.
        with_leads = self._leads_changed or bool(self.state.changed)
        campaign_id, digest = self._campaign_id, built.digest
        self._leads_changed = False
        self._checking = self._jobs.submit(
            lambda work: self._services.reviews.standing(
                campaign_id, digest, work, leads=with_leads
            ),
            lane=Lane.REMOTE,
            title=self.tr("Looking for changes"),
        )
        self._checking.succeeded.connect(self._checked)
        self._checking.finished.connect(self._check_finished)

    @Slot()
    def _choose(self) -> None:
        """Filter the rows, on a worker: there may be hundreds of thousands."""
        self._pause.stop()
        built, state = self.state.built, self.state
        if built is None:
            return
        self._choosing = self._jobs.submit(
            lambda _work: _filtered(built, state.rule, state.text), lane=Lane.REMOTE
        )
        self._choosing.succeeded.connect(self._chosen)

    def _read(self) -> None:
        """Fill in the mail that was asked for last; one at a time."""
        if self._reading is not None or self._wanted is None:
            return
        wanted, campaign_id = self._wanted, self._campaign_id
        shown = self.state.mail
        if shown is not None and (shown.lead_row, shown.mail) == (wanted.lead_row, wanted.mail):
            self._wanted = None
            self._open_when_asked()
            return
        self._reading = self._jobs.submit(
            lambda work: self._services.reviews.mail(
                campaign_id, wanted.mail.variant_id, wanted.lead_row, work
            ),
            title=self.tr("Showing a mail"),
        )
        self._reading.succeeded.connect(self._read_one)
        self._reading.failed.connect(self._gone)
        self._reading.finished.connect(self._read_finished)

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _built(self, built: "ReviewSet") -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        found = {count.rule for count in built.counts}
        rule = self.state.rule
        if rule not in found and not (rule == ODD_ONES and found):
            rule = ""
        self._set(
            ReviewSetState(
                Stage.READY, built, built.standing, built.rows, rule=rule, text=self.state.text
            )
        )
        if rule or self.state.text:
            self._choose()

    @Slot(object)
    def _approved(self, _variants: object) -> None:
        self._job = None
        self._set(replace(self.state, approving=False))
        self._check(leads=False)

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if self.state.approving:
            self._set(replace(self.state, approving=False, trouble=trouble))
            self._check(leads=True)
        else:
            self._set(ReviewSetState(Stage.FAILED, trouble=trouble))

    @Slot()
    def _cancelled(self) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        if self.state.approving:
            self._set(replace(self.state, approving=False))
        elif self.state.built is not None:
            self._set(replace(self.state, stage=Stage.READY))
            self._check(leads=True)
        else:
            self._set(ReviewSetState(Stage.STOPPED))

    @Slot(object)
    def _checked(self, standing: "Standing") -> None:
        if self.sender() is self._checking and self.state.built is not None:
            self._set(replace(self.state, standing=standing))

    @Slot()
    def _check_finished(self) -> None:
        if self.sender() is not self._checking:
            return
        self._checking = None
        if self._check_again:
            self._check_again = False
            self._check(leads=False)

    @Slot(object)
    def _chosen(self, rows: "RiskRows") -> None:
        if self.sender() is self._choosing:
            self._choosing = None
            self._set(replace(self.state, rows=rows))

    @Slot(object)
    def _read_one(self, mail: "RenderedMail") -> None:
        if self.sender() is self._reading and self.state.built is not None:
            self._set(replace(self.state, mail=mail))

    @Slot(object)
    def _gone(self, trouble: Trouble) -> None:
        if self.sender() is self._reading:
            self._wanted = None
            self._opening = False
            self._set(replace(self.state, mail=None, trouble=trouble))
            self._check(leads=True)

    @Slot()
    def _read_finished(self) -> None:
        if self.sender() is not self._reading:
            return
        self._reading = None
        self._read()

    def _open_when_asked(self) -> None:
        if self._opening and self.state.mail is not None:
            self._opening = False
            self.lead_opened.emit(self.state.mail)

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _set(self, state: ReviewSetState) -> None:
        if state != self.state or state.trouble is not self.state.trouble:
            self.state = state
            self.state_changed.emit(state)


def _filtered(built: "ReviewSet", rule: str, text: str) -> "RiskRows":
    rows = built.rows[: built.odd_count] if rule == ODD_ONES else built.rows
    return rows.chosen("" if rule == ODD_ONES else rule, text)
