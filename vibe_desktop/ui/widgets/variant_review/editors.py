"""The two editors of a mail: a line for the subject, a sheet that grows for the body."""

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextOption
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


class SubjectEdit(TagEdit):
    """One line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.setFixedHeight(self.fontMetrics().lineSpacing() + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no line end in."""
        if event.key() in _LINE_ENDS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line."""
        self.insertPlainText(" ".join(source.text().split()))


class BodyEdit(TagEdit):
    """A sheet as high as its text, so that only the page scrolls."""

    LEAST_LINES = 9

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(self.document().size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another number of lines."""
        super().resizeEvent(event)
        self._fit(self.document().size())

    @Slot(QSizeF)
    def _fit(self, size: QSizeF) -> None:
        # A plain text document measures its height in lines.
        lines = max(self.LEAST_LINES, int(size.height()) + 1)
        height = lines * self.fontMetrics().lineSpacing() + 20
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
