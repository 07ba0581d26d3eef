"""Work in progress: what is being done, how far it is, and a way to stop it."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from vibe_desktop.domain.work import Progress
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_3
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job


_COUNTED = re.compile(r"\d of \d")
"""In a message that says how far it is itself; a second count beside it would puzzle."""


class Spinner(QWidget):
    """A turning arc; turns only while it can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(ICON_M, ICON_M)
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._turn)

    def showEvent(self, event: QShowEvent) -> None:
        """Start to turn."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def _turn(self) -> None:
        self._angle = (self._angle + 30) % 360
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arc."""
        roles = current_roles()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(roles.border), 2))
        painter.drawEllipse(box)
        pen = QPen(QColor(roles.link), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, -self._angle * 16, 90 * 16)
        painter.end()


class BusyBar(QWidget):
    """Follows one job: message, progress, Cancel. Hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(Spinner())
        middle = QVBoxLayout()
        middle.setSpacing(SPACE_1)
        self._message = Label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        middle.addWidget(self._message)
        middle.addWidget(self._bar)
        row.addLayout(middle, 1)
        self.cancel_button = QuietButton(self.tr("Cancel"))
        self.cancel_button.set_small()
        self.cancel_button.clicked.connect(self.cancel)
        row.addWidget(self.cancel_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        """Wide enough for a short message."""
        return super().sizeHint().expandedTo(QSize(220, 0))

    def follow(self, job: "Job", message: str) -> None:
        """Show this job until it ends; an earlier one is forgotten, not cancelled."""
        if job is self._job:
            return
        self._forget()
        self._job = job
        self._message.setText(message)
        self.setAccessibleName(message)
        self._bar.setRange(0, 0)
        self._bar.hide()
        self.cancel_button.setEnabled(True)
        job.progressed.connect(self._progress)
        job.finished.connect(self._finished)
        self.show()

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._job is not None:
            self.cancel_button.setEnabled(False)
            self._message.setText(self.tr("Stopping…"))
            self._job.cancel()

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        if self.sender() is not self._job:
            return
        words = progress.message
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            self._bar.show()
            if not _COUNTED.search(words):
                words = self.tr("{message} ({done} of {total})").format(
                    message=words, done=f"{progress.done:,}", total=f"{progress.total:,}"
                )
        if self.cancel_button.isEnabled():
            self._message.setText(words)
        self.setAccessibleDescription(words)

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self._job:
            self._forget()
            self.hide()

    def _forget(self) -> None:
        if self._job is not None:
            self._job.progressed.disconnect(self._progress)
            self._job.finished.disconnect(self._finished)
            self._job = None
