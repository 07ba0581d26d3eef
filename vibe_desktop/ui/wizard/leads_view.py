"""The leads step on screen: what is loaded, and the way to load more."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.lead_import import LeadImportPanel
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.wizard.leads import LeadsPresenter, LeadsState
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView


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
            self.tr("A CSV file with one person a line. Every row that is left out has a reason."),
            width=1080,
            parent=parent,
        )
        self._wizard = wizard
        self._context = context
        self._loaded = Panel(Tone.SUCCESS)
        self.column.addWidget(self._loaded)
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

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        if state.campaign is not None:
            self.panel.set_campaign(state.campaign.id)
        count = state.standing.lead_count
        self._loaded.setVisible(count > 0)
        self._loaded.set(
            Tone.SUCCESS,
            self.tr("{0} people are loaded for this campaign").format(f"{count:,}"),
            self.tr("Another file adds to them; an address that is there already stays once."),
        )
