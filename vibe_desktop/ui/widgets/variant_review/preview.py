"""The mail as it is sent: subject, body and footer, filled in for one lead."""

from PySide6.QtCore import QSizeF, QUrl, Slot
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from vibe_desktop.domain.previews import Preview
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.labels import Label, Rule


class _Sheet(QTextBrowser):
    """Shows HTML and loads nothing: no picture, no style, no link is ever fetched or followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("sheet", "true")
        self.document().setDocumentMargin(0)

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Refuse."""


class PreviewPanel(QFrame):
    """Subject, body and footer of one mail, and which fields the lead lacks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self._missing = Label("", Text.SMALL, wrap=True)
        self._missing.set_tone(Tone.WARNING)
        self._subject = Label("", Text.STRONG, wrap=True)
        self._subject.setAccessibleName(self.tr("Subject in the preview"))
        self._sheet = _Sheet()
        self._sheet.setAccessibleName(self.tr("Mail as it is sent"))
        layout = self._sheet.document().documentLayout()
        layout.documentSizeChanged.connect(self._fit)
        column.addWidget(self._subject)
        column.addWidget(Rule())
        column.addWidget(self._sheet)
        column.addSpacing(SPACE_3 - SPACE_2)
        column.addWidget(self._missing)

    def show_preview(self, preview: Preview) -> None:
        """Show a mail."""
        self._subject.setText(preview.subject or self.tr("(no subject)"))
        self._sheet.setHtml(preview.html)
        self._sheet.setAccessibleDescription(preview.text)
        self._missing.setVisible(bool(preview.missing))
        if preview.missing:
            fields = ", ".join(preview.missing)
            words = self.tr(
                "This lead has no {fields}: a gap or the bare tag would be sent. Add a fallback, "
                "as in {{{{firstName | there}}}}."
            )
            self._missing.setText(words.format(fields=fields))

    @Slot(QSizeF)
    def _fit(self, size: QSizeF) -> None:
        height = int(size.height()) + 24
        if height != self._sheet.minimumHeight():
            self._sheet.setFixedHeight(height)
