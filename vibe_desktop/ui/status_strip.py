"""The strip at the foot of the window: what is being done, and whether one is offline."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from vibe_desktop.domain.work import Progress
from vibe_desktop.ui.connection import Connection
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_S, SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.busy import Spinner
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job, Jobs

PATIENCE_MS = 300
"""A job that is over before this is never mentioned."""


class StatusStrip(QFrame):
    """Running jobs, a way to stop them, the offline sign. Jobs without a title stay silent."""

    def __init__(self, jobs: "Jobs", connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_strip")
        self.setAccessibleName(self.tr("Status"))
        self._jobs = jobs
        self._followed: list[Job] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, SPACE_1)
        row.setSpacing(SPACE_2)
        self._spinner = Spinner()
        self._message = Label("", Text.SMALL, muted=True)
        self._cancel = Button(self.tr("Cancel"), "link")
        self._cancel.set_small()
        self._cancel.setObjectName("cancel_jobs")
        self._cancel.clicked.connect(self._cancel_clicked)
        self._idle = Label(self.tr("Everything is saved on this computer"), Text.SMALL, muted=True)
        self._sign = Picture("wifi-off", Ink.WARNING, ICON_S)
        self._offline = Label("", Text.SMALL)
        self._offline.setObjectName("offline_sign")
        self._offline.set_tone(Tone.WARNING)
        for widget in (self._spinner, self._message, self._cancel, self._idle):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._sign)
        row.addWidget(self._offline)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._draw)
        jobs.running_changed.connect(self._running_changed)
        connection.changed.connect(self.show_offline)
        self._draw()
        self.show_offline(connection.problem)

    @Slot(str)
    def show_offline(self, problem: str) -> None:
        """Say why the outside cannot be reached; "" takes the sign away."""
        self._offline.setText(problem)
        self._offline.setVisible(bool(problem))
        self._sign.setVisible(bool(problem))

    @Slot(int)
    def _running_changed(self, _count: int) -> None:
        running = [job for job in self._jobs.running if job.title]
        for job in running:
            if job not in self._followed:
                job.progressed.connect(self._progressed)
        self._followed = running
        if not running:
            self._timer.stop()
            self._draw()
        elif self._spinner.isVisibleTo(self):
            self._draw()
        elif not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        if self._followed and self.sender() is self._followed[0] and not self._timer.isActive():
            self._draw(progress)

    @Slot()
    def _draw(self, progress: Progress | None = None) -> None:
        busy = bool(self._followed)
        for widget in (self._spinner, self._message, self._cancel):
            widget.setVisible(busy)
        self._idle.setVisible(not busy)
        if not busy:
            return
        words = self._followed[0].title
        if progress is not None:
            words = progress.message or words
            if progress.total:
                words = self.tr("{message} ({done} of {total})").format(
                    message=words, done=f"{progress.done:,}", total=f"{progress.total:,}"
                )
        if len(self._followed) > 1:
            words = self.tr("{message}, and {count} more").format(
                message=words, count=len(self._followed) - 1
            )
        self._message.setText(words)
        self._cancel.setAccessibleName(self.tr("Cancel: {what}").format(what=words))

    @Slot()
    def _cancel_clicked(self) -> None:
        if len(self._followed) == 1:
            self._followed[0].cancel()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for job in self._followed:
            action = QAction(self.tr("Cancel: {what}").format(what=job.title), menu)
            action.triggered.connect(job.cancel)
            menu.addAction(action)
        menu.popup(self._cancel.mapToGlobal(self._cancel.rect().topLeft()))
