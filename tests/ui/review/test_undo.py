"""One undo over the editors of a mail, whoever changed them."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.review.conftest import editors, stored
from vibe_desktop.app.container import Container
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.widgets.variant_review.editors import BodyEdit, TagEdit
from vibe_desktop.ui.widgets.variant_review.positions import units
from vibe_desktop.ui.widgets.variant_review.undo import SharedUndo

Rest = Callable[[], None]
TEXT = st.text(alphabet="ab {}|\n🚀é", max_size=12)


@pytest.fixture(scope="module")
def pair(qapp: QApplication) -> Iterator[tuple[TagEdit, TagEdit]]:
    """Two editors, made once: an example only needs new texts."""
    made = (BodyEdit(), BodyEdit())
    yield made
    for editor in made:
        editor.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(pair: tuple[TagEdit, TagEdit]) -> tuple[str, str]:
    return pair[0].toPlainText(), pair[1].toPlainText()


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("type"), st.integers(0, 1), TEXT),
            st.tuples(st.just("put"), st.integers(0, 1), TEXT),
            st.tuples(st.just("both"), st.just(0), TEXT),
            st.tuples(st.just("pause"), st.integers(0, 1), st.just("")),
            st.tuples(st.just("undo"), st.just(0), st.just("")),
            st.tuples(st.just("redo"), st.just(0), st.just("")),
        ),
        max_size=14,
    )
)
def test_all_the_way_back_is_where_one_began_and_all_the_way_forth_where_one_was(
    pair: tuple[TagEdit, TagEdit], steps: list[tuple[str, int, str]]
) -> None:
    for editor in pair:
        editor.begin_with("start")
    undo = SharedUndo(pair)
    for kind, place, text in steps:
        if kind == "type":
            cursor = pair[place].textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text)
        elif kind == "put":
            pair[place].put(text)
        elif kind == "pause":
            pair[place].end_step()
        elif kind == "both":
            with undo.together():
                pair[0].put(text)
                pair[1].put(text[::-1])
            assert texts(pair) == (text, text[::-1])
        else:
            getattr(undo, kind)()
    here = texts(pair)
    back = 0
    while undo.can_undo:
        undo.undo()
        back += 1
    assert texts(pair) == ("start", "start")
    for _ in range(back):
        undo.redo()
    assert texts(pair) == here
    undo.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@given(st.text(alphabet="a🚀é\u05d0", max_size=20))
def test_places_are_counted_as_a_document_counts_them(text: str) -> None:
    at = units(text)
    for place in range(len(text) + 1):
        assert at(place) == len(text[:place].encode("utf-16-le")) // 2


@given(TEXT, TEXT)
def test_putting_a_text_gives_exactly_that_text_and_undo_the_one_before(
    pair: tuple[TagEdit, TagEdit], before: str, after: str
) -> None:
    editor = pair[0]
    editor.begin_with(before)
    editor.put(after)
    assert editor.toPlainText() == after
    if before != after:
        editor.step_back()
        assert editor.toPlainText() == before


def test_undo_survives_a_save_and_a_reload(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    before = first.text.toPlainText()
    qtbot.keyClicks(first.text, "Typed ")
    first.presenter.save()
    rest()
    assert stored(services, campaign_id).current.body.startswith("Typed ")
    review.refresh()
    rest()
    while first.undo.can_undo:
        qtbot.keyClick(first.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert first.text.toPlainText() == before


def test_a_restored_version_is_one_step_over_subject_and_body(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    written = stored(services, campaign_id).current
    first.subject.selectAll()
    qtbot.keyClicks(first.subject, "Other subject")
    qtbot.keyClicks(first.text, "Other body. ")
    mine = first.subject.toPlainText(), first.text.toPlainText()
    first.presenter.restore(written.id)
    rest()
    assert (first.subject.toPlainText(), first.text.toPlainText()) == (
        written.subject,
        written.body,
    )
    qtbot.keyClick(first.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (first.subject.toPlainText(), first.text.toPlainText()) == mine
    review.leave()
    rest()
    assert stored(services, campaign_id).current.subject == "Other subject"


def test_the_edit_menu_undoes_the_same_way(review: ReviewView, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMetaObject

    first = editors(review)[0]
    before = first.text.toPlainText()
    qtbot.keyClicks(first.text, "x")
    assert QMetaObject.invokeMethod(first.text, "undo")
    assert first.text.toPlainText() == before
    assert QMetaObject.invokeMethod(first.text, "redo")
    assert first.text.toPlainText() == f"x{before}"


def test_typing_is_taken_back_in_pieces_not_as_a_whole(review: ReviewView, qtbot: QtBot) -> None:
    card = editors(review)[0]
    before = card.text.toPlainText()
    card.text.setFocus()
    card.text.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(card.text, " One.")
    card.text.end_step()  # what a moment later does by itself
    qtbot.keyClicks(card.text, " Two.")
    card.undo.undo()
    assert card.text.toPlainText() == f"{before} One."
    card.undo.undo()
    assert card.text.toPlainText() == before
