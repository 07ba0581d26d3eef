"""Tab goes through a page as one reads it, whenever its parts were made.

Qt puts what is made later (a finding, an earlier version, a suggestion) at the end of the order.
"""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QTabBar)
"""Widgets whose parts are nobody else's business."""


def arrange(widgets: list[QWidget]) -> None:
    """Let Tab go through these in this order."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def as_read(widget: QWidget) -> Iterator[QWidget]:
    """The widgets in and under `widget` that Tab stops at, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from as_read(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """What stands directly in a widget, in its order."""
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        content: QWidget | None = widget.widget()
        if content is not None:
            yield content
    elif isinstance(widget, QTabWidget):
        yield widget.tabBar()
        yield from (widget.widget(place) for place in range(widget.count()))
    elif isinstance(widget, QSplitter):
        yield from (widget.widget(place) for place in range(widget.count()))
    elif layout is not None:
        yield from _laid_out(layout)
    else:
        children = (child for child in widget.children() if isinstance(child, QWidget))
        yield from (child for child in children if not child.isWindow())


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=layout.getItemPosition)
    for place in places:
        item = layout.itemAt(place)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
