"""Why a campaign sends, or does not: one quiet line on the results, asked anew on wish."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.jobs.runner import Job, Jobs, Lane
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.panels import Panel

if TYPE_CHECKING:
    from vibe_desktop.domain.sending_status import SendingReport
    from vibe_desktop.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class SendingState:
    """What the line shows.

    Attributes:
        report: The newest answer, None before the first.
        asking: The job that asks Instantly, None when idle.
        trouble: Why it could not be asked, None when it could.
    """

    report: "SendingReport | None" = None
    asking: Job | None = None
    trouble: Trouble | None = None


class SendingPresenter(QObject):
    """Asks why one campaign sends, or does not."""

    state_changed = Signal(object)
    """Emits the new `SendingState`."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self.state = SendingState()

    def open(self, campaign_id: str) -> None:
        """Look at another campaign; what was known of the one before is forgotten."""
        if campaign_id != self._campaign_id:
            self._campaign_id = campaign_id
            self._set(SendingState())

    @Slot()
    def ask(self) -> None:
        """Ask Instantly; nothing happens while it is being asked."""
        if not self._campaign_id or self.state.asking is not None:
            return
        services, campaign_id = self._services, self._campaign_id
        job = self._jobs.submit(
            lambda work: services.control.why(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Asking why mails go out, or do not"),
            key=f"sending:{campaign_id}",
        )
        job.succeeded.connect(self._answered)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, asking=job))

    @Slot(object)
    def _answered(self, report: "SendingReport") -> None:
        self._set(replace(self.state, report=report, trouble=None))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, asking=None))

    def _set(self, state: SendingState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


class SendingLine(Panel):
    """The line itself."""

    def __init__(self, presenter: SendingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(Tone.NEUTRAL, parent=parent)
        self.setObjectName("sending_line")
        self._presenter = presenter
        self._busy = BusyBar()
        self.words.addWidget(self._busy)
        self.ask_button = QuietButton(self.tr("Why?"), "refresh-cw")
        self.ask_button.setObjectName("ask_sending")
        self.ask_button.setAccessibleDescription(
            self.tr("Ask Instantly why mails go out, or do not")
        )
        self.ask_button.clicked.connect(presenter.ask)
        self.buttons.addWidget(self.ask_button)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    @Slot(object)
    def draw(self, state: SendingState) -> None:
        """Show `state`."""
        report = state.report
        self.ask_button.setEnabled(state.asking is None)
        if state.asking is not None:
            self._busy.follow(state.asking, self.tr("Asking Instantly"))
        if state.trouble is not None:
            words = f"{state.trouble.what} {state.trouble.next_step}".strip()
            self.set(Tone.WARNING, self.tr("Sending: could not be asked"), words)
        elif report is None:
            self.set(Tone.NEUTRAL, self.tr("Sending: not asked yet"))
        else:
            self.ask_button.setText(self.tr("Ask again"))
            parts = [report.reason, report.next_step]
            counts = " · ".join(report.facts)
            self.set(
                Tone.NEUTRAL if report.sending else Tone.WARNING,
                self.tr("Sending: {state}").format(state=report.headline),
                "\n".join(part for part in (" ".join(filter(None, parts)), counts) if part),
            )
