"""A filter as chips: each can be taken out with a click, and new ones are typed or chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_1
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.flow import FlowRow

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChipField(QWidget):
    """Several values of one filter.

    With `choices`, (value, words) of a closed list, new ones are chosen; without, they are typed.
    """

    changed = Signal(object)
    """Emits the values, a tuple of texts, after the founder changed them."""

    def __init__(
        self,
        name: str,
        prompt: str,
        choices: Sequence[tuple[str, str]] = (),
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Args: `prompt` says how to add one, `hint` what the filter does."""
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        self._words = dict(choices)
        self._prompt = prompt
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self.editor: QComboBox | QLineEdit
        if choices:
            self.editor = self._box()
        else:
            self.editor = self._line()
        column.addWidget(Field(name, self.editor, hint))
        self._row = FlowRow()
        self._row.hide()
        self.chips: list[Button] = []
        column.addWidget(self._row)

    @property
    def values(self) -> tuple[str, ...]:
        """What is chosen, in the order of choosing."""
        return self._values

    def show_values(self, values: Sequence[str]) -> None:
        """Show these, without telling anybody."""
        if tuple(values) == self._values:
            return
        self._values = tuple(values)
        # Chips are reused, not deleted: one of them may be in the middle of its own click.
        while len(self.chips) < len(self._values):
            self._add_chip()
        for place, chip in enumerate(self.chips):
            used = place < len(self._values)
            if used:
                words = self._words.get(self._values[place], self._values[place])
                chip.setText(words.replace("&", "&&"))
                chip.setAccessibleName(self.tr("Remove {words}").format(words=words))
                chip.setToolTip(self.tr("Remove"))
            chip.setVisible(used)
        self._row.setVisible(bool(self._values))
        if isinstance(self.editor, QComboBox):
            self._fill(self.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds what is typed, and means nothing more to the dialog around."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in _ENTER:
            self._typed()
            return True
        return super().eventFilter(watched, event)

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self._prompt)
        line.installEventFilter(self)
        line.editingFinished.connect(self._typed)
        return line

    def _box(self) -> QComboBox:
        box = QComboBox()
        # As wide as its place, not as its longest choice.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        self._fill(box)
        box.activated.connect(self._chosen)
        return box

    def _fill(self, box: QComboBox) -> None:
        box.clear()
        box.addItem(self._prompt, "")
        for value, words in self._words.items():
            if value not in self._values:
                box.addItem(words, value)

    def _add_chip(self) -> None:
        chip = Button("", "secondary", icon_name="x")
        chip.set_small()
        chip.setAutoDefault(False)
        chip.clicked.connect(self._remove)
        self.chips.append(chip)
        self._row.add(chip)

    @Slot()
    def _typed(self) -> None:
        line = self.editor
        if not isinstance(line, QLineEdit):
            return
        parts = [" ".join(part.split()) for part in line.text().split(",")]
        line.clear()
        self._set((*self._values, *(part for part in parts if part)))

    @Slot(int)
    def _chosen(self, index: int) -> None:
        box = self.editor
        if isinstance(box, QComboBox) and (value := box.itemData(index)):
            self._set((*self._values, str(value)))

    @Slot()
    def _remove(self) -> None:
        chip = self.sender()
        if isinstance(chip, Button) and chip in self.chips:
            place = self.chips.index(chip)
            kept = self._values[:place] + self._values[place + 1 :]
            self.editor.setFocus()
            self._set(kept)

    def _set(self, values: tuple[str, ...]) -> None:
        unique = tuple(dict.fromkeys(values))
        if unique != self._values:
            self.show_values(unique)
            self.changed.emit(unique)
