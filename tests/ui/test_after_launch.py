"""What the window offers after a launch, over real services and the sandbox."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.campaign_edits import EditScope, EditState
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.ui.analytics.changing import ChangeDialog
from vibe_desktop.ui.analytics.sending import SendingLine, SendingPresenter
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.review.trial import TrialChoice, TrialDialog
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.stopping import StopDialog, ask_to_stop

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


@pytest.fixture
def sandbox(sandbox: RunningSandbox) -> RunningSandbox:
    """At a time whose weekdays are always the same."""
    sandbox.set_clock("2026-03-02T06:00:00Z")
    return sandbox


@pytest.fixture
def environment(connected: Environment) -> Environment:
    return connected


# -- stop everything -------------------------------------------------------------------------------


def test_one_confirmation_stops_everything_and_shows_the_proof(
    screen_context: ScreenContext,
    services: Container,
    launched_id: str,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    question = ask_to_stop(screen_context, window)
    assert "Every campaign in your Instantly workspace is paused" in words_on(question)
    question.accept()
    (dialog,) = window.findChildren(StopDialog)
    assert "Nothing is confirmed yet" in words_on(dialog)
    rest()
    assert "Stopped. 1 campaign was read back at Instantly" in words_on(dialog)
    assert "Stopped: read back at Instantly today" in words_on(dialog)
    assert dialog.done_button.isVisibleTo(dialog)
    assert not dialog.again_button.isVisibleTo(dialog)
    assert services.campaigns.get(launched_id, work).status is CampaignStatus.PAUSED
    dialog.close()


def test_what_could_not_be_stopped_is_said_and_tried_again(
    screen_context: ScreenContext,
    sandbox: RunningSandbox,
    launched_id: str,
    qtbot: QtBot,
    rest: Rest,
) -> None:
    assert launched_id
    dialog = StopDialog(screen_context)
    qtbot.addWidget(dialog)
    dialog.show()
    sandbox.faults({"path": "/pause", "status": 403, "body": {"message": "no"}, "times": None})
    dialog.start()
    rest()
    assert "NOT STOPPED: the one campaign that sends could not be confirmed." in words_on(dialog)
    assert "app.instantly.ai" in words_on(dialog)
    assert dialog.again_button.isVisibleTo(dialog)
    sandbox.clear_faults()
    dialog.again_button.click()
    rest()
    assert "Stopped. 1 campaign was read back at Instantly" in words_on(dialog)


def test_a_stop_that_breaks_in_the_app_itself_is_never_taken_for_a_stop(
    screen_context: ScreenContext, qtbot: QtBot, rest: Rest
) -> None:
    broken = replace(screen_context, services=cast("Container", object()))
    dialog = StopDialog(broken)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    rest()
    assert "NOT STOPPED: something broke in this app." in words_on(dialog)
    assert dialog.again_button.isVisibleTo(dialog)


# -- why nothing is sent ---------------------------------------------------------------------------


def test_the_results_say_why_nothing_is_sent(
    screen_context: ScreenContext, launched_id: str, qtbot: QtBot, rest: Rest
) -> None:
    presenter = SendingPresenter(screen_context.services, screen_context.jobs)
    line = SendingLine(presenter)
    qtbot.addWidget(line)
    line.show()
    presenter.open(launched_id)
    assert "not asked yet" in words_on(line)
    line.ask_button.click()
    rest()
    assert "Sending: outside its hours" in words_on(line)
    assert "the next ones begin on Monday, 2 March at 09:00" in words_on(line)


# -- changing launched mails -----------------------------------------------------------------------


def test_the_question_is_asked_in_consequences_before_the_mails_open(
    screen_context: ScreenContext,
    services: Container,
    launched_id: str,
    heard: Heard,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ChangeDialog(screen_context, launched_id, window)
    dialog.show()
    assert not dialog.deed_button.isEnabled()
    rest()
    assert "were not written to yet" in words_on(dialog)
    assert "Nobody was written to yet" in words_on(dialog)
    dialog.everybody.setChecked(True)
    dialog.deed_button.click()
    rest()
    assert heard.places[-1] == Destination(Screen.REVIEW, launched_id)
    edit = services.edits.current(launched_id, work)
    assert edit is not None
    assert (edit.scope, edit.state) == (EditScope.IN_FLIGHT, EditState.PLANNED)
    assert services.campaigns.get(launched_id, work).editing


def test_a_change_is_written_and_applied_in_the_review(
    screen_context: ScreenContext,
    services: Container,
    launched_id: str,
    show: Show,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    services.edits.begin(launched_id, EditScope.NEW_ONLY, work)
    view = ReviewView(screen_context)
    view.arrive(Destination(Screen.REVIEW, launched_id))
    show(view)
    qtbot.waitUntil(lambda: len(view.review.editors) == 3)
    rest()
    assert view.change_panel.isVisibleTo(view)
    assert "for people not written to yet" in words_on(view.change_panel)
    mail = services.variants.list(launched_id, work)[0]
    services.variants.edit(mail.id, "Other subject", mail.current.body, work)
    view.change_panel.apply_button.click()
    rest()
    edit = services.edits.current(launched_id, work)
    assert edit is not None
    assert edit.state is EditState.DONE
    assert not view.change_panel.isVisibleTo(view)
    mails = services.variants.list(edit.new_campaign_id, work)
    assert mails[0].current.subject == "Other subject"


def test_a_change_that_is_dropped_locks_the_mails_again(
    screen_context: ScreenContext,
    services: Container,
    launched_id: str,
    show: Show,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    services.edits.begin(launched_id, EditScope.IN_FLIGHT, work)
    view = ReviewView(screen_context)
    view.arrive(Destination(Screen.REVIEW, launched_id))
    show(view)
    qtbot.waitUntil(lambda: len(view.review.editors) == 3)
    rest()
    view._change.drop()
    rest()
    assert not services.campaigns.get(launched_id, work).editing
    assert not view.change_panel.isVisibleTo(view)


# -- test mails ------------------------------------------------------------------------------------


def test_a_test_mail_is_sent_from_the_review_and_its_address_remembered(
    screen_context: ScreenContext,
    services: Container,
    sandbox: RunningSandbox,
    launched_id: str,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    mails = services.variants.list(launched_id, work)
    lead = services.leads.sample(launched_id, work)[0]
    choice = TrialChoice(mails, mails[1].id, lead, real=True)
    dialog = TrialDialog(screen_context, choice)
    qtbot.addWidget(dialog)
    dialog.show()
    rest()
    assert lead.email in words_on(dialog)
    assert not dialog.deed_button.isEnabled()
    dialog.to_edit.setText("nobody")
    dialog.deed_button.click()
    rest()
    assert "no address that a mail can be sent to" in words_on(dialog)
    dialog.to_edit.setText("me@own.example")
    dialog.deed_button.click()
    rest()
    assert "Sent to me@own.example." in words_on(dialog)
    (asked,) = sandbox.requests(path="/emails/test")
    assert asked["body"]["to_address_email_list"] == "me@own.example"
    again = TrialDialog(screen_context, choice)
    qtbot.addWidget(again)
    rest()
    assert again.to_edit.text() == "me@own.example"


def test_an_error_of_the_mailbox_is_shown_with_what_to_do(
    screen_context: ScreenContext,
    services: Container,
    sandbox: RunningSandbox,
    launched_id: str,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    mails = services.variants.list(launched_id, work)
    lead = services.leads.sample(launched_id, work)[0]
    dialog = TrialDialog(screen_context, TrialChoice(mails, mails[0].id, lead, real=True))
    qtbot.addWidget(dialog)
    dialog.show()
    rest()
    sandbox.faults({"path": "/emails/test", "status": 200, "body": {"error": "ACC_AUTH_ERROR"}})
    dialog.to_edit.setText("me@own.example")
    dialog.deed_button.click()
    rest()
    assert "cannot log in" in words_on(dialog)
    assert "Reconnect the mailbox" in words_on(dialog)
