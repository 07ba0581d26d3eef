"""The analytics screen."""

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.statistics import wilson
from vibe_desktop.ui.analytics.cards import ChartCard, DaysCard, ReachCard, VariantsCard
from vibe_desktop.ui.analytics.figures import comparison_of, days_of, reach_of
from vibe_desktop.ui.analytics.presenter import AnalyticsPresenter, AnalyticsState, Found
from vibe_desktop.ui.analytics.sending import SendingLine, SendingPresenter
from vibe_desktop.ui.analytics.words import interval_words
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Roles, Tone
from vibe_desktop.ui.theme.tokens import SPACE_4
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import StatCard
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.widgets.stat_row import StatRow
from vibe_desktop.ui.words import counted, number, status_words, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AnyCard = TypeVar("AnyCard", bound=ChartCard)

_A_WEEK = 7


class AnalyticsView(Page):
    """Results of one campaign; what is stored shows at once, news follow."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Analytics"), parent=parent)
        self.setObjectName("analytics")
        self._context = context
        self._campaign_id = ""
        self._due: deque[Callable[[], object]] = deque()
        self._next_chart = QTimer(self, interval=0)
        self._next_chart.timeout.connect(self._draw_next)
        self._presenter = AnalyticsPresenter(context.services, context.jobs, self)
        self._make_actions()
        self._make_body()
        context.theme.changed.connect(self._theme_changed)
        self._presenter.state_changed.connect(self._draw)
        self._presenter.trouble.connect(context.notices.trouble)
        self._draw(self._presenter.state)

    # -- hooks of the window ---------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Take in which campaign to show."""
        self._campaign_id = destination.campaign_id or self._campaign_id

    def activated(self) -> None:
        """Load it; the plotting library is loaded with the first visit."""
        self._sending.open(self._campaign_id)
        self._presenter.open(self._campaign_id)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns the figures."""
        self._presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Ask Instantly."""
        self._presenter.refresh()

    # -- building --------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.pill = StatusPill()
        self.pause_button = SecondaryButton(self.tr("Pause sending"), "pause")
        self.pause_button.clicked.connect(self._presenter.pause)
        self.resume_button = SecondaryButton(self.tr("Resume sending"), "play")
        self.resume_button.clicked.connect(self._presenter.resume)
        self.change_button = SecondaryButton(self.tr("Change the mails…"), "pencil")
        self.change_button.setObjectName("change_mails")
        self.change_button.clicked.connect(self._change_mails)
        self.refresh_button = SecondaryButton(self.tr("Refresh"), "refresh-cw")
        self.refresh_button.setObjectName("refresh_results")
        self.refresh_button.clicked.connect(self._presenter.refresh)
        for widget in (
            self.pill,
            self.pause_button,
            self.resume_button,
            self.change_button,
            self.refresh_button,
        ):
            self.header_actions.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _make_body(self) -> None:
        self._busy = BusyBar()
        self._stale = Panel(Tone.WARNING)
        self.body.addWidget(self._busy)
        self.body.addWidget(self._stale)
        self._sending = SendingPresenter(self._context.services, self._context.jobs, self)
        self._presenter.refreshed.connect(self._sending.ask)
        self.sending_line = SendingLine(self._sending)
        self.body.addWidget(self.sending_line)
        self._stats = {
            name: StatCard(title)
            for name, title in (
                ("sent", self.tr("Mails sent")),
                ("contacted", self.tr("People contacted")),
                ("replied", self.tr("Replies")),
                ("rate", self.tr("Reply rate")),
                ("clicked", self.tr("Clicks")),
                ("opened", self.tr("Opens")),
            )
        }
        self._figures = QWidget()
        column = QVBoxLayout(self._figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(StatRow(tuple(self._stats.values())))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_4)
        column.addLayout(self._cards)
        self.body.addWidget(self._figures)
        self._made: dict[type[ChartCard], ChartCard] = {}
        self._make_empty_states()

    def _make_empty_states(self) -> None:
        to_campaigns = PrimaryButton(self.tr("Go to campaigns"), "megaphone")
        to_campaigns.clicked.connect(self._open_campaigns)
        self._no_campaign = EmptyState(
            "chart-column",
            self.tr("Choose a campaign"),
            self.tr("Its results show here: who replied, day by day and variant by variant."),
            to_campaigns,
        )
        to_wizard = PrimaryButton(self.tr("Go to the launch"), "rocket")
        to_wizard.clicked.connect(self._open_wizard)
        self._not_launched = EmptyState(
            "rocket",
            self.tr("Not launched yet"),
            self.tr("Results start to show here once the campaign is launched."),
            to_wizard,
        )
        self.advance_button = PrimaryButton(self.tr("Advance one week"), "fast-forward", self)
        self.advance_button.setObjectName("advance_week")
        self.advance_button.setVisible(self._context.sandbox)
        self.advance_button.clicked.connect(self._advance)
        hint = (
            self.tr("The sandbox sends on its own clock: move it on to see replies come in.")
            if self._context.sandbox
            else self.tr(
                "Instantly sends within the hours you chose. The first figures show some minutes "
                "after the first mail."
            )
        )
        self._nothing_sent = EmptyState(
            "send",
            self.tr("Nothing sent yet"),
            hint,
            self.advance_button if self._context.sandbox else None,
        )
        for state in (self._no_campaign, self._not_launched, self._nothing_sent):
            self.body.addWidget(state, 1)

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: AnalyticsState) -> None:
        found = state.found
        figures = found is not None and not state.nothing_sent
        self._no_campaign.setVisible(not self._campaign_id)
        self._not_launched.setVisible(found is not None and not state.launched)
        self._nothing_sent.setVisible(found is not None and state.launched and state.nothing_sent)
        self._figures.setVisible(figures)
        self._draw_head(state)
        if found is not None and figures:
            self._draw_stats(found)
            self._draw_charts(state, found, self._context.theme.roles)

    def _draw_head(self, state: AnalyticsState) -> None:
        found = state.found
        launched = state.launched
        if found is None:
            self.set_title(self.tr("Analytics"))
        else:
            known = self.tr("As of {0}").format(when(found.results.as_of))
            self.set_title(found.campaign.name, known if launched else "")
            self.pill.set(*status_words(found.campaign.status))
        self.pill.setVisible(found is not None)
        self.advance_button.setEnabled(state.advancing is None)
        self.pause_button.setVisible(state.can_pause)
        self.pause_button.setEnabled(state.switching is None)
        self.resume_button.setVisible(state.can_resume)
        self.resume_button.setEnabled(state.switching is None)
        self.sending_line.setVisible(launched)
        self.change_button.setVisible(state.can_change)
        editing = found is not None and found.campaign.editing
        self.change_button.setText(
            self.tr("Go on with the change") if editing else self.tr("Change the mails…")
        )
        self.refresh_button.setVisible(launched)
        self.refresh_button.setEnabled(state.refreshing is None)
        if state.advancing is not None:
            self._busy.follow(state.advancing, self.tr("Moving the sandbox's clock"))
        elif state.switching is not None:
            self._busy.follow(state.switching, self.tr("Telling Instantly"))
        elif state.refreshing is not None:
            self._busy.follow(state.refreshing, self.tr("Asking Instantly for the newest figures"))
        self._stale.setVisible(state.stale is not None)
        if state.stale is not None and found is not None:
            self._stale.set(
                Tone.WARNING,
                self.tr("Instantly could not be asked: these figures are from {0}").format(
                    when(found.results.as_of)
                ),
                f"{state.stale.what} {state.stale.next_step}".strip(),
            )

    def _draw_stats(self, found: Found) -> None:
        totals, results = found.results.totals, found.results
        rate = totals.reply_rate
        share = "n/a" if rate.value is None else f"{rate.value * 100:.1f} %"
        interval = interval_words(wilson(rate))
        off = self.tr("tracking is off")
        shown = {
            "sent": (number(totals.sent), self.tr("in all")),
            "contacted": (
                number(totals.contacted),
                counted(found.lead_count, self.tr("of {count} lead"), self.tr("of {count} leads")),
            ),
            "replied": (
                number(totals.replied),
                self.tr("{0} automatic, not counted").format(number(totals.auto_replied)),
            ),
            "rate": (
                share,
                self.tr("{0} of {1}, likely {2}").format(
                    number(rate.numerator), number(rate.denominator), interval
                ),
            ),
            "clicked": (number(totals.clicked), self.tr("people"))
            if results.clicks_tracked
            else ("n/a", off),
            "opened": (number(totals.opened), self.tr("inflated by machines"))
            if results.opens_tracked
            else ("n/a", off),
        }
        for name, (value, hint) in shown.items():
            self._stats[name].set(value, hint)

    def _draw_charts(self, state: AnalyticsState, found: Found, roles: Roles) -> None:
        """Make and draw the cards bit by bit, with the window's own work in between."""
        results, ready = found.results, state.charts_ready
        days = days_of(results, cumulative=state.cumulative)
        comparison = comparison_of(results, found.variants)
        reach = reach_of(results, found.lead_count)
        self._due = deque(
            (
                *self._steps(VariantsCard, lambda card: card.draw(comparison, roles), ready=ready),
                *self._steps(DaysCard, lambda card: card.draw(days, roles), ready=ready),
                *self._steps(ReachCard, lambda card: card.draw(reach, roles), ready=ready),
            )
        )
        self._next_chart.start()

    def _steps(
        self, kind: type[AnyCard], draw: "Callable[[AnyCard], None]", *, ready: bool
    ) -> "Iterator[Callable[[], object]]":
        """What it takes to show one card, a turn of the event loop each."""
        yield lambda: self.card(kind)
        if ready:
            for _ in range(kind.charts):
                yield lambda: self.card(kind).make_chart()
            yield lambda: draw(self.card(kind))

    def card(self, kind: type[AnyCard]) -> AnyCard:
        """The one card of this kind, made when it is first wanted."""
        made = self._made.get(kind)
        if not isinstance(made, kind):
            made = kind()
            self._made[kind] = made
            self._cards.addWidget(made)
            if isinstance(made, DaysCard):
                made.cumulative_wanted.connect(self._presenter.show_cumulative)
        return made

    @Slot()
    def _draw_next(self) -> None:
        if self._due:
            self._due.popleft()()
        if not self._due:
            self._next_chart.stop()

    @Slot(object)
    def _theme_changed(self, roles: Roles) -> None:
        state = self._presenter.state
        if state.found is not None and not state.nothing_sent:
            self._draw_charts(state, state.found, roles)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _advance(self) -> None:
        self._presenter.advance(_A_WEEK)

    @Slot()
    def _change_mails(self) -> None:
        found = self._presenter.state.found
        if found is not None and found.campaign.editing:
            self._context.navigate(Destination(Screen.REVIEW, self._campaign_id))
            return
        from vibe_desktop.ui.analytics.changing import ChangeDialog

        ChangeDialog(self._context, self._campaign_id, self.window()).open()

    @Slot()
    def _open_campaigns(self) -> None:
        self._context.navigate(Destination(Screen.CAMPAIGNS))

    @Slot()
    def _open_wizard(self) -> None:
        self._context.navigate(Destination(Screen.WIZARD, self._campaign_id))
