"""One mail in full, and what looks odd about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import ElidedLabel, Label
from vibe_desktop.ui.widgets.review_set.words import mail_words
from vibe_desktop.ui.widgets.variant_review.noted import noted
from vibe_desktop.ui.widgets.variant_review.preview import PreviewPanel

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import RenderedMail


class MailPane(QFrame):
    """Beside the table: who gets which mail, what is odd, and the mail as it is sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_set_mail")
        self.setAccessibleName(self.tr("The mail in this row"))
        self._shown: RenderedMail | None = None
        content = QWidget()
        content.setObjectName("page_content")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        inner.setSpacing(SPACE_3)
        self._who = ElidedLabel("", Text.HEADING)
        self._mail = Label("", Text.SMALL, muted=True, wrap=True)
        self._odd = QVBoxLayout()
        self._odd.setSpacing(SPACE_1)
        self._preview = PreviewPanel()
        self._hint = Label(
            self.tr("Choose a row to see the mail exactly as it would be sent."),
            muted=True,
            wrap=True,
        )
        head = QVBoxLayout()
        head.setSpacing(SPACE_1)
        head.addWidget(self._who)
        head.addWidget(self._mail)
        inner.addLayout(head)
        inner.addLayout(self._odd)
        inner.addWidget(self._preview)
        inner.addWidget(self._hint)
        inner.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("The mail in this row"))
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.show_mail(None)

    def show_mail(self, mail: "RenderedMail | None") -> None:
        """Show this one; None for a hint what to do."""
        if mail is not None and mail is self._shown:
            return
        self._shown = mail
        for part in (self._who, self._mail, self._preview):
            part.setVisible(mail is not None)
        self._hint.setVisible(mail is None)
        clear(self._odd)
        if mail is None:
            self.setAccessibleDescription(self._hint.text())
            return
        lead = mail.lead
        name = " ".join(f"{lead.first_name} {lead.last_name}".split())
        self._who.setText(name or lead.email)
        self._mail.setText(
            self.tr("{mail} to {email}").format(mail=mail_words(mail.mail), email=lead.email)
        )
        for risk in mail.risks:
            self._odd.addWidget(noted(risk.words, Tone.WARNING))
        if not mail.risks:
            self._odd.addWidget(noted(self.tr("Nothing looks odd"), Tone.SUCCESS))
        self._preview.show_preview(mail.preview)
        self.setAccessibleDescription("; ".join(risk.words for risk in mail.risks))

    def sizeHint(self) -> QSize:
        """A readable line."""
        return QSize(380, 320)

    def minimumSizeHint(self) -> QSize:
        """As narrow as a phone's screen, as high as a subject and a few lines."""
        return QSize(250, 120)
