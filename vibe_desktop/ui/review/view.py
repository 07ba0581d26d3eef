"""The review screen: the mails as they were written, and every mail as each lead would get it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.review.changing import ChangePanel, ChangePresenter
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.state import ReviewState
from vibe_desktop.ui.widgets.variant_review.view import VariantReview

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import RenderedMail
    from vibe_desktop.ui.widgets.review_set.panel import ReviewSetPanel
    from vibe_desktop.ui.widgets.review_set.presenter import ReviewSetPresenter

_MAILS, _ALL_MAILS = 0, 1


class ReviewView(Page):
    """Editors, previews and decisions; beside them all rendered mails. Works offline."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Review copy"), max_width=1680, parent=parent)
        self.setObjectName("review")
        self._context = context
        self._presenter = ReviewPresenter(context.services, context.jobs, self)
        self._set_presenter: ReviewSetPresenter | None = None
        self.review_set: ReviewSetPanel | None = None
        """All mails to all leads; made when it is looked at for the first time."""
        self.tabs = QTabBar()
        self.tabs.setObjectName("review_tabs")
        self.tabs.setAccessibleName(self.tr("What to review"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        # The chosen tab is bold, and thereby wider than Qt reckoned with: no arrows for that.
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(self.tr("Mails"))
        self.tabs.addTab(self.tr("All leads"))
        self.tabs.currentChanged.connect(self._show_part)
        # Beside the title: the mails themselves want the height.
        self.header_actions.addWidget(self.tabs)
        self._to_wizard = SecondaryButton(self.tr("Edit campaign"), "pencil")
        self._to_wizard.clicked.connect(self._open_wizard)
        self.header_actions.addWidget(self._to_wizard)
        self.trial_button = SecondaryButton(self.tr("Send a test mail…"), "send")
        self.trial_button.setObjectName("send_test_mail")
        self.trial_button.clicked.connect(self._send_trial)
        self.header_actions.addWidget(self.trial_button)
        self._change = ChangePresenter(context, self)
        self.change_panel = ChangePanel(self._change)
        self.body.addWidget(self.change_panel)
        self.review = VariantReview(self._presenter)
        self.review.completed.connect(self._editors_stand)
        self._mails = QWidget()
        mails = QVBoxLayout(self._mails)
        mails.setContentsMargins(0, 0, 0, 0)
        mails.addWidget(self.review)
        self.body.addWidget(self._mails)
        self._all_mails = QWidget()
        self._all_mails_column = QVBoxLayout(self._all_mails)
        self._all_mails_column.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._all_mails, 1)
        self._make_empty_states()
        self._presenter.state_changed.connect(self._draw)
        self._draw(self._presenter.state)

    def _make_empty_states(self) -> None:
        write = PrimaryButton(self.tr("Go to the copy step"), "sparkles")
        write.clicked.connect(self._open_wizard)
        self._none_written = EmptyState(
            "pencil",
            self.tr("No variants yet"),
            self.tr(
                "Three mails are written from your product page: one on the problem, one on the "
                "benefit, one that asks a question. You review them here before anything is sent."
            ),
            write,
        )
        start = PrimaryButton(self.tr("New campaign"), "plus")
        start.clicked.connect(self._open_wizard)
        self._no_campaign = EmptyState(
            "list-checks",
            self.tr("Nothing to review"),
            self.tr("Start a campaign, and its three variants are reviewed here."),
            start,
        )
        self.body.addWidget(self._none_written, 1)
        self.body.addWidget(self._no_campaign, 1)

    # -- hooks of the page -----------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Open the campaign that was asked for."""
        if destination.campaign_id:
            if destination.campaign_id != self._presenter.campaign_id:
                self.tabs.setCurrentIndex(_MAILS)
            self._presenter.open(destination.campaign_id)
            self._change.open(destination.campaign_id)

    def activated(self) -> None:
        """Look whether the set of all mails is still what would be sent."""
        self._open_set()

    def deactivated(self) -> None:
        """Store what was typed."""
        self._presenter.save()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns the review."""
        self._presenter.changes_arrived(changes)
        self._change.changes_arrived(changes)
        if self._set_presenter is not None:
            self._set_presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Read again."""
        self._presenter.reload()
        self._presenter.leads.reload()
        self._open_set()

    def find_field(self) -> QWidget | None:
        """The search of all mails, while they are shown."""
        if self.tabs.currentIndex() == _ALL_MAILS and self.review_set is not None:
            return self.review_set.find_field()
        return None

    # -- parts -----------------------------------------------------------------------------------

    @Slot(int)
    def _show_part(self, part: int) -> None:
        if part == _ALL_MAILS and self.review_set is None:
            self._make_set()
        self._presenter.save()
        self._draw(self._presenter.state)
        self._open_set()

    def _make_set(self) -> None:
        from vibe_desktop.ui.widgets.review_set.panel import ReviewSetPanel
        from vibe_desktop.ui.widgets.review_set.presenter import ReviewSetPresenter

        self._set_presenter = ReviewSetPresenter(self._context.services, self._context.jobs, self)
        self.review_set = ReviewSetPanel(self._set_presenter)
        self.review_set.lead_opened.connect(self._lead_opened)
        self._all_mails_column.addWidget(self.review_set)

    def _open_set(self) -> None:
        shown = self.tabs.currentIndex() == _ALL_MAILS
        if shown and self._set_presenter is not None and self._presenter.campaign_id:
            self._set_presenter.open(self._presenter.campaign_id)

    @Slot()
    def _editors_stand(self) -> None:
        """Whoever came here goes on by keyboard in the first mail."""
        if self.is_active and not self.review.isAncestorOf(self.focusWidget()):
            self.review.editors[0].take_focus()

    @Slot(object)
    def _lead_opened(self, mail: "RenderedMail") -> None:
        """Go to the mail that needs a change, seen with that lead."""
        self.tabs.setCurrentIndex(_MAILS)
        self._presenter.leads.choose(mail.lead)
        self.review.go_to_variant(mail.mail.variant_id)

    @Slot(object)
    def _draw(self, state: ReviewState) -> None:
        opened = bool(self._presenter.campaign_id)
        empty = state.loaded and not self._presenter.variants
        mails = self.tabs.currentIndex() == _MAILS
        self._no_campaign.setVisible(not opened)
        self._none_written.setVisible(opened and empty)
        self._to_wizard.setVisible(opened)
        written = bool(self._presenter.variants)
        self.tabs.setVisible(written)
        self.trial_button.setVisible(written)
        self._mails.setVisible(written and mails)
        self._all_mails.setVisible(written and not mails)
        name = state.campaign.name if state.campaign else ""
        self.set_title(self.tr("Review copy"), name)

    @Slot()
    def _send_trial(self) -> None:
        from vibe_desktop.ui.review.trial import TrialChoice, TrialDialog

        self._presenter.save()  # what is on screen is what is sent
        mails = [one.state.variant for one in self._presenter.variants]
        shown = self._presenter.of_step(self._presenter.state.step)
        lead = self._presenter.leads.state
        choice = TrialChoice(
            mails=mails,
            chosen=shown[0].state.variant.id if shown else "",
            lead=lead.lead,
            real=lead.real and bool(lead.lead.row),
        )
        TrialDialog(self._context, choice, self.window()).open()

    @Slot()
    def _open_wizard(self) -> None:
        self._context.navigate(Destination(Screen.WIZARD, self._presenter.campaign_id))
