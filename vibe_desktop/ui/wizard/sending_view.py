"""The sending step on screen: mailboxes, hours, pace, rules, and what it will come to."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.sending_advice import paced
from vibe_desktop.domain.wizard import senders
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Hint
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.wizard.forecast_words import details, headline, losses
from vibe_desktop.ui.wizard.mailbox_list import MailboxList
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.sending import SendingPresenter, SendingState, expected, today
from vibe_desktop.ui.wizard.sending_hours import HoursCard
from vibe_desktop.ui.wizard.sending_pace import PaceCard, RulesCard
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView


class SendingStep(StepView):
    """Who sends, when and how fast."""

    mailboxes_requested = Signal()
    """Emits when the founder wants to see more of the mailboxes (a wish)."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: SendingPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Who sends, and when?"),
            self.tr("The defaults are careful ones. Nothing is sent until you launch."),
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = presenter
        self.hours = HoursCard()
        self.hours.edited.connect(presenter.edit_schedule)
        self.pace = PaceCard()
        self.pace.edited.connect(presenter.edit_pacing)
        self.rules = RulesCard()
        self.rules.edited.connect(presenter.edit_rules)
        self._forecast = Panel(Tone.INFO)
        self._forecast.setObjectName("forecast")
        for card in (self._make_senders(), self.hours, self.pace, self.rules, self._forecast):
            self.column.addWidget(card)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Look for mailboxes when none is known yet."""
        self._presenter.shown()

    def _make_senders(self) -> Card:
        card = Card(
            self.tr("Senders"),
            self.tr(
                "Mails go out from these mailboxes in turn. One that is not healthy sends only "
                "when you insist."
            ),
        )
        self.refresh_button = QuietButton(self.tr("Refresh"), "refresh-cw")
        self.refresh_button.setAccessibleName(self.tr("Refresh the mailboxes"))
        self.refresh_button.clicked.connect(self._presenter.refresh)
        self.more_button = QuietButton(self.tr("Details"), "mailbox")
        self.more_button.setObjectName("see_mailboxes")
        self.more_button.setAccessibleName(self.tr("Details of the mailboxes and their warm-up"))
        self.more_button.clicked.connect(self.mailboxes_requested)
        for button in (self.more_button, self.refresh_button):
            card.header.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.mailboxes = MailboxList()
        self.mailboxes.chosen.connect(self._presenter.choose)
        self.mailboxes.override_requested.connect(self._presenter.override)
        self._busy = BusyBar()
        self._trouble = Panel(Tone.WARNING)
        self._sender_note = Hint()
        for widget in (self.mailboxes, self._busy, self._trouble, self._sender_note):
            card.body.addWidget(widget)
        return card

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        setup, mailboxes = state.draft.setup, state.standing.mailboxes
        self.mailboxes.show_mailboxes(mailboxes, setup)
        self.hours.show_schedule(setup.schedule, today())
        sending = senders(setup, mailboxes)
        self.pace.show_pacing(paced(setup.pacing, len(sending)), sending)
        self.rules.show_rules(setup.rules)
        self._draw_forecast(state)

    def _draw_forecast(self, state: WizardState) -> None:
        found = expected(state.standing)
        if not state.standing.lead_count:
            tone, words = Tone.INFO, (self.tr("Load leads to see how long the campaign takes"), "")
        elif found is None:
            tone, words = Tone.WARNING, (self.tr("With these settings nothing would be sent"), "")
        else:
            lost = losses(found)
            tone = Tone.WARNING if lost or found.endless else Tone.INFO
            words = headline(found), " ".join(part for part in (lost, details(found)) if part)
        self._forecast.set(tone, *words)

    @Slot(object)
    def _draw(self, state: SendingState) -> None:
        self.refresh_button.setEnabled(state.job is None)
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Asking Instantly for your mailboxes"))
        self._trouble.setVisible(state.trouble is not None or bool(state.gaps))
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.WARNING, state.trouble.what, more)
        elif state.gaps:
            self._trouble.set(
                Tone.WARNING, self.tr("Not everything could be refreshed"), " ".join(state.gaps)
            )
        if state.zone is not None:
            self.hours.show_match(state.zone)
        self._sender_note.setVisible(state.last_one)
        self._sender_note.setText(self.tr("At least one mailbox has to send."))
        wizard = self._wizard.state
        self.mailboxes.show_mailboxes(wizard.standing.mailboxes, wizard.draft.setup)
