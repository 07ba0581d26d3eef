"""All that is known about one mailbox, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from vibe_desktop.domain.mailboxes import HEALTHY_WARMUP_SCORE, Mailbox
from vibe_desktop.domain.sending_advice import MAILS_PER_MAILBOX
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.mailbox_words import (
    gap_words,
    health_words,
    limit_words,
    provider_words,
    records,
    score_words,
    status_words,
    warmup_words,
)
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.words import when


class MailboxDetails(Card):
    """One mailbox: trouble first, then its settings, then the records of its domain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("mailbox_details")
        self._shown: Mailbox | None = None

    def show_mailbox(self, box: Mailbox | None) -> None:
        """Show another mailbox; None hides the card."""
        self.setVisible(box is not None)
        if box is None or box == self._shown:
            return
        self._shown = box
        clear(self.body)
        self.setAccessibleName(self.tr("Details of {email}").format(email=box.email))
        self.body.addLayout(self._head(box))
        if box.trouble:
            tone = Tone.DANGER if box.dead else Tone.WARNING
            trouble = box.trouble[0].upper() + box.trouble[1:]
            self.body.addWidget(Panel(tone, trouble, box.remedy))
        if box.status_message:
            words = self.tr("Its mail server said: {words}").format(words=box.status_message)
            self.body.addWidget(Hint(words))
        self.body.addWidget(_pairs(self._settings(box)))
        self.body.addWidget(Label(self.tr("Domain {name}").format(name=box.domain), Text.STRONG))
        self._add_records(box)

    def _head(self, box: Mailbox) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        name = " ".join(part for part in (box.first_name, box.last_name) if part)
        title = Label(f"{name} <{box.email}>" if name else box.email, Text.HEADING, wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(title, 1)
        row.addWidget(StatusPill(*health_words(box)), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _settings(self, box: Mailbox) -> tuple[tuple[str, str], ...]:
        limit = limit_words(box)
        if box.daily_limit is not None and box.daily_limit > MAILS_PER_MAILBOX:
            limit = self.tr(
                "{limit}; Instantly recommends {most} campaign mails a day, so a campaign should "
                "not use it all"
            ).format(limit=limit, most=MAILS_PER_MAILBOX)
        return (
            (self.tr("Connection"), status_words(box.status)),
            (self.tr("Warm-up"), warmup_words(box)),
            (
                self.tr("Warm-up health"),
                self.tr("{score}; from {least} on it is fit to send").format(
                    score=score_words(box), least=HEALTHY_WARMUP_SCORE
                ),
            ),
            (self.tr("Mails a day"), limit),
            (self.tr("Gap between mails"), gap_words(box)),
            (self.tr("Provider"), provider_words(box.provider)),
        )

    def _add_records(self, box: Mailbox) -> None:
        check = box.check
        if check is None:
            self.body.addWidget(Hint(self.tr("Its records were not looked up yet: refresh.")))
            return
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for name, good in records(check):
            row.addWidget(
                Picture(
                    "circle-check" if good else "triangle-alert",
                    Ink.SUCCESS if good else Ink.WARNING,
                    ICON_M,
                )
            )
            label = Label(name)
            state = self.tr("in order") if good else self.tr("missing")
            label.setAccessibleName(f"{name}: {state}")
            row.addWidget(label)
            row.addSpacing(SPACE_2)
        row.addStretch(1)
        self.body.addLayout(row)
        for words in check.problems:
            self.body.addWidget(Label(words, wrap=True))
        looked = self.tr("Looked up {moment}.").format(moment=when(check.checked_at))
        words = looked if check.problems else self.tr("All in order. {rest}").format(rest=looked)
        self.body.addWidget(Hint(words))


def _pairs(lines: tuple[tuple[str, str], ...]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_4)
    grid.setVerticalSpacing(SPACE_2)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        grid.addWidget(Label(name, muted=True), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(value, wrap=True), row, 1)
    return box
