"""Cards: the raised grounds that group what belongs together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5, Text
from vibe_desktop.ui.widgets.labels import Label


class Card(QFrame):
    """A rounded, raised box with a column in it; `body` takes the content.

    An empty title leaves the header out.
    """

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_5, SPACE_4, SPACE_5, SPACE_5)
        outer.setSpacing(SPACE_4)
        self.header = QHBoxLayout()
        self.header.setSpacing(SPACE_3)
        if title:
            self.setAccessibleName(title)
            words = QVBoxLayout()
            words.setSpacing(SPACE_1)
            words.addWidget(Label(title, Text.HEADING))
            if hint:
                words.addWidget(Label(hint, Text.SMALL, muted=True, wrap=True))
            self.header.addLayout(words, 1)
            outer.addLayout(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        outer.addLayout(self.body, 1)

    def set_flush(self) -> None:
        """Let the content reach the edges, for tables."""
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(1, SPACE_3, 1, SPACE_2)


class StatCard(Card):
    """One number with its name, and a line that says what it rests on."""

    def __init__(
        self, label: str, value: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label = label
        self.body.setSpacing(SPACE_1)
        self.body.addWidget(Label(label, Text.SMALL, muted=True))
        self._value = Label("", Text.METRIC)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._hint = Label("", Text.SMALL, muted=True, wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._value)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.set(value, hint)

    def set(self, value: str, hint: str = "") -> None:
        """Show another number."""
        self._value.setText(value or "–")
        self._hint.setText(hint)
        self.setAccessibleName(f"{self._label}: {value or '–'}")
        self.setAccessibleDescription(hint)
