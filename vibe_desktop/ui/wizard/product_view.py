"""The product step on screen."""

from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.facts import FactKind, Page
from vibe_desktop.domain.wizard import Missing, url_problem
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_6, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import Fold, clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.product import ProductPresenter, ProductState
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import kind_words, missing_words

_SHOWN_FACTS = 4
"""Facts of a kind that are shown before "and n more"."""


class ProductStep(StepView):
    """Address and name; then what was understood from the page."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: ProductPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("What are you selling?"),
            self.tr("The mails say only what your product page says, so start with its address."),
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = presenter
        self._shown_page: Page | None = None
        self._add_fields()
        self._add_progress()
        self._add_other_ways()
        self._understood = QVBoxLayout()
        self._understood.setSpacing(SPACE_3)
        self.column.addLayout(self._understood)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def first_field(self) -> QWidget | None:
        """The address."""
        return self.url

    def takes_enter(self) -> bool:
        """Enter after a new address reads the page behind it."""
        unread = self._wizard.state.standing.page is None or self._presenter.state.stale
        if not (self.url.hasFocus() and unread and self.read_button.isEnabled()):
            return False
        self._presenter.read_page()
        return True

    # -- building --------------------------------------------------------------------------------

    def _add_fields(self) -> None:
        self.url = QLineEdit()
        self.url.setObjectName("product_url")
        self.url.setPlaceholderText(self.tr("myapp.com"))
        self.url.textEdited.connect(self._presenter.edit_url)
        self.url.editingFinished.connect(self._url_left)
        self._url_field = Field(self.tr("&Address of your product page"), self.url)
        self.read_button = PrimaryButton(self.tr("Read the page"), "globe")
        self.read_button.setObjectName("read_page")
        self.read_button.clicked.connect(self._presenter.read_page)
        self._url_field.beside.addWidget(self.read_button)
        self.column.addWidget(self._url_field)
        self.name = QLineEdit()
        self.name.setObjectName("campaign_name")
        self.name.textEdited.connect(self._name_edited)
        self.name.editingFinished.connect(self._wizard.save_now)
        self._name_field = Field(
            self.tr("Campaign na&me (optional)"),
            self.name,
            self.tr("Only you see it. Left empty, it takes the name of the site."),
        )
        self.column.addWidget(self._name_field)

    def _add_progress(self) -> None:
        self._busy = BusyBar()
        self._busy.setObjectName("reading")
        self._trouble = Panel(Tone.DANGER)
        self._stale = Panel(
            Tone.WARNING,
            self.tr("The address changed after the page was read"),
            self.tr("What is shown below comes from the old address. Read the page again."),
        )
        self._short = Panel(
            Tone.WARNING,
            self.tr("There is little text on this page to write from"),
            self.tr(
                "It may draw its text with scripts. Paste the text about your product, or save "
                "the page in your browser and open that file here."
            ),
        )
        for widget in (self._busy, self._trouble, self._stale, self._short):
            widget.hide()
            self.column.addWidget(widget)

    def _add_other_ways(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        self.sample_button = LinkButton(self.tr("Use the sample page"), "flask-conical")
        self.sample_button.setObjectName("use_sample_page")
        self.sample_button.clicked.connect(self._presenter.use_sample)
        self.sample_button.setVisible(self._wizard.services.sandbox is not None)
        self.file_button = LinkButton(self.tr("Open a saved page…"), "folder-open")
        self.file_button.clicked.connect(self._choose_file)
        row.addWidget(self.sample_button)
        row.addWidget(self.file_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self._paste = Fold(self.tr("Paste text instead"))
        self.pasted = QPlainTextEdit()
        self.pasted.setObjectName("pasted_text")
        self.pasted.setTabChangesFocus(True)
        self.pasted.setFixedHeight(140)
        self._paste.body.addWidget(
            Field(
                self.tr("&Text about your product"),
                self.pasted,
                self.tr("What it does, for whom, what it costs, who uses it: whole sentences."),
            )
        )
        self.use_text_button = SecondaryButton(self.tr("Use this text"), "check")
        self.use_text_button.clicked.connect(self._use_text)
        self._paste.body.addWidget(self.use_text_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._paste)

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        if self.url.text() != state.draft.url and not self.url.hasFocus():
            self.url.setText(state.draft.url)
        if self.name.text() != state.draft.name and not self.name.hasFocus():
            self.name.setText(state.draft.name)
        stored = state.campaign.name if state.campaign else ""
        self.name.setPlaceholderText(stored)
        if url_problem(state.draft.url) is None or state.held_back in {
            Missing.URL,
            Missing.URL_UNUSABLE,
        }:
            self._url_field.set_error(
                missing_words(state.held_back)
                if state.held_back in {Missing.URL, Missing.URL_UNUSABLE}
                else ""
            )
        page = state.standing.page
        if page is not self._shown_page:
            self._shown_page = page
            self._show_page(page)
        self._short.setVisible(page is not None and page.thin)
        self._enable()

    @Slot(object)
    def _draw(self, state: ProductState) -> None:
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Reading the page"))
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)
        self._stale.setVisible(state.stale and state.job is None)
        self._enable()

    def _enable(self) -> None:
        idle = self._presenter.state.job is None
        usable = url_problem(self._wizard.state.draft.url) is None
        self.read_button.setEnabled(idle and usable)
        self.file_button.setEnabled(idle and usable)
        self.use_text_button.setEnabled(idle and usable)
        self.sample_button.setEnabled(idle)
        why = "" if usable else self.tr("Enter the address of your product page first")
        for button in (self.read_button, self.file_button, self.use_text_button):
            button.setToolTip(why)
        again = self._wizard.state.standing.page is not None
        self.read_button.setText(self.tr("Read again") if again else self.tr("Read the page"))

    def _show_page(self, page: Page | None) -> None:
        clear(self._understood)
        if page is None:
            return
        card = Card(
            page.title or self.tr("Your page"),
            self.tr("What was understood. The mails may use these sentences and nothing else."),
        )
        facts = sorted(page.facts, key=lambda fact: tuple(FactKind).index(fact.kind))
        for kind, group in groupby(facts, key=lambda fact: fact.kind):
            card.body.addWidget(_facts(kind, [fact.text for fact in group], self.tr("{0} more")))
        if not facts:
            card.body.addWidget(Hint(self.tr("No sentence about a product was found.")))
        self._understood.addWidget(card)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(str)
    def _name_edited(self, name: str) -> None:
        self._wizard.edit(name=name)

    @Slot()
    def _url_left(self) -> None:
        problem = url_problem(self.url.text())
        if problem is Missing.URL_UNUSABLE:
            self._url_field.set_error(missing_words(problem))
        self._wizard.save_now()

    @Slot()
    def _use_text(self) -> None:
        self._presenter.use_text(self.pasted.toPlainText())

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a saved page"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Web pages and text (*.html *.htm *.txt *.md)"))
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        self._presenter.use_file(Path(path))


def _facts(kind: FactKind, texts: list[str], more: str) -> QWidget:
    """The facts of one kind: a chip, and the sentences under it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_2)
    tone = Tone.INFO if kind in {FactKind.NAME, FactKind.PROMISE} else Tone.NEUTRAL
    column.addWidget(StatusPill(kind_words(kind), tone))
    for text in texts[:_SHOWN_FACTS]:
        column.addWidget(_sentence(text))
    if len(texts) > _SHOWN_FACTS:
        rest = Fold(more.format(len(texts) - _SHOWN_FACTS))
        for text in texts[_SHOWN_FACTS:]:
            rest.body.addWidget(_sentence(text))
        column.addWidget(rest)
    return box


def _sentence(text: str) -> Label:
    label = Label(text, Text.BODY, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
