"""Verifying chosen leads: an offer with its price, a second confirmation, and what came of it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import NotAuthorised, Trouble
from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.domain.verifications import VerificationOffer, VerificationOutcome
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext


class Step(StrEnum):
    """Where the founder stands."""

    ASKING = "asking"
    OFFER = "offer"
    CONFIRM = "confirm"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class VerifyingState:
    """The offer, and what came of it.

    Attributes:
        trouble: What went wrong, and what is safe and to be done.
        about_key: Whether the trouble is one of the key, which Settings can mend.
        suppressed: Invalid addresses that were put on the do-not-contact list.
    """

    step: Step = Step.ASKING
    offer: VerificationOffer | None = None
    outcome: VerificationOutcome | None = None
    trouble: tuple[str, str] = ("", "")
    about_key: bool = False
    suppressed: int | None = None


class VerifyingPresenter(QObject):
    """Asks for the price, verifies after the second confirmation, suppresses what is invalid."""

    state_changed = Signal(object)
    """Emits the new `VerifyingState`."""
    job_started = Signal(object)
    """Emits the `Job` of a run, to be followed on screen."""

    def __init__(
        self, context: ScreenContext, selection: LeadSelection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._selection = selection
        self._state = VerifyingState()

    @property
    def state(self) -> VerifyingState:
        """What is on screen."""
        return self._state

    def load(self) -> None:
        """Ask for the price."""
        selection = self._selection
        job = self._context.jobs.submit(
            lambda work: self._services.verifications.offer(selection, work), lane=Lane.REMOTE
        )
        job.succeeded.connect(self._offered)
        job.failed.connect(self._failed)

    @Slot()
    def confirm(self) -> None:
        """Go to the second confirmation."""
        self._set(replace(self._state, step=Step.CONFIRM))

    @Slot()
    def back(self) -> None:
        """Return to the offer; nothing was spent."""
        self._set(replace(self._state, step=Step.OFFER))

    @Slot()
    def verify(self) -> None:
        """Spend the credits of the offer: the second confirmation."""
        offer, selection = self._state.offer, self._selection
        if offer is None or self._state.step is not Step.CONFIRM:
            return
        most = offer.credits
        self._set(replace(self._state, step=Step.RUNNING))
        job = self._context.jobs.submit(
            lambda work: self._services.verifications.verify(selection, most, work),
            lane=Lane.REMOTE,
            title=self.tr("Verifying addresses"),
            key="verification",
        )
        job.succeeded.connect(self._verified)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        self.job_started.emit(job)

    @Slot()
    def suppress_invalid(self) -> None:
        """Put the invalid addresses on the do-not-contact list."""
        outcome = self._state.outcome
        if outcome is None or not outcome.invalid:
            return
        emails, why = outcome.invalid, self.tr("The address does not exist")
        job = self._context.jobs.submit(
            lambda work: self._services.leads.suppress(emails, why, work),
            title=self.tr("Adding to the do-not-contact list"),
        )
        job.succeeded.connect(self._suppressed)
        job.failed.connect(self._failed)

    @Slot(object)
    def _offered(self, offer: VerificationOffer) -> None:
        self._set(replace(self._state, step=Step.OFFER, offer=offer))

    @Slot(object)
    def _verified(self, outcome: VerificationOutcome) -> None:
        self._set(replace(self._state, step=Step.DONE, outcome=outcome))

    @Slot()
    def _cancelled(self) -> None:
        self._tell_screens()
        words = (
            self.tr("Stopped"),
            self.tr("Every answer that came is kept; a second run does not ask for it again."),
        )
        self._set(replace(self._state, step=Step.FAILED, trouble=words))

    @Slot(object)
    def _suppressed(self, _added: object) -> None:
        outcome = self._state.outcome
        count = len(outcome.invalid) if outcome is not None else 0
        self._set(replace(self._state, suppressed=count))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._tell_screens()
        more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
        self._set(
            replace(
                self._state,
                step=Step.FAILED,
                trouble=(trouble.what, more),
                about_key=isinstance(trouble, NotAuthorised) and not trouble.unpaid,
            )
        )

    def _tell_screens(self) -> None:
        """Answers that came before the end are kept, and the screens should show them."""
        if self._state.step is Step.RUNNING:
            self._context.jobs.submit(_leads_changed)

    def _set(self, state: VerifyingState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _leads_changed(_work: Work) -> Written[None]:
    return Written(None, Changes(leads=True))


def open_verifier(
    context: ScreenContext, selection: LeadSelection, parent: QWidget | None
) -> QWidget:
    """Open the offer for these leads over a window."""
    from vibe_desktop.ui.leads.verifying_view import VerifyingDialog

    dialog = VerifyingDialog(VerifyingPresenter(context, selection), context, parent)
    dialog.open()
    return dialog
