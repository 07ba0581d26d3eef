"""The leads step on screen: what is loaded, and the way to load more."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.leads import LeadList
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import ElidedLabel
from vibe_desktop.ui.widgets.lead_import import LeadImportPanel
from vibe_desktop.ui.widgets.lead_words import leads_words
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.wizard.leads import LeadsPresenter, LeadsState
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.words import counted


class LeadsStep(StepView):
    """Load the people to write to."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: LeadsPresenter,
        context: ScreenContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Who gets the mails?"),
            self.tr("A CSV or Excel file with one person a line, or a list that is there already."),
            width=1080,
            parent=parent,
        )
        self._wizard = wizard
        self._context = context
        self._mine: tuple[LeadList, ...] = ()
        self._count = 0
        self._loaded = Panel(Tone.SUCCESS)
        self.column.addWidget(self._loaded)
        self._presenter = presenter
        self._lists = self._make_lists()
        self.column.addWidget(self._lists)
        self.sample_button = LinkButton(self.tr("Use sample leads"), "flask-conical")
        self.sample_button.setObjectName("use_sample_leads")
        self.sample_button.clicked.connect(presenter.use_sample)
        self.sample_button.setVisible(context.sandbox)
        self.panel = LeadImportPanel(context)
        wizard.opened.connect(self.panel.reset)
        self._busy = BusyBar()
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        self.column.addWidget(self._busy)
        self.column.addWidget(self._trouble)
        self.column.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.panel)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def _make_lists(self) -> Card:
        card = Card(self.tr("Lists"))
        self.mine = QVBoxLayout()
        self.mine.setSpacing(SPACE_1)
        card.body.addLayout(self.mine)
        self.free = QComboBox()
        self.free.setObjectName("free_lists")
        self.free.setMinimumContentsLength(16)
        self.free.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.use_button = SecondaryButton(self.tr("Use this list"), "plus")
        self.use_button.setObjectName("use_list")
        self.use_button.clicked.connect(self._use_list)
        self._free_field = Field(self.tr("A list that is for no campaign yet"), self.free)
        self._free_field.setMaximumWidth(520)
        self._free_field.beside.addWidget(self.use_button)
        card.body.addWidget(self._free_field)
        return card

    def shown(self) -> None:
        """Read which lists there are by now."""
        self._presenter.load()

    def first_field(self) -> QWidget | None:
        """The button that chooses a file; once people are loaded, nothing."""
        choose = self.panel.drop_zone.choose_button
        return choose if self._loaded.isHidden() and choose.isVisibleTo(self) else None

    @Slot(object)
    def _draw(self, state: LeadsState) -> None:
        self.sample_button.setEnabled(state.job is None)
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Loading the sample leads"))
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)
        self._draw_lists(state)

    def _draw_lists(self, state: LeadsState) -> None:
        self._lists.setVisible(bool(state.mine or state.free))
        if state.mine != self._mine:
            self._mine = state.mine
            clear(self.mine)
            for one in state.mine:
                line = self._line(one)
                self.mine.addWidget(line)
                put_before(line, self.free)
        chosen = self.free.currentData()
        self.free.clear()
        for one in state.free:
            self.free.addItem(_words(one), one.id)
        self.free.setCurrentIndex(max(0, self.free.findData(chosen)))
        self._free_field.setVisible(bool(state.free))

    def _line(self, one: LeadList) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(ElidedLabel(_words(one)), 1)
        button = QuietButton(self.tr("Not for this campaign"))
        button.set_small()
        button.setObjectName(f"let_go_{one.id}")
        button.setAccessibleName(self.tr("{list}: not for this campaign").format(list=one.name))
        button.clicked.connect(partial(self._let_go, one.id))
        row.addWidget(button)
        return line

    def _let_go(self, list_id: str, *_checked: object) -> None:
        self._presenter.let_go(list_id)

    @Slot()
    def _use_list(self) -> None:
        self._presenter.use_list(str(self.free.currentData() or ""))

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        if state.campaign is not None:
            self.panel.set_campaign(state.campaign.id)
        count = state.standing.lead_count
        if count != self._count and self.isVisible():
            self._presenter.load()
        self._count = count
        self._loaded.setVisible(count > 0)
        self._loaded.set(
            Tone.SUCCESS,
            counted(
                count,
                self.tr("{count} person is loaded for this campaign"),
                self.tr("{count} people are loaded for this campaign"),
            ),
            self.tr("Another file adds to them; an address that is there already stays once."),
        )


def _words(one: LeadList) -> str:
    return f"{one.name} ({leads_words(one.total_leads)})"
