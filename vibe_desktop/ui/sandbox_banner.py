"""The banner that says it is the sandbox, and the hand on its clock."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import ElidedLabel, Label
from vibe_desktop.ui.words import counted

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services


class SandboxBanner(QFrame):
    """Always there while the app runs on the sandbox."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sandbox_banner")
        self.setAccessibleName(self.tr("Sandbox"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._context = context
        self._had_focus = False
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_1, SPACE_2, SPACE_1)
        row.setSpacing(SPACE_2)
        row.addWidget(Picture("flask-conical", Ink.INFO, ICON_M))
        title = Label(self.tr("Sandbox: nothing leaves this computer"), Text.STRONG)
        title.setProperty("tone", "info")
        row.addWidget(title)
        row.addWidget(
            ElidedLabel(
                self.tr("Recipients and their answers are made up."), Text.SMALL, muted=True
            ),
            1,
        )
        self._button = SecondaryButton(self.tr("Advance the clock"), "fast-forward")
        self._button.set_small()
        self._button.setProperty("menu", "true")
        self._button.setObjectName("advance_clock")
        menu = QMenu(self._button)
        self._days = {
            menu.addAction(self.tr("1 day")): 1,
            menu.addAction(self.tr("1 week")): 7,
            menu.addAction(self.tr("3 weeks")): 21,
        }
        for action, days in self._days.items():
            action.setObjectName(f"advance_{days}")
            action.triggered.connect(self._advance)
        self._button.setMenu(menu)
        row.addWidget(self._button)

    @Slot()
    def _advance(self) -> None:
        action = next(action for action in self._days if action is self.sender())
        days = self._days[action]
        services = self._context.services
        self._had_focus = self._button.hasFocus()
        self._button.setEnabled(False)
        job = self._context.jobs.submit(
            lambda work: _advance(services, days, work),
            lane=Lane.REMOTE,
            title=self.tr("Moving the sandbox's clock"),
            key="sandbox-clock",
        )
        job.succeeded.connect(self._advanced)
        job.finished.connect(self._finished)

    @Slot(object)
    def _advanced(self, days: int) -> None:
        self._context.notices.success(
            counted(
                days,
                self.tr("The sandbox's clock moved on by {count} day."),
                self.tr("The sandbox's clock moved on by {count} days."),
            ),
            more=self.tr("Sent mails and replies are up to date."),
        )

    @Slot()
    def _finished(self) -> None:
        self._button.setEnabled(True)
        if self._had_focus:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)


def _advance(services: "Services", days: int, work: Work) -> Written[int]:
    sandbox = services.sandbox
    if sandbox is not None:
        work.report("Moving the sandbox's clock")
        sandbox.advance(days, work)
    return Written(days, services.analytics.refresh_all(work).changes)
