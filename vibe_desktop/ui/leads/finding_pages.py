"""Parts of the dialog for finding people: the confirmation, the outcome, what is unfinished."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.supersearch import (
    NOT_ORDERED,
    Enrichment,
    EnrichmentState,
)
from vibe_desktop.ui.leads.finding import FindingPresenter
from vibe_desktop.ui.leads.finding_state import FindingState
from vibe_desktop.ui.leads.finding_words import (
    credits_words,
    left_words,
    outcome_words,
    people_words,
    price_words,
    waiting_words,
)
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_8, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel


class ConfirmPage(QWidget):
    """The second confirmation: it names the credits, and asks for nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _card_on(self)
        self.title = Label("", Text.HEADING, wrap=True)
        self.title.setObjectName("confirm_title")
        self._text = Label("", wrap=True)
        self._price = Hint()
        for label in (self.title, self._text, self._price):
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.back_button = SecondaryButton(self.tr("Back, buy nothing"))
        self.back_button.setObjectName("confirm_back")
        self.spend_button = PrimaryButton("")
        self.spend_button.setObjectName("confirm_spend")
        row.addWidget(self.back_button)
        row.addWidget(self.spend_button)
        column.addLayout(row)

    def show_offer(self, state: FindingState) -> None:
        """Say what is about to be spent."""
        offer = state.offer
        if offer is None:
            return
        most = credits_words(offer.credits)
        self.title.setText(self.tr("Spend up to {credits}?").format(credits=most))
        words = self.tr(
            "Instantly looks for the work addresses of up to {people} and puts them on a list. "
            "Credits that are spent do not come back."
        ).format(people=people_words(offer.people))
        unsure = state.again is not None and state.again.state is EnrichmentState.UNSURE
        if unsure:
            words += " " + self.tr(
                "The first order may have been carried out: then you pay for these people twice."
            )
        if not offer.affordable:
            words = self.tr("Your workspace has not got that many. Take fewer people.")
        self._text.setText(words)
        self._price.setText(f"{price_words(offer.credits)} {left_words(offer.available)}".strip())
        self.spend_button.setText(self.tr("Spend up to {credits}").format(credits=most))
        self.spend_button.setEnabled(offer.affordable)


class DonePage(QWidget):
    """What came of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _card_on(self)
        self.panel = Panel(Tone.SUCCESS)
        self.panel.setObjectName("find_outcome")
        column.addWidget(self.panel)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.more_button = QuietButton(self.tr("Find more people"))
        self.close_button = SecondaryButton(self.tr("Close"))
        self.close_button.setObjectName("find_close")
        self.open_button = PrimaryButton(self.tr("Open the list"))
        self.open_button.setObjectName("find_open")
        for button in (self.more_button, self.close_button, self.open_button):
            row.addWidget(button)
        column.addLayout(row)

    def show_outcome(self, bought: Enrichment) -> None:
        """Say what came of a purchase."""
        tone = {EnrichmentState.DONE: Tone.SUCCESS, EnrichmentState.ORDERED: Tone.INFO}
        self.panel.set(tone.get(bought.state, Tone.WARNING), *outcome_words(bought))
        self.open_button.setVisible(bool(bought.list_id))


def _card_on(page: QWidget) -> QVBoxLayout:
    """A card in the upper middle of a page; the column inside it."""
    card = Card()
    card.body.setSpacing(SPACE_4)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(SPACE_8, 0, SPACE_8, 0)
    outer.addStretch(1)
    outer.addWidget(card)
    outer.addStretch(2)
    return card.body


class WaitingPanel(Panel):
    """An unfinished purchase, and what can be done about it."""

    def __init__(self, purchase: Enrichment, presenter: FindingPresenter) -> None:
        tone = Tone.WARNING if purchase.state is EnrichmentState.UNSURE else Tone.INFO
        super().__init__(tone, *waiting_words(purchase))
        self.setObjectName("unfinished_purchase")
        self._purchase = purchase
        self._presenter = presenter
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        if purchase.state in NOT_ORDERED:
            row.addWidget(self._button(self.tr("Order…"), "purchase_order", self._again))
        else:
            collect = self._button(self.tr("Look now"), "purchase_collect", presenter.collect)
            row.addWidget(collect)
        if purchase.state is EnrichmentState.UNSURE:
            row.addWidget(self._button(self.tr("Order again…"), "purchase_again", self._again))
        row.addWidget(self._button(self.tr("Give up"), "purchase_give_up", self._give_up))
        row.addStretch(1)
        self.words.addLayout(row)

    def _button(self, text: str, name: str, slot: Callable[[], None]) -> SecondaryButton:
        button = SecondaryButton(text)
        button.setObjectName(name)
        button.set_small()
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _again(self) -> None:
        self._presenter.ask_again(self._purchase)

    @Slot()
    def _give_up(self) -> None:
        self._presenter.give_up(self._purchase)
