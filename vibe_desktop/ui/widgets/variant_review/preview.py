"""The mail as it is sent: subject, body and footer, filled in for one lead."""

import unicodedata

from PySide6.QtCore import QSizeF, Qt, QUrl, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from vibe_desktop.domain.previews import Preview
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.labels import Label, Rule

_TO_LEFT = frozenset({"R", "AL"})
_LINE_END = "\u2028"


class Sheet(QTextBrowser):
    """Shows text as high as it is, and loads nothing: no picture, no style, no link is followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("sheet", "true")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_mail(self, markup: str, text: str) -> None:
        """Show a mail; each line goes the way of its own script."""
        self.setHtml(markup)
        if any(unicodedata.bidirectional(one) in _TO_LEFT for one in text):
            self._part_lines()

    def _part_lines(self) -> None:
        """Make a paragraph of each line: Qt gives a paragraph one direction."""
        while not (found := self.document().find(_LINE_END)).isNull():
            found.insertBlock()

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Refuse."""

    @Slot(QSizeF)
    def _fit(self, size: QSizeF) -> None:
        height = int(size.height()) + 8
        if height != self.minimumHeight():
            self.setFixedHeight(height)


class PreviewPanel(QFrame):
    """Subject, body and footer of one mail, and which fields the lead lacks."""

    def __init__(self, *, in_thread: bool = False, parent: QWidget | None = None) -> None:
        """Args: `in_thread` for a follow-up, which has no subject of its own."""
        super().__init__(parent)
        self.setObjectName("preview")
        self._in_thread = in_thread
        self._shown: Preview | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self._missing = Label("", Text.SMALL, wrap=True)
        self._missing.set_tone(Tone.WARNING)
        self._missing.hide()
        self._subject = Label("", Text.STRONG, wrap=True)
        self._subject.setAccessibleName(self.tr("Subject in the preview"))
        self.sheet = Sheet()
        self.sheet.setAccessibleName(self.tr("Mail as it is sent"))
        column.addWidget(self._subject)
        column.addWidget(Rule())
        column.addWidget(self.sheet)
        column.addSpacing(SPACE_3 - SPACE_2)
        column.addWidget(self._missing)

    def show_preview(self, preview: Preview) -> None:
        """Show a mail."""
        before, self._shown = self._shown, preview
        if preview == before:
            return
        if self._in_thread:
            alone = self.tr("In the same thread as the first mail")
            self._subject.setText(preview.thread_subject or alone)
        else:
            self._subject.setText(preview.subject or self.tr("(no subject)"))
        to_left = _is_right_to_left(self._subject.text())
        self._subject.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if to_left else Qt.LayoutDirection.LeftToRight
        )
        if before is None or before.html != preview.html:
            self.sheet.show_mail(preview.html, preview.text)
            self.sheet.setAccessibleDescription(preview.text)
        self._missing.setVisible(bool(preview.missing))
        if preview.missing:
            fields = ", ".join(preview.missing)
            words = self.tr(
                "This lead has no {fields}: a gap or the bare tag would be sent. Add a fallback, "
                "as in {{{{firstName | there}}}}."
            )
            self._missing.setText(words.format(fields=fields))


def _is_right_to_left(text: str) -> bool:
    """Whether a text begins with a script that is written from right to left."""
    for character in text:
        way = unicodedata.bidirectional(character)
        if way in {"L", "R", "AL"}:
            return way != "L"
    return False
