from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import Heard, find
from vibe_desktop.app.container import Container
from vibe_desktop.domain.identity import Identity
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.welcome import make
from vibe_desktop.ui.widgets.checklist import ChecklistItem

Show = Callable[[QWidget], None]


def items(view: QWidget) -> list[str]:
    return [item.accessibleName() for item in view.findChildren(ChecklistItem)]


def words(view: QWidget) -> str:
    labels = view.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(view))


def test_on_the_first_day_everything_is_still_to_do(
    screen_context: ScreenContext, show: Show
) -> None:
    view = make(screen_context)
    show(view)
    assert items(view) == ["Keys: to do", "Who writes: to do", "First campaign: to do"]


def test_what_is_set_up_gets_its_tick_at_once(
    screen_context: ScreenContext,
    show: Show,
    services: Container,
    make_campaign: Callable[..., str],
    rest: Callable[[], None],
) -> None:
    view = make(screen_context)
    show(view)
    make_campaign()
    identity = Identity("Ada Lovelace", "Analytical Ltd", "1 St James's Square, London")
    screen_context.jobs.submit(lambda work: services.identity.save(identity, work))
    rest()
    assert items(view) == ["Keys: to do", "Who writes: done", "First campaign: done"]
    assert "You have 1 campaign." in words(view)


def test_the_way_to_who_writes_leads_to_that_part_of_the_settings(
    screen_context: ScreenContext, show: Show, heard: Heard, qtbot: QtBot
) -> None:
    view = make(screen_context)
    show(view)
    qtbot.mouseClick(find(view, QPushButton, "edit_identity"), Qt.MouseButton.LeftButton)
    assert heard.places == [Destination(Screen.SETTINGS, part="identity")]


def test_the_sandbox_is_one_click_away_where_the_app_can_start_itself_again(
    screen_context: ScreenContext, show: Show, qtbot: QtBot
) -> None:
    asked: list[bool] = []
    context = replace(screen_context, relaunch_in_sandbox=lambda: asked.append(True))
    view = make(context)
    show(view)
    qtbot.mouseClick(find(view, QPushButton, "try_sandbox"), Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_else_it_says_how_to_start_it(screen_context: ScreenContext, show: Show) -> None:
    view = make(screen_context)
    show(view)
    assert "--sandbox" in words(view)


def test_in_the_sandbox_it_asks_for_no_key(
    screen_context: ScreenContext, show: Show, heard: Heard, qtbot: QtBot
) -> None:
    view = make(replace(screen_context, sandbox=True))
    show(view)
    assert "You are in the sandbox" in words(view)
    assert view.findChild(QWidget, "openai_key") is None
    qtbot.mouseClick(find(view, QPushButton, "start_campaign"), Qt.MouseButton.LeftButton)
    assert heard.places == [Destination(Screen.WIZARD)]


def test_what_a_key_is_can_be_asked(
    screen_context: ScreenContext, show: Show, qtbot: QtBot
) -> None:
    view = make(screen_context)
    show(view)
    assert "A key is a password" not in words(view)
    qtbot.mouseClick(find(view, QPushButton, "what_is_a_key"), Qt.MouseButton.LeftButton)
    assert "A key is a password" in words(view)


def test_every_control_has_a_name(
    screen_context: ScreenContext, show: Show, nameless: Callable[[QWidget], list[str]]
) -> None:
    view = make(screen_context)
    show(view)
    assert nameless(view) == []
