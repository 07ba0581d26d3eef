"""Earlier versions: grouped, compared, restored."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.ui.review.conftest import editors
from vibe_desktop.ui.review.view import ReviewView

Rest = Callable[[], None]


def test_an_hour_of_typing_is_one_entry(review: ReviewView, qtbot: QtBot, rest: Rest) -> None:
    first = editors(review)[0]
    for word in ("One. ", "Two. ", "Three. "):
        qtbot.keyClicks(first.text, word)
        first.presenter.save()
        rest()
    first.toggle_history()
    rest()
    rows = [row for row in first._history.rows if row.isVisibleTo(review)]
    assert [row._words.text().split(",")[0] for row in rows] == ["By you", "By offline drafter"]
    assert "3 saves" in rows[0]._words.text()


def test_a_comparison_shows_what_restoring_would_change_also_without_colour(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    written = first.text.toPlainText()
    first.text.replace(0, len("Hi"), "Dear")
    first.toggle_history()
    rest()
    row = first._history.rows[1]
    row.compare_button.click()
    rest()
    assert row.sheet.isVisibleTo(review)
    struck, underlined = [], []
    block = row.sheet.document().begin()
    while block.isValid():
        for span in block.textFormats():
            words = block.text()[span.start : span.start + span.length]
            struck += [words] if span.format.fontStrikeOut() else []
            underlined += [words] if span.format.fontUnderline() else []
        block = block.next()
    assert (struck, underlined) == (["Dear"], ["Hi"])
    row.restore_button.click()
    rest()
    assert first.text.toPlainText() == written
    assert not row.sheet.isVisibleTo(review)


def test_without_changes_there_is_nothing_to_go_back_to(review: ReviewView, rest: Rest) -> None:
    first = editors(review)[0]
    first.toggle_history()
    rest()
    assert first._history._none.isVisibleTo(review)


def test_what_is_saved_while_the_history_is_open_appears_in_it(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    first.toggle_history()
    rest()
    qtbot.keyClicks(first.text, "One. ")
    first.presenter.save()
    rest()
    rows = [row for row in first._history.rows if row.isVisibleTo(review)]
    assert len(rows) == 2
    first.toggle_history()
    assert first.presenter.state.entries is None
