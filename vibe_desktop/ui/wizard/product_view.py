"""The product step on screen."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.wizard import Missing, url_problem
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_6
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.wizard.facts_card import FactsCard
from vibe_desktop.ui.wizard.facts_thin import ThinPanel
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.product import ProductPresenter, ProductState
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import missing_words


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
        self.understood = FactsCard(presenter)
        self.understood.hide()
        self.column.addWidget(self.understood)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        presenter.facts.settled.connect(self._switches_settled)
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
        self.thin = ThinPanel()
        self.thin.paste_wanted.connect(self._open_paste)
        self.thin.file_wanted.connect(self._choose_file)
        self.thin.address_wanted.connect(self._to_address)
        self.thin.link_wanted.connect(self._presenter.read_more)
        for widget in (self._busy, self._trouble, self._stale, self.thin):
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
        self.file_button.setObjectName("open_saved_page")
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
        if page is not self._shown_page and not self._presenter.facts.writing:
            self._shown_page = page
            self._show_page(page)
        self._enable()

    @Slot()
    def _switches_settled(self) -> None:
        self._draw_wizard(self._wizard.state)

    @Slot(object)
    def _draw(self, state: ProductState) -> None:
        if state.job is not None and not state.further:
            self._busy.follow(state.job, self.tr("Reading the page"))
        trouble = None if state.further else state.trouble
        self._trouble.setVisible(trouble is not None)
        if trouble is not None:
            more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, trouble.what, more)
        self._stale.setVisible(state.stale and state.job is None)
        self._enable()

    def _enable(self) -> None:
        idle = self._presenter.state.job is None
        usable = url_problem(self._wizard.state.draft.url) is None
        self.read_button.setEnabled(idle and usable)
        self.file_button.setEnabled(idle and usable)
        self.use_text_button.setEnabled(idle and usable)
        self.sample_button.setEnabled(idle)
        self.thin.setEnabled(idle)
        why = "" if usable else self.tr("Enter the address of your product page first")
        for button in (self.read_button, self.file_button, self.use_text_button):
            button.setToolTip(why)
        again = self._wizard.state.standing.page is not None
        self.read_button.setText(self.tr("Read again") if again else self.tr("Read the page"))

    def _show_page(self, page: Page | None) -> None:
        self.understood.show_page(page)
        self.understood.setVisible(page is not None)
        self.thin.setVisible(page is not None and page.thin)
        if page is not None and page.thin:
            links = self._presenter.further_links()
            self.thin.show_page(page, links[0] if links else None)

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
    def _open_paste(self) -> None:
        self._paste.button.setChecked(True)
        self.pasted.setFocus(Qt.FocusReason.OtherFocusReason)
        # What was just opened has no place yet.
        QTimer.singleShot(0, self, self._show_paste)

    @Slot()
    def _show_paste(self) -> None:
        self.ensureWidgetVisible(self.use_text_button)

    @Slot()
    def _to_address(self) -> None:
        self.url.setFocus(Qt.FocusReason.OtherFocusReason)
        self.url.selectAll()

    @Slot()
    def _use_text(self) -> None:
        self._presenter.use_text(self.pasted.toPlainText())

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a saved page"))
        dialog.setObjectName("saved_page_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Web pages and text (*.html *.htm *.txt *.md)"))
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        self._presenter.use_file(Path(path))
