"""The facts of a page on screen: grouped by kind, each with its switch."""

from collections import deque
from collections.abc import Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.wizard.words import kind_words

_AT_ONCE = 10
"""Rows that are made in one turn of the event loop; more would hold the window still."""
_KINDS = tuple(FactKind)


class FactSwitch(QCheckBox):
    """A box without a caption; the arrow keys go from one to the next."""

    moved = Signal(int)
    """Emits -1 or 1 when the founder wants the row above or below."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down by arrow keys."""
        if event.key() == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        else:
            super().keyPressEvent(event)


class FactRow(QWidget):
    """One sentence with its switch; pressing the sentence switches, too."""

    switched = Signal(str, bool)
    """Emits (fact id, whether it is used) after the founder switched it."""
    moved = Signal(str, int)
    """Emits (fact id, -1 or 1) when the founder goes to another row by key."""

    def __init__(self, fact: Fact, around: str, place: str, parent: QWidget | None = None) -> None:
        """Args: `around` is the text around it, `place` the name of a further page, else ""."""
        super().__init__(parent)
        self.fact_id = fact.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self.box = FactSwitch()
        self.box.setObjectName(f"fact_{fact.id}")
        self.box.setAccessibleName(fact.text)
        self.box.setAccessibleDescription(around)
        self.label = Label(fact.text, Text.BODY, wrap=True)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        # The first line stands beside the box, however many follow.
        self.label.setContentsMargins(0, SPACE_1 + 1, 0, 0)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignTop)
        if place:
            origin = Label(place, Text.SMALL, muted=True)
            origin.setContentsMargins(0, SPACE_1 + 2, 0, 0)
            row.addWidget(origin, 0, Qt.AlignmentFlag.AlignTop)
        # Tool tips are rich text to Qt: what a page says must not become markup in one.
        self.setToolTip(f"<qt>{escape(around)}</qt>" if around else "")
        self.show_used(used=fact.used)
        self.box.clicked.connect(self._clicked)
        self.box.moved.connect(self._moved)

    def show_used(self, *, used: bool) -> None:
        """Set the switch without telling anybody."""
        self.box.setChecked(used)
        muted = Tone.NEUTRAL.value if not used else None
        if self.label.property("tone") != muted:
            self.label.set_tone(None if used else Tone.NEUTRAL)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the sentence is meant for its switch."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.box.click()
        super().mouseReleaseEvent(event)

    @Slot(bool)
    def _clicked(self, used: bool) -> None:  # noqa: FBT001 - as the signal has it
        self.show_used(used=used)
        self.switched.emit(self.fact_id, used)

    @Slot(int)
    def _moved(self, step: int) -> None:
        self.moved.emit(self.fact_id, step)


class FactGroup(QWidget):
    """The facts of one kind under its name, with a switch for all of them."""

    all_wanted = Signal(str, bool)
    """Emits (kind, whether all of it is to be used)."""

    def __init__(self, kind: FactKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        name = kind_words(kind)
        head.addWidget(
            StatusPill(
                name, Tone.INFO if kind in {FactKind.NAME, FactKind.PROMISE} else Tone.NEUTRAL
            )
        )
        head.addStretch(1)
        self.all_button = QuietButton(self.tr("All"))
        self.all_button.setAccessibleName(self.tr("Use all: {0}").format(name))
        self.all_button.clicked.connect(self._all)
        self.none_button = QuietButton(self.tr("None"))
        self.none_button.setAccessibleName(self.tr("Use none: {0}").format(name))
        self.none_button.clicked.connect(self._none)
        for button in (self.all_button, self.none_button):
            button.set_small()
            head.addWidget(button)
        column.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(SPACE_1)
        column.addLayout(self.rows)
        self.setAccessibleName(name)

    def offer(self, *, used: int, total: int) -> None:
        """Offer only what would change something; for a single fact its own switch is enough."""
        self.all_button.setVisible(total > 1)
        self.none_button.setVisible(total > 1)
        self.all_button.setEnabled(used < total)
        self.none_button.setEnabled(used > 0)

    @Slot()
    def _all(self) -> None:
        self.all_wanted.emit(self.kind.value, True)  # noqa: FBT003 - as the signal has it

    @Slot()
    def _none(self) -> None:
        self.all_wanted.emit(self.kind.value, False)  # noqa: FBT003 - as the signal has it


class FactList(QWidget):
    """All facts of a page. Rows are made a few at a time, so that the window never stands still."""

    switched = Signal(object, bool)
    """Emits (fact ids as a tuple, whether they are used) after the founder switched them."""
    counted = Signal(int, int)
    """Emits (facts in use, facts in all) whenever either changed."""
    completed = Signal()
    """Emits when every row of the page is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._page: Page | None = None
        self._used: dict[str, bool] = {}
        self._kinds: dict[str, FactKind] = {}
        self._order: list[str] = []
        self._groups: dict[FactKind, FactGroup] = {}
        self.rows: dict[str, FactRow] = {}
        """The rows that are made already, by fact id."""
        self._due: deque[Fact] = deque()
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._make_some)

    @property
    def complete(self) -> bool:
        """Whether every row is made."""
        return not self._due

    def show_page(self, page: Page) -> None:
        """Show these facts; rows stay where only switches differ."""
        same = self._page is not None and _apart_from_switches(self._page) == _apart_from_switches(
            page
        )
        self._page = page
        self._used = {fact.id: fact.used for fact in page.facts}
        if same:
            for fact_id, row in self.rows.items():
                row.show_used(used=self._used[fact_id])
            self._count()
            return
        self._next.stop()
        clear(self._column)
        self.rows.clear()
        self._groups.clear()
        self._kinds = {fact.id: fact.kind for fact in page.facts}
        facts = sorted(page.facts, key=lambda fact: _KINDS.index(fact.kind))
        self._order = [fact.id for fact in facts]
        for kind, _ in groupby(facts, key=lambda fact: fact.kind):
            group = FactGroup(kind)
            group.all_wanted.connect(self._switch_group)
            group.hide()
            self._groups[kind] = group
            self._column.addWidget(group)
        self._due = deque(facts)
        self._make_some()
        self._count()
        if self._due:
            self._next.start()

    def used_ids(self) -> tuple[str, ...]:
        """The facts that are in use, in the order of the screen."""
        return tuple(fact_id for fact_id in self._order if self._used[fact_id])

    # -- making ----------------------------------------------------------------------------------

    @Slot()
    def _make_some(self) -> None:
        page = self._page
        if page is None:
            return
        lines = page.text.splitlines()
        for _ in range(min(_AT_ONCE, len(self._due))):
            fact = self._due.popleft()
            row = FactRow(fact, self._around(fact, lines), _place(page, fact))
            row.show_used(used=self._used[fact.id])
            row.switched.connect(self._switch_one)
            row.moved.connect(self._move)
            group = self._groups[fact.kind]
            group.rows.addWidget(row)
            group.show()
            self.rows[fact.id] = row
        if not self._due:
            self._next.stop()
            self.completed.emit()

    def _around(self, fact: Fact, lines: Sequence[str]) -> str:
        """The text of the page around a fact, one line before and after."""
        place = next((n for n, line in enumerate(lines) if fact.text in line), None)
        if place is None:
            return ""
        before = f"{lines[place - 1]} … " if place else ""
        after = f" … {lines[place + 1]}" if place + 1 < len(lines) else ""
        around = f"{before}{lines[place]}{after}"
        return self.tr("On the page: {0}").format(_shortened(around))

    # -- switching -------------------------------------------------------------------------------

    @Slot(str, bool)
    def _switch_one(self, fact_id: str, used: bool) -> None:  # noqa: FBT001 - as the signal has it
        self._used[fact_id] = used
        self._count()
        self.switched.emit((fact_id,), used)

    @Slot(str, bool)
    def _switch_group(self, kind: str, used: bool) -> None:  # noqa: FBT001 - as the signal has it
        ids = tuple(
            fact_id
            for fact_id in self._order
            if self._kinds[fact_id].value == kind and self._used[fact_id] != used
        )
        for fact_id in ids:
            self._used[fact_id] = used
            if fact_id in self.rows:
                self.rows[fact_id].show_used(used=used)
        self._count()
        if ids:
            self.switched.emit(ids, used)

    @Slot(str, int)
    def _move(self, fact_id: str, step: int) -> None:
        place = self._order.index(fact_id) + step
        if 0 <= place < len(self._order) and self._order[place] in self.rows:
            reason = (
                Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            )
            self.rows[self._order[place]].box.setFocus(reason)

    def _count(self) -> None:
        for kind, group in self._groups.items():
            ids = [fact_id for fact_id in self._order if self._kinds[fact_id] is kind]
            group.offer(used=sum(self._used[fact_id] for fact_id in ids), total=len(ids))
        self.counted.emit(sum(self._used.values()), len(self._used))


def _apart_from_switches(page: Page) -> tuple[object, ...]:
    return (page.content_hash, tuple((fact.id, fact.kind, fact.text) for fact in page.facts))


def _place(page: Page, fact: Fact) -> str:
    """What the page is called that a fact stands on, "" for the product page."""
    if not fact.url:
        return ""
    return next((link.label for link in page.links if link.url == fact.url), fact.url)


def _shortened(text: str, longest: int = 400) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
