"""Send a test mail: which mail, through which mailbox, to whom; and what came of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.fields import ChoiceBox, Field
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.words import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vibe_desktop.domain.errors import Trouble
    from vibe_desktop.domain.leads import Lead
    from vibe_desktop.domain.mailboxes import Mailbox
    from vibe_desktop.domain.trial_mails import TrialMail
    from vibe_desktop.domain.variants import Variant
    from vibe_desktop.ui.context import ScreenContext

_TO = "review/test_mail_to"
_FROM = "review/test_mail_mailbox"


@dataclass(frozen=True, slots=True)
class TrialChoice:
    """What can be sent.

    Attributes:
        mails: The mails of the campaign.
        chosen: Id of the mail that is on screen.
        lead: Whom the previews are filled in for.
        real: Whether that is a lead of the campaign.
    """

    mails: "Sequence[Variant]"
    chosen: str
    lead: "Lead"
    real: bool


class TrialDialog(AskDialog):
    """Stays open after sending, so that the next step can be tried too."""

    def __init__(
        self, context: "ScreenContext", choice: TrialChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(_tr("Send a test mail"), _rendered_for(choice), _tr("Send"), parent=parent)
        self.setObjectName("trial_dialog")
        self._context = context
        self._choice = choice
        self.deed_button.clicked.disconnect()
        self.deed_button.clicked.connect(self.send)
        self.cancel_button.setText(_tr("Close"))
        self.mail_box = ChoiceBox(24)
        self.mail_box.setObjectName("trial_mail")
        for mail in choice.mails:
            self.mail_box.addItem(_mail_name(mail), mail.id)
        self.mail_box.setCurrentIndex(max(0, self.mail_box.findData(choice.chosen)))
        self.body.addWidget(Field(_tr("Mail"), self.mail_box))
        self.mailbox_box = ChoiceBox(24)
        self.mailbox_box.setObjectName("trial_mailbox")
        self._mailbox = Field(_tr("From"), self.mailbox_box, _tr("Reading your mailboxes"))
        self.body.addWidget(self._mailbox)
        self.to_edit = QLineEdit(str(context.state.value(_TO, "")))
        self.to_edit.setObjectName("trial_to")
        self.to_edit.setPlaceholderText("you@example.com")
        self.to_edit.textChanged.connect(self._typed)
        self._to = Field(_tr("To"), self.to_edit, _tr("Your own address; it is remembered."))
        self.body.addWidget(self._to)
        self._busy = BusyBar()
        self.body.addWidget(self._busy)
        self.outcome = Panel(Tone.INFO)
        self.outcome.setObjectName("trial_outcome")
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self._sending = False
        self._typed("")
        self.to_edit.setFocus()
        services = context.services
        job = context.jobs.submit(
            lambda work: services.mailboxes.list(work), title=_tr("Reading your mailboxes")
        )
        job.succeeded.connect(self._listed)

    @Slot(object)
    def _listed(self, mailboxes: "Sequence[Mailbox]") -> None:
        healthy_first = sorted(mailboxes, key=lambda box: (not box.healthy, box.email))
        for box in healthy_first:
            words = box.email if box.healthy else f"{box.email} ({box.trouble})"
            self.mailbox_box.addItem(words, box.email)
        before = self.mailbox_box.findData(str(self._context.state.value(_FROM, "")))
        self.mailbox_box.setCurrentIndex(max(0, before))
        self._mailbox.set_hint(
            "" if mailboxes else _tr("No mailbox is known yet. Refresh them on the mailbox screen.")
        )
        self._typed("")

    @Slot(str)
    def _typed(self, _text: str) -> None:
        ready = bool(self.to_edit.text().strip()) and self.mailbox_box.count() > 0
        self.deed_button.setEnabled(ready and not self._sending)
        self._to.set_error("")

    @Slot()
    def send(self) -> None:
        """Send the mail that is chosen, once."""
        services, row = self._context.services, self._choice.lead.row if self._choice.real else 0
        mail, mailbox = str(self.mail_box.currentData()), str(self.mailbox_box.currentData())
        to = self.to_edit.text().strip()
        self._context.state.setValue(_TO, to)
        self._context.state.setValue(_FROM, mailbox)
        self._sending = True
        self._typed("")
        self.outcome.hide()
        job = self._context.jobs.submit(
            lambda work: services.trial_mails.send(mail, row, mailbox, to, work),
            lane=Lane.REMOTE,
            title=_tr("Sending the test mail"),
            key="trial-mail",
        )
        job.succeeded.connect(self._sent)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._busy.follow(job, _tr("Sending the test mail"))

    @Slot(object)
    def _sent(self, sent: "TrialMail") -> None:
        more = _tr("“{subject}”, sent {moment}.").format(
            subject=sent.subject, moment=when(sent.sent_at)
        )
        if sent.missing:
            fields = ", ".join(sent.missing)
            more += " " + _tr("This lead has nothing for: {fields}.").format(fields=fields)
        self.outcome.set(
            Tone.SUCCESS if not sent.missing else Tone.WARNING,
            _tr("Sent to {address}.").format(address=sent.to),
            more,
        )
        self.outcome.show()

    @Slot(object)
    def _failed(self, trouble: "Trouble") -> None:
        if isinstance(trouble, InvalidInput) and trouble.field == "to":
            self._to.set_error(trouble.what)
            self.to_edit.setFocus()
            return
        words = f"{trouble.safe} {trouble.next_step}".strip()
        self.outcome.set(Tone.DANGER, trouble.what, words)
        self.outcome.show()

    @Slot()
    def _finished(self) -> None:
        self._sending = False
        ready = bool(self.to_edit.text().strip()) and self.mailbox_box.count() > 0
        self.deed_button.setEnabled(ready)


def _rendered_for(choice: TrialChoice) -> str:
    if not choice.real:
        return _tr("The mail as an invented lead would get it: the campaign has no leads yet.")
    return _tr("The mail exactly as {email} would get it, footer included.").format(
        email=choice.lead.email
    )


def _mail_name(mail: "Variant") -> str:
    if mail.follow_up:
        return _tr("Follow-up {number}").format(number=mail.follow_up)
    return _tr("Mail {letter}: {subject}").format(letter=mail.letter, subject=mail.current.subject)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrialDialog", text)
