"""What the app has to say, at the top of the page instead of in a box that stops the work.

`Notices` takes what anybody has to say and keeps it until somebody listens: the `NoticeBar` of the
window, which is made after the first frame.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.ui.theme.roles import Tone


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
