"""The mailboxes with a check box each and how they do in words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.campaigns import CampaignSetup
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.wizard import senders
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.pills import StatusPill


class MailboxList(QWidget):
    """Every known mailbox; those that should not send cannot be chosen, and say why."""

    chosen = Signal(str, bool)
    """Emits an address and whether it should send (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Mailboxes"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._boxes: dict[str, QCheckBox] = {}
        self._shown: tuple[Mailbox, ...] | None = None

    def show_mailboxes(self, mailboxes: tuple[Mailbox, ...], setup: CampaignSetup) -> None:
        """Show these, ticked as the setup says."""
        if mailboxes != self._shown:
            self._shown = mailboxes
            self._rebuild(mailboxes)
        sending = {box.email for box in senders(setup, mailboxes)}
        for email, box in self._boxes.items():
            box.setChecked(email in sending)

    def _rebuild(self, mailboxes: tuple[Mailbox, ...]) -> None:
        clear(self._column)
        self._boxes = {}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        for row, mailbox in enumerate(mailboxes):
            self._add_line(grid, row, mailbox)
        self._column.addWidget(table)
        if not mailboxes:
            self._column.addWidget(
                Hint(
                    self.tr(
                        "No mailbox is known yet. Connect one at Instantly and let it warm up for "
                        "two to three weeks, then refresh."
                    )
                )
            )

    def _add_line(self, grid: QGridLayout, row: int, mailbox: Mailbox) -> None:
        box = QCheckBox(mailbox.email)
        box.setEnabled(mailbox.healthy)
        box.setProperty("email", mailbox.email)
        health = self._health(mailbox)
        box.setAccessibleDescription(health)
        box.clicked.connect(self._clicked)
        self._boxes[mailbox.email] = box
        words = Label(health, Text.SMALL, muted=True, wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        pill = (
            StatusPill(self.tr("Healthy"), Tone.SUCCESS)
            if mailbox.healthy
            else StatusPill(self.tr("Not fit"), Tone.WARNING)
        )
        grid.addWidget(box, row, 0)
        grid.addWidget(words, row, 1)
        grid.addWidget(pill, row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _health(self, mailbox: Mailbox) -> str:
        if not mailbox.healthy:
            return mailbox.trouble[0].upper() + mailbox.trouble[1:]
        words = self.tr("warm-up {score}/100").format(score=mailbox.warmup_score)
        if mailbox.daily_limit is not None:
            words = self.tr("{warmup}, {limit} mails a day").format(
                warmup=words, limit=mailbox.daily_limit
            )
        return words[0].upper() + words[1:]

    @Slot(bool)
    def _clicked(self, wanted: bool) -> None:  # noqa: FBT001 - as the signal has it
        box = self.sender()
        if isinstance(box, QCheckBox):
            email: str = box.property("email")
            self.chosen.emit(email, wanted)
