"""The audience step on screen: suggestions, the ideal customer, and the offer."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from vibe_desktop.domain.wizard import DEFAULT_ASK, Missing
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.wizard.audience import AudiencePresenter, AudienceState
from vibe_desktop.ui.wizard.audience_choices import AudienceChoices
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import missing_words


class AudienceStep(StepView):
    """Who gets the mails, what hurts them, what proves it, and what they are asked."""

    def __init__(self, wizard: WizardPresenter, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who should answer?"),
            self.tr("It steers what the mails lead with; nobody else sees it."),
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = AudiencePresenter(wizard, self)
        self._add_suggestions()
        self._add_audience()
        self._add_offer()
        self.column.addStretch(1)
        self._presenter.state_changed.connect(self._draw_suggestions)
        wizard.state_changed.connect(self._draw)
        self._draw_suggestions(self._presenter.state)
        self._draw(wizard.state)

    def first_field(self) -> QWidget | None:
        """The ideal customer."""
        return self.audience

    def shown(self) -> None:
        """The page may be another one by now."""
        self._presenter.suggest()

    # -- building --------------------------------------------------------------------------------

    def _add_suggestions(self) -> None:
        self._suggestions = QWidget()
        column = QVBoxLayout(self._suggestions)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_4)
        self._origin = Label("", Text.STRONG)
        self.ask_model_button = LinkButton(self.tr("Suggest with AI"), "sparkles")
        self.ask_model_button.setObjectName("suggest_with_ai")
        self.ask_model_button.clicked.connect(self._presenter.ask_model)
        head.addWidget(self._origin, 1)
        head.addWidget(self.ask_model_button)
        column.addLayout(head)
        self.choices = AudienceChoices()
        self.choices.picked.connect(self._pick)
        column.addWidget(self.choices)
        self._busy = BusyBar()
        self._busy.hide()
        column.addWidget(self._busy)
        self._trouble = Panel(Tone.WARNING)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self.column.addWidget(self._suggestions)

    def _add_audience(self) -> None:
        self.audience = QPlainTextEdit()
        self.audience.setObjectName("target_audience")
        self.audience.setTabChangesFocus(True)
        self.audience.setFixedHeight(84)
        self.audience.setPlaceholderText(
            self.tr("Heads of growth at software companies with 10 to 50 people who …")
        )
        self.audience.textChanged.connect(self._audience_edited)
        self._audience_field = Field(self.tr("&Ideal customer"), self.audience)
        self.column.addWidget(self._audience_field)

    def _add_offer(self) -> None:
        card = Card(
            self.tr("What the mails turn on"),
            self.tr("Left empty, what hurts and the proof are looked for on your page."),
        )
        self.take_button = SecondaryButton(self.tr("Take from the page"), "globe")
        self.take_button.setObjectName("take_from_page")
        self.take_button.set_small()
        self.take_button.clicked.connect(self._take)
        card.header.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignTop)
        self.pain = self._line("pain")
        self.proof = self._line("proof")
        self.ask = self._line("ask")
        self.ask.setPlaceholderText(DEFAULT_ASK)
        for label, line, hint in (
            (
                self.tr("What &hurts"),
                self.pain,
                self.tr("What they would gladly be rid of. The first variant opens with it."),
            ),
            (
                self.tr("One &proof"),
                self.proof,
                self.tr("A number, a customer or a result. You answer for it."),
            ),
            (
                self.tr("&What the mail asks for"),
                self.ask,
                self.tr("A question about interest is answered more often than one for a meeting."),
            ),
        ):
            card.body.addWidget(Field(label, line, hint))
        self.column.addWidget(card)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.textEdited.connect(self._offer_edited)
        line.editingFinished.connect(self._wizard.save_now)
        return line

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: WizardState) -> None:
        if self.audience.toPlainText() != state.draft.audience and not self.audience.hasFocus():
            self.audience.setPlainText(state.draft.audience)
        setup = state.draft.setup
        for line, text in (
            (self.pain, setup.pain),
            (self.proof, setup.proof),
            (self.ask, setup.ask),
        ):
            if line.text() != text and not line.hasFocus():
                line.setText(text)
        self._mark(state)
        self._draw_take()

    def _mark(self, state: WizardState) -> None:
        """Say where the words of the ideal customer come from, or what is wrong with them."""
        text = state.draft.audience
        suggested = self.choices.mark(text)
        if state.held_back is Missing.AUDIENCE:
            self._audience_field.set_error(missing_words(Missing.AUDIENCE))
        elif suggested:
            self._audience_field.set_hint(self.tr("As suggested. Change it as you like."))
        elif text.strip():
            self._audience_field.set_hint(self.tr("Your own words."))
        else:
            self._audience_field.set_hint(
                self.tr("Choose a suggestion, or say it yourself: role, kind and size of company.")
            )

    @Slot(object)
    def _draw_suggestions(self, state: AudienceState) -> None:
        self._suggestions.setVisible(bool(state.profiles))
        self._origin.setText(
            self.tr("Suggested by {0}").format(state.model)
            if state.by_model
            else self.tr("Suggested from your page")
        )
        before = self.choices.cards
        self.choices.show_profiles(state.profiles)
        if self.choices.cards is not before:
            for card in self.choices.cards:
                put_before(card, self.audience)
        self.ask_model_button.setVisible(bool(state.model))
        self.ask_model_button.setEnabled(state.job is None)
        self.ask_model_button.setToolTip(
            self.tr("{0} reads your facts and suggests three others. It costs a little.").format(
                state.model
            )
        )
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Suggesting ideal customers"))
        trouble = state.trouble
        self._trouble.setVisible(trouble is not None)
        if trouble is not None:
            more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
            self._trouble.set(Tone.WARNING, trouble.what, more)
        if state.card is not None:
            found = self.tr("From your page: {0}")
            self.pain.setPlaceholderText(found.format(state.card.pain) if state.card.pain else "")
            self.proof.setPlaceholderText(
                found.format(state.card.proof) if state.card.proof else ""
            )
        self._mark(self._wizard.state)
        self._draw_take()

    def _draw_take(self) -> None:
        card = self._presenter.state.card
        setup = self._wizard.state.draft.setup
        gives = card is not None and (
            bool(card.pain and not setup.pain) or bool(card.proof and not setup.proof)
        )
        self.take_button.setEnabled(gives)
        self.take_button.setToolTip(
            self.tr("Fills the empty fields with words of your page")
            if gives
            else self.tr("There is nothing more on the page for these fields")
        )

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(str)
    def _pick(self, text: str) -> None:
        """Put a suggestion into the field, so that undo there brings the old words back."""
        cursor = self.audience.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self._wizard.save_now()

    @Slot()
    def _take(self) -> None:
        card = self._presenter.state.card
        setup = self._wizard.state.draft.setup
        if card is not None:
            taken = replace(setup, pain=setup.pain or card.pain, proof=setup.proof or card.proof)
            self._wizard.edit(setup=taken)
            self._wizard.save_now()

    @Slot()
    def _audience_edited(self) -> None:
        text = self.audience.toPlainText()
        if text != self._wizard.state.draft.audience:
            self._wizard.edit(audience=text)

    @Slot()
    def _offer_edited(self) -> None:
        setup = replace(
            self._wizard.state.draft.setup,
            pain=self.pain.text(),
            proof=self.proof.text(),
            ask=self.ask.text(),
        )
        self._wizard.edit(setup=setup)
