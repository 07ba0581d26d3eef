"""The review screen: the shared review on a page of its own."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.state import ReviewState
from vibe_desktop.ui.widgets.variant_review.view import VariantReview


class ReviewView(Page):
    """Three editors, previews and approvals. Works offline."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Review copy"), max_width=1680, parent=parent)
        self.setObjectName("review")
        self._context = context
        self._presenter = ReviewPresenter(context.services, context.jobs, self)
        self._to_wizard = SecondaryButton(self.tr("Back to the campaign"), "pencil")
        self._to_wizard.clicked.connect(self._open_wizard)
        self.header_actions.addWidget(self._to_wizard)
        self._review = VariantReview(self._presenter)
        self.body.addWidget(self._review)
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
        self._presenter.state_changed.connect(self._draw)
        self._draw(self._presenter.state)

    def arrived(self, destination: Destination) -> None:
        """Open the campaign that was asked for."""
        if destination.campaign_id:
            self._presenter.open(destination.campaign_id)

    def deactivated(self) -> None:
        """Store what was typed."""
        self._presenter.save()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns the review."""
        self._presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Read again."""
        self._presenter.reload()

    @Slot(object)
    def _draw(self, state: ReviewState) -> None:
        opened = bool(self._presenter.campaign_id)
        empty = state.loaded and not self._presenter.variants
        self._no_campaign.setVisible(not opened)
        self._none_written.setVisible(opened and empty)
        self._to_wizard.setVisible(opened)
        name = state.campaign.name if state.campaign else ""
        self.set_title(self.tr("Review copy"), name)

    @Slot()
    def _open_wizard(self) -> None:
        self._context.navigate(Destination(Screen.WIZARD, self._presenter.campaign_id))
