"""The charts: each draws one frozen figure in the colours of a theme, and can be asked to again.

Importing this module loads pyqtgraph and numpy, so nothing imports it before the screen is open,
and then on a worker. The charts are pictures: they do not zoom, the wheel scrolls the page, and
what they show is told to screen readers in words and stands in a table as well.
"""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.analytics.figures import Comparison, Days, Reach
from vibe_desktop.ui.analytics.words import day_words, stage_words
from vibe_desktop.ui.theme.roles import Roles

_MOST_TICKS = 7
_LEAST_DAYS = 10
"""Room for so many days, so that one day is not a wall."""
_ROW = 46
"""Height of a line in a chart with a line for each thing."""


class Chart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph comes without types
    """A still plot without a frame, with quiet axes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setAntialiasing(True)
        self.getPlotItem().setContentsMargins(0, 4, 12, 0)
        # pyqtgraph makes this menu even where menus are off, and gives it to nobody.
        menu = self.getPlotItem().ctrlMenu
        menu.setParent(self, menu.windowFlags())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def begin(self, roles: Roles) -> None:
        """Wipe the plot and dress its axes."""
        self.clear()
        self.setBackground(QColor(roles.raised))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(roles.border))
            axis.setTextPen(pg.mkPen(roles.muted))
            axis.setTickPen(pg.mkPen(None))
            axis.setStyle(
                tickFont=self.font(),
                tickLength=0,
                tickAlpha=0,  # a tick without length is still a dot
                tickTextOffset=8,
                hideOverlappingLabels=False,
            )

    def lines_at(self, ticks: Sequence[tuple[float, str]], roles: Roles, *, upright: bool) -> None:
        """Draw a hairline at each tick."""
        for place, _ in ticks:
            line = pg.InfiniteLine(place, angle=90 if upright else 0, pen=pg.mkPen(roles.border))
            line.setZValue(-10)
            self.addItem(line)


class DayChart(Chart):
    """One count over the days: bars for each day, a line for the sum so far."""

    def draw(
        self, figure: Days, values: Sequence[int], colour: str, roles: Roles, *, labels: bool
    ) -> None:
        """Show `values`, one for each day of `figure`; `labels` writes the days below."""
        self.begin(roles)
        places = list(range(len(values)))
        top = max([*values, 1])
        ticks = _count_ticks(top)
        self.lines_at(ticks, roles, upright=False)
        if figure.cumulative:
            pen = pg.mkPen(colour, width=2)
            dots = {"symbol": "o", "symbolSize": 6} if len(values) <= 40 else {}
            self.plot(places, list(values), pen=pen, symbolBrush=colour, symbolPen=colour, **dots)
        else:
            bars = pg.BarGraphItem(
                x=places, height=list(values), width=0.62, brush=colour, pen=pg.mkPen(None)
            )
            self.addItem(bars)
        self.getAxis("left").setTicks([ticks])
        self.getAxis("left").setWidth(52)
        days = _day_ticks(figure)
        self.getAxis("bottom").setTicks([days if labels else [(place, "") for place, _ in days]])
        middle, half = (len(values) - 1) / 2, max(len(values), _LEAST_DAYS) / 2 + 0.1
        self.setXRange(middle - half, middle + half, padding=0.01)
        self.setYRange(0, max(top * 1.08, ticks[-1][0]), padding=0)


class VariantChart(Chart):
    """A dot for each rate and a whisker for its 95 % interval."""

    def draw(self, figure: Comparison, roles: Roles) -> None:
        """Show the variants, the first one on top."""
        self.begin(roles)
        rows = list(reversed(figure.bars))
        self.setFixedHeight(_ROW * max(len(rows), 1) + 44)
        widest = max([bar.interval.high for bar in rows if bar.interval] or [0.1])
        ticks = _share_ticks(widest)
        self.lines_at(ticks, roles, upright=True)
        for place, bar in enumerate(rows):
            if bar.interval is None or bar.rate.value is None:
                continue
            colour = roles.chart[(len(rows) - 1 - place) % len(roles.chart)]
            whisker = pg.ErrorBarItem(
                x=_array(bar.rate.value),
                y=_array(place),
                left=_array(bar.rate.value - bar.interval.low),
                right=_array(bar.interval.high - bar.rate.value),
                beam=0.22,
                pen=pg.mkPen(colour, width=2),
            )
            self.addItem(whisker)
            self.plot(
                [bar.rate.value],
                [place],
                pen=None,
                symbol=("o", "s", "d")[(len(rows) - 1 - place) % 3],
                symbolSize=11,
                symbolBrush=colour,
                symbolPen=pg.mkPen(roles.raised, width=1),
            )
        self.getAxis("left").setTicks([[(place, bar.label) for place, bar in enumerate(rows)]])
        self.getAxis("left").setPen(pg.mkPen(None))
        self.getAxis("bottom").setTicks([ticks])
        self.setYRange(-0.6, max(len(rows) - 0.4, 0.6), padding=0)
        self.setXRange(0, max(widest * 1.04, ticks[-1][0]), padding=0.01)


class ReachChart(Chart):
    """A bar for each stage, with its number at the end."""

    def draw(self, figure: Reach, roles: Roles) -> None:
        """Show the stages, the first one on top."""
        self.begin(roles)
        rows = list(reversed(figure.stages))
        self.setFixedHeight(34 * len(rows) + 16)
        most = max([count or 0 for _, count in rows] + [1])
        names = []
        for place, (stage, count) in enumerate(rows):
            names.append((place, stage_words(stage)))
            if count:
                bar = pg.BarGraphItem(
                    x0=0,
                    y=[place],
                    height=0.56,
                    width=[count],
                    brush=roles.chart[0],
                    pen=pg.mkPen(None),
                )
                self.addItem(bar)
            words = "n/a" if count is None else f"{count:,}"
            label = pg.TextItem(words, color=roles.text, anchor=(0, 0.5))
            label.setFont(self.font())
            label.setPos((count or 0) + most * 0.008, place)
            self.addItem(label)
        self.getAxis("left").setTicks([names])
        self.getAxis("left").setPen(pg.mkPen(None))
        self.hideAxis("bottom")
        self.setYRange(-0.6, len(rows) - 0.4, padding=0)
        self.setXRange(0, most * 1.12, padding=0)


def _array(value: float) -> np.ndarray:
    return np.array([value], dtype=float)


def _count_ticks(top: int) -> list[tuple[float, str]]:
    """Three or four round counts from 0 to at least `top`."""
    step = max(1, _round_up(top / 3))
    return [(value, f"{value:,}") for value in range(0, top + step, step)]


def _round_up(value: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, ..."""
    power = 1
    while True:
        for lead in (1, 2, 5):
            if lead * power >= value:
                return lead * power
        power *= 10


def _share_ticks(widest: float) -> list[tuple[float, str]]:
    """Round percentages from 0 to at least `widest`."""
    step = _round_up(max(widest, 0.002) * 1000 / 5) / 1000
    count = int(widest / step) + 2
    return [(step * number, f"{step * number * 100:g} %") for number in range(count)]


def _day_ticks(figure: Days) -> list[tuple[float, str]]:
    every = -(-len(figure.days) // _MOST_TICKS)
    return [(place, day_words(day)) for place, day in enumerate(figure.days) if place % every == 0]
