"""The facts of a page on screen: grouped by kind, each with its switch."""

from collections import deque
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_6, SPACE_8, Text
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.wizard.words import kind_words

_AT_ONCE = 8
"""Rows that are made in one turn of the event loop; more would hold the window still."""
_KINDS = tuple(FactKind)
_WIDEST_ORIGIN = 160
_TEXT_LEFT = SPACE_8
_LEAST_HEIGHT = SPACE_6 + SPACE_1


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
    """One sentence with its switch; pressing the sentence switches, too.

    Its parts are placed by hand: sixty wrapping labels in nested layouts hold the window still for
    half a second whenever one of them changes.
    """

    switched = Signal(str, bool)
    """Emits (fact id, whether it is used) after the founder switched it."""
    moved = Signal(str, int)
    """Emits (fact id, -1 or 1) when the founder goes to another row by key."""

    def __init__(self, fact: Fact, around: str, place: str, parent: QWidget | None = None) -> None:
        """Args: `around` is the text around it, `place` the name of a further page, else ""."""
        super().__init__(parent)
        self.fact_id = fact.id
        self.box = FactSwitch(self)
        self.box.setObjectName(f"fact_{fact.id}")
        self.box.setAccessibleName(fact.text)
        self.box.setAccessibleDescription(around)
        self.label = Label(fact.text, Text.BODY, wrap=True, parent=self)
        self._origin = Label(place, Text.SMALL, muted=True, parent=self) if place else None
        # Tool tips are rich text to Qt: what a page says must not become markup in one.
        self.setToolTip(f"<qt>{escape(around)}</qt>" if around else "")
        self.show_used(used=fact.used)
        self.box.clicked.connect(self._clicked)
        self.box.moved.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the switch, the sentence, and the name of its page."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        self.box.setGeometry(0, 0, _TEXT_LEFT, min(height, _LEAST_HEIGHT))
        origin = _origin_width(self._origin) if self._origin else 0
        text = max(width - _TEXT_LEFT - origin, 1)
        self.label.setGeometry(_TEXT_LEFT, 0, text, height)
        if self._origin is not None:
            self._origin.setGeometry(width - origin, 0, origin, min(height, _LEAST_HEIGHT))

    @staticmethod
    def height_at(width: int, fact: Fact, place: str, body: Label, small: Label) -> int:
        """How high the row of a fact is at some width; the labels lend their fonts."""
        small.setText(place)
        room = max(width - _TEXT_LEFT - _origin_width(small), 1)
        flags = Qt.TextFlag.TextWordWrap
        needed = body.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), flags, fact.text)
        return max(needed.height() + 2 * SPACE_1, _LEAST_HEIGHT)

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
    """The name of a kind of facts, with a switch for all of them."""

    all_wanted = Signal(str, bool)
    """Emits (kind, whether all of it is to be used)."""

    def __init__(self, kind: FactKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        head = QHBoxLayout(self)
        head.setContentsMargins(0, 0, 0, 0)
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # They lend their fonts to whoever measures rows that are not made yet.
        self._body, self._small = Label("", parent=self), Label("", Text.SMALL, parent=self)
        self._body.hide()
        self._small.hide()
        self.followed_by: QWidget | None = None
        """Where Tab goes after the last row."""
        self._page: Page | None = None
        self._used: dict[str, bool] = {}
        self._kinds: dict[str, FactKind] = {}
        self._facts: tuple[Fact, ...] = ()
        self._order: list[str] = []
        self._groups: dict[FactKind, FactGroup] = {}
        self.rows: dict[str, FactRow] = {}
        """The rows that are made already, by fact id."""
        self._places: dict[str, QRect] = {}
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
        for widget in (*self.rows.values(), *self._groups.values()):
            widget.hide()
            widget.deleteLater()
        self.rows.clear()
        self._groups.clear()
        self._kinds = {fact.id: fact.kind for fact in page.facts}
        facts = sorted(page.facts, key=lambda fact: _KINDS.index(fact.kind))
        self._facts = tuple(facts)
        self._order = [fact.id for fact in facts]
        for kind in dict.fromkeys(fact.kind for fact in facts):
            group = FactGroup(kind, self)
            group.all_wanted.connect(self._switch_group)
            self._groups[kind] = group
        self._due = deque(facts)
        self._count()
        self._arrange()
        self._make_some()
        if self._due:
            self._next.start()

    # -- making ----------------------------------------------------------------------------------

    @Slot()
    def _make_some(self) -> None:
        page = self._page
        if page is None:
            return
        lines = page.text.splitlines()
        for _ in range(min(_AT_ONCE, len(self._due))):
            fact = self._due.popleft()
            row = FactRow(fact, self._around(fact, lines), _place(page, fact), self)
            row.show_used(used=self._used[fact.id])
            row.switched.connect(self._switch_one)
            row.moved.connect(self._move)
            row.setGeometry(self._places[fact.id])
            row.show()
            self.rows[fact.id] = row
            self._put_in_order(fact, row)
        if not self._due:
            self._next.stop()

    def _put_in_order(self, fact: Fact, row: FactRow) -> None:
        """Let Tab come to a row after those before it, and to a group before its rows."""
        if self.followed_by is None:
            return
        if next(one.id for one in self._facts if one.kind is fact.kind) == fact.id:
            put_before(self._groups[fact.kind], self.followed_by)
        put_before(row, self.followed_by)

    # -- placing ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def _arrange(self) -> None:
        """Place everything, also the rows to come, so that nothing moves when they do."""
        page = self._page
        if page is None:
            return
        self._body.ensurePolished()
        self._small.ensurePolished()
        width, top = self.width(), 0
        kind: FactKind | None = None
        self._places.clear()
        for fact in self._facts:
            if fact.kind is not kind:
                top += SPACE_3 if kind is not None else 0
                kind = fact.kind
                group = self._groups[kind]
                high = group.sizeHint().height()
                group.setGeometry(0, top, width, high)
                group.show()
                top += high + SPACE_1
            high = FactRow.height_at(width, fact, _place(page, fact), self._body, self._small)
            self._places[fact.id] = QRect(0, top, width, high)
            if fact.id in self.rows:
                self.rows[fact.id].setGeometry(self._places[fact.id])
            top += high
        self.setFixedHeight(top)

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


def _origin_width(origin: Label) -> int:
    if not origin.text():
        return 0
    return min(origin.fontMetrics().horizontalAdvance(origin.text()) + SPACE_3, _WIDEST_ORIGIN)


def _apart_from_switches(page: Page) -> tuple[object, ...]:
    return (page.content_hash, tuple((fact.id, fact.kind, fact.text) for fact in page.facts))


def _place(page: Page, fact: Fact) -> str:
    """What the page is called that a fact stands on, "" for the product page."""
    if not fact.url:
        return ""
    return next((link.label for link in page.links if link.url == fact.url), fact.url)


def _shortened(text: str, longest: int = 400) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
