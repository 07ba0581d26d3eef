"""The two editors of a mail: a line for the subject, a sheet that grows for the body."""

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from vibe_desktop.ui.widgets.variant_review.tags import TagHighlighter

_LINE_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TagEdit(QPlainTextEdit):
    """Plain text with coloured merge tags. Tab leaves it, as in any other field."""

    left = Signal()
    """Emits when the focus went elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.highlighter = TagHighlighter(self.document())

    def put(self, text: str) -> None:
        """Replace the text without telling anybody; the cursor stays where it can."""
        if text == self.toPlainText():
            return
        position = self.textCursor().position()
        with QSignalBlocker(self):
            self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)

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
        super().__init__(10, parent)
