from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import find
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.keys import KeySource
from vibe_desktop.domain.settings import DEFAULT_OPENAI_URL, Service, Settings, Theme
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.settings import make
from vibe_desktop.ui.settings.presenter import SettingsPresenter
from vibe_desktop.ui.settings.view import SettingsView
from vibe_desktop.ui.theme.roles import DARK

Show = Callable[[QWidget], None]
Rest = Callable[[], None]


@pytest.fixture
def view(screen_context: ScreenContext) -> SettingsView:
    view = make(screen_context)
    assert isinstance(view, SettingsView)
    return view


def line(view: SettingsView, name: str) -> QLineEdit:
    return find(view, QLineEdit, f"setting_{name}")


def type_into(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_a_setting_is_kept_as_soon_as_its_field_is_left(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    type_into(qtbot, line(view, "tone"), "dry and short")
    rest()
    assert services.settings.get(RecordingWork()).tone == "dry and short"
    assert find(view, SettingsPresenter).state.saved == "tone"
    assert line(view, "tone").accessibleDescription() == "Saved"


def test_an_address_that_cannot_be_one_is_refused_next_to_its_field(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    edit = line(view, "openai_base_url")
    type_into(qtbot, edit, "ftp://example.com")
    rest()
    assert edit.property("refused") is True
    assert edit.text() == "ftp://example.com"
    assert services.settings.get(RecordingWork()).openai_base_url == DEFAULT_OPENAI_URL
    type_into(qtbot, edit, "https://proxy.example.com/v1")
    rest()
    assert edit.property("refused") is False
    kept = services.settings.get(RecordingWork()).openai_base_url
    assert kept == "https://proxy.example.com/v1"


def test_an_emptied_field_brings_the_default_back(
    view: SettingsView, show: Show, rest: Rest, qtbot: QtBot
) -> None:
    show(view)
    edit = line(view, "openai_base_url")
    type_into(qtbot, edit, "https://proxy.example.com/v1")
    rest()
    edit.clear()
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    rest()
    qtbot.waitUntil(lambda: edit.text() == DEFAULT_OPENAI_URL)


def test_a_refused_field_does_not_hold_the_others_back(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    type_into(qtbot, line(view, "instantly_base_url"), "not an address")
    type_into(qtbot, line(view, "language"), "German")
    rest()
    assert services.settings.get(RecordingWork()).language == "German"
    assert line(view, "instantly_base_url").property("refused") is True


def test_the_model_may_be_any_name(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    combo = find(view, QComboBox, "setting_model")
    edit = combo.lineEdit()
    assert edit is not None
    type_into(qtbot, edit, "my-own-model")
    rest()
    assert services.settings.get(RecordingWork()).model == "my-own-model"


def test_who_writes_is_kept_field_by_field(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    type_into(qtbot, line(view, "name"), "Ada Lovelace")
    type_into(qtbot, line(view, "company"), "Analytical Ltd")
    type_into(qtbot, line(view, "postal_address"), "1 St James's Square, London")
    rest()
    identity = services.identity.get(RecordingWork())
    assert identity.missing == ()
    assert identity.company == "Analytical Ltd"


def test_what_was_typed_is_kept_when_the_page_is_left(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    edit = line(view, "company")
    edit.setFocus()
    qtbot.keyClicks(edit, "Typed only")
    view.leave()
    rest()
    assert services.identity.get(RecordingWork()).company == "Typed only"


def test_dark_applies_at_once_and_is_kept(
    view: SettingsView,
    show: Show,
    rest: Rest,
    services: Container,
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    show(view)
    dark = find(view, QPushButton, "theme_dark")
    qtbot.mouseClick(dark, Qt.MouseButton.LeftButton)
    assert qapp.palette().window().color().name() == DARK.surface
    rest()
    assert services.settings.get(RecordingWork()).theme is Theme.DARK
    assert dark.isChecked()


def test_without_a_keychain_a_key_is_kept_for_this_run_and_the_page_says_so(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    edit = find(view, QLineEdit, "openai_key")
    save = find(view, QPushButton, "save_openai_key")
    assert not save.isEnabled()
    # A key for a server that is not there: the test that follows the saving fails in words.
    services.settings.save(_with_openai_at_nothing(services), RecordingWork())
    qtbot.keyClicks(edit, "sk-not-a-real-key-1234")
    assert save.isEnabled()
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: edit.text() == "" and edit.isEnabled(), timeout=20_000)
    rest()
    state = services.keys.state(RecordingWork())
    assert state[Service.OPENAI].source is KeySource.MEMORY
    assert edit.placeholderText() == "Saved: …1234. Paste another to replace it"
    assert any("keychain" in label.text() for label in visible_labels(view))
    assert edit.property("refused") is True  # the test of the key failed, in words
    remove = find(view, QPushButton, "remove_openai_key")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    rest()
    assert not services.keys.state(RecordingWork())[Service.OPENAI].present
    assert edit.accessibleDescription() == "The key was removed."


def _with_openai_at_nothing(services: Container) -> Settings:
    return replace(services.settings.get(RecordingWork()), openai_base_url="http://127.0.0.1:9/v1")


def visible_labels(view: QWidget) -> list[QLabel]:
    return [label for label in view.findChildren(QLabel) if label.isVisibleTo(view)]


def test_something_that_cannot_be_a_key_is_refused_before_it_is_kept(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    edit = find(view, QLineEdit, "instantly_key")
    qtbot.keyClicks(edit, "two words")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    rest()
    assert edit.property("refused") is True
    assert "not a key" in edit.accessibleDescription()
    assert not services.keys.state(RecordingWork())[Service.INSTANTLY].present


def test_a_part_of_the_page_can_be_asked_for(view: SettingsView, show: Show, qtbot: QtBot) -> None:
    view.arrive(Destination(Screen.SETTINGS, part="identity"))
    show(view)
    qtbot.waitUntil(lambda: not line(view, "name").visibleRegion().isEmpty())
    qtbot.waitUntil(lambda: view.focusWidget() is line(view, "name"))


def test_every_control_has_a_name(
    view: SettingsView, show: Show, nameless: Callable[[QWidget], list[str]]
) -> None:
    show(view)
    assert nameless(view) == []
