"""The newest notice at the top of the page, with what can be done about it."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_4, SPACE_8, Text
from vibe_desktop.ui.widgets.buttons import IconButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.notices import Notice, Notices
from vibe_desktop.ui.widgets.panels import Panel

LINGER_MS = 6000
"""How long a notice stays that asks for nothing."""
MOST_KEPT = 20
"""Notices kept at once; older ones have lost their meaning."""


class NoticeBar(QWidget):
    """Shows the newest notice; older ones come back when it is dismissed."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._kept: list[Notice] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_8, SPACE_4, SPACE_8, 0)
        self._panel = Panel(Tone.INFO)
        self._panel.setObjectName("notice")
        column.addWidget(self._panel)
        self._details = Label("", Text.SMALL, muted=True, wrap=True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._panel.words.addWidget(self._details)
        self._action = SecondaryButton("")
        self._action.set_small()
        self._action.setObjectName("notice_action")
        self._action.clicked.connect(self._run_action)
        self._fold = QuietButton(self.tr("Details"))
        self._fold.set_small()
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._details.setVisible)
        self._count = Label("", Text.SMALL, muted=True)
        close = IconButton("x", self.tr("Dismiss this notice"))
        close.set_small()
        close.setObjectName("notice_dismiss")
        close.clicked.connect(self.dismiss)
        for widget in (self._count, self._fold, self._action, close):
            self._panel.buttons.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        notices.listen(self.show_notice)

    @property
    def current(self) -> Notice | None:
        """What is on screen."""
        return self._kept[-1] if self._kept else None

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Put a notice on top; said twice it stands there once."""
        self._kept = [kept for kept in self._kept if kept != notice and kept.lasting]
        self._kept = [*self._kept[-(MOST_KEPT - 1) :], notice]
        self._draw()

    @Slot()
    def dismiss(self) -> None:
        """Take away what is on screen."""
        if self._kept:
            self._kept.pop()
        self._draw()

    @Slot()
    def _run_action(self) -> None:
        notice = self.current
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action.run()

    def _draw(self) -> None:
        self._timer.stop()
        notice = self.current
        if notice is None:
            self.hide()
            return
        self._panel.set(notice.tone, notice.text, notice.more)
        self._details.setText(notice.details)
        self._fold.setChecked(False)
        self._details.setVisible(False)
        self._fold.setVisible(bool(notice.details))
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.setText(notice.action.label)
        self._count.setVisible(len(self._kept) > 1)
        self._count.setText(self.tr("1 of {count}").format(count=len(self._kept)))
        self.show()
        if not notice.lasting:
            self._timer.start(LINGER_MS)
