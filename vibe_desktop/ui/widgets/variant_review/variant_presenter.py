"""One variant under review: typing is saved and looked at, approving is a decision of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import Preview
from vibe_desktop.domain.variants import Revision, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Jobs
from vibe_desktop.ui.widgets.variant_review.state import VariantState

if TYPE_CHECKING:
    from vibe_desktop.domain.lint import Finding
    from vibe_desktop.services.catalogue import Services

SAVE_PAUSE_MS = 600
LOOK_PAUSE_MS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a text, and the text it was found in."""

    subject: str
    body: str
    lead: Lead
    findings: "tuple[Finding, ...]"
    preview: Preview


class VariantPresenter(QObject):
    """Holds one variant as it is typed; saves it, looks at it, approves it."""

    state_changed = Signal(object)
    """Emits the new `VariantState`."""
    text_replaced = Signal(object)
    """Emits the `VariantState` whose text did not come from the editor (loaded, restored)."""

    def __init__(
        self,
        services: "Services",
        jobs: Jobs,
        variant: Variant,
        footer: str,
        lead: Lead,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._footer = footer
        self._lead = lead
        self._looking = False
        current = variant.current
        self.state = VariantState(
            variant, current.subject, current.body, variant.is_approved(footer)
        )
        self._save_timer = self._pause(SAVE_PAUSE_MS, self.save)
        self._look_timer = self._pause(LOOK_PAUSE_MS, self.look)

    # -- typing ----------------------------------------------------------------------------------

    def edit(self, subject: str, body: str) -> None:
        """Take over what stands in the editor."""
        if (subject, body) != (self.state.subject, self.state.body):
            self._set(replace(self.state, subject=subject, body=body, trouble=None))
            self._save_timer.start()
            self._look_timer.start()

    @Slot()
    def save(self) -> None:
        """Store what was typed; an approval of another text falls with it."""
        self._save_timer.stop()
        if self.state.dirty:
            self._write(_Edit(self._services, self.state))

    # -- deciding --------------------------------------------------------------------------------

    def approve(self) -> None:
        """Store what is on screen and approve it. Refused while a finding blocks it."""
        self._save_timer.stop()
        self._write(_Approve(self._services, self.state))

    def withdraw(self) -> None:
        """Take the approval back."""
        services, variant_id = self._services, self.state.variant.id
        self._write(lambda work: services.variants.withdraw(variant_id, work))

    # -- revisions -------------------------------------------------------------------------------

    def ask_for_revisions(self) -> None:
        """Load what was saved before."""
        services, variant_id = self._services, self.state.variant.id
        self.save()
        job = self._jobs.submit(
            lambda work: services.variants.revisions(variant_id, work), key=self._key
        )
        job.succeeded.connect(self._revisions_loaded)

    def restore(self, revision_id: str) -> None:
        """Bring an earlier text back, as a new revision; what is on screen is kept as one too."""
        services, variant_id = self._services, self.state.variant.id
        self.save()
        job = self._write(lambda work: services.variants.restore(revision_id, work))
        job.succeeded.connect(self._restored)
        job = self._jobs.submit(
            lambda work: services.variants.revisions(variant_id, work), key=self._key
        )
        job.succeeded.connect(self._revisions_loaded)

    # -- news ------------------------------------------------------------------------------------

    def update_stored(self, variant: Variant, footer: str) -> None:
        """Take over what is stored now; text that is being typed stays."""
        self._footer = footer
        typed = self.state.dirty or self.state.saving
        same = variant.current.id == self.state.variant.current.id
        state = replace(self.state, variant=variant, approved=variant.is_approved(footer))
        if not same and not typed:
            current = variant.current
            state = replace(state, subject=current.subject, body=current.body)
        self._set(state)
        if not same and not typed:
            self.text_replaced.emit(state)
        self.look()

    def choose_lead(self, lead: Lead) -> None:
        """Fill the preview in for somebody else."""
        if lead != self._lead:
            self._lead = lead
            self.look()

    @Slot()
    def look(self) -> None:
        """Lint and preview what is on screen; one look at a time, the newest text wins."""
        self._look_timer.stop()
        if self._looking:
            self._look_timer.start()
            return
        self._looking = True
        job = self._jobs.submit(_Look(self._services, self.state, self._lead))
        job.succeeded.connect(self._looked)
        job.finished.connect(self._look_finished)

    @Slot(object)
    def _looked(self, look: Look) -> None:
        self._set(replace(self.state, findings=look.findings, preview=look.preview))
        now = (self.state.subject, self.state.body, self._lead)
        if (look.subject, look.body, look.lead) != now:
            self._look_timer.start()

    @Slot()
    def _look_finished(self) -> None:
        self._looking = False

    # -- inside ----------------------------------------------------------------------------------

    @property
    def _key(self) -> str:
        return f"variant:{self.state.variant.id}"

    def _pause(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _write(self, task: Callable[[Work], Written[Variant]]) -> Job:
        job = self._jobs.submit(task, key=self._key, title=self.tr("Saving the mail"), keeps=True)
        job.succeeded.connect(self._written)
        job.failed.connect(self._failed)
        self._set(replace(self.state, saving=True, trouble=None))
        return job

    @Slot(object)
    def _written(self, variant: Variant) -> None:
        approved = variant.is_approved(self._footer)
        self._set(replace(self.state, variant=variant, approved=approved, saving=False))

    @Slot(object)
    def _restored(self, variant: Variant) -> None:
        current = variant.current
        self._set(replace(self.state, subject=current.subject, body=current.body))
        self.text_replaced.emit(self.state)
        self.look()

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, saving=False, trouble=trouble))

    @Slot(object)
    def _revisions_loaded(self, revisions: tuple[Revision, ...]) -> None:
        newest_first = tuple(sorted(revisions, key=lambda one: one.number, reverse=True))
        self._set(replace(self.state, revisions=newest_first))

    def _set(self, state: VariantState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


@dataclass(frozen=True, slots=True)
class _Edit:
    services: "Services"
    state: VariantState

    def __call__(self, work: Work) -> Written[Variant]:
        state = self.state
        return self.services.variants.edit(state.variant.id, state.subject, state.body, work)


@dataclass(frozen=True, slots=True)
class _Approve:
    services: "Services"
    state: VariantState

    def __call__(self, work: Work) -> Written[Variant]:
        state, changes = self.state, Changes()
        if state.dirty:
            edited = self.services.variants.edit(state.variant.id, state.subject, state.body, work)
            changes = edited.changes
        approved = self.services.variants.approve(state.variant.id, work)
        return Written(approved.value, changes | approved.changes)


@dataclass(frozen=True, slots=True)
class _Look:
    services: "Services"
    state: VariantState
    lead: Lead

    def __call__(self, work: Work) -> Look:
        state = self.state
        variants = self.services.variants
        findings = variants.findings(
            state.subject,
            state.body,
            state.variant.campaign_id,
            state.variant.current.claims,
            work,
        )
        preview = variants.preview_text(state.subject, state.body, self.lead, work)
        ordered = tuple(sorted(findings, key=lambda finding: not finding.blocking))
        return Look(state.subject, state.body, self.lead, ordered, preview)
