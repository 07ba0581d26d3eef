"""Tab goes through a page as one reads it, also through what was made late.

Qt puts what is made later (a finding, an earlier version, a suggestion) at the end of the order.
Layouts are not asked where things stand: what PySide makes of their items outlives them.
"""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_before(made: QWidget, following: QWidget) -> None:
    """Let Tab go through `made` and what is in it right before `following`."""
    # Behind the one that follows, and then that one behind them: what stands before it is unknown.
    for first, second in pairwise([following, *_stops(made), following]):
        QWidget.setTabOrder(first, second)


def put_after(made: QWidget, before: QWidget) -> QWidget:
    """Let Tab go through `made` and what is in it right after `before`; where it comes out."""
    stops = [before, *_stops(made)]
    for first, second in pairwise(stops):
        QWidget.setTabOrder(first, second)
    return stops[-1]


def _stops(made: QWidget) -> list[QWidget]:
    window = made.window()
    parts = [made, *made.findChildren(QWidget)]
    return [part for part in parts if _is_stop(part) and part.window() is window]


def _is_stop(part: QWidget) -> bool:
    """Whether Tab stops here; the line inside a box of numbers hands the focus to the box."""
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
