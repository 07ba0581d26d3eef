"""The mailbox screen: the table, and below it what is known about the mailbox in hand."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import NotAuthorised
from vibe_desktop.ui.mailboxes.details import MailboxDetails
from vibe_desktop.ui.mailboxes.presenter import MailboxesPresenter, MailboxesState
from vibe_desktop.ui.mailboxes.table import MailboxesTable
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.words import when


class MailboxesView(Page):
    """The sending accounts connected at Instantly."""

    def __init__(self, presenter: MailboxesPresenter) -> None:
        super().__init__(self.tr("Mailboxes"))
        presenter.setParent(self)
        self._presenter = presenter
        self.refresh_button = SecondaryButton(self.tr("Refresh"), "refresh-cw")
        self.refresh_button.setObjectName("refresh_mailboxes")
        self.refresh_button.setToolTip(self.tr("Ask Instantly how the mailboxes do"))
        self.refresh_button.clicked.connect(presenter.refresh)
        self.header_actions.addWidget(self.refresh_button)
        self._trouble = Panel(Tone.WARNING)
        self._busy = BusyBar()
        self._loading = Card()
        self._loading.body.addWidget(Skeleton(6))
        self._empty = self._make_empty()
        self.table = MailboxesTable()
        self.details = MailboxDetails()
        self.table.current_changed.connect(self.details.show_mailbox)
        self.table.warmup_requested.connect(presenter.switch_warmup)
        for widget in (
            *(self._trouble, self._busy, self._loading),
            *(self._empty, self.table, self.details),
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    # -- hooks of the page -----------------------------------------------------------------------

    def activated(self) -> None:
        """Read what may have changed."""
        self._presenter.enter()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Ask Instantly."""
        self._presenter.refresh()

    def find_field(self) -> QWidget | None:
        """The search field over the table."""
        return self.table.search if self.table.isVisibleTo(self) else None

    # -- making ----------------------------------------------------------------------------------

    def _make_empty(self) -> QWidget:
        self.look_button = PrimaryButton(self.tr("Look again"), "refresh-cw")
        self.look_button.setObjectName("look_for_mailboxes")
        self.look_button.clicked.connect(self._presenter.refresh)
        self.settings_button = SecondaryButton(self.tr("Enter the Instantly key"), "settings")
        self.settings_button.setObjectName("enter_key")
        self.settings_button.clicked.connect(self._presenter.open_settings)
        card = Card()
        card.body.addWidget(
            EmptyState(
                "mailbox",
                self.tr("No mailbox to send from yet"),
                self.tr(
                    "At Instantly open Email Accounts, choose Add New and sign in to a Google, "
                    "Microsoft or other mailbox, best of a domain bought for outreach. Switch its "
                    "warm-up on and give it two to three weeks, then look again."
                ),
                self.look_button,
                self.settings_button,
            )
        )
        return card

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: MailboxesState) -> None:
        """Show `state`."""
        self.set_title(self.tr("Mailboxes"), self._subtitle_of(state))
        self.refresh_button.setEnabled(not state.busy)
        self.refresh_button.setVisible(not state.empty)
        self.look_button.setEnabled(not state.busy)
        self.settings_button.setVisible(isinstance(state.trouble, NotAuthorised))
        if state.refreshing is not None:
            self._busy.follow(state.refreshing, self.tr("Asking Instantly for your mailboxes"))
        elif state.switching is not None:
            self._busy.follow(state.switching, self.tr("Telling Instantly"))
        self._draw_trouble(state)
        known = state.book.mailboxes if state.book is not None else ()
        self._loading.setVisible(state.book is None)
        self._empty.setVisible(state.empty)
        self.table.setVisible(bool(known))
        self.table.show_mailboxes(known, busy=state.busy)

    def _draw_trouble(self, state: MailboxesState) -> None:
        self._trouble.setVisible(state.trouble is not None or bool(state.gaps))
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            if state.book is not None and state.book.mailboxes:
                more = self.tr("What is shown is the last known state. {more}").format(more=more)
            self._trouble.set(Tone.WARNING, state.trouble.what, more.strip())
        elif state.gaps:
            self._trouble.set(
                Tone.WARNING, self.tr("Not everything could be refreshed"), " ".join(state.gaps)
            )

    def _subtitle_of(self, state: MailboxesState) -> str:
        if state.book is None:
            return self.tr("Reading your mailboxes")
        if state.book.refreshed_at is None:
            return ""
        return self.tr("As of {moment}").format(moment=when(state.book.refreshed_at))
