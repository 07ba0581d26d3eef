from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from vibe_desktop.domain.settings import Theme
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.manager import THEME_KEY, ThemeManager, remembered_theme
from vibe_desktop.ui.theme.roles import DARK, LIGHT
from vibe_desktop.ui.theme.tokens import Text
from vibe_desktop.ui.widgets.labels import Label


def test_choosing_dark_changes_the_palette_without_a_restart(
    theme: ThemeManager, qapp: QApplication, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(theme.changed) as heard:
        theme.choose(Theme.DARK)
    assert heard.args == [DARK]
    assert qapp.palette().window().color().name() == DARK.surface
    theme.choose(Theme.LIGHT)
    assert qapp.palette().window().color().name() == LIGHT.surface


def test_choosing_what_is_on_already_does_nothing(theme: ThemeManager, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(Theme.LIGHT)


def test_where_the_system_says_nothing_it_is_light(theme: ThemeManager) -> None:
    theme.choose(Theme.SYSTEM)
    assert theme.roles is LIGHT


def test_an_icon_takes_its_colour_from_the_theme_that_is_on(theme: ThemeManager) -> None:
    drawn = icon("send", Ink.TEXT)

    def darkest_or_lightest() -> str:
        image = drawn.pixmap(QSize(32, 32)).toImage()
        solid = (
            image.pixelColor(x, y)
            for x in range(32)
            for y in range(32)
            if image.pixelColor(x, y).alpha() == 255
        )
        return next(solid).name()

    assert darkest_or_lightest() == LIGHT.text
    theme.choose(Theme.DARK)
    assert darkest_or_lightest() == DARK.text


def test_text_grows_with_the_step_of_the_type_scale(theme: ThemeManager, qtbot: QtBot) -> None:
    sizes = []
    for step in (Text.SMALL, Text.BODY, Text.HEADING, Text.TITLE):
        label = Label("x", step)
        qtbot.addWidget(label)
        label.ensurePolished()
        sizes.append(label.font().pointSizeF())
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == len(sizes)


def test_making_the_manager_twice_does_not_grow_the_text(
    theme: ThemeManager, qapp: QApplication
) -> None:
    before = qapp.font().pointSizeF()
    again = ThemeManager(qapp, Theme.LIGHT)
    assert qapp.font().pointSizeF() == pytest.approx(before)
    again.setParent(None)


def test_labels_show_markup_as_text(theme: ThemeManager, qtbot: QtBot) -> None:
    label = Label("<b>not bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == QLabel().textFormat().PlainText


@pytest.mark.parametrize(
    ("kept", "theme_"), [("dark", Theme.DARK), ("purple", Theme.SYSTEM), (None, Theme.SYSTEM)]
)
def test_the_window_remembers_the_theme(tmp_path: Path, kept: str | None, theme_: Theme) -> None:
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    if kept is not None:
        state.setValue(THEME_KEY, kept)
    assert remembered_theme(state) is theme_
