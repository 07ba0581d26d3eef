"""The last step, against the sandbox over HTTP."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, find, tab_stops, words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.identity import Identity
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.wizard.launching import Phase
from vibe_desktop.ui.wizard.launching_view import LaunchStep
from vibe_desktop.ui.wizard.mailbox_list import MailboxList
from vibe_desktop.ui.wizard.view import WizardView
from vibe_desktop.ui.wizard.writing_view import WritingStep

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


@pytest.fixture
def environment(connected: Environment) -> Environment:
    return connected


@pytest.fixture
def at_launch(
    screen_context: ScreenContext,
    show: Show,
    services: Container,
    written_campaign: str,
    rest: Rest,
    work: RecordingWork,
) -> WizardView:
    """The wizard at its last step, with everything approved and mailboxes known."""
    services.mailboxes.refresh(work)
    for variant in services.variants.list(written_campaign, work):
        services.variants.approve(variant.id, work)
    view = WizardView(screen_context)
    view.arrive(Destination(Screen.WIZARD, written_campaign))
    show(view)
    view._presenter.go_to(WizardStep.LAUNCH)
    rest()
    return view


def phase(view: WizardView) -> Phase:
    return view._launch.state.phase


def launch_step(view: WizardView) -> LaunchStep:
    return view.findChildren(LaunchStep)[0]


def test_the_button_wakes_up_when_the_number_of_recipients_is_typed(
    at_launch: WizardView, qtbot: QtBot
) -> None:
    step = launch_step(at_launch)
    assert step.launch_button.text() == "Launch to 3 people"
    assert not step.launch_button.isEnabled()
    qtbot.keyClicks(step.typed, "30")
    assert not step.launch_button.isEnabled()
    step.typed.clear()
    qtbot.keyClicks(step.typed, "3")
    assert step.launch_button.isEnabled()


def test_a_launch_ends_with_the_results_one_click_away(
    at_launch: WizardView, qtbot: QtBot, rest: Rest, heard: Heard, sandbox: RunningSandbox
) -> None:
    step = launch_step(at_launch)
    qtbot.keyClicks(step.typed, "3")
    step.launch_button.click()
    rest()
    assert phase(at_launch) is Phase.LAUNCHED
    assert step.results_button.isVisibleTo(at_launch)
    step.results_button.click()
    campaign_id = at_launch._presenter.campaign_id
    assert heard.places[-1] == Destination(Screen.ANALYTICS, campaign_id)
    assert len(sandbox.requests(path="/campaigns")) > 0


def test_enter_in_the_confirmation_launches_and_presses_nothing_else(
    at_launch: WizardView, qtbot: QtBot, rest: Rest
) -> None:
    step = launch_step(at_launch)
    step.typed.setFocus()
    qtbot.keyClicks(step.typed, "3")
    qtbot.keyClick(step.typed, Qt.Key.Key_Return)
    assert phase(at_launch) is Phase.RUNNING
    assert not isinstance(at_launch.focusWidget(), Button)
    rest()
    assert phase(at_launch) is Phase.LAUNCHED
    assert step.results_button.hasFocus()


def test_the_launch_button_is_in_sight_in_a_small_window(at_launch: WizardView) -> None:
    at_launch.resize(692, 480)
    step = launch_step(at_launch)
    seen = step.launch_button.visibleRegion().boundingRect().size()
    assert seen == step.launch_button.size()
    assert seen.width() >= step.launch_button.sizeHint().width()


def test_a_launch_that_was_stopped_goes_on_where_it_stopped(
    at_launch: WizardView, qtbot: QtBot, rest: Rest, sandbox: RunningSandbox
) -> None:
    launch = at_launch._launch
    step = launch_step(at_launch)
    qtbot.keyClicks(step.typed, "3")
    step.launch_button.click()
    qtbot.waitUntil(lambda: launch.state.launch is not None, timeout=10_000)
    launch.stop()
    rest()
    if phase(at_launch) is not Phase.LAUNCHED:  # it may have been quicker than the click
        assert step.resume_button.isVisibleTo(at_launch)
        step.resume_button.click()
        rest()
    assert phase(at_launch) is Phase.LAUNCHED
    made = [
        request
        for request in sandbox.requests(path="/api/v2/campaigns")
        if request["method"] == "POST" and request["path"].endswith("/campaigns")
    ]
    assert len(made) == 1


def test_after_the_launch_began_nothing_before_it_can_be_changed(
    at_launch: WizardView, qtbot: QtBot, rest: Rest
) -> None:
    step = launch_step(at_launch)
    qtbot.keyClicks(step.typed, "3")
    step.launch_button.click()
    rest()
    at_launch._presenter.go_to(WizardStep.AUDIENCE)
    audience = at_launch._views[WizardStep.AUDIENCE]
    assert not audience.findChildren(QPlainTextEdit)[0].isEnabled()
    assert audience.isEnabled()  # it still scrolls
    at_launch._presenter.go_to(WizardStep.COPY)
    rest()
    copy = at_launch._views[WizardStep.COPY]
    assert isinstance(copy, WritingStep)
    assert not copy.again_button.isVisible()
    card = copy.review.editors[0]
    assert card.text.isEnabled()
    assert card.text.isReadOnly()
    assert "these mails stay as they are" in words_on(copy)
    at_launch._presenter.go_to(WizardStep.LAUNCH)
    assert launch_step(at_launch).isEnabled()


def test_a_red_line_leads_to_where_it_is_put_right(
    at_launch: WizardView,
    services: Container,
    heard: Heard,
    rest: Rest,
    work: RecordingWork,
) -> None:
    services.identity.save(Identity(), work)
    at_launch._launch.check()
    rest()
    assert at_launch._launch.state.preflight is not None
    assert not at_launch._launch.state.ready
    step = launch_step(at_launch)
    step.fix_requested.emit("identity")
    assert heard.places[-1] == Destination(Screen.SETTINGS, part="identity")
    step.fix_requested.emit("variants")
    assert at_launch._presenter.state.step is WizardStep.COPY


def test_what_is_left_to_do_is_counted_and_tab_reaches_it_before_the_way_on(
    at_launch: WizardView, services: Container, rest: Rest, work: RecordingWork
) -> None:
    step = launch_step(at_launch)
    left = find(step, Label, "left_to_do")
    assert not left.isVisible()
    services.identity.save(Identity(), work)
    at_launch._launch.check()
    rest()
    checked = at_launch._launch.state.preflight
    assert checked is not None
    red = [item for item in checked.items if not item.ok]
    assert left.text().startswith(f"{sum(item.blocking for item in red)} thing")
    stops = tab_stops(at_launch)
    mine = [one for one in stops if step._check.isAncestorOf(one)]
    assert mine[0] is step.again_button
    assert len(mine) == 1 + len(red)
    places = [stops.index(one) for one in (*mine, at_launch.back_button)]
    assert places == sorted(places)


def test_a_refused_launch_says_what_is_safe_and_can_be_tried_again(
    at_launch: WizardView,
    qtbot: QtBot,
    rest: Rest,
    sandbox: RunningSandbox,
) -> None:
    sandbox.faults({"method": "POST", "path": "/api/v2/campaigns", "status": 400, "times": 1})
    step = launch_step(at_launch)
    qtbot.keyClicks(step.typed, "3")
    step.launch_button.click()
    rest()
    assert phase(at_launch) is Phase.FAILED
    assert step.resume_button.isVisibleTo(at_launch)
    step.resume_button.click()
    rest()
    assert phase(at_launch) is Phase.LAUNCHED


def test_only_healthy_mailboxes_can_send_and_the_last_one_stays(
    at_launch: WizardView, rest: Rest
) -> None:
    at_launch._presenter.go_to(WizardStep.SENDING)
    rest()
    boxes = at_launch.findChildren(MailboxList)[0]._boxes
    known = at_launch._presenter.state.standing.mailboxes
    healthy = [mailbox.email for mailbox in known if mailbox.healthy]
    assert 0 < len(healthy) < len(known)
    assert [email for email, box in boxes.items() if box.isChecked()] == healthy
    assert [email for email, box in boxes.items() if box.isEnabled()] == healthy
    for email in healthy:
        boxes[email].click()
    assert at_launch._presenter.state.draft.setup.mailboxes == (healthy[-1],)
    assert boxes[healthy[-1]].isChecked()
