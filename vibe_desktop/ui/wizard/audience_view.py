"""The audience step on screen."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from vibe_desktop.domain.wizard import DEFAULT_ASK, Missing
from vibe_desktop.ui.theme.tokens import SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import missing_words


class AudienceStep(StepView):
    """Who gets the mails, and what they are asked."""

    def __init__(self, wizard: WizardPresenter, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Who should answer?"),
            self.tr("In your own words. It steers what the mails lead with; nobody else sees it."),
            parent=parent,
        )
        self._wizard = wizard
        self.audience = QPlainTextEdit()
        self.audience.setObjectName("target_audience")
        self.audience.setTabChangesFocus(True)
        self.audience.setFixedHeight(132)
        self.audience.setPlaceholderText(
            self.tr("Heads of growth at software companies with 10 to 50 people who …")
        )
        self.audience.textChanged.connect(self._audience_edited)
        self._audience_field = Field(
            self.tr("&Ideal customer"),
            self.audience,
            self.tr("Role, kind and size of company, and the situation in which they need you."),
        )
        self.column.addWidget(self._audience_field)
        self._add_examples()
        self.ask = QLineEdit()
        self.ask.setObjectName("ask")
        self.ask.setPlaceholderText(DEFAULT_ASK)
        self.ask.textEdited.connect(self._ask_edited)
        self.ask.editingFinished.connect(wizard.save_now)
        self.column.addWidget(
            Field(
                self.tr("&What the mail asks for"),
                self.ask,
                self.tr(
                    "A question about interest gets answered more often than a request for a "
                    "meeting or a calendar link."
                ),
            )
        )
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw)
        self._draw(wizard.state)

    def first_field(self) -> QWidget | None:
        """The ideal customer."""
        return self.audience

    def _add_examples(self) -> None:
        fold = Fold(self.tr("Examples"))
        fold.body.addWidget(Hint(self.tr("Choose one to start from, then make it yours.")))
        for number, text in enumerate(self._examples(), start=1):
            use = SecondaryButton(self.tr("Start from this"))
            use.set_small()
            use.setAccessibleName(self.tr("Start from example {0}").format(number))
            use.setProperty("example", text)
            use.clicked.connect(self._use_example)
            row = QHBoxLayout()
            row.setSpacing(SPACE_4)
            row.addWidget(Label(text, Text.BODY, wrap=True), 1)
            row.addWidget(use, 0, Qt.AlignmentFlag.AlignTop)
            fold.body.addLayout(row)
        self.column.addWidget(fold)

    def _examples(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Founders of small software companies in Europe, 2 to 20 people, who sell to "
                "other companies and still do the selling themselves."
            ),
            self.tr(
                "Marketing leads at online shops with their own brand, 10 to 100 people, who "
                "spend more on ads each month than they would like."
            ),
            self.tr(
                "Engineering managers at companies with 50 to 500 people whose teams maintain "
                "documentation that is out of date."
            ),
        )

    @Slot(object)
    def _draw(self, state: WizardState) -> None:
        if self.audience.toPlainText() != state.draft.audience and not self.audience.hasFocus():
            self.audience.setPlainText(state.draft.audience)
        if self.ask.text() != state.draft.setup.ask and not self.ask.hasFocus():
            self.ask.setText(state.draft.setup.ask)
        held = state.held_back is Missing.AUDIENCE
        self._audience_field.set_error(missing_words(Missing.AUDIENCE) if held else "")

    @Slot()
    def _audience_edited(self) -> None:
        text = self.audience.toPlainText()
        if text != self._wizard.state.draft.audience:
            self._wizard.edit(audience=text)

    @Slot(str)
    def _ask_edited(self, ask: str) -> None:
        self._wizard.edit(setup=replace(self._wizard.state.draft.setup, ask=ask))

    @Slot()
    def _use_example(self) -> None:
        button = self.sender()
        if isinstance(button, SecondaryButton):
            text: str = button.property("example")
            self.audience.setPlainText(text)
            self.audience.setFocus()
