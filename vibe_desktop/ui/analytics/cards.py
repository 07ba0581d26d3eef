"""The three cards with a chart each: days, variants, reach."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.ui.analytics.figures import Comparison, Days, Reach, Verdict
from vibe_desktop.ui.analytics.rows import Rows, TableFold
from vibe_desktop.ui.analytics.words import day_words, interval_words, stage_words, verdict_words
from vibe_desktop.ui.theme.roles import Roles, Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, Text
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.widgets.toggles import ToggleRow
from vibe_desktop.ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from vibe_desktop.ui.analytics.charts import DayChart, ReachChart, VariantChart


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalyticsCards", text)


class ChartCard(Card):
    """A card whose charts come once the plotting library is there.

    A card says in `to_make` how each of its charts is made and put into `place`, the first one
    first: one is enough for one turn of the event loop.
    """

    charts = 1
    """How many charts it has."""

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, hint, parent=parent)
        self.to_make: deque[Callable[[], None]] = deque()
        self._skeleton = Skeleton(5)
        self.place = QVBoxLayout()
        self.place.setSpacing(SPACE_2)
        self.body.addWidget(self._skeleton)
        self.body.addLayout(self.place)

    def make_chart(self) -> None:
        """Make the next chart, once the plotting library is there; when all are made, nothing."""
        if self.to_make:
            self.to_make.popleft()()
            self._skeleton.setVisible(bool(self.to_make))


class DaysCard(ChartCard):
    """Mails sent and replies over the days."""

    charts = 2
    cumulative_wanted = Signal(bool)
    """Emits whether the days should be summed up (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Day by day"), _tr("Days are counted in UTC."), parent=parent)
        self.to_make.extend((self._add_sent, self._add_replied))
        self._sent: DayChart | None = None
        self._drawn: tuple[Days, Roles] | None = None
        self._replied: DayChart | None = None
        self._switch = ToggleRow(
            self.tr("Days"),
            [
                (self.tr("Each day"), self.tr("each day")),
                (self.tr("Running total"), self.tr("running total")),
            ],
            exclusive=True,
        )
        self._switch.changed.connect(self._switched)
        self.header.addWidget(self._switch)
        self._table = TableFold(self.tr("Show as a table"), self.tr("Days"))
        self.body.addWidget(self._table)

    def _add_sent(self) -> None:
        self._sent = self._placed(self.tr("Mails sent"), 132)

    def _add_replied(self) -> None:
        self._replied = self._placed(self.tr("People who replied"), 150)

    def _placed(self, name: str, height: int) -> DayChart:
        from vibe_desktop.ui.analytics.charts import DayChart

        chart = DayChart(name)
        chart.setFixedHeight(height)
        self.place.addWidget(Label(chart.accessibleName(), Text.SMALL, muted=True))
        self.place.addWidget(chart)
        put_before(chart, self._table.button)
        return chart

    def draw(self, figure: Days, roles: Roles) -> None:
        """Show a figure."""
        self._switch.press([int(figure.cumulative)])
        if self._sent is None or self._replied is None or (figure, roles) == self._drawn:
            return
        self._drawn = (figure, roles)
        self._sent.draw(figure, figure.sent, roles.chart[0], roles, labels=False)
        self._replied.draw(figure, figure.replied, roles.chart[1], roles, labels=True)
        words = self.tr("{count} in all over {days} days")
        for chart, values in ((self._sent, figure.sent), (self._replied, figure.replied)):
            total = (values[-1] if figure.cumulative else sum(values)) if values else 0
            chart.setAccessibleDescription(words.format(count=total, days=len(values)))
        self._table.show_rows(
            Rows(
                (self.tr("Day"), self.tr("Mails sent"), self.tr("Replied")),
                tuple(
                    (day_words(day), f"{sent:,}", f"{replied:,}")
                    for day, sent, replied in zip(
                        figure.days, figure.sent, figure.replied, strict=True
                    )
                ),
            )
        )

    @Slot(object)
    def _switched(self, pressed: tuple[int, ...]) -> None:
        self.cumulative_wanted.emit(1 in pressed)


class VariantsCard(ChartCard):
    """Reply rates with their intervals, and what may be said about them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("Variants"),
            _tr("Share of the people reached who replied, with its 95 % interval."),
            parent=parent,
        )
        self.to_make.append(self._add_chart)
        self._chart: VariantChart | None = None
        self._drawn: tuple[Comparison, Roles] | None = None
        self._verdict = Panel(Tone.INFO)
        self._table = TableFold(self.tr("Show as a table"), self.tr("Variants"))
        self._note = Hint()
        self.body.addWidget(self._verdict)
        self.body.addWidget(self._note)
        self.body.addWidget(self._table)

    def _add_chart(self) -> None:
        from vibe_desktop.ui.analytics.charts import VariantChart

        self._chart = VariantChart(self.tr("Reply rate of each variant"))
        self.place.addWidget(self._chart)
        put_before(self._chart, self._table.button)

    def draw(self, figure: Comparison, roles: Roles) -> None:
        """Show a figure."""
        if self._chart is None or (figure, roles) == self._drawn:
            return
        self._drawn = (figure, roles)
        self._chart.draw(figure, roles)
        said = [
            self.tr("{label}: {rate}, 95 % interval {interval}").format(
                label=bar.label, rate=bar.rate.words, interval=interval_words(bar.interval)
            )
            for bar in figure.bars
        ]
        self._chart.setAccessibleDescription("; ".join(said))
        tone = Tone.NEUTRAL if figure.verdict is Verdict.NOTHING else Tone.INFO
        self._verdict.set(tone, *verdict_words(figure))
        self._note.setVisible(bool(figure.unattributed))
        self._note.setText(
            counted(
                figure.unattributed,
                self.tr("Instantly could not put {count} mail down to a variant."),
                self.tr("Instantly could not put {count} mails down to a variant."),
            )
        )
        self._table.show_rows(
            Rows(
                (
                    self.tr("Variant"),
                    self.tr("Replied"),
                    self.tr("Reached"),
                    self.tr("Rate"),
                    self.tr("95 % interval"),
                ),
                tuple(
                    (
                        bar.label,
                        f"{bar.rate.numerator:,}",
                        f"{bar.rate.denominator:,}",
                        "n/a" if bar.rate.value is None else f"{bar.rate.value * 100:.1f} %",
                        interval_words(bar.interval),
                    )
                    for bar in figure.bars
                ),
            )
        )


class ReachCard(ChartCard):
    """From the leads loaded to the people who replied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _tr("From lead to reply"),
            _tr("People, not mails. Automatic replies are not counted as replies."),
            parent=parent,
        )
        self.to_make.append(self._add_chart)
        self._chart: ReachChart | None = None
        self._drawn: tuple[Reach, Roles] | None = None
        self._table = TableFold(self.tr("Show as a table"), self.tr("From lead to reply"))
        self.body.addWidget(self._table)

    def _add_chart(self) -> None:
        from vibe_desktop.ui.analytics.charts import ReachChart

        self._chart = ReachChart(self.tr("From lead to reply"))
        self.place.addWidget(self._chart)
        put_before(self._chart, self._table.button)

    def draw(self, figure: Reach, roles: Roles) -> None:
        """Show a figure."""
        if self._chart is None or (figure, roles) == self._drawn:
            return
        self._drawn = (figure, roles)
        self._chart.draw(figure, roles)
        rows = tuple(
            (stage_words(stage), "n/a" if count is None else f"{count:,}")
            for stage, count in figure.stages
        )
        self._chart.setAccessibleDescription("; ".join(": ".join(row) for row in rows))
        self._table.show_rows(Rows((self.tr("Stage"), self.tr("People")), rows))
