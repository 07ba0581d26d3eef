import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import find
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Unreachable
from vibe_desktop.domain.settings import Settings, Theme
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs, Lane
from vibe_desktop.ui.actions import Actions, commands
from vibe_desktop.ui.crash_dialog import MOST_DIALOGS, report_of
from vibe_desktop.ui.main_window import MainWindow
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import DARK
from vibe_desktop.ui.widgets.page import Page

Make = Callable[[], MainWindow]
HEAVY = ("sqlalchemy", "openai", "keyring", "pyqtgraph", "numpy", "alembic", "httpx", "uvicorn")


@pytest.fixture
def opened_before(tmp_path: Path) -> None:
    """The app was closed on the campaigns the last time."""
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    state.setValue("window/screen", "campaigns")


def page_of(window: MainWindow) -> Page:
    page = window.page
    assert isinstance(page, Page)
    return page


def place(window: MainWindow) -> Screen:
    assert window.here is not None
    return window.here.screen


def dialogs(name: str) -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.objectName() == name and widget.isVisible()
    ]


def test_the_first_start_welcomes_and_later_ones_open_where_one_left(window: Make) -> None:
    first = window()
    assert place(first) is Screen.WELCOME
    first.go(Screen.SETTINGS)
    first.close()
    assert place(window()) is Screen.SETTINGS


@pytest.mark.usefixtures("opened_before")
def test_the_sidebar_goes_to_places_and_lights_them(window: Make, qtbot: QtBot) -> None:
    made = window()
    button = find(made, QPushButton, "go_settings")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert place(made) is Screen.SETTINGS
    assert button.isChecked()
    assert not find(made, QPushButton, "go_campaigns").isChecked()
    made.back()
    assert place(made) is Screen.CAMPAIGNS
    assert not made.actions_by_name["back"].isEnabled()


@pytest.mark.usefixtures("opened_before")
def test_a_narrow_window_keeps_the_places_as_icons_with_their_names(
    window: Make, rest: Callable[[], None], nameless: Callable[[QWidget], list[str]]
) -> None:
    made = window()
    made.resize(900, 600)
    rest()
    wide = made.sidebar.width()
    assert find(made, QPushButton, "go_leads").text() == "Leads"

    made.resize(640, 400)
    rest()

    assert made.width() == 640
    assert made.sidebar.width() < wide / 2
    button = find(made, QPushButton, "go_leads")
    assert (button.text(), button.toolTip()) == ("", "Leads")
    assert button.visibleRegion().boundingRect() == button.rect()
    assert nameless(made.sidebar) == []
    made.resize(900, 600)
    rest()
    assert (button.text(), made.sidebar.width()) == ("Leads", wide)


@pytest.mark.parametrize(
    "screen", [Screen.WELCOME, Screen.CAMPAIGNS, Screen.LEADS, Screen.MAILBOXES, Screen.SETTINGS]
)
def test_no_screen_is_wider_than_half_of_a_small_screen(
    window: Make, rest: Callable[[], None], screen: Screen
) -> None:
    made = window()
    made.resize(640, 400)
    made.go(screen)
    rest()
    area = page_of(made).scroll_area
    assert area is not None
    content = area.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= area.viewport().width()


@pytest.mark.usefixtures("opened_before")
def test_a_page_is_made_once_and_kept(window: Make) -> None:
    made = window()
    made.go(Screen.ABOUT)
    first = made.page
    made.go(Screen.CAMPAIGNS)
    made.go(Screen.ABOUT)
    assert made.page is first


def test_no_heavy_library_is_imported_for_the_first_frame() -> None:
    code = (
        "import sys; import vibe_desktop.ui.main_window, vibe_desktop.ui.campaigns, "
        "vibe_desktop.ui.welcome, vibe_desktop.ui.theme.manager; "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_every_command_does_something_and_has_a_name(window: Make) -> None:
    made = window()
    assert {command.name for command in commands()} == set(made.commands.slots())
    for command, action in made.actions_by_name:
        assert action.text(), command.name
        assert action.objectName() == command.name


def test_no_two_commands_share_a_key_and_none_uses_alt_with_a_letter(qapp: QApplication) -> None:
    seen: dict[str, str] = {}
    actions = Actions()
    for command, action in actions:
        for keys in action.shortcuts():
            text = keys.toString(QKeySequence.SequenceFormat.PortableText)
            assert text, command.name
            assert text not in seen, f"{text}: {command.name} and {seen[text]}"
            assert not (text.startswith("Alt+") and len(text) == len("Alt+X"))
            seen[text] = command.name
    assert {"Ctrl+N", "Ctrl+,", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "F5", "F1"} <= set(seen)
    assert {"Ctrl+Q", "Ctrl+F", "Ctrl+R"} <= set(seen)


def test_f1_lists_the_shortcuts_and_leaves_the_window_usable(window: Make) -> None:
    made = window()
    made.commands.show_shortcuts()
    (dialog,) = dialogs("shortcuts_dialog")
    assert not dialog.isModal()
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert "New campaign" in shown
    assert any("Ctrl+N" in text for text in shown)
    dialog.close()


def test_trouble_that_nobody_took_becomes_a_notice_and_an_offline_sign(
    window: Make, jobs: Jobs, qtbot: QtBot
) -> None:
    made = window()

    def fail(_work: Work) -> None:
        raise Unreachable("Instantly did not answer.", safe="Nothing was sent.")

    jobs.submit(fail, lane=Lane.REMOTE)
    qtbot.waitUntil(lambda: made.notice_bar.current is not None)
    assert made.notice_bar.isVisible()
    sign = find(made, QLabel, "offline_sign")
    assert sign.isVisible()
    jobs.changed.emit(Changes(analytics=True))
    assert not sign.isVisible()


def test_a_bug_opens_one_dialog_with_a_report_without_secrets(
    window: Make, jobs: Jobs, qtbot: QtBot
) -> None:
    made = window()

    def break_(_work: Work) -> None:
        raise ValueError("ada@example.com used sk-abcdefghijklmnop and failed")

    for _ in range(3):
        jobs.submit(break_)
    qtbot.waitUntil(lambda: bool(dialogs("crash_dialog")) and not jobs.running)
    (dialog,) = dialogs("crash_dialog")
    assert not dialog.isModal()
    qtbot.mouseClick(find(dialog, QPushButton, "copy_report"), Qt.MouseButton.LeftButton)
    report = QGuiApplication.clipboard().text()
    assert "ValueError" in report
    assert "test_main_window.py" in report
    assert "ada@example.com" not in report
    assert "abcdefghijklmnop" not in report
    assert made.isEnabled()
    dialog.close()


def test_a_storm_of_bugs_does_not_bury_the_founder(window: Make) -> None:
    made = window()
    for number in range(MOST_DIALOGS + 3):
        scope: dict[str, BaseException] = {}
        exec(  # noqa: S102 - a bug on a line of its own each time
            "\n" * number + "try:\n 1/0\nexcept Exception as e:\n error = e", scope
        )
        made.show_bug(scope["error"])
    opened = dialogs("crash_dialog")
    assert len(opened) == MOST_DIALOGS
    for dialog in opened:
        dialog.close()


def test_a_report_redacts_what_it_is_told_to() -> None:
    report = report_of(
        RuntimeError("the word is tulip"), lambda text: text.replace("tulip", "<secret>")
    )
    assert "tulip" not in report
    assert "<secret>" in report


@pytest.mark.usefixtures("opened_before")
def test_a_hidden_page_hears_of_changes_when_it_is_shown_again(
    window: Make, jobs: Jobs, services: Container, qtbot: QtBot
) -> None:
    made = window()
    campaigns = page_of(made)
    made.go(Screen.ABOUT)
    work = RecordingWork()
    jobs.submit(
        lambda _work: services.campaigns.create(
            name="Later", url="https://example.com", target_audience="", work=work
        )
    )
    qtbot.waitUntil(lambda: not jobs.running)
    assert campaigns.find_field() is None  # still the empty page of before
    made.go(Screen.CAMPAIGNS)
    qtbot.waitUntil(lambda: campaigns.find_field() is not None)


def test_the_theme_of_the_settings_is_put_on(
    window: Make, jobs: Jobs, services: Container, qtbot: QtBot, qapp: QApplication
) -> None:
    window()

    def to_dark(work: Work) -> Written[Settings]:
        return services.settings.save(Settings(theme=Theme.DARK), work)

    jobs.submit(to_dark)
    qtbot.waitUntil(lambda: qapp.palette().window().color().name() == DARK.surface)


@pytest.mark.usefixtures("opened_before")
def test_find_puts_the_cursor_into_the_search_field(
    window: Make, make_campaign: Callable[..., str], qtbot: QtBot
) -> None:
    make_campaign("Invoices")
    made = window()
    qtbot.waitUntil(lambda: page_of(made).find_field() is not None)
    made.activateWindow()
    made.commands.find_on_page()
    field = page_of(made).find_field()
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.hasFocus)


def test_a_lead_file_dropped_on_the_window_goes_to_the_leads(
    window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = window()
    went: list[Destination] = []
    monkeypatch.setattr(made, "navigate", went.append)

    def drop(name: str) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        made.dropEvent(event)
        return event.isAccepted()

    assert drop("Leads.CSV")
    assert not drop("picture.png")
    assert went == [Destination(Screen.LEADS, path=str(tmp_path / "Leads.CSV"))]


def test_geometry_is_remembered_and_a_window_off_screen_is_brought_back(
    window: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    first = window()
    first.resize(780, 540)
    first.close()
    second = window()
    assert (second.width(), second.height()) == (1200, 780) or second.height() == 540
    second.setGeometry(QRect(9000, 9000, 900, 600))
    second.close()
    third = window()
    screens = QGuiApplication.screens()
    assert any(screen.availableGeometry().intersects(third.geometry()) for screen in screens)


def test_closing_saves_where_one_was_and_says_so_once(window: Make, qtbot: QtBot) -> None:
    made = window()
    made.go(Screen.ABOUT)
    made.go(Screen.CAMPAIGNS)
    with qtbot.waitSignal(made.closing):
        made.commands.quit()
    assert made.context.state.value("window/screen") == "campaigns"


def test_a_job_with_a_title_is_told_of_after_a_moment_and_can_be_cancelled(
    window: Make, jobs: Jobs, qtbot: QtBot
) -> None:
    made = window()

    def long(work: Work) -> None:
        work.report("Asking Instantly", 2, 5)
        work.wait(60)

    silent = jobs.submit(lambda work: work.wait(60), lane=Lane.REMOTE)
    job = jobs.submit(long, lane=Lane.REMOTE, title="Fetching results")
    cancel = find(made, QPushButton, "cancel_jobs")
    qtbot.waitUntil(cancel.isVisible)
    assert "Fetching results" in cancel.accessibleName()
    with qtbot.waitSignal(job.cancelled):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not cancel.isVisible())
    with qtbot.waitSignal(silent.cancelled):
        silent.cancel()


def test_copy_and_select_all_reach_the_focused_editor(window: Make, qtbot: QtBot) -> None:
    made = window()
    made.go(Screen.SETTINGS)
    made.activateWindow()
    edit = find(made, QLineEdit, "setting_tone")
    qtbot.waitUntil(edit.isEnabled)
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    made.commands.edit_select_all()
    made.commands.edit_copy()
    assert QGuiApplication.clipboard().text() == edit.text() != ""
    made.commands.edit_cut()
    assert edit.text() == ""
    made.commands.edit_undo()
    assert edit.text() != ""


@pytest.mark.usefixtures("opened_before")
def test_every_control_of_the_window_has_a_name(
    window: Make, nameless: Callable[[QWidget], list[str]]
) -> None:
    assert nameless(window()) == []


@pytest.mark.usefixtures("opened_before")
def test_it_fits_into_the_smallest_window_it_promises(window: Make) -> None:
    made = window()
    made.resize(900, 600)
    assert made.minimumSizeHint().width() <= 900
    assert made.minimumSizeHint().height() <= 600
    for screen in (Screen.CAMPAIGNS, Screen.WELCOME, Screen.SETTINGS, Screen.ABOUT):
        made.go(screen)
        area = page_of(made).scroll_area
        assert area is not None
        assert area.horizontalScrollBar().maximum() == 0
