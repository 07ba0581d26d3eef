"""One variant under review: typing is saved and looked at, a decision is a thing of its own."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import Revision, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Jobs, Lane
from vibe_desktop.ui.widgets.variant_review import tasks
from vibe_desktop.ui.widgets.variant_review.state import Comparison, VariantState, tidied

if TYPE_CHECKING:
    from vibe_desktop.domain.histories import Entry
    from vibe_desktop.domain.lint import Finding
    from vibe_desktop.services.catalogue import Services

SAVE_PAUSE_MS = 600
SAVE_AT_LATEST_MS = 1500
"""However fast somebody types on: a crash costs less than two seconds of work."""
LOOK_PAUSE_MS = 120
SIBLING_PAUSE_MS = 900
"""Another mail was edited: whether the two are too alike can wait until its author pauses."""

_LOOKS = "variant looks"
"""Key of all looks: one at a time, so that typing has the processor to itself."""


class VariantPresenter(QObject):
    """Holds one variant as it is typed; saves it, looks at it, has it decided on."""

    state_changed = Signal(object)
    """Emits the new `VariantState`."""
    text_replaced = Signal(object)
    """Emits the `VariantState` whose text did not come from the editor (restored, rewritten)."""
    decided = Signal(object)
    """Emits itself when the founder approved or rejected the text and that is stored."""

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
        self._submitted: tuple[str, str] | None = None
        current = variant.current
        self.state = VariantState(
            variant, current.subject, current.body, variant.is_approved(footer)
        )
        self._save_timer = self._pause(SAVE_PAUSE_MS, self.save)
        self._latest_timer = self._pause(SAVE_AT_LATEST_MS, self.save)
        self._look_timer = self._pause(LOOK_PAUSE_MS, self.look)
        self._sibling_timer = self._pause(SIBLING_PAUSE_MS, self.look)

    # -- typing ----------------------------------------------------------------------------------

    def edit(self, subject: str, body: str) -> None:
        """Take over what stands in the editor."""
        if (subject, body) == (self.state.subject, self.state.body):
            return
        self._set(replace(self.state, subject=subject, body=body, trouble=None, comparison=None))
        self._save_timer.start()
        if not self._latest_timer.isActive():
            self._latest_timer.start()
        self._look_timer.start()

    @Slot()
    def save(self) -> None:
        """Store what was typed; a decision about another text falls with it."""
        self._save_timer.stop()
        self._latest_timer.stop()
        text = tidied(self.state.subject, self.state.body)
        if self.state.dirty and text != self._submitted and not self.state.locked:
            self._submitted = text
            self._write(tasks.Edit(self._services, self.state))

    # -- deciding --------------------------------------------------------------------------------

    @Slot()
    def approve(self) -> None:
        """Store what is on screen and approve it. Refused while a finding blocks it."""
        self._decide(yes=True)

    @Slot()
    def reject(self) -> None:
        """Store what is on screen and decide that it is not to be sent."""
        self._decide(yes=False)

    @Slot()
    def withdraw(self) -> None:
        """Take the decision back."""
        self._write(tasks.Withdraw(self._services, self.state.variant.id))

    def sign(self, finding: "Finding") -> None:
        """Answer for a finding, or no longer when it is signed already."""
        job = self._write(tasks.Sign(self._services, self.state.variant.id, finding))
        job.succeeded.connect(self._signed)

    def choose_finding(self, finding: "Finding | None") -> None:
        """Let the keys act on this finding."""
        self._set(replace(self.state, current=finding))

    def _decide(self, *, yes: bool) -> None:
        self._save_timer.stop()
        self._latest_timer.stop()
        job = self._write(tasks.Decide(self._services, self.state, yes))
        job.succeeded.connect(self._decision_stored)

    # -- rewriting -------------------------------------------------------------------------------

    def rewrite(self, instruction: str, sentence: str = "") -> None:
        """Have the mail, or one sentence of it, written anew; the text on screen is stored first.

        Until it is there the text cannot be changed, so that nothing typed meanwhile is lost.
        """
        if self.state.rewriting is not None or self.state.locked:
            return
        self.save()
        job = self._jobs.submit(
            tasks.Rewrite(self._services, self.state.variant.id, instruction, sentence),
            lane=Lane.REMOTE,
            key=self._key,
            title=self.tr("Rewriting the mail"),
        )
        job.succeeded.connect(self._replaced)
        job.failed.connect(self._failed)
        job.finished.connect(self._rewrite_finished)
        self._set(replace(self.state, rewriting=job, trouble=None))

    @Slot()
    def _rewrite_finished(self) -> None:
        self._set(replace(self.state, rewriting=None))

    # -- history ---------------------------------------------------------------------------------

    def ask_for_history(self) -> None:
        """Load what was saved before."""
        self.save()
        self._read_history()

    def close_history(self) -> None:
        """Forget what was saved before: nobody looks at it any more."""
        self._set(replace(self.state, entries=None, comparison=None))

    def compare(self, revision: Revision) -> None:
        """Hold an earlier text against the one on screen."""
        task = tasks.Compare(revision, self.state.subject, self.state.body)
        self._jobs.submit(task, lane=Lane.REMOTE).succeeded.connect(self._compared)

    def stop_comparing(self) -> None:
        """Put the earlier text away."""
        self._set(replace(self.state, comparison=None))

    def restore(self, revision_id: str) -> None:
        """Bring an earlier text back, as a new revision; what is on screen is kept as one too."""
        self.save()
        job = self._write(tasks.Restore(self._services, revision_id))
        job.succeeded.connect(self._replaced)
        self._set(replace(self.state, comparison=None))
        self._read_history()

    def _read_history(self) -> None:
        task = tasks.ReadHistory(self._services, self.state.variant.id)
        self._jobs.submit(task, key=self._key).succeeded.connect(self._history_loaded)

    # -- news ------------------------------------------------------------------------------------

    def update_stored(self, variant: Variant, footer: str, *, locked: bool) -> None:
        """Take over what is stored now; text that is being typed stays."""
        other_footer = footer != self._footer
        self._footer = footer
        typed = self.state.dirty or self.state.saving
        same = variant.current.id == self.state.variant.current.id
        taken = not same and not typed
        state = replace(
            self.state, variant=variant, approved=variant.is_approved(footer), locked=locked
        )
        if taken:
            state = replace(state, subject=variant.current.subject, body=variant.current.body)
        self._set(state)
        if taken:
            self.text_replaced.emit(state)
        if taken or other_footer or self.state.looked is None:
            self.look()

    def sibling_changed(self) -> None:
        """Another mail of the step is another one now: look again when there is time."""
        self._sibling_timer.start()

    def choose_lead(self, lead: Lead) -> None:
        """Fill the preview in for somebody else."""
        if lead != self._lead:
            self._lead = lead
            self.look()

    @Slot()
    def look(self) -> None:
        """Lint and preview what is on screen; one look at a time, the newest text wins."""
        self._look_timer.stop()
        self._sibling_timer.stop()
        if self._looking:
            self._look_timer.start()
            return
        self._looking = True
        task = tasks.TakeLook(self._services, self.state, self._lead)
        job = self._jobs.submit(task, lane=Lane.REMOTE, key=_LOOKS)
        job.succeeded.connect(self._looked)
        job.finished.connect(self._look_finished)

    @Slot(object)
    def _looked(self, look: tasks.Look) -> None:
        current = self.state.current
        if current not in look.findings:
            current = next((one for one in look.findings if _same_place(one, current)), None)
        self._set(
            replace(
                self.state,
                findings=look.findings,
                looked=(look.subject, look.body),
                preview=look.preview,
                current=current,
            )
        )
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
        self._submitted = None
        if self.state.entries is not None and variant.current.id != self.state.variant.current.id:
            self._read_history()
        approved = variant.is_approved(self._footer)
        self._set(replace(self.state, variant=variant, approved=approved, saving=False))

    @Slot(object)
    def _decision_stored(self, _variant: Variant) -> None:
        if self.state.decided:
            self.decided.emit(self)

    @Slot(object)
    def _signed(self, _variant: Variant) -> None:
        self.look()

    @Slot(object)
    def _replaced(self, variant: Variant) -> None:
        current = variant.current
        approved = variant.is_approved(self._footer)
        self._set(
            replace(
                self.state,
                variant=variant,
                approved=approved,
                subject=current.subject,
                body=current.body,
            )
        )
        self.text_replaced.emit(self.state)
        self.look()

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._submitted = None
        self._set(replace(self.state, saving=False, trouble=trouble))

    @Slot(object)
    def _history_loaded(self, entries: "tuple[Entry, ...]") -> None:
        self._set(replace(self.state, entries=entries))

    @Slot(object)
    def _compared(self, comparison: Comparison) -> None:
        self._set(replace(self.state, comparison=comparison))

    def _set(self, state: VariantState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _same_place(one: "Finding", other: "Finding | None") -> bool:
    """Whether it is the same finding after a little typing elsewhere in the text."""
    return other is not None and (one.rule, one.where, one.words) == (
        other.rule,
        other.where,
        other.words,
    )
