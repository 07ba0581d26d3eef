"""What the app has to say, at the top of the page instead of in a box that stops the work.

`Notices` takes what anybody has to say and keeps it until a window listens; `NoticeBar` shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.ui.theme.icons import icon, ink_of
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_L, SPACE_1, SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import IconButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Label

LINGER_MS = 6000
"""How long a notice stays that asks for nothing."""
MOST_KEPT = 20
"""Notices kept at once; older ones have lost their meaning."""

_ICONS = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
}


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """One button that does what the notice proposes. `run` is called in the window's thread."""

    label: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say.

    Attributes:
        text: What happened.
        more: What is safe and what to do next.
        details: For whoever wants to know more; folded at first.
        lasting: Whether it stays until it is dismissed.
    """

    tone: Tone
    text: str
    more: str = ""
    details: str = ""
    action: NoticeAction | None = field(default=None, compare=False)
    lasting: bool = False


class Notices(QObject):
    """The one place where things to say are handed in."""

    posted = Signal(object)
    """Emits each `Notice` once somebody listens."""
    troubled = Signal(object)
    """Emits each `Trouble` that was handed in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Notice] = []
        self._heard = False

    def info(self, text: str, *, more: str = "", action: NoticeAction | None = None) -> None:
        """Say something that is good to know."""
        self.post(Notice(Tone.INFO, text, more, action=action, lasting=action is not None))

    def success(self, text: str, *, more: str = "", action: NoticeAction | None = None) -> None:
        """Say that something is done."""
        self.post(Notice(Tone.SUCCESS, text, more, action=action, lasting=action is not None))

    def warning(self, text: str, *, more: str = "", action: NoticeAction | None = None) -> None:
        """Say what needs attention but stops nothing. Stays until dismissed."""
        self.post(Notice(Tone.WARNING, text, more, action=action, lasting=True))

    @Slot(object)
    def trouble(self, trouble: Trouble, *, action: NoticeAction | None = None) -> None:
        """Say what went wrong, what is safe, and what to do next. Stays until dismissed."""
        more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
        self.troubled.emit(trouble)
        self.post(
            Notice(Tone.DANGER, trouble.what, more, _details(trouble), action=action, lasting=True)
        )

    def post(self, notice: Notice) -> None:
        """Say it now, or as soon as a window listens."""
        if self._heard:
            self.posted.emit(notice)
        else:
            self._waiting.append(notice)

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """From now on tell `listener`, a bound method of an object in the window's thread."""
        self._heard = True
        self.posted.connect(listener)
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self.posted.emit(notice)


def _details(trouble: Trouble) -> str:
    """Kind and origin, without any text from outside: that may hold what must not be shown."""
    parts = [trouble.code.replace("_", " ")]
    cause = trouble.__cause__ or trouble.__context__
    if cause is not None:
        parts.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
    return " · ".join(parts)


class Panel(QFrame):
    """A tinted box of one tone: an icon and words. Also used alone, inside pages."""

    def __init__(
        self, tone: Tone, text: str = "", more: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2 + 2, SPACE_3, SPACE_2 + 2)
        row.setSpacing(SPACE_3)
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(SPACE_1)
        self._text = Label("", Text.STRONG, wrap=True)
        self._more = Label("", wrap=True)
        for label in (self._text, self._more):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            # Selectable by keyboard makes a label a tab stop; it should be one only when clicked.
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.words.addWidget(label)
        row.addLayout(self.words, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE_2)
        row.addLayout(self.buttons)
        self._tone = tone
        self.set(tone, text, more)

    def set(self, tone: Tone, text: str, more: str = "") -> None:
        """Say something else."""
        self._tone = tone
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.setPixmap(
            icon(_ICONS[tone], ink_of(tone)).pixmap(QSize(ICON_L, ICON_L), self.devicePixelRatioF())
        )
        self._text.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)


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
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, 0)
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
