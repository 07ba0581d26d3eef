"""From the mailboxes to a launch, and what comes after it."""

from PySide6.QtWidgets import QDialog, QLineEdit, QTableView, QWidget

from tests.screenshots.stage import Stage
from tests.support.lead_files import GERMAN_BASIS
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.sandbox.info import ask
from vibe_desktop.ui.analytics.changing import ChangeDialog
from vibe_desktop.ui.leads.finding_view import FindingDialog
from vibe_desktop.ui.leads.verifying_view import VerifyingDialog
from vibe_desktop.ui.navigation import Screen
from vibe_desktop.ui.stopping import StopDialog, StopQuestion
from vibe_desktop.ui.wizard.launching_view import LaunchStep
from vibe_desktop.ui.wizard.mailbox_list import MailboxList
from vibe_desktop.ui.wizard.sending_view import SendingStep


def play(stage: Stage, ids: dict[str, str]) -> None:
    """Play the scenes, in the order in which a founder comes to them."""
    _mailboxes(stage)
    _sending(stage, ids)
    _launching(stage, ids)
    _afterwards(stage, ids)
    _finding(stage)
    _verifying(stage)
    _stopping(stage)


def _mailboxes(stage: Stage) -> None:
    stage.go(Screen.MAILBOXES, "")
    table = stage.find(QTableView, "mailboxes_table")
    for row in range(min(5, table.model().rowCount())):
        table.selectRow(row)
        stage.wait()
        stage.shoot(f"mailboxes-row-{row}")
    table.selectAll()
    stage.pause(100)
    stage.shoot("mailboxes-all")
    stage.click("warmup_off")
    stage.shoot("mailboxes-warmup-off")
    table.selectAll()
    stage.click("warmup_on")
    sandbox = stage.app.container.sandbox
    assert sandbox is not None
    ask(sandbox.info, "POST", "/faults", {"path": "accounts", "status": 502, "times": None})
    stage.click("refresh_mailboxes")
    stage.shoot("mailboxes-failed")
    ask(sandbox.info, "DELETE", "/faults")
    stage.click("refresh_mailboxes")


def _sending(stage: Stage, ids: dict[str, str]) -> None:
    stage.go(Screen.WIZARD, ids[WizardStep.SENDING.value])
    page = next(one for one in stage.app.window.findChildren(SendingStep) if one.isVisible())
    stage.from_top_to_bottom(page, "sending")
    senders = page.findChild(MailboxList)
    assert senders is not None
    unfit = [box for box in senders._shown[0] if not box.healthy] if senders._shown else []
    if unfit:
        senders.ask(unfit[0].email)
        dialog = senders.findChild(QDialog, "override_dialog")
        assert dialog is not None
        stage.over(dialog, "sending-override")


def _launching(stage: Stage, ids: dict[str, str]) -> None:
    stage.go(Screen.WIZARD, ids[WizardStep.LAUNCH.value])
    page = next(one for one in stage.app.window.findChildren(LaunchStep) if one.isVisible())
    stage.from_top_to_bottom(page, "launch-open")
    stage.find(QLineEdit, "basis_DE").setText("no")
    stage.click("keep_basis_DE")
    stage.show(stage.find(QLineEdit, "basis_DE"))
    stage.pause(100)
    stage.shoot("launch-basis-refused")
    stage.find(QLineEdit, "basis_DE").setText(GERMAN_BASIS)
    stage.click("keep_basis_DE")
    stage.from_top_to_bottom(page, "launch-answered")


def _afterwards(stage: Stage, ids: dict[str, str]) -> None:
    stage.go(Screen.ANALYTICS, ids["young"])
    stage.click("ask_sending")
    stage.shoot("sending-why")
    stage.click("change_mails")
    change = stage.app.window.findChild(ChangeDialog)
    assert change is not None
    stage.over(change, "change-question")
    stage.go(Screen.REVIEW, ids[WizardStep.SENDING.value])
    stage.click("send_test_mail")
    trial = stage.app.window.findChild(QDialog, "trial_dialog")
    assert trial is not None
    stage.over(trial, "test-mail", close=False)
    to = trial.findChild(QLineEdit, "trial_to")
    assert to is not None
    to.setText("founder@example.com")
    trial.deed_button.click()  # type: ignore[attr-defined] # every question has one
    stage.over(trial, "test-mail-sent")


def _finding(stage: Stage) -> None:
    stage.go(Screen.LEADS, "")
    stage.click("find_people")
    stage.wait()
    finder = stage.app.window.findChild(FindingDialog)
    assert finder is not None
    stage.over(finder, "find-people", close=False)
    finder.buy_button.click()
    stage.over(finder, "find-confirm", close=False)
    spend = finder.findChild(QWidget, "confirm_spend")
    assert spend is not None
    spend.click()  # type: ignore[attr-defined] # a button
    stage.wait()
    stage.over(finder, "find-done")


def _verifying(stage: Stage) -> None:
    stage.go(Screen.LEADS, "")
    table = stage.find(QTableView, "leads_table")
    table.selectRow(0)
    stage.wait()
    stage.click("verify_leads")
    dialog = stage.app.window.findChild(VerifyingDialog)
    assert dialog is not None
    stage.over(dialog, "verify-offer", close=False)
    dialog.deed_button.click()
    stage.over(dialog, "verify-confirm", close=False)
    dialog.deed_button.click()
    stage.pause(3000)
    stage.wait()
    stage.over(dialog, "verify-done")


def _stopping(stage: Stage) -> None:
    stage.go(Screen.CAMPAIGNS, "")
    stage.click("stop_everything_button")
    question = stage.app.window.findChild(StopQuestion)
    assert question is not None
    stage.over(question, "stop-question", close=False)
    sandbox = stage.app.container.sandbox
    assert sandbox is not None
    ask(sandbox.info, "POST", "/faults", {"path": "pause", "status": 500, "times": None})
    question.deed_button.click()
    stage.wait()
    dialog = stage.app.window.findChild(StopDialog)
    assert dialog is not None
    stage.over(dialog, "stop-not-stopped", close=False)
    ask(sandbox.info, "DELETE", "/faults")
    dialog.again_button.click()
    stage.wait()
    stage.over(dialog, "stop-done")
    stage.shoot("campaigns-stopped")
