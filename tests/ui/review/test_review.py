"""Editing, previewing and approving the variants, on the review screen."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from tests.ui.review.conftest import editors, stored
from vibe_desktop.app.container import Container
from vibe_desktop.domain.identity import Identity
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.editors import TagEdit

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


def words_on(widget: QWidget) -> str:
    return "\n".join(
        label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)
    )


def formats(edit: TagEdit) -> list[tuple[str, QTextCharFormat]]:
    """What is highlighted in the first line, with how."""
    block = edit.document().firstBlock()
    return [
        (block.text()[span.start : span.start + span.length], QTextCharFormat(span.format))
        for span in block.layout().formats()
    ]


def test_typing_is_saved_by_itself(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str
) -> None:
    editor = editors(review)[0]
    editor.subject.put("")
    qtbot.keyClicks(editor.subject, "Month end")
    qtbot.waitUntil(
        lambda: stored(services, campaign_id).current.subject == "Month end", timeout=5_000
    )


def test_leaving_the_screen_saves_at_once(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    qtbot.keyClicks(editors(review)[1].text, "Hello. ")
    review.leave()
    rest()
    assert stored(services, campaign_id, 1).current.body.startswith("Hello. ")


def test_ctrl_enter_approves_the_focused_variant_only(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    review.activateWindow()
    editor = editors(review)[1]
    if not editor.isVisible():
        review.review._tabs.setCurrentIndex(1)
    editor.text.setFocus()
    qtbot.waitUntil(editor.text.hasFocus)
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert [one.pill.text() for one in editors(review)] == ["To review", "Approved", "To review"]
    assert stored(services, campaign_id, 1).approved_hash
    assert "1 of 3 variants approved" in words_on(review)


def test_an_edit_withdraws_the_approval_while_it_is_typed(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    editor = editors(review)[0]
    editor.approve_button.click()
    rest()
    assert editor.pill.text() == "Approved"
    qtbot.keyClicks(editor.text, "x")
    assert editor.pill.text() == "To review"
    review.leave()
    rest()
    assert not stored(services, campaign_id).approved_hash


def test_white_space_at_the_ends_is_no_edit(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    editor = editors(review)[0]
    editor.approve_button.click()
    rest()
    editor.text.setPlainText(editor.text.toPlainText() + "  \n\n")
    review.leave()
    rest()
    assert editor.pill.text() == "Approved"
    assert stored(services, campaign_id).current.number == 1


def test_approving_includes_what_was_just_typed(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    editor = editors(review)[0]
    qtbot.keyClicks(editor.text, "Hello. ")
    editor.approve_button.click()
    rest()
    variant = stored(services, campaign_id)
    assert variant.current.body.startswith("Hello. ")
    assert variant.approved_hash
    editor.withdraw_button.click()
    rest()
    assert not stored(services, campaign_id).approved_hash


def test_a_mail_that_cannot_be_sent_cannot_be_approved(review: ReviewView, qtbot: QtBot) -> None:
    editor = editors(review)[0]
    editor.text.setPlainText("")
    qtbot.waitUntil(lambda: editor.pill.text() == "Needs a change", timeout=5_000)
    assert not editor.approve_button.isEnabled()


def test_known_tags_are_coloured_and_broken_ones_underlined(review: ReviewView) -> None:
    subject = editors(review)[0].subject
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    subject.setPlainText("Hi {{firstName | there}}")
    ((text, style),) = formats(subject)
    assert text == "{{firstName | there}}"
    assert style.underlineStyle() != wave
    subject.setPlainText("Hi {{frstName}}")
    ((text, style),) = formats(subject)
    assert text == "{{frstName}}"
    assert style.underlineStyle() == wave
    subject.highlighter.know(frozenset({"frstName"}))
    ((_, style),) = formats(subject)
    assert style.underlineStyle() != wave


def test_the_preview_is_filled_in_for_the_chosen_lead_and_names_what_is_missing(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    editor = editors(review)[0]
    editor.subject.setPlainText("Hi {{firstName}}")
    chooser = review._presenter.leads
    qtbot.waitUntil(lambda: "Hi Ada" in words_on(editor.preview), timeout=5_000)
    chooser.choose(chooser.state.leads[-1])
    qtbot.waitUntil(lambda: "firstName" in words_on(editor.preview), timeout=5_000)
    assert "This lead has no firstName" in words_on(editor.preview)
    assert "12 Square, London" in editor.preview.sheet.toPlainText()


def test_the_preview_loads_nothing(review: ReviewView, page_server: PageServer) -> None:
    from vibe_desktop.domain.previews import Preview

    before = len(page_server.requests)
    markup = f'<div>Hi<img src="{page_server.url}/pixel.png"></div>'
    editors(review)[0].preview.show_preview(Preview("S", "Hi", markup, ()))
    QApplication.processEvents()
    assert len(page_server.requests) == before


def test_an_earlier_version_comes_back(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    editor = editors(review)[0]
    first = editor.text.toPlainText()
    qtbot.keyClicks(editor.text, "Changed. ")
    editor._history.button.click()
    rest()
    (restore,) = (
        row.restore_button for row in editor._history.rows if row.restore_button.isVisibleTo(editor)
    )
    restore.click()
    rest()
    assert editor.text.toPlainText() == first
    assert stored(services, campaign_id).current.body == first
    assert stored(services, campaign_id).current.number == 3


def test_text_that_is_being_typed_survives_a_reload(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    editor = editors(review)[0]
    qtbot.keyClicks(editor.text, "Half a sent")
    review.refresh()
    rest()
    assert editor.text.toPlainText().startswith("Half a sent")


def test_a_changed_footer_withdraws_every_approval(
    review: ReviewView, services: Container, rest: Rest, work: RecordingWork
) -> None:
    for editor in editors(review):
        editor.approve_button.click()
    rest()
    assert "All 3 variants are approved" in words_on(review)
    services.identity.save(Identity("Ada Byron", "Engines Ltd", "12 Square, London"), work)
    review.refresh()
    rest()
    assert {editor.pill.text() for editor in editors(review)} == {"To review"}


def test_narrow_windows_get_tabs_and_wide_ones_columns(review: ReviewView) -> None:
    review.resize(1400, 800)
    QApplication.processEvents()
    assert all(editor.isVisible() for editor in editors(review))
    review.resize(700, 800)
    QApplication.processEvents()
    assert [editor.isVisible() for editor in editors(review)] == [True, False, False]
    review.resize(1400, 800)
    QApplication.processEvents()
    assert all(editor.isVisible() for editor in editors(review))


def test_pasting_brings_plain_text_and_no_line_ends_into_a_subject(review: ReviewView) -> None:
    editor = editors(review)[0]
    source = QMimeData()
    source.setHtml("<b>Month\n end</b>")
    source.setText("Month\n end")
    editor.subject.put("")
    editor.subject.insertFromMimeData(source)
    assert editor.subject.toPlainText() == "Month end"


def test_every_control_has_a_name(
    review: ReviewView, nameless: Callable[[QWidget], list[str]]
) -> None:
    assert nameless(review) == []


def test_a_mail_found_among_all_of_them_leads_back_to_its_editor_with_its_lead(
    review: ReviewView, rest: Rest, nameless: Callable[[QWidget], list[str]]
) -> None:
    review.tabs.setCurrentIndex(1)
    rest()
    assert review.review_set is not None
    assert review.review_set.isVisible()
    assert not review.review.isVisible()
    assert review.review_set.table.model().rowCount() == 9
    assert nameless(review) == []
    assert review._set_presenter is not None
    review._set_presenter.open_lead(0)
    rest()
    mail = review._set_presenter.state.mail
    assert mail is not None
    assert review.review.isVisible()
    assert review._presenter.lead.email == mail.lead.email
    assert f"Preview as {mail.lead.first_name}" in review.review.picker.button.accessibleName()


def test_without_a_campaign_the_screen_says_what_it_is_for(
    screen_context: ScreenContext, show: Show
) -> None:
    view = ReviewView(screen_context)
    view.arrive(Destination(Screen.REVIEW))
    show(view)
    assert "Nothing to review" in words_on(view)


def test_going_back_and_forth_between_campaigns_in_haste_ends_at_the_last(
    review: ReviewView, services: Container, campaign_id: str, qtbot: QtBot, rest: Rest
) -> None:
    work = RecordingWork()
    page = services.campaigns.get(campaign_id, work).url
    other = services.campaigns.create(
        name="Other", url=page, target_audience="Controllers", work=work
    ).value
    services.copywriting.draft(other.id, work)
    for _ in range(5):
        for chosen in (other.id, campaign_id):
            review.arrive(Destination(Screen.REVIEW, chosen))
            qtbot.wait(25)  # in the middle of making the cards
    rest()
    qtbot.waitUntil(lambda: len(editors(review)) == 3)
    assert {one.variant.campaign_id for one in editors(review)} == {campaign_id}
