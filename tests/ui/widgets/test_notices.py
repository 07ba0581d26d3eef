from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import find
from vibe_desktop.domain.errors import Unreachable
from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.buttons import IconButton, SecondaryButton
from vibe_desktop.ui.widgets.notice_bar import NoticeBar
from vibe_desktop.ui.widgets.notices import Notice, NoticeAction, Notices

Bar = tuple[Notices, NoticeBar]


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeManager) -> Bar:
    notices = Notices()
    bar = NoticeBar(notices)
    qtbot.addWidget(bar)
    return notices, bar


def texts(bar: NoticeBar) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in bar.findChildren(QLabel) if label.isVisibleTo(bar))


def test_what_is_said_before_a_window_listens_is_shown_later(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    notices = Notices()
    notices.warning("The keychain is locked.")
    bar = NoticeBar(notices)
    qtbot.addWidget(bar)
    assert bar.current is not None
    assert bar.current.text == "The keychain is locked."


def test_trouble_says_what_happened_what_is_safe_and_what_to_do(bar: Bar) -> None:
    notices, widget = bar
    notices.trouble(
        Unreachable("Instantly did not answer.", safe="Nothing was sent.", next_step="Try again.")
    )
    shown = texts(widget)
    assert "Instantly did not answer." in shown
    assert "Nothing was sent. Try again." in shown
    assert "unreachable" not in shown  # folded


def test_details_name_the_cause_but_not_its_message(bar: Bar) -> None:
    notices, widget = bar
    trouble = Unreachable("No answer.")
    trouble.__cause__ = OSError("secret-token-in-the-message")
    notices.trouble(trouble)
    assert widget.current is not None
    assert widget.current.details == "unreachable · builtins.OSError"


def test_the_same_thing_said_twice_stands_there_once(bar: Bar) -> None:
    notices, widget = bar
    notices.warning("Instantly is slow.")
    notices.warning("Another thing.")
    notices.warning("Instantly is slow.")
    widget.dismiss()
    assert widget.current == Notice(Tone.WARNING, "Another thing.", lasting=True)
    widget.dismiss()
    assert not widget.isVisible()


def test_a_lasting_notice_comes_back_after_a_passing_one(bar: Bar) -> None:
    notices, widget = bar
    notices.warning("Lasting.")
    notices.success("Done.")
    widget.dismiss()
    assert widget.current is not None
    assert widget.current.text == "Lasting."


def test_the_button_of_a_notice_does_it_and_takes_the_notice_away(bar: Bar, qtbot: QtBot) -> None:
    notices, widget = bar
    done: list[str] = []
    notices.info("Deleted.", action=NoticeAction("Undo", lambda: done.append("undone")))
    widget.show()
    button = find(widget, SecondaryButton, "notice_action")
    assert button.text() == "Undo"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert widget.current is None


def test_a_notice_can_be_dismissed_by_keyboard(bar: Bar, qtbot: QtBot) -> None:
    notices, widget = bar
    notices.warning("Lasting.")
    widget.show()
    close = find(widget, IconButton, "notice_dismiss")
    assert close.accessibleName() == "Dismiss this notice"
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert widget.current is None


def test_every_control_of_the_bar_has_a_name(
    bar: Bar, nameless: Callable[[QWidget], list[str]]
) -> None:
    notices, widget = bar
    notices.trouble(Unreachable("No answer."))
    widget.show()
    assert nameless(widget) == []
