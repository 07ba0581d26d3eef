"""Everything that is known about one lead, beside the table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.domain.leads import Lead, LeadField
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import IconButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.lead_import.words import field_words

_WIDTH = 300


class LeadDetails(Card):
    """Fields and variables of one lead; empty ones are left out."""

    closed = Signal()
    """Emits when the founder closed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Lead"), parent=parent)
        self.setObjectName("lead_details")
        self.setFixedWidth(_WIDTH)
        close = IconButton("x", self.tr("Close the details"))
        close.set_small()
        close.clicked.connect(self.closed)
        self.header.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.tr("Details of the lead"))
        self.body.addWidget(self._area)
        self._lead: Lead | None = None

    def show_lead(self, lead: Lead) -> None:
        """Show another lead."""
        if lead == self._lead:
            return
        self._lead = lead
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        pairs = [(field_words(field), getattr(lead, field.value)) for field in LeadField]
        pairs += [(f"{{{{{name}}}}}", value) for name, value in lead.custom.items()]
        for name, value in pairs:
            if value:
                column.addLayout(_pair(name, value))
        column.addStretch(1)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # which `setWidget` has switched on


def _pair(name: str, value: str) -> QVBoxLayout:
    pair = QVBoxLayout()
    pair.setSpacing(SPACE_1)
    pair.addWidget(Label(name, Text.SMALL, muted=True))
    text = Label(value, wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    pair.addWidget(text)
    return pair
