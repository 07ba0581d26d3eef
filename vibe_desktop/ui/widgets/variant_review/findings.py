"""What the lint has to say about a mail, one row for each thing, with what can be done about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone, current_roles
from vibe_desktop.ui.theme.tokens import ICON_M, RADIUS_S, SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.tab_order import put_before

if TYPE_CHECKING:
    from vibe_desktop.domain.lint import Finding

FIRST_ADVICE = 4
"""So many pieces of advice are listed at once; the rest after a click."""
FIRST_ROWS = 12
"""So many rows are listed at once, and added by each click: a row takes milliseconds to make."""
ROWS_AT_ONCE = 4
"""So many rows are made before the window gets its turn."""


def in_order(findings: "tuple[Finding, ...]") -> "tuple[Finding, ...]":
    """What blocks, then advice, then what was signed off; each in the order of the text."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (one.signed, not one.blocking, one.where != "subject", one.start),
        )
    )


class FindingRow(QWidget):
    """One finding. A click or Enter goes to its words; buttons fix it or answer for it."""

    chosen = Signal(object)
    """Emits the `Finding` whose words the founder wants to see."""
    fix_wished = Signal(object)
    """Emits the `Finding` to be fixed (a wish)."""
    sign_wished = Signal(object)
    """Emits the `Finding` that the founder answers for, or no longer does (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.finding: Finding | None = None
        self._key: object = None
        self._is_current = False
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, SPACE_1 + 1, SPACE_2, SPACE_1 + 1)
        row.setSpacing(SPACE_2)
        self._picture = Picture("info", Ink.MUTED, ICON_M)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        self._words = Label("", Text.SMALL, wrap=True)
        self._figures = Label("", Text.SMALL, muted=True, wrap=True)
        self._source = Label("", Text.SMALL, muted=True, wrap=True)
        for label in (self._words, self._figures, self._source):
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_3)
        self.fix_button = LinkButton("")
        self.fix_button.clicked.connect(self._fix)
        self.sign_button = LinkButton("")
        self.sign_button.clicked.connect(self._sign)
        for button in (self.fix_button, self.sign_button):
            button.set_small()
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def show_finding(self, finding: "Finding", count: int, *, is_current: bool) -> None:
        """Show this one instead; `count` is how often it stands in the text."""
        self.finding = finding
        key = (_said(finding), count, is_current, finding.fix and finding.fix.label)
        if key == self._key:
            return
        self._key = key
        tone = _tone_of(finding)
        self._picture.set(*_ICONS[tone])
        words = f"{finding.words} ({count} ×)" if count > 1 else finding.words
        self._words.setText(words)
        self._words.set_tone(Tone.DANGER if tone is Tone.DANGER else None)
        figures = _figures(finding)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))
        self._source.setText(self.tr("Source: {0}").format(finding.source))
        self._source.setVisible(is_current and bool(finding.source))
        self._draw_buttons(finding)
        self.setToolTip("\n".join(part for part in (figures, finding.source) if part))
        self._is_current = is_current
        self.update()
        self.setAccessibleName(f"{_kind(finding)}: {words}")
        self.setAccessibleDescription(self.toolTip())

    def _draw_buttons(self, finding: "Finding") -> None:
        fix = finding.fix
        self.fix_button.setVisible(fix is not None)
        if fix is not None:
            self.fix_button.setText(self.tr("Fix: {0}").format(fix.label))
            self.fix_button.setAccessibleName(self.tr("Fix: {0}").format(fix.label))
            self.fix_button.setToolTip(self.tr("{0} (F4)").format(fix.label))
        self.sign_button.setVisible(finding.signable or finding.signed)
        if finding.signed:
            self.sign_button.setText(self.tr("Take back"))
            self.sign_button.setToolTip(self.tr("You answered for this; take it back (F7)"))
        else:
            self.sign_button.setText(self.tr("I answer for this"))
            self.sign_button.setToolTip(
                self.tr("It is true and I stand by it: then it no longer stops the approval (F7)")
            )
        self.sign_button.setAccessibleName(self.sign_button.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the words, the arrows to the neighbours."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._choose()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the words."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._choose()
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of the row one is at, and the ring."""
        roles = current_roles()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.selected if self._is_current else roles.hover))
            painter.drawRoundedRect(box, RADIUS_S, RADIUS_S)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(roles.focus), 2))
            painter.drawRoundedRect(box, RADIUS_S, RADIUS_S)
        painter.end()

    def _choose(self) -> None:
        if self.finding is not None:
            self.chosen.emit(self.finding)

    @Slot()
    def _fix(self) -> None:
        if self.finding is not None:
            self.fix_wished.emit(self.finding)

    @Slot()
    def _sign(self) -> None:
        if self.finding is not None:
            self.sign_wished.emit(self.finding)


class FindingList(QWidget):
    """All findings of a mail; rows are kept and filled anew, so that typing moves nothing."""

    chosen = Signal(object)
    """Emits the `Finding` whose words the founder wants to see."""
    fix_wished = Signal(object)
    """Emits the `Finding` to be fixed (a wish)."""
    sign_wished = Signal(object)
    """Emits the `Finding` that the founder answers for, or no longer does (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Findings"))
        self.rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._nothing = QWidget()
        line = QHBoxLayout(self._nothing)
        line.setContentsMargins(SPACE_2, 0, 0, 0)
        line.setSpacing(SPACE_2)
        line.addWidget(Picture("circle-check", Ink.SUCCESS, ICON_M))
        line.addWidget(Label(self.tr("Nothing to improve"), Text.SMALL), 1)
        self._column.addWidget(self._nothing)
        self._more = LinkButton("")
        self._more.set_small()
        self._more.clicked.connect(self._show_more)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._draw)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._findings: tuple[Finding, ...] = ()
        self._current: Finding | None = None
        self._wanted = 0
        """How many rows were asked for, 0 before somebody asked for more."""
        self._draw()

    def show_findings(self, findings: "tuple[Finding, ...]", current: "Finding | None") -> None:
        """Show these, in the order of `in_order`."""
        if (findings, current) != (self._findings, self._current):
            self._findings, self._current = findings, current
            self._draw()

    @Slot()
    def _draw(self) -> None:
        groups: dict[object, list[Finding]] = {}
        for finding in self._findings:
            groups.setdefault(_said(finding), []).append(finding)
        blocking = sum(group[0].blocking for group in groups.values())
        shown = self._rows_for(len(groups), blocking)
        due = min(shown, len(self.rows) + ROWS_AT_ONCE)
        if due < shown:
            self._rest.start()
            shown = due
        for position, group in enumerate(groups.values()):
            if position >= shown and self._current not in group:
                continue
            self._show_row(min(position, shown), group)
        used = shown + any(
            self._current in group for group in list(groups.values())[shown:] if self._current
        )
        for row in self.rows[used:]:
            row.hide()
        self._nothing.setVisible(not groups)
        self._more.setVisible(shown < len(groups) and not self._rest.isActive())
        self._more.setText(self.tr("Show {0} more").format(len(groups) - shown))
        heard = "; ".join(group[0].words for group in groups.values())
        self.setAccessibleDescription(heard or self.tr("Nothing to improve"))

    def _rows_for(self, groups: int, blocking: int) -> int:
        """How many of so many groups are listed."""
        if self._wanted:
            return min(groups, self._wanted)
        few = blocking + FIRST_ADVICE
        return min(few if groups > few + 1 else groups, FIRST_ROWS)

    def _show_row(self, position: int, group: "list[Finding]") -> None:
        while len(self.rows) <= position:
            row = FindingRow()
            row.chosen.connect(self._choose)
            row.fix_wished.connect(self.fix_wished)
            row.sign_wished.connect(self.sign_wished)
            self._column.insertWidget(len(self.rows), row)
            put_before(row, self._more)
            self.rows.append(row)
        row = self.rows[position]
        is_current = self._current in group
        first = self._current if is_current and self._current else group[0]
        row.show_finding(first, len(group), is_current=is_current)
        row.show()

    @Slot(object)
    def _choose(self, finding: "Finding") -> None:
        """The same row again goes to the next place where it stands."""
        places = [one for one in self._findings if _said(one) == _said(finding)]
        if finding == self._current and finding in places:
            finding = places[(places.index(finding) + 1) % len(places)]
        self.chosen.emit(finding)

    @Slot()
    def _show_more(self) -> None:
        self._wanted = sum(row.isVisibleTo(self) for row in self.rows) + FIRST_ROWS
        self._draw()


_ICONS = {
    Tone.DANGER: ("circle-alert", Ink.DANGER),
    Tone.WARNING: ("lightbulb", Ink.WARNING),
    Tone.NEUTRAL: ("check", Ink.MUTED),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)


def _tone_of(finding: "Finding") -> Tone:
    if finding.signed:
        return Tone.NEUTRAL
    return Tone.DANGER if finding.blocking else Tone.WARNING


def _kind(finding: "Finding") -> str:
    if finding.signed:
        return _tr("You answer for this")
    return _tr("Must be fixed") if finding.blocking else _tr("Advice")


def _said(finding: "Finding") -> tuple[object, ...]:
    """What two findings have in common that are one row."""
    return (
        finding.rule,
        finding.words,
        finding.blocking,
        finding.measured,
        finding.limit,
        finding.source,
        finding.signable,
        finding.signed,
    )


def _figures(finding: "Finding") -> str:
    if finding.measured and finding.limit:
        return _tr("{measured}; the limit is {limit}").format(
            measured=finding.measured, limit=finding.limit
        )
    if finding.limit:
        return _tr("The limit is {limit}").format(limit=finding.limit)
    return finding.measured
