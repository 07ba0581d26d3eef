"""Having a mail, or a sentence of it, written anew, without leaving the card."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.work import RecordingWork
from tests.ui.review.conftest import editors, stored
from vibe_desktop.app.container import Container
from vibe_desktop.ui.review.view import ReviewView

Rest = Callable[[], None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_rewritten_mail_lands_as_one_step_that_undo_takes_back(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    before = first.subject.toPlainText(), first.text.toPlainText()
    first.open_rewriting()
    first.rewriting.whole_button.click()
    assert first.presenter.state.rewriting is not None
    assert first.text.isReadOnly()
    rest()
    after = first.subject.toPlainText(), first.text.toPlainText()
    assert after != before
    assert not first.text.isReadOnly()
    current = stored(services, campaign_id).current
    assert (current.subject, current.body) == after
    qtbot.keyClick(first.text, Qt.Key.Key_Z, CONTROL)
    assert (first.subject.toPlainText(), first.text.toPlainText()) == before


def test_only_the_selected_sentence_is_written_anew(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    body = first.text.toPlainText()
    paragraphs = body.split("\n\n")
    assert not first.rewriting.sentence_button.isVisibleTo(first.rewriting)
    start = body.index(paragraphs[2])
    sentence = paragraphs[2].split(". ")[0]
    first.text.show_words(start, start + len(sentence))
    first.open_rewriting()
    assert first.rewriting.sentence_button.isVisibleTo(review)
    first.rewriting.sentence_button.click()
    rest()
    now = first.text.toPlainText().split("\n\n")
    assert now[0] == paragraphs[0]
    assert now[-1] == paragraphs[-1]


def test_what_was_typed_is_kept_before_it_is_rewritten(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    qtbot.keyClicks(first.text, "Typed just now. ")
    first.presenter.rewrite("")
    rest()
    texts = [one.body for one in services.variants.revisions(first.variant.id, RecordingWork())]
    assert any(text.startswith("Typed just now. ") for text in texts)


def test_a_rewrite_that_fails_says_so_and_keeps_the_text(
    review: ReviewView, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    before = first.text.toPlainText()
    services.campaigns.delete(campaign_id, RecordingWork())
    first.presenter.rewrite("shorter")
    rest()
    assert first.presenter.state.trouble is not None
    assert first.text.toPlainText() == before
    assert not first.text.isReadOnly()


def test_a_cancelled_rewrite_leaves_everything_as_it_was(
    review: ReviewView, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    before = first.text.toPlainText()
    first.presenter.rewrite("shorter")
    first.rewriting.busy.cancel()
    rest()
    assert first.text.toPlainText() == before
    assert first.presenter.state.rewriting is None
    assert first.presenter.state.trouble is None
    assert stored(services, campaign_id).current.number == 1


def test_after_a_rewrite_by_key_another_instruction_can_follow(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    review.activateWindow()
    qtbot.waitUntil(review.isActiveWindow)
    first.open_rewriting()
    qtbot.waitUntil(first.rewriting.instruction.hasFocus)
    qtbot.keyClick(first.rewriting.instruction, Qt.Key.Key_Return)
    rest()
    assert first.rewriting.instruction.hasFocus()
