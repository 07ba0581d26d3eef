"""A part that opens and closes under its title, for what not everybody needs every time."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_2, SPACE_3
from vibe_desktop.ui.widgets.buttons import Button


class Fold(QWidget):
    """A title that is a button, and a `body` column that it opens."""

    opened = Signal(bool)
    """Emits whether the part is open now."""

    def __init__(self, title: str, *, is_open: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_1)
        self.button = Button(title, "link")
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(ICON_M + SPACE_1, ICON_M))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        outer.addLayout(row)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, SPACE_2, 0, SPACE_2)
        self.body.setSpacing(SPACE_3)
        outer.addWidget(self._content)
        self.button.toggled.connect(self._toggled)
        self.button.setChecked(is_open)
        self._toggled(is_open)

    def set_title(self, title: str) -> None:
        """Rename the part."""
        self.button.setText(title)
        self._name()

    @property
    def is_open(self) -> bool:
        """Whether the body can be seen."""
        return self.button.isChecked()

    @Slot(bool)
    def _toggled(self, is_open: bool) -> None:  # noqa: FBT001 - as the signal has it
        self._content.setVisible(is_open)
        self.button.setIcon(icon("chevron-down" if is_open else "chevron-right", Ink.LINK))
        self._name()
        self.opened.emit(is_open)

    def _name(self) -> None:
        words = self.tr("{title}, open") if self.is_open else self.tr("{title}, closed")
        self.button.setAccessibleName(words.format(title=self.button.text()))


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and dispose of it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
