"""The mails as they are being written."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from vibe_desktop.domain.copywriting import PartialDraft
from vibe_desktop.domain.variants import ANGLES, Angle
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.words import angle_words

SIDE_BY_SIDE = 760
"""Width from which the three stand beside one another."""


class LiveDrafts(QWidget):
    """Three cards that fill while a model writes, and the follow-ups below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_drafts")
        self.setAccessibleName(self.tr("The mails as they are being written"))
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE_4)
        self.cards: dict[Angle, DraftCard] = {
            angle: DraftCard(angle_words(angle)) for angle in ANGLES
        }
        for card in self.cards.values():
            self._row.addWidget(card, 1)
        column.addLayout(self._row)
        self.follow_ups = DraftCard(self.tr("Follow-ups"))
        column.addWidget(self.follow_ups)

    def show_drafts(self, drafts: tuple[PartialDraft, ...], *, stopped: bool) -> None:
        """Show what is there so far; `stopped` when nothing more will come."""
        by_angle: dict[Angle, PartialDraft] = {draft.angle: draft for draft in drafts}
        for angle, card in self.cards.items():
            card.show_draft(by_angle.get(angle), stopped=stopped)
        follow_ups = [draft for draft in drafts if draft.angle is Angle.FOLLOW_UP]
        self.follow_ups.setVisible(bool(follow_ups))
        if follow_ups:
            text = "\n\n".join(draft.body for draft in follow_ups)
            whole = PartialDraft(
                Angle.FOLLOW_UP, "", text, finished=all(one.finished for one in follow_ups)
            )
            self.follow_ups.show_draft(whole, stopped=stopped)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below one another where there is little room."""
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)


class DraftCard(Card):
    """One mail on its way."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(Label(title, Text.STRONG))
        self.subject = Label("", Text.STRONG, wrap=True)
        self.text = Label("", wrap=True)
        self.standing = Label("", Text.SMALL, muted=True)
        for label in (self.subject, self.text, self.standing):
            self.body.addWidget(label)
        self.body.addStretch(1)

    def show_draft(self, draft: PartialDraft | None, *, stopped: bool) -> None:
        """Show so much of it as there is; None before its first word."""
        self.subject.setText(draft.subject if draft else "")
        self.subject.setVisible(bool(draft and draft.subject))
        self.text.setText(draft.body if draft else "")
        self.text.setVisible(bool(draft and draft.body))
        words, tone = self._standing(draft, stopped=stopped)
        self.standing.setText(words)
        self.standing.set_tone(tone)

    def _standing(self, draft: PartialDraft | None, *, stopped: bool) -> tuple[str, Tone | None]:
        if draft is not None and draft.finished:
            return self.tr("Written"), Tone.SUCCESS
        if stopped:
            return self.tr("Stopped before it was finished"), Tone.WARNING
        return (self.tr("Being written …") if draft else self.tr("Comes next")), None
