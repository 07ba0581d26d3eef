"""The keys of the review, and its entries in the menu of the window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from vibe_desktop.ui.actions import review_commands
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_6, Text
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Label


class ReviewKeys(QObject):
    """Makes the keys work while the focus is in the review, and the menu while it is on screen."""

    def __init__(self, review: QWidget, slots: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(review)
        self._review = review
        self._slots = slots
        self._lent: list[tuple[QAction, Callable[[], None]]] = []
        for command in review_commands():
            action = QAction(command.text, self)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slots[command.name])
            review.addAction(action)
        review.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lend the menu its entries while the review can be seen."""
        if watched is self._review:
            if event.type() == QEvent.Type.Show:
                self._lend()
            elif event.type() == QEvent.Type.Hide:
                self._take_back()
        return False

    def _lend(self) -> None:
        self._take_back()
        for name, slot in self._slots.items():
            action = self._review.window().findChild(QAction, name)
            if action is not None:
                action.triggered.connect(slot)
                action.setEnabled(True)
                self._lent.append((action, slot))

    def _take_back(self) -> None:
        for action, slot in self._lent:
            action.triggered.disconnect(slot)
            action.setEnabled(False)
        self._lent = []


class KeysFold(Fold):
    """The keys in two columns, for whoever looks them up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Keys"))
        self.opened.connect(self._fill)

    def _fill(self) -> None:
        if not self.is_open or self.body.count():
            return
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_6)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnStretch(4, 1)
        commands = review_commands()
        half = (len(commands) + 1) // 2
        for place, command in enumerate(commands):
            row, column = place % half, 2 * (place // half)
            keys = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            words = command.text.replace("&", "").rstrip("…")
            grid.addWidget(Label(keys, Text.SMALL, muted=True), row, column)
            grid.addWidget(Label(words, Text.SMALL), row, column + 1)
        self.body.addWidget(holder)
