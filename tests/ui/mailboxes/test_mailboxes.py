"""The mailbox screen over the sandbox."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, tab_stops, words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.mailboxes import WarmupStatus
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.mailboxes import make
from vibe_desktop.ui.mailboxes.view import MailboxesView
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone

BROKEN = "old@sandbox-legacy.example"
WELL = "maya@try-sandbox.example"

Show = Callable[[QWidget], None]
Rest = Callable[[], None]


def opened(context: ScreenContext, show: Show) -> MailboxesView:
    view = make(context)
    assert isinstance(view, MailboxesView)
    show(view)
    return view


class TestWithoutKey:
    """Nothing was connected yet."""

    def test_it_says_how_to_connect_one_and_leads_to_the_key(
        self, screen_context: ScreenContext, show: Show, heard: Heard
    ) -> None:
        view = opened(screen_context, show)
        words = words_on(view)
        assert "No mailbox to send from yet" in words
        assert "At Instantly open Email Accounts" in words
        assert not view.table.isVisible()
        view.settings_button.click()
        assert heard.places == [Destination(Screen.SETTINGS)]

    def test_every_control_has_a_name(
        self,
        screen_context: ScreenContext,
        show: Show,
        nameless: Callable[[QWidget], list[str]],
    ) -> None:
        assert nameless(opened(screen_context, show)) == []


class TestWithMailboxes:
    """The sandbox has three healthy mailboxes and a broken one."""

    @pytest.fixture
    def environment(self, connected: Environment) -> Environment:
        return connected

    @pytest.fixture
    def view(self, screen_context: ScreenContext, show: Show, rest: Rest) -> MailboxesView:
        """The screen, after it has asked Instantly by itself."""
        view = opened(screen_context, show)
        rest()
        return view

    def test_it_lists_them_with_their_health_in_words(self, view: MailboxesView) -> None:
        model = view.table.model
        assert model.rowCount() == 4
        rows = {
            str(model.index(row, 0).data()): [
                str(model.index(row, column).data()) for column in range(1, model.columnCount())
            ]
            for row in range(4)
        }
        assert rows[WELL] == ["Healthy", "On", "96 of 100", "50", "8 min", "Google", "In order"]
        assert rows[BROKEN][:3] == ["Broken", "Off", "41 of 100"]
        assert rows[BROKEN][-1] == "No DKIM, DMARC"
        assert "As of today" in words_on(view)

    def test_the_details_say_what_is_wrong_and_what_to_do(self, view: MailboxesView) -> None:
        choose(view, BROKEN)
        words = words_on(view.details)
        assert "Cannot be reached" in words
        assert "Reconnect it at Instantly, with its password or sign-in." in words
        assert "Its mail server said: 535 5.7.8 Username and password not accepted" in words
        assert "DKIM is missing" in words
        assert "DMARC is missing" in words

    def test_a_healthy_domain_is_said_to_be_in_order(self, view: MailboxesView) -> None:
        choose(view, WELL)
        words = words_on(view.details)
        assert "All in order." in words
        assert "50; Instantly recommends 30 campaign mails a day" in words

    def test_warm_up_is_switched_off_and_on_for_those_chosen(
        self,
        view: MailboxesView,
        rest: Rest,
        services: Container,
        work: RecordingWork,
        heard: Heard,
    ) -> None:
        choose(view, WELL)
        view.table.off_button.click()
        assert not view.refresh_button.isEnabled()
        rest()
        assert status(services, work, WELL) is WarmupStatus.PAUSED
        assert heard.notices[-1].tone is Tone.SUCCESS
        assert heard.notices[-1].text == "Warm-up is off for 1 mailbox"
        assert not view.table.off_button.isEnabled()
        view.table.table.selectAll()
        view.table.on_button.click()
        rest()
        assert heard.notices[-1].text == "Warm-up is on for 2 mailboxes"
        assert status(services, work, WELL) is WarmupStatus.ACTIVE
        assert status(services, work, BROKEN) is WarmupStatus.ACTIVE

    def test_what_instantly_did_not_do_is_not_called_done(
        self, view: MailboxesView, rest: Rest, heard: Heard, sandbox: RunningSandbox
    ) -> None:
        job = {"id": "675266e304a8e55b17f0228b", "status": "failed", "progress": 0}
        sandbox.faults({"path": "warmup/disable", "status": 200, "body": job})
        choose(view, WELL)
        view.table.off_button.click()
        rest()
        assert heard.notices[-1].tone is Tone.WARNING
        assert WELL in heard.notices[-1].text
        assert heard.notices[-1].lasting

    def test_offline_the_last_state_stays_and_the_trouble_is_said(
        self, view: MailboxesView, rest: Rest, sandbox: RunningSandbox
    ) -> None:
        sandbox.faults({"path": "/accounts", "status": 401, "times": 9})
        view.refresh()
        rest()
        assert view.table.model.rowCount() == 4
        assert "What is shown is the last known state." in words_on(view)

    def test_a_part_that_fails_alone_is_named(
        self, view: MailboxesView, rest: Rest, sandbox: RunningSandbox
    ) -> None:
        sandbox.faults({"path": "vitals", "status": 403, "times": 9})
        view.refresh()
        rest()
        words = words_on(view)
        assert "Not everything could be refreshed" in words
        assert "The records of your domains could not be refreshed" in words
        choose(view, WELL)
        assert "All in order." in words_on(view.details)

    def test_it_can_be_used_by_keyboard_alone(
        self, view: MailboxesView, qtbot: QtBot, rest: Rest
    ) -> None:
        view.table.table.setFocus()
        qtbot.keyClick(view.table.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        first = view.table.current
        qtbot.keyClick(view.table.table, Qt.Key.Key_Down)
        assert view.table.current != first
        stops = tab_stops(view)
        choose(view, WELL)
        assert view.table.off_button in stops
        assert view.table.on_button in stops
        assert view.refresh_button in stops
        assert view.table.search in stops
        qtbot.keyClick(view.table.off_button, Qt.Key.Key_Return)
        rest()
        choose(view, WELL)
        assert not view.table.off_button.isEnabled()

    def test_every_control_has_a_name(
        self, view: MailboxesView, nameless: Callable[[QWidget], list[str]]
    ) -> None:
        assert nameless(view) == []

    def test_it_fits_a_small_window(self, view: MailboxesView) -> None:
        view.resize(680, 560)
        QApplication.processEvents()
        assert view.scroll_area is not None
        content = view.scroll_area.widget()
        assert content is not None
        assert content.width() <= view.scroll_area.viewport().width()
        assert not view.table.table.isColumnHidden(0)
        assert not view.table.table.isColumnHidden(1)

    def test_what_is_fresh_is_not_asked_for_again(
        self, view: MailboxesView, rest: Rest, sandbox: RunningSandbox
    ) -> None:
        before = len(sandbox.requests())
        view.leave()
        view.enter()
        rest()
        assert len(sandbox.requests()) == before

    def test_find_narrows_the_table(self, view: MailboxesView) -> None:
        field = view.find_field()
        assert field is view.table.search
        view.table.search.setText("broken")
        assert view.table.table.model().rowCount() == 1


def choose(view: MailboxesView, email: str) -> None:
    table = view.table.table
    model = table.model()
    row = next(n for n in range(model.rowCount()) if model.index(n, 0).data() == email)
    table.selectRow(row)
    QApplication.processEvents()  # what a layout was given is shown with the next events


def status(services: Container, work: RecordingWork, email: str) -> WarmupStatus:
    return next(box.warmup_status for box in services.mailboxes.list(work) if box.email == email)
