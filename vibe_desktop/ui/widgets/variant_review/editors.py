"""The two editors of a mail: a line for the subject, a sheet that grows for the body."""

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QMimeData,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from vibe_desktop.ui.widgets.variant_review.positions import units
from vibe_desktop.ui.widgets.variant_review.tags import TagHighlighter

STEP_MS = 1500
"""So much typing is one step of undo: without an end, Qt takes a whole mail for a single one."""
_LINE_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TagEdit(QPlainTextEdit):
    """Plain text with coloured merge tags. Tab leaves it, as in any other field.

    Undo and redo are wishes: whoever joins the editors of a mail fulfils them in their order.
    """

    left = Signal()
    """Emits when the focus went elsewhere."""
    undo_wished = Signal()
    """Emits when the founder wants the last change taken back (a wish)."""
    redo_wished = Signal()
    """Emits when the founder wants it made again (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.highlighter = TagHighlighter(self.document())
        self._step = QElapsedTimer()

    # -- text that comes from elsewhere ----------------------------------------------------------

    def put(self, text: str) -> None:
        """Replace the text without telling anybody, as one step that undo takes back.

        Only what differs is touched, so the cursor stays where it can.
        """
        old = self.toPlainText()
        if text == old:
            return
        start = _common(old, text)
        end = _common(old[start:][::-1], text[start:][::-1])
        with QSignalBlocker(self):
            self.replace(start, len(old) - end, text[start : len(text) - end])

    def begin_with(self, text: str) -> None:
        """Show the first text there is: there is nothing before it to go back to."""
        with QSignalBlocker(self):
            self.setPlainText(text)

    def replace(self, start: int, end: int, replacement: str) -> None:
        """Put `replacement` instead of what stands from `start` to `end`, as one step."""
        at = units(self.toPlainText())
        cursor = QTextCursor(self.document())
        cursor.setPosition(at(start))
        cursor.setPosition(at(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.insertText(replacement)
        cursor.endEditBlock()

    def show_words(self, start: int, end: int) -> None:
        """Select what stands from `start` to `end`, put the cursor there and bring it on screen."""
        at = units(self.toPlainText())
        cursor = self.textCursor()
        cursor.setPosition(at(start))
        cursor.setPosition(at(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bring_into_view()

    def select_nothing(self) -> None:
        """Leave the cursor where it is, without a selection."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def _bring_into_view(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        content = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and content is not None:
            box = self.cursorRect()
            where = self.viewport().mapTo(content, box.center())
            area.ensureVisible(where.x(), where.y(), 60, 100)

    # -- undo ------------------------------------------------------------------------------------

    @Slot()
    def undo(self) -> None:
        """Ask for the last change to be taken back; also what the Edit menu calls."""
        self.undo_wished.emit()

    @Slot()
    def redo(self) -> None:
        """Ask for it to be made again."""
        self.redo_wished.emit()

    def end_step(self) -> None:
        """Let what is typed from now on be a step of its own."""
        self.document().setModified(False)  # Qt joins a change only to one that is not saved yet
        self._step.start()

    def step_back(self) -> None:
        """Undo the last step of this document."""
        super().undo()

    def step_forth(self) -> None:
        """Redo the next step of this document."""
        super().redo()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take undo and redo for wishes."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            if not self._step.isValid() or self._step.hasExpired(STEP_MS):
                self.end_step()
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of any editor, with undo and redo as wishes."""
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, slot in (("edit-undo", self.undo), ("edit-redo", self.redo)):
            action = menu.findChild(QAction, name)
            if action is not None:
                action.triggered.disconnect()
                action.triggered.connect(slot)
        menu.popup(event.globalPos())

    # -- Qt --------------------------------------------------------------------------------------

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the founder left."""
        super().focusOutEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Colour anew when the theme changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "highlighter"):
            self.highlighter.rehighlight()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text."""
        self.insertPlainText(source.text())


class GrowingEdit(TagEdit):
    """As high as its text, so that only the page scrolls."""

    def __init__(self, least_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_lines = least_lines
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        # Measured once the lines are laid out anew, however many reasons there were for it.
        self._measure = QTimer(self, singleShot=True, interval=0)
        self._measure.timeout.connect(self._fit)
        self.document().contentsChanged.connect(self._measure.start)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another number of lines."""
        super().resizeEvent(event)
        self._measure.start()

    @Slot()
    def _fit(self) -> None:
        text_height = 0.0
        block = self.document().firstBlock()
        while block.isValid():
            text_height += self.blockBoundingRect(block).height()
            block = block.next()
        least = self._least_lines * self.fontMetrics().lineSpacing()
        height = round(max(text_height, least)) + 18
        if height != self.minimumHeight():
            self.setFixedHeight(height)


class SubjectEdit(GrowingEdit):
    """A text without line ends, which wraps where the card is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no line end in."""
        if event.key() in _LINE_ENDS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line."""
        self.insertPlainText(" ".join(source.text().split()))


class BodyEdit(GrowingEdit):
    """The mail without its footer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(8, parent)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
