"""Stop everything: one question, then each campaign with what Instantly said of it afterwards."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import DangerButton, PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.words import counted, when

if TYPE_CHECKING:
    from vibe_desktop.domain.campaign_control import StoppedCampaign, StopReport
    from vibe_desktop.domain.errors import Trouble
    from vibe_desktop.ui.context import ScreenContext

_MOST_ROWS = 200
"""Campaigns that are listed; those not stopped come first."""


def ask_to_stop(context: "ScreenContext", parent: QWidget | None) -> AskDialog:
    """Ask whether everything shall be stopped; the stopping itself shows in a dialog of its own."""
    window = parent.window() if parent is not None else None
    dialog = StopQuestion(context, window)
    dialog.open()
    return dialog


class StopQuestion(AskDialog):
    """The one confirmation."""

    def __init__(self, context: "ScreenContext", parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Stop everything?"),
            _tr(
                "Every campaign in your Instantly workspace is paused, also those made elsewhere, "
                "and each one is read back. A launch that is under way ends. Nothing is deleted, "
                "and each campaign can be resumed later."
            ),
            _tr("Stop everything"),
            danger=True,
            parent=parent,
        )
        self.setObjectName("stop_question")
        self._context = context
        self._window = parent
        # Whoever opens this is in a hurry: Enter does it.
        self.cancel_button.setDefault(False)
        self.deed_button.setDefault(True)
        self.deed_button.setFocus()
        self.accepted.connect(self._accepted)

    @Slot()
    def _accepted(self) -> None:
        dialog = StopDialog(self._context, self._window)
        dialog.show()
        dialog.start()


class StopDialog(QDialog):
    """Stops, and shows the proof."""

    def __init__(self, context: "ScreenContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stop_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_tr("Stop everything"))
        self.setMinimumSize(560, 320)
        self._context = context
        self._told = False
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        self.outcome = Panel(Tone.WARNING)
        self.outcome.setObjectName("stop_outcome")
        column.addWidget(self.outcome)
        self._busy = BusyBar()
        column.addWidget(self._busy)
        self._list = QScrollArea()
        self._list.setObjectName("stop_list")
        self._list.setAccessibleName(_tr("Campaigns and how they stand"))
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QScrollArea.Shape.NoFrame)
        column.addWidget(self._list, 1)
        self.again_button = DangerButton(_tr("Try again"), "refresh-cw")
        self.again_button.setObjectName("stop_again")
        self.again_button.clicked.connect(self.start)
        self.close_button = SecondaryButton(_tr("Close"))
        self.close_button.setObjectName("stop_close")
        self.close_button.clicked.connect(self.close)
        self.done_button = PrimaryButton(_tr("Done"))
        self.done_button.setObjectName("stop_done")
        self.done_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        for button in (self.close_button, self.again_button, self.done_button):
            row.addWidget(button)
        column.addLayout(row)
        self._show_buttons(again=False, done=False)

    @Slot()
    def start(self) -> None:
        """Stop everything, ahead of whatever else talks to the network now."""
        services = self._context.services
        self._context.jobs.cancel_remote()
        job = self._context.jobs.submit(
            lambda work: services.control.panic_stop(work),
            lane=Lane.REMOTE,
            title=_tr("Stopping everything"),
            key="stop-everything",
        )
        job.succeeded.connect(self._reported)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)
        job.finished.connect(self._ended)
        self._told = False
        self.outcome.set(
            Tone.WARNING,
            _tr("Stopping. Nothing is confirmed yet."),
            _tr("This takes some seconds: every campaign is paused, and then read back."),
        )
        self._busy.follow(job, _tr("Stopping every campaign"))
        self._show_buttons(again=False, done=False)

    @Slot(object)
    def _reported(self, report: "StopReport") -> None:
        self._told = True
        if report.stopped:
            quiet = counted(
                report.quiet,
                _tr("{count} other campaign was not sending."),
                _tr("{count} other campaigns were not sending."),
            )
            seen = _tr("Last look at the whole list: {moment}.").format(moment=when(report.at))
            self.outcome.set(Tone.SUCCESS, report.headline, f"{quiet} {seen}")
        else:
            self.outcome.set(Tone.DANGER, report.headline, report.next_step)
        self._show_rows(report)
        self._show_buttons(again=not report.stopped, done=report.stopped)

    @Slot(object)
    def _failed(self, trouble: "Trouble") -> None:
        self._told = True
        self.outcome.set(
            Tone.DANGER,
            _tr("NOT STOPPED: {what}").format(what=trouble.what),
            f"{trouble.safe} {trouble.next_step}".strip(),
        )
        self._show_buttons(again=True, done=False)

    @Slot()
    def _cancelled(self) -> None:
        self._told = True
        self.outcome.set(Tone.DANGER, _tr("NOT STOPPED: it was cancelled before the last look."))
        self._show_buttons(again=True, done=False)

    @Slot()
    def _ended(self) -> None:
        """Whatever breaks in the app itself: the founder must not believe in a stop."""
        if not self._told:
            self.outcome.set(
                Tone.DANGER,
                _tr("NOT STOPPED: something broke in this app."),
                _tr("Try again now, or stop them at app.instantly.ai: open each and choose Pause."),
            )
            self._show_buttons(again=True, done=False)

    def _show_buttons(self, *, again: bool, done: bool) -> None:
        self.again_button.setVisible(again)
        self.close_button.setVisible(not done)
        self.done_button.setVisible(done)
        if again:
            self.again_button.setFocus()
        elif done:
            self.done_button.setFocus()

    def _show_rows(self, report: "StopReport") -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.setSpacing(SPACE_3)
        for one in report.campaigns[:_MOST_ROWS]:
            column.addWidget(_row(one))
        if (left := len(report.campaigns) - _MOST_ROWS) > 0:
            more = _tr("and {count} more").format(count=f"{left:,}")
            column.addWidget(Label(more, muted=True))
        for name in report.launches:
            words = _tr("Launch ended before its campaign was started: {name}").format(name=name)
            column.addWidget(Label(words, muted=True, wrap=True))
        column.addStretch(1)
        self._list.setWidget(inside)


def _row(one: "StoppedCampaign") -> QWidget:
    if one.stopped:
        tone = Tone.SUCCESS
        more = _tr("Stopped: read back at Instantly {moment}.").format(moment=when(one.read_at))
    else:
        tone = Tone.DANGER
        more = _tr("NOT STOPPED. {reason}").format(reason=one.reason)
        if one.own_name:
            more += " " + _tr("At Instantly it is called “{name}”.").format(name=one.name)
    name = one.own_name or _tr("{name} (made elsewhere)").format(name=one.name)
    panel = Panel(tone, name, more)
    panel.setObjectName(f"stopped_{one.remote_id}")
    return panel


def _tr(text: str) -> str:
    return QCoreApplication.translate("Stopping", text)
