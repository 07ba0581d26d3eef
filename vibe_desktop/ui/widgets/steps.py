"""The steps of a longer way: which are done, where one is, what is still to come."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_6, SPACE_8
from vibe_desktop.ui.widgets.buttons import NavButton, bold_width


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


_ICONS = {
    StepState.DONE: ("circle-check", Ink.SUCCESS),
    StepState.CURRENT: ("circle-dot", Ink.LINK),
    StepState.TODO: ("circle", Ink.MUTED),
}


class StepList(QWidget):
    """A column, or a row, of steps; a click or Enter goes to one."""

    step_chosen = Signal(int)
    """Emits the position of the step that was asked for."""

    def __init__(
        self, titles: Sequence[str], *, in_a_row: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Steps"))
        way = QBoxLayout.Direction.LeftToRight if in_a_row else QBoxLayout.Direction.TopToBottom
        column = QBoxLayout(way, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        if in_a_row:
            column.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._titles = tuple(titles)
        self._buttons: list[NavButton] = []
        self._widths: list[int] = []
        """How wide each step of a row is in full; empty in a column."""
        for position, title in enumerate(self._titles):
            button = NavButton(title, "circle")
            button.setProperty("position", position)
            button.clicked.connect(self._chosen)
            if in_a_row:
                self._widths.append(bold_width(button) + ICON_M + SPACE_8)
                button.setMinimumWidth(self._widths[-1])
                button.setToolTip(title)
            column.addWidget(button)
            self._buttons.append(button)
        column.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """A row gets by with the icons and the title of the current step."""
        whole = super().minimumSizeHint()
        return QSize(0, whole.height()) if self._widths else whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave titles out where there is no room for all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._widths:
            return
        narrow = self.width() < sum(self._widths) + SPACE_1 * (len(self._widths) - 1)
        for button, title, wide in zip(self._buttons, self._titles, self._widths, strict=True):
            whole = not narrow or button.isChecked()
            button.setText(title if whole else "")
            button.setMinimumWidth(wide if whole else ICON_M + SPACE_6)

    def set_states(
        self, states: Sequence[StepState], *, reachable: Sequence[bool] | None = None
    ) -> None:
        """Show how far each step is; `reachable` tells which may be gone to (default: all)."""
        words = {
            StepState.DONE: self.tr("done"),
            StepState.CURRENT: self.tr("current step"),
            StepState.TODO: self.tr("to do"),
        }
        for position, (button, state) in enumerate(zip(self._buttons, states, strict=True)):
            button.setIcon(icon(*_ICONS[state]))
            button.setChecked(state is StepState.CURRENT)
            button.setEnabled(reachable is None or reachable[position])
            button.setAccessibleName(f"{self._titles[position]}, {words[state]}")
        self._fit()

    @Slot()
    def _chosen(self) -> None:
        button = self.sender()
        if isinstance(button, NavButton):
            # The click must not toggle: the owner says which step is current.
            position: int = button.property("position")
            self.step_chosen.emit(position)
