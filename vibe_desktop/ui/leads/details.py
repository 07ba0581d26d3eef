"""Everything that is known about one lead, beside the table."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.domain.leads import Lead, LeadField, LeadFlag
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import IconButton, LinkButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.lead_import.words import field_words
from vibe_desktop.ui.widgets.lead_words import country_words, flag_words, verification_words
from vibe_desktop.ui.widgets.panels import Panel

_WIDTH = 300


class LeadDetails(Card):
    """Fields and variables of one lead; empty ones are left out."""

    closed = Signal()
    """Emits when the founder closed it."""
    forget_wanted = Signal(str)
    """Emits the address of the person who is to be forgotten, after it was confirmed."""

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
        self._shown: tuple[Lead, str] | None = None

    def show_lead(self, lead: Lead, list_name: str = "") -> None:
        """Show another lead, in the list of this name."""
        if (lead, list_name) == self._shown:
            return
        self._shown = (lead, list_name)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        if lead.suppressed:
            column.addWidget(Panel(Tone.WARNING, self.tr("On your do-not-contact list")))
        pairs = [(field_words(field), getattr(lead, field.value)) for field in LeadField]
        pairs += [
            (self.tr("Country"), country_words(lead.country) if lead.country else ""),
            (self.tr("Worth knowing"), _flags(lead)),
            (self.tr("Verification"), verification_words(lead.verification)),
            (self.tr("Tags"), ", ".join(lead.tags)),
            (self.tr("List"), list_name),
        ]
        pairs += [(f"{{{{{name}}}}}", value) for name, value in lead.custom.items()]
        for name, value in pairs:
            if value:
                column.addLayout(_pair(name, value))
        forget = LinkButton(self.tr("Forget this person…"))
        forget.setObjectName("forget_lead")
        forget.setToolTip(self.tr("For whoever asks you to erase what you know about them"))
        forget.clicked.connect(self._ask_to_forget)
        column.addWidget(forget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)  # which `setWidget` has switched on

    @Slot()
    def _ask_to_forget(self) -> None:
        if self._shown is None:
            return
        email = self._shown[0].email
        dialog = AskDialog(
            self.tr("Forget {email}?").format(email=email),
            self.tr(
                "This address and everything known about the person goes from every list, from "
                "the history and from the record of launches. What stays is a salted hash of the "
                "address: it says nothing about the person, and lets a later import leave them "
                "out. This cannot be undone."
            ),
            self.tr("Forget {email}").format(email=email),
            danger=True,
            parent=self.window(),
        )
        dialog.setObjectName("forget_dialog")
        dialog.accepted.connect(partial(self.forget_wanted.emit, email))
        dialog.open()


def _flags(lead: Lead) -> str:
    return "\n".join(flag_words(flag) for flag in LeadFlag if flag in lead.flags)


def _pair(name: str, value: str) -> QVBoxLayout:
    pair = QVBoxLayout()
    pair.setSpacing(SPACE_1)
    pair.addWidget(Label(name, Text.SMALL, muted=True))
    text = Label(value, wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    pair.addWidget(text)
    return pair
