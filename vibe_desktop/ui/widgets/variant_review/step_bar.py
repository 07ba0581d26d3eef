"""Which mail of the sequence is on screen: the first, or one of its follow-ups."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_6
from vibe_desktop.ui.widgets.buttons import Button, bold_width
from vibe_desktop.ui.widgets.variant_review.words import step_words, wait_words


class StepBar(QWidget):
    """One button a step, ticked when all of its mails are decided. Hidden for a single mail."""

    chosen = Signal(int)
    """Emits the step that the founder wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Mails of the sequence"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_1)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._shown: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
        self._long: dict[int, str] = {}
        self._buttons: dict[int, Button] = {}

    def show_steps(self, steps: Sequence[int], waits: tuple[int, ...]) -> bool:
        """Offer these. Returns whether others were offered before."""
        wanted = (tuple(steps), waits)
        if wanted == self._shown:
            return False
        self._shown = wanted
        for old in self._buttons.values():
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._long, self._buttons = {}, {}
        for place, step in enumerate(steps):
            wait = wait_words(step, waits)
            self._long[step] = f"{step_words(step)}, {wait}" if wait else step_words(step)
            button = Button(self._long[step], "toggle")
            button.setObjectName(f"step_{step}")
            button.setCheckable(True)
            button.setIcon(icon("circle"))
            button.setToolTip(
                self.tr("{step} (Ctrl+PgUp and Ctrl+PgDn go from step to step)").format(
                    step=self._long[step]
                )
            )
            button.clicked.connect(self._clicked)
            self._buttons[step] = button
            self._group.addButton(button, step)
            self._row.insertWidget(place, button)
        self.setVisible(len(steps) > 1)
        self._fit()
        return True

    def press(self, step: int) -> None:
        """Show which one is on screen."""
        if step in self._buttons:
            self._buttons[step].setChecked(True)

    def tick(self, step: int, decided: int, total: int) -> None:
        """Say how many mails of a step are decided."""
        button = self._buttons.get(step)
        if button is None:
            return
        done = decided == total
        button.setIcon(icon("circle-check", Ink.SUCCESS) if done else icon("circle"))
        words = self.tr("{step}: {decided} of {total} decided")
        button.setAccessibleName(words.format(step=self._long[step], decided=decided, total=total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words where the place is narrow."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for the short words: long ones must not keep the page wide."""
        short = sum(
            button.fontMetrics().horizontalAdvance(step_words(step)) + 2 * SPACE_6 + SPACE_2
            for step, button in self._buttons.items()
        )
        return QSize(short, super().minimumSizeHint().height())

    def _fit(self) -> None:
        needed = 0
        for step, button in self._buttons.items():
            words = button.fontMetrics().horizontalAdvance(self._long[step])
            needed += words + 2 * SPACE_6 + SPACE_1
        for step, button in self._buttons.items():
            shown = self._long[step] if needed <= self.width() else step_words(step)
            if shown != button.text():
                button.setText(shown)
            button.setMinimumWidth(bold_width(button) + 2 * SPACE_6)

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self._group.checkedId())
