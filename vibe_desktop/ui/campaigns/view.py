"""The campaigns screen: numbers, table, chart."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.ui.campaigns.presenter import CampaignsPresenter
from vibe_desktop.ui.campaigns.state import CampaignsState
from vibe_desktop.ui.campaigns.table import CampaignsTable
from vibe_desktop.ui.theme.tokens import SPACE_4
from vibe_desktop.ui.widgets.bar_chart import Bar, BarChart
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card, StatCard
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.widgets.stat_row import StatRow
from vibe_desktop.ui.words import number, when

MOST_BARS = 8
"""Campaigns in the chart; the table has them all."""


class CampaignsView(Page):
    """The first screen of the day."""

    def __init__(self, presenter: CampaignsPresenter) -> None:
        super().__init__(self.tr("Campaigns"))
        presenter.setParent(self)
        self._presenter = presenter
        self._refresh = SecondaryButton(self.tr("Refresh"), "refresh-cw")
        self._refresh.setObjectName("refresh_results")
        self._refresh.setToolTip(self.tr("Fetch the newest results from Instantly"))
        self._refresh.clicked.connect(presenter.refresh)
        self.header_actions.addWidget(self._refresh)
        self._layers = QStackedWidget()
        self._loading = self._make_loading()
        self._empty = self._make_empty()
        self._content = self._make_content()
        for layer in (self._loading, self._empty, self._content):
            self._layers.addWidget(layer)
        self.body.addWidget(self._layers, 1)
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

    def find_field(self) -> QWidget:
        """The search field over the table."""
        return self.table.search

    # -- making ----------------------------------------------------------------------------------

    def _make_loading(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(Skeleton(6))
        column.addWidget(card)
        column.addStretch(1)
        return widget

    def _make_empty(self) -> QWidget:
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

    def _make_content(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._campaigns = StatCard(self.tr("Campaigns"))
        self._sent = StatCard(self.tr("Mails sent"))
        self._contacted = StatCard(self.tr("People contacted"))
        self._replies = StatCard(self.tr("Replies"))
        self._rate = StatCard(self.tr("Reply rate"))
        self._bounces = StatCard(self.tr("Bounces"))
        column.addWidget(
            StatRow(
                (
                    self._campaigns,
                    self._sent,
                    self._contacted,
                    self._replies,
                    self._rate,
                    self._bounces,
                )
            )
        )
        self.table = CampaignsTable()
        self.table.opened.connect(self._presenter.open)
        self.table.review_requested.connect(self._presenter.review)
        self.table.pause_requested.connect(self._presenter.pause)
        self.table.resume_requested.connect(self._presenter.resume)
        self.table.delete_requested.connect(self._presenter.delete)
        column.addWidget(self.table)
        self._chart_card = Card(
            self.tr("Sent and answered"),
            self.tr("Replies count people; automatic replies are left out."),
        )
        self._chart = BarChart(
            self.tr("Mails sent and replies by campaign"), (self.tr("Sent"), self.tr("Replies"))
        )
        self._chart_card.body.addWidget(self._chart)
        column.addWidget(self._chart_card)
        column.addStretch(1)
        return widget

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: CampaignsState) -> None:
        """Show `state`."""
        self._refresh.setVisible(bool(state.rows))
        self._refresh.setEnabled(not state.refreshing)
        self._refresh.setText(self.tr("Fetching…") if state.refreshing else self.tr("Refresh"))
        self.set_title(self.tr("Campaigns"), self._subtitle_of(state))
        if not state.loaded:
            self._layers.setCurrentWidget(self._loading)
            return
        if not state.rows:
            self._layers.setCurrentWidget(self._empty)
            return
        self._layers.setCurrentWidget(self._content)
        self._draw_numbers(state)
        self.table.set_rows(state.rows)
        bars = tuple(self._bar(row) for row in state.launched[:MOST_BARS])
        self._chart_card.setVisible(bool(bars))
        self._chart.set_bars(bars)

    def _subtitle_of(self, state: CampaignsState) -> str:
        if not state.loaded:
            return self.tr("Reading your campaigns")
        if state.as_of is not None:
            return self.tr("Results as of {moment}").format(moment=when(state.as_of))
        if any(row.campaign.instantly_id for row in state.rows):
            return self.tr("Results were not fetched yet")
        return ""

    def _draw_numbers(self, state: CampaignsState) -> None:
        totals = state.totals
        drafts = sum(not row.campaign.instantly_id for row in state.rows)
        self._campaigns.set(
            number(len(state.rows)), self.tr("%n draft(s)", "", drafts) if drafts else ""
        )
        self._sent.set(number(totals.sent))
        self._contacted.set(number(totals.contacted))
        self._replies.set(
            number(totals.replied),
            self.tr("and %n automatic", "", totals.auto_replied) if totals.auto_replied else "",
        )
        self._rate.set(*_share(totals.reply_rate.words))
        bounced = totals.bounce_rate
        self._bounces.set(number(totals.bounced), bounced.words.split(" (")[0])

    def _bar(self, row: CampaignRow) -> Bar:
        counters = row.counters
        words = self.tr("{name}: {sent} sent, {replied} replied, reply rate {rate}").format(
            name=row.campaign.name,
            sent=number(counters.sent),
            replied=number(counters.replied),
            rate=counters.reply_rate.words,
        )
        return Bar(row.campaign.name, (counters.sent, counters.replied), words)


def _share(words: str) -> tuple[str, str]:
    """Split "3.4 % (12 of 350)" into the number and the line under it."""
    value, _, rest = words.partition(" (")
    return value, rest.rstrip(")")
