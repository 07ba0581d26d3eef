"""Buttons that stay pressed: several of a row at once, or exactly one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_6
from vibe_desktop.ui.widgets.buttons import Button, bold_width


class ToggleRow(QWidget):
    """A row of toggles; `exclusive` makes it a choice of one."""

    changed = Signal(object)
    """Emits the positions that are pressed now, as a tuple, after the founder pressed one."""

    def __init__(
        self,
        name: str,
        titles: Sequence[tuple[str, str]],
        *,
        exclusive: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args: `titles` holds what each button shows and what a screen reader says."""
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(exclusive)
        for position, (text, spoken) in enumerate(titles):
            button = Button(text, "toggle")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {spoken}")
            button.clicked.connect(self._clicked)
            button.setMinimumWidth(bold_width(button) + SPACE_6)
            self._group.addButton(button, position)
            row.addWidget(button)
        row.addStretch(1)

    @property
    def pressed(self) -> tuple[int, ...]:
        """The positions that are pressed."""
        return tuple(
            position for position, button in enumerate(self._group.buttons()) if button.isChecked()
        )

    def press(self, positions: Sequence[int]) -> None:
        """Press exactly these, without telling anybody."""
        for position, button in enumerate(self._group.buttons()):
            button.setChecked(position in positions)

    @Slot()
    def _clicked(self) -> None:
        self.changed.emit(self.pressed)
