"""The campaigns screen: a skeleton first, then what there is, or what to do while empty."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.campaigns.presenter import CampaignsPresenter
from vibe_desktop.ui.campaigns.state import CampaignsState
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from vibe_desktop.ui.campaigns.content import CampaignsContent

_MAY_SEND = frozenset({"active", "launching", "attention"})
"""States in which mails may be going out; by value, so that no noun is imported for it."""


class CampaignsView(Page):
    """The first screen of the day. Its parts are made when they are first needed."""

    def __init__(self, presenter: CampaignsPresenter) -> None:
        super().__init__(self.tr("Campaigns"))
        presenter.setParent(self)
        self._presenter = presenter
        self._refresh = SecondaryButton(self.tr("Refresh"), "refresh-cw")
        self._refresh.setObjectName("refresh_results")
        self._refresh.setToolTip(self.tr("Fetch the newest results from Instantly"))
        self._refresh.clicked.connect(presenter.refresh)
        self.header_actions.addWidget(self._refresh)
        self._stop: QWidget | None = None
        """The button that stops everything; made when something sends for the first time."""
        self._loading: QWidget | None = Skeleton(6)
        self._empty: QWidget | None = None
        self.content: CampaignsContent | None = None
        self.body.addWidget(self._loading)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    # -- hooks of the page -----------------------------------------------------------------------

    def activated(self) -> None:
        """Read what may have changed."""
        self._presenter.load()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Fetch results."""
        self._presenter.refresh()

    def find_field(self) -> QWidget | None:
        """The search field over the table."""
        return self.content.table.search if self.content is not None else None

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: CampaignsState) -> None:
        """Show `state`."""
        self._refresh.setVisible(bool(state.rows))
        self._refresh.setEnabled(not state.refreshing)
        self._draw_stop(any(row.campaign.status.value in _MAY_SEND for row in state.rows))
        self._refresh.setText(self.tr("Fetching…") if state.refreshing else self.tr("Refresh"))
        self.set_title(self.tr("Campaigns"), self._subtitle_of(state))
        if state.dashboard is None:
            return
        if self._loading is not None:
            self._loading.hide()
            self._loading.deleteLater()
            self._loading = None
        # Not a stack: that would be as high as its highest part, and scroll.
        if state.rows and self.content is None:
            from vibe_desktop.ui.campaigns.content import CampaignsContent

            self.content = CampaignsContent(self._presenter)
            self.body.addWidget(self.content, 1)
        if not state.rows and self._empty is None:
            self._empty = self._make_empty()
            self.body.addWidget(self._empty, 1)
        if self._empty is not None:
            self._empty.setVisible(not state.rows)
        if self.content is not None:
            self.content.setVisible(bool(state.rows))
            self.content.draw(state)

    def _draw_stop(self, may_send: bool) -> None:  # noqa: FBT001 - shown or not
        if may_send and self._stop is None:
            from vibe_desktop.ui.widgets.buttons import DangerButton

            stop = DangerButton(self.tr("Stop everything…"), "ban")
            stop.setObjectName("stop_everything_button")
            stop.setToolTip(self.tr("Pause every campaign at Instantly, and read each one back"))
            stop.clicked.connect(self._ask_to_stop)
            self.header_actions.addWidget(stop)
            self._stop = stop
        if self._stop is not None:
            self._stop.setVisible(may_send)

    @Slot()
    def _ask_to_stop(self) -> None:
        from vibe_desktop.ui.stopping import ask_to_stop

        ask_to_stop(self._presenter.context, self)

    def _make_empty(self) -> QWidget:
        from vibe_desktop.ui.widgets.cards import Card
        from vibe_desktop.ui.widgets.empty import EmptyState

        new_campaign = PrimaryButton(self.tr("New campaign"), "plus")
        new_campaign.setObjectName("first_campaign")
        new_campaign.clicked.connect(self._presenter.new_campaign)
        card = Card()
        card.body.addWidget(
            EmptyState(
                "megaphone",
                self.tr("Your first campaign starts with a link"),
                self.tr(
                    "Paste the page of your product and say who should hear of it. You get three "
                    "drafts to review, each sentence backed by your page. Nothing is sent before "
                    "you approve and launch it."
                ),
                new_campaign,
            )
        )
        return card

    def _subtitle_of(self, state: CampaignsState) -> str:
        if state.dashboard is None:
            return self.tr("Reading your campaigns")
        if state.dashboard.as_of is not None:
            from vibe_desktop.ui.words import when

            return self.tr("Results as of {moment}").format(moment=when(state.dashboard.as_of))
        if any(row.campaign.instantly_id for row in state.rows):
            return self.tr("Results were not fetched yet")
        return ""
