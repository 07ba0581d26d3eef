"""The campaigns screen once there are campaigns: numbers, table, chart."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.ui.campaigns.state import CampaignsState
from vibe_desktop.ui.campaigns.table import CampaignsTable
from vibe_desktop.ui.theme.tokens import SPACE_4
from vibe_desktop.ui.widgets.bar_chart import Bar, BarChart
from vibe_desktop.ui.widgets.cards import Card, StatCard
from vibe_desktop.ui.widgets.stat_row import StatRow
from vibe_desktop.ui.words import counted, number

if TYPE_CHECKING:
    from vibe_desktop.ui.campaigns.presenter import CampaignsPresenter

MOST_BARS = 8
"""Campaigns in the chart; the table has them all."""


class CampaignsContent(QWidget):
    """Made when the first campaign arrives."""

    def __init__(self, presenter: "CampaignsPresenter", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._campaigns = StatCard(self.tr("Campaigns"))
        self._sent = StatCard(self.tr("Mails sent"))
        self._contacted = StatCard(self.tr("People contacted"))
        self._replies = StatCard(self.tr("Replies"))
        self._rate = StatCard(self.tr("Reply rate"))
        self._bounces = StatCard(self.tr("Bounces"))
        cards = (
            self._campaigns,
            self._sent,
            self._contacted,
            self._replies,
            self._rate,
            self._bounces,
        )
        column.addWidget(StatRow(cards))
        self.table = CampaignsTable()
        self.table.opened.connect(presenter.open)
        self.table.review_requested.connect(presenter.review)
        self.table.pause_requested.connect(presenter.pause)
        self.table.resume_requested.connect(presenter.resume)
        self.table.delete_requested.connect(presenter.delete)
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

    def draw(self, state: CampaignsState) -> None:
        """Show `state`."""
        totals = state.dashboard.totals if state.dashboard is not None else Counters()
        drafts = sum(not row.campaign.instantly_id for row in state.rows)
        words = counted(drafts, self.tr("{count} draft"), self.tr("{count} drafts"))
        self._campaigns.set(number(len(state.rows)), words if drafts else "")
        self._sent.set(number(totals.sent))
        self._contacted.set(number(totals.contacted))
        automatic = self.tr("and {count} automatic").format(count=number(totals.auto_replied))
        self._replies.set(number(totals.replied), automatic if totals.auto_replied else "")
        self._rate.set(*_share(totals.reply_rate.words))
        self._bounces.set(number(totals.bounced), _share(totals.bounce_rate.words)[0])
        self.table.set_rows(state.rows)
        bars = tuple(self._bar(row) for row in state.sent_to[:MOST_BARS])
        self._chart_card.setVisible(bool(bars))
        self._chart.set_bars(bars)

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
