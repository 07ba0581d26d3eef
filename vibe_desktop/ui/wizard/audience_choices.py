"""Suggested ideal customers, one of which can be picked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import StatusPill

if TYPE_CHECKING:
    from vibe_desktop.domain.audiences import AudienceProfile


class ChoiceCard(Button):
    """A button as wide as the column: a title, and under it the text that it stands for."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__("", "toggle", parent=parent)
        self.text_of_choice = text
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._pill = StatusPill(self.tr("Chosen"), Tone.INFO)
        kept = self._pill.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # or the card would jump when it is chosen
        self._pill.setSizePolicy(kept)
        self._pill.hide()
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        name = Label(title, Text.STRONG)
        head.addWidget(name, 1)
        head.addWidget(self._pill)
        words = Label(text, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2 + 2)
        self._column.setSpacing(2)
        self._column.addLayout(head)
        self._column.addWidget(words)
        for part in (name, words, self._pill):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_chosen(self, *, chosen: bool) -> None:
        """Show whether it is the one."""
        self.setChecked(chosen)
        self._pill.setVisible(chosen)

    def hasHeightForWidth(self) -> bool:
        """Its text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words are at this width."""
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """What the words ask for, not the empty label of the button."""
        return self._column.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """The least that the words need."""
        return self._column.totalMinimumSize()


class AudienceChoices(QWidget):
    """The suggestions, one under the other. Picking one only tells: the field shows it."""

    picked = Signal(str)
    """Emits the text of the suggestion that the founder picked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("audience_choices")
        self.setAccessibleName(self.tr("Suggested ideal customers"))
        self.cards: list[ChoiceCard] = []
        self._profiles: tuple[AudienceProfile, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)

    def show_profiles(self, profiles: "tuple[AudienceProfile, ...]") -> None:
        """Show these instead of the present ones."""
        if profiles == self._profiles:
            return
        self._profiles = profiles
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for number, profile in enumerate(profiles, start=1):
            card = ChoiceCard(profile.title, profile.text)
            card.setObjectName(f"audience_choice_{number}")
            card.clicked.connect(self._clicked)
            self._column.addWidget(card)
            self.cards.append(card)

    def mark(self, text: str) -> bool:
        """Mark the suggestion that reads like this; False when none does."""
        wanted = " ".join(text.split())
        found = False
        for card in self.cards:
            chosen = bool(wanted) and not found and card.text_of_choice == wanted
            card.set_chosen(chosen=chosen)
            found = found or chosen
        return found

    @Slot()
    def _clicked(self) -> None:
        card = self.sender()
        if isinstance(card, ChoiceCard):
            card.set_chosen(chosen=True)  # a click on the chosen one does not unchoose it
            self.picked.emit(card.text_of_choice)
