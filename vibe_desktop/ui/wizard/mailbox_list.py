"""The mailboxes with a check box each and how they do in words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.campaigns import CampaignSetup
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.wizard import senders
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.mailbox_words import health_words
from vibe_desktop.ui.widgets.pills import StatusPill

_LONGEST_ADDRESS = 40
"""Characters of an address that are shown; the tool tip has it whole."""


class MailboxList(QWidget):
    """Every known mailbox; one that should not send says why, and sends only on insistence."""

    chosen = Signal(str, bool)
    """Emits an address and whether it should send (a wish)."""
    override_requested = Signal(str)
    """Emits the address of an unhealthy mailbox that shall send all the same (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Mailboxes"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._boxes: dict[str, QCheckBox] = {}
        self._shown: tuple[tuple[Mailbox, ...], frozenset[str]] | None = None

    def show_mailboxes(self, mailboxes: tuple[Mailbox, ...], setup: CampaignSetup) -> None:
        """Show these, ticked as the setup says."""
        insisted = frozenset(setup.overrides)
        if (mailboxes, insisted) != self._shown:
            focused = next((email for email, box in self._boxes.items() if box.hasFocus()), "")
            self._shown = mailboxes, insisted
            self._rebuild(mailboxes, insisted)
            if focused in self._boxes:
                self._boxes[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        sending = {box.email for box in senders(setup, mailboxes)}
        for email, box in self._boxes.items():
            box.setChecked(email in sending)

    def ask(self, email: str) -> None:
        """Ask once whether a mailbox shall send although it is not healthy."""
        from vibe_desktop.ui.widgets.dialogs import AskDialog

        mailboxes = self._shown[0] if self._shown else ()
        box = next((one for one in mailboxes if one.email == email), None)
        if box is None:
            return
        dialog = AskDialog(
            self.tr("Send from {email} all the same?").format(email=email),
            self.tr(
                "Instantly says: {trouble}. Its mails may land in spam, bounce or not leave at "
                "all, and that can harm your other mailboxes of {domain} too. The check before "
                "the launch will remind you."
            ).format(trouble=box.trouble, domain=box.domain),
            self.tr("Send from it"),
            danger=True,
            parent=self,
        )
        dialog.setObjectName("override_dialog")
        dialog.setProperty("email", email)
        dialog.accepted.connect(self._insisted)
        dialog.open()

    def _rebuild(self, mailboxes: tuple[Mailbox, ...], insisted: frozenset[str]) -> None:
        clear(self._column)
        self._boxes = {}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, mailbox in enumerate(mailboxes):
            self._add_line(grid, row, mailbox, insisted=mailbox.email in insisted)
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

    def _add_line(self, grid: QGridLayout, row: int, mailbox: Mailbox, *, insisted: bool) -> None:
        insisted = insisted and not mailbox.healthy and not mailbox.dead
        box = QCheckBox(self._short(mailbox.email))
        box.setAccessibleName(mailbox.email)
        box.setToolTip(mailbox.email)
        box.setEnabled(mailbox.healthy or insisted)
        box.setProperty("email", mailbox.email)
        health = self._health(mailbox)
        box.setAccessibleDescription(health)
        box.clicked.connect(self._clicked)
        self._boxes[mailbox.email] = box
        said = QVBoxLayout()
        said.setContentsMargins(SPACE_6, 0, 0, SPACE_2)
        said.setSpacing(0)
        said.addWidget(Label(health, Text.SMALL, muted=True, wrap=True))
        if not mailbox.healthy and not mailbox.dead and not insisted:
            button = LinkButton(self.tr("Send from it all the same…"))
            button.setAccessibleName(
                self.tr("Send from {email} all the same").format(email=mailbox.email)
            )
            button.setAccessibleDescription(health)
            button.setProperty("email", mailbox.email)
            button.clicked.connect(self._override_clicked)
            said.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        pill = _pill(self, mailbox, insisted=insisted)
        grid.addWidget(box, 2 * row, 0)
        grid.addWidget(pill, 2 * row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addLayout(said, 2 * row + 1, 0, 1, 2)

    def _short(self, email: str) -> str:
        """An address that has room beside its health in a narrow window."""
        metrics = self.fontMetrics()
        room = metrics.averageCharWidth() * _LONGEST_ADDRESS
        return metrics.elidedText(email, Qt.TextElideMode.ElideMiddle, room)

    def _health(self, mailbox: Mailbox) -> str:
        if not mailbox.healthy:
            words = f"{mailbox.trouble}. {mailbox.remedy}".strip()
            return words[0].upper() + words[1:]
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

    @Slot()
    def _override_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LinkButton):
            self.ask(button.property("email"))

    @Slot()
    def _insisted(self) -> None:
        dialog = self.sender()
        if dialog is not None:
            email: str = dialog.property("email")
            self.override_requested.emit(email)


def _pill(parent: MailboxList, mailbox: Mailbox, *, insisted: bool) -> StatusPill:
    if insisted:
        return StatusPill(parent.tr("Your decision"), Tone.WARNING)
    return StatusPill(*health_words(mailbox))
