from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from vibe_desktop.domain.settings import Theme
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.bar_chart import Bar, BarChart
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import NavButton, PrimaryButton
from vibe_desktop.ui.widgets.cards import StatCard
from vibe_desktop.ui.widgets.empty import EmptyState, Picture
from vibe_desktop.ui.widgets.fields import ChoiceBox, Field, SecretEdit
from vibe_desktop.ui.widgets.labels import ElidedLabel, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.widgets.stat_row import StatRow
from vibe_desktop.ui.widgets.steps import StepList, StepState
from vibe_desktop.ui.widgets.tables import DataTable


def test_a_field_names_its_editor_and_says_its_error_to_screen_readers(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    field = Field("Postal address", QLineEdit(), "One line.")
    qtbot.addWidget(field)
    assert field.editor.accessibleName() == "Postal address"
    assert field.editor.accessibleDescription() == "One line."
    field.set_error("This is too long.")
    assert field.editor.accessibleDescription() == "This is too long."
    assert field.editor.property("refused") is True
    field.set_error("")
    assert field.editor.accessibleDescription() == "One line."
    assert field.editor.property("refused") is False


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_long_choice_ends_in_an_ellipsis_and_is_whole_in_its_tool_tip(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    box = ChoiceBox(9)
    qtbot.addWidget(box)
    box.addItems(["Everybody", "People who spoke to us at the fair in Leipzig (1,204)"])
    box.ensurePolished()
    box.resize(box.minimumSizeHint())
    assert box.shown_text() == "Everybody"
    box.setCurrentIndex(1)
    assert box.shown_text().startswith("Peo")
    assert box.shown_text().endswith("…")
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint()))
    assert box.toolTip() == box.itemText(1)
    box.resize(600, box.height())
    assert box.shown_text() == box.itemText(1)


def test_a_secret_is_masked_until_it_is_asked_for(qtbot: QtBot, theme: ThemeManager) -> None:
    edit = SecretEdit()
    qtbot.addWidget(edit)
    edit.setText("sk-1234")
    assert edit.displayText() != "sk-1234"
    edit.actions()[0].trigger()
    assert edit.displayText() == "sk-1234"
    edit.actions()[0].trigger()
    assert edit.displayText() != "sk-1234"


def test_a_stat_card_reads_as_one_sentence(qtbot: QtBot, theme: ThemeManager) -> None:
    card = StatCard("Reply rate", "3.7 %", "54 of 1,462")
    qtbot.addWidget(card)
    assert card.accessibleName() == "Reply rate: 3.7 %"
    assert card.accessibleDescription() == "54 of 1,462"


def test_stat_cards_break_into_rows_of_equal_length(qtbot: QtBot, theme: ThemeManager) -> None:
    cards = [StatCard(f"Card {number}", "1") for number in range(6)]
    row = StatRow(cards)
    qtbot.addWidget(row)
    row.resize(1200, 100)
    row.show()
    assert len({card.y() for card in cards}) == 1
    row.resize(560, 300)
    qtbot.waitUntil(lambda: len({card.y() for card in cards}) == 2)
    assert sorted({card.x() for card in cards[:3]}) == sorted({card.x() for card in cards[3:]})


def test_a_pill_is_named_by_its_words(qtbot: QtBot, theme: ThemeManager) -> None:
    pill = StatusPill("Sending", Tone.SUCCESS)
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Sending"
    assert pill.sizeHint().width() > pill.fontMetrics().horizontalAdvance("Sending")


def test_an_empty_state_says_what_to_do(qtbot: QtBot, theme: ThemeManager) -> None:
    button = PrimaryButton("New campaign")
    state = EmptyState("megaphone", "No campaigns yet", "Start with a link.", button)
    qtbot.addWidget(state)
    assert state.accessibleName() == "No campaigns yet"
    assert button.parentWidget() is state


def test_wrapped_text_asks_only_for_the_height_it_needs(qtbot: QtBot, theme: ThemeManager) -> None:
    label = Label("word " * 60, wrap=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().height() <= label.fontMetrics().height()
    assert label.heightForWidth(200) > label.heightForWidth(900)


def _table(qtbot: QtBot) -> DataTable:
    table = DataTable("Things")
    qtbot.addWidget(table)
    model = QStandardItemModel(0, 2, table)
    for row in (("a", "line\nbreak"), ("b", "tab\there"), ("c", "")):
        model.appendRow([QStandardItem(text) for text in row])
    table.setModel(model)
    table.show()
    return table


def test_rows_are_copied_as_a_spreadsheet_takes_them(qtbot: QtBot, theme: ThemeManager) -> None:
    table = _table(qtbot)
    table.selectRow(1)
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\tline break\nb\ttab here\nc\t"


def test_enter_and_double_click_open_the_row(qtbot: QtBot, theme: ThemeManager) -> None:
    table = _table(qtbot)
    opened: list[int] = []
    table.row_opened.connect(lambda index: opened.append(index.row()))
    table.setCurrentIndex(table.model().index(2, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [2, 1]


def test_the_bars_can_be_walked_by_keyboard_and_read_aloud(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    chart = BarChart("Sent and replies", ("Sent", "Replies"))
    qtbot.addWidget(chart)
    chart.set_bars((Bar("One", (10, 1), "One: 10 sent"), Bar("Two", (5, 0), "Two: 5 sent")))
    assert chart.accessibleDescription() == "One: 10 sent; Two: 5 sent"
    chart.show()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription() == "Two: 5 sent"
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert chart.accessibleDescription() == "One: 10 sent"


def test_a_chart_of_nothing_and_of_zeros_can_be_drawn(qtbot: QtBot, theme: ThemeManager) -> None:
    chart = BarChart("Sent", ("Sent",))
    qtbot.addWidget(chart)
    chart.resize(QSize(300, 100))
    assert not chart.grab().isNull()
    chart.set_bars((Bar("Zero", (0,), "Zero: none"),))
    assert not chart.grab().isNull()


def test_a_busy_bar_follows_its_job_and_cancels_it(
    qtbot: QtBot, theme: ThemeManager, jobs: Jobs
) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)

    def task(work: Work) -> None:
        work.report("Reading the page", 1, 4)
        work.wait(60)

    job = jobs.submit(task)
    bar.follow(job, "Starting")
    bar.show()
    qtbot.waitUntil(lambda: "Reading the page (1 of 4)" in bar.accessibleDescription())
    with qtbot.waitSignal(job.cancelled):
        qtbot.mouseClick(bar.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not bar.isVisible())


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_title_that_is_too_long_ends_in_dots_and_says_the_whole_as_a_tool_tip(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    label = ElidedLabel("A campaign with a name that goes on and on and on")
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), QPoint(4, 4)))
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(900, 24)
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), QPoint(4, 4)))
    assert label.shown_text() == label.text()
    assert label.toolTip() == ""


def test_the_icon_of_a_panel_changes_its_colour_with_the_theme(
    qtbot: QtBot, theme: ThemeManager
) -> None:
    panel = Panel(Tone.DANGER, "The launch stopped")
    qtbot.addWidget(panel)
    panel.resize(400, 60)
    panel.show()
    picture = panel.findChildren(Picture)[0]
    theme.choose(Theme.LIGHT)
    light = picture.grab().toImage()
    theme.choose(Theme.DARK)
    assert picture.grab().toImage() != light


def test_enter_presses_a_button(qtbot: QtBot, theme: ThemeManager) -> None:
    button = PrimaryButton("Choose a file")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_steps_in_a_row_never_overlap(qtbot: QtBot, theme: ThemeManager) -> None:
    steps = StepList(["Product", "Audience", "Copy", "Leads", "Sending", "Launch"], in_a_row=True)
    qtbot.addWidget(steps)
    steps.set_states([StepState.CURRENT, *[StepState.TODO] * 5])
    buttons = steps.findChildren(NavButton)
    for width in (900, 420):
        steps.resize(width, 40)
        steps.show()
        qtbot.waitUntil(lambda: buttons[-1].geometry().right() < steps.width())
        assert steps.width() == width
        assert not any(a.geometry().intersects(b.geometry()) for a, b in pairwise(buttons))
    assert steps.findChildren(NavButton)[0].text() == "Product"
    assert steps.findChildren(NavButton)[1].accessibleName() == "Audience, to do"
