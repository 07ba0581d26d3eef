"""The review from the keyboard: deciding, going about, findings, fixes, sign-offs."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.review.conftest import editors, stored
from vibe_desktop.app.container import Container
from vibe_desktop.ui.actions import commands, review_commands
from vibe_desktop.ui.main_window import MainWindow
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.widgets.variant_review.findings import FIRST_ROWS
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Press = Callable[..., None]
Rest = Callable[[], None]


@pytest.fixture
def press(review: ReviewView, qtbot: QtBot, rest: Rest) -> Press:
    """`press(key, modifier)` where the focus is; the cursor starts in the first mail."""
    review.resize(1400, 900)
    review.activateWindow()
    qtbot.waitUntil(review.isActiveWindow)
    editors(review)[0].text.setFocus()
    qtbot.waitUntil(editors(review)[0].text.hasFocus)

    def do(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or review
        qtbot.keyClick(target, key, modifier)
        rest()

    return do


def looked(qtbot: QtBot, editor: VariantEditor) -> None:
    """Wait until the findings are about what is on screen."""
    qtbot.waitUntil(lambda: editor.presenter.state.fresh, timeout=5_000)


def write(qtbot: QtBot, editor: VariantEditor, body: str) -> None:
    """Another body, looked at."""
    editor.text.setPlainText(body)
    looked(qtbot, editor)


def pills(review: ReviewView) -> list[str]:
    return [one.pill.text() for one in editors(review)]


def test_ctrl_enter_approves_and_goes_on_until_nothing_is_open(
    review: ReviewView, press: Press
) -> None:
    for number in range(3):
        assert editors(review)[number].text.hasFocus()
        press(Qt.Key.Key_Return, CONTROL)
    assert pills(review) == ["Approved"] * 3


def test_a_mail_is_rejected_by_key_and_taken_back_by_its_button(
    review: ReviewView, press: Press, rest: Rest, services: Container, campaign_id: str
) -> None:
    press(Qt.Key.Key_Backspace, CONTROL | SHIFT)
    assert pills(review) == ["Rejected", "To review", "To review"]
    assert stored(services, campaign_id).rejected_at is not None
    assert editors(review)[1].text.hasFocus()
    first = editors(review)[0]
    assert first.withdraw_button.text() == "Take back rejection"
    first.withdraw_button.click()
    rest()
    assert pills(review)[0] == "To review"
    assert stored(services, campaign_id).rejected_at is None


def test_an_edit_takes_a_rejection_back_while_it_is_typed(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_Backspace, CONTROL | SHIFT)
    qtbot.keyClicks(editors(review)[0].text, "x")
    assert pills(review)[0] == "To review"


def test_what_stands_in_the_way_of_an_approval_is_shown_instead(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    first = editors(review)[0]
    write(qtbot, first, f"{first.text.toPlainText()}\n\nWrite to [YOUR NAME].")
    press(Qt.Key.Key_Return, CONTROL)
    assert pills(review)[0] == "Needs a change"
    assert first.text.textCursor().selectedText() == "[YOUR NAME]"


def test_alt_and_a_number_go_to_a_mail_also_in_tabs(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_3, ALT)
    assert editors(review)[2].text.hasFocus()
    review.resize(800, 900)
    QApplication.processEvents()
    press(Qt.Key.Key_2, ALT)
    assert editors(review)[1].isVisible()
    assert editors(review)[1].text.hasFocus()


@pytest.mark.usefixtures("sequence")
def test_steps_are_gone_through_by_key_and_a_follow_up_has_no_subject(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: len(editors(review)) == 1)
    (second,) = editors(review)
    qtbot.waitUntil(second.text.hasFocus)
    assert second.variant.step == 2
    assert not second.subject.isVisible()
    press(Qt.Key.Key_PageUp, CONTROL)
    assert len(editors(review)) == 3
    assert editors(review)[0].text.hasFocus()


@pytest.mark.usefixtures("sequence")
def test_after_the_last_variant_comes_the_first_follow_up(
    review: ReviewView, press: Press, qtbot: QtBot, services: Container, campaign_id: str
) -> None:
    for _ in range(3):
        press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(editors(review)) == 1 and editors(review)[0].text.hasFocus())
    (second,) = editors(review)
    qtbot.waitUntil(lambda: second.presenter.state.looked is not None)
    press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(stored(services, campaign_id, 3).approved_hash))


def test_f8_goes_through_the_findings_and_back(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    first = editors(review)[0]
    write(qtbot, first, "Hi {{firstName}},\n\nAsk [YOUR NAME]! And [MY NAME]!\n\nWorth a look?")
    found = [finding for finding in first.presenter.state.findings if finding.start < finding.end]
    assert len(found) > 2
    seen = []
    for _ in first.presenter.state.findings:
        press(Qt.Key.Key_F8)
        current = first.presenter.state.current
        assert current is not None
        text = {"body": first.text, "subject": first.subject}[current.where]
        words = text.toPlainText()[current.start : current.end]
        assert text.textCursor().selectedText() == words
        seen.append(current)
    assert seen == list(first.presenter.state.findings)
    press(Qt.Key.Key_F8, SHIFT)
    assert first.presenter.state.current == seen[-2]


def test_a_fix_by_key_is_one_step_of_undo(review: ReviewView, press: Press, qtbot: QtBot) -> None:
    first = editors(review)[0]
    before = "Hi {{frstName | there}},\n\nIs it worth a look?"
    write(qtbot, first, before)
    press(Qt.Key.Key_F4)  # goes to it
    assert first.text.toPlainText() == before
    press(Qt.Key.Key_F4)  # and fixes it
    assert first.text.toPlainText() == before.replace("frstName", "firstName")
    press(Qt.Key.Key_Z, CONTROL)
    assert first.text.toPlainText() == before


def test_answering_for_a_finding_lets_the_mail_be_approved(
    review: ReviewView, press: Press, qtbot: QtBot, services: Container, campaign_id: str
) -> None:
    first = editors(review)[0]
    body = first.text.toPlainText().replace("Hi ", "Hi from 4,711 teams, ", 1)
    write(qtbot, first, body)
    assert pills(review)[0] == "Needs a change"
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: pills(review)[0] == "To review")
    assert any(finding.signed for finding in first.presenter.state.findings)
    press(Qt.Key.Key_Return, CONTROL)
    assert stored(services, campaign_id).approved_hash
    # Taken back, it blocks again, and the approval that rested on it is gone.
    (signed,) = (one for one in first.presenter.state.findings if one.signed)
    first.jump(signed)
    press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: pills(review)[0] == "Needs a change")
    assert not stored(services, campaign_id).approved_hash


def test_every_finding_is_underlined_the_blocking_ones_in_another_way(
    review: ReviewView, qtbot: QtBot
) -> None:
    first = editors(review)[0]
    write(qtbot, first, "Hi 🚀 {{firstName}},\n\nAsk [YOUR NAME].\n\nWorth a look?")
    lines = {
        selection.cursor.selectedText(): selection.format.underlineStyle()
        for selection in first.text.extraSelections()
    }
    wanted = {
        first.text.toPlainText()[one.start : one.end]
        for one in first.presenter.state.findings
        if one.where == "body" and one.start < one.end
    }
    assert wanted == set(lines)
    assert "[YOUR NAME]" in lines
    assert lines["[YOUR NAME]"] != lines["{{firstName}}"]


def test_a_click_on_a_finding_selects_its_words(review: ReviewView, qtbot: QtBot) -> None:
    first = editors(review)[0]
    write(qtbot, first, "Hi {{firstName | there}},\n\nAsk [YOUR NAME].\n\nWorth a look?")
    row = next(row for row in first.findings.rows if "[YOUR NAME]" in row.accessibleName())
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert first.text.textCursor().selectedText() == "[YOUR NAME]"
    assert row.accessibleName().startswith("Must be fixed")


def test_rows_of_findings_are_kept_while_one_types(review: ReviewView, qtbot: QtBot) -> None:
    first = editors(review)[0]
    write(qtbot, first, "Hi {{firstName | there}},\n\nAsk [YOUR NAME].\n\nWorth a look?")
    rows = list(first.findings.rows)
    write(qtbot, first, "Hi {{firstName | there}},\n\nAsk now [YOUR NAME].\n\nWorth a look?")
    assert first.findings.rows[: len(rows)] == rows


def test_no_key_of_the_review_is_used_elsewhere() -> None:
    def keys(table: object) -> list[str]:
        found = []
        for command in table:  # type: ignore[attr-defined] # a tuple of commands
            found += [QKeySequence(key).toString() for key in command.keys]
        return found

    own = keys(review_commands())
    assert len(own) == len(set(own))
    assert not set(own) & set(keys(commands()))


def test_the_menu_offers_the_review_only_while_one_is_on_screen(
    window: Callable[[], MainWindow], campaign_id: str, qtbot: QtBot
) -> None:
    made = window()
    action = made.actions_by_name["review_next_finding"]
    assert not action.isEnabled()
    made.navigate(Destination(Screen.REVIEW, campaign_id))
    qtbot.waitUntil(action.isEnabled, timeout=10_000)
    view: QWidget | None = made.page
    assert isinstance(view, ReviewView)
    qtbot.waitUntil(lambda: len(editors(view)) == 3, timeout=10_000)
    first = editors(view)[0]
    write(qtbot, first, "Hi {{firstName | there}},\n\nAsk [YOUR NAME].\n\nWorth a look?")
    action.trigger()
    assert first.presenter.state.current is not None
    made.go(Screen.CAMPAIGNS)
    assert not action.isEnabled()


def test_tab_goes_from_the_text_to_its_findings_and_on_to_the_decision(
    review: ReviewView, press: Press, qtbot: QtBot
) -> None:
    first = editors(review)[0]
    write(qtbot, first, "Hi {{firstName | there}},\n\nAsk [YOUR NAME].\n\nWorth a look?")
    row = first.findings.rows[0]
    press(Qt.Key.Key_Tab)
    assert row.hasFocus()
    stops: list[QWidget | None] = []
    while not first.reject_button.hasFocus():
        stops.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert all(first.findings.isAncestorOf(stop) for stop in stops if stop is not None)
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is stops[-1]


def test_a_mail_full_of_mistakes_is_listed_a_few_at_a_time(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    write(qtbot, first, "\n".join(f"Ask {{{{bad{number}}}}} now." for number in range(80)))
    rest()

    def listed() -> int:
        return sum(row.isVisible() for row in first.findings.rows)

    qtbot.waitUntil(lambda: listed() == FIRST_ROWS)
    first.findings._more.click()
    qtbot.waitUntil(lambda: listed() == 2 * FIRST_ROWS)
    # One that is further down is shown all the same when one goes there.
    first.go_to_finding(-1)
    assert first.findings.rows[listed() - 1].finding == first.presenter.state.current
