"""The wizard on screen, over real services."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import Heard, find, words_on
from tests.support.servers import Answer, PageServer
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.wizard import STEPS, Missing
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.wizard.audience_view import AudienceStep
from vibe_desktop.ui.wizard.leads_view import LeadsStep
from vibe_desktop.ui.wizard.product_view import ProductStep
from vibe_desktop.ui.wizard.sending_view import SendingStep
from vibe_desktop.ui.wizard.state import Saving
from vibe_desktop.ui.wizard.view import WizardView
from vibe_desktop.ui.wizard.words import missing_words
from vibe_desktop.ui.wizard.writing_view import WritingStep

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


def product(view: WizardView) -> ProductStep:
    return view.findChildren(ProductStep)[0]


def audience(view: WizardView) -> AudienceStep:
    return view.findChildren(AudienceStep)[0]


def sending(view: WizardView) -> SendingStep:
    return view.findChildren(SendingStep)[0]


def step(view: WizardView) -> WizardStep:
    return view._presenter.state.step


def reopened(context: ScreenContext, show: Show, campaign_id: str) -> WizardView:
    view = WizardView(context)
    view.arrive(Destination(Screen.WIZARD, campaign_id))
    show(view)
    return view


def type_address(view: WizardView, qtbot: QtBot, url: str) -> None:
    product(view).url.clear()
    qtbot.keyClicks(product(view).url, url)


def test_next_says_what_is_missing_and_stays(wizard: WizardView, rest: Rest) -> None:
    wizard.next_button.click()
    assert step(wizard) is WizardStep.PRODUCT
    assert "Enter the address of your product page first." in words_on(wizard)


def test_what_held_back_is_forgotten_once_it_is_put_right(
    wizard: WizardView, qtbot: QtBot, page_url: str, rest: Rest
) -> None:
    wizard.next_button.click()
    assert missing_words(Missing.URL) in words_on(wizard)
    qtbot.keyClicks(product(wizard).url, page_url)
    qtbot.keyClick(product(wizard).url, Qt.Key.Key_Return)
    rest()
    assert missing_words(Missing.URL) not in words_on(wizard)
    assert step(wizard) is WizardStep.PRODUCT


def test_a_draft_without_a_usable_address_does_not_claim_to_be_saving(
    wizard: WizardView, qtbot: QtBot, rest: Rest
) -> None:
    qtbot.keyClicks(product(wizard).url, "not a url")
    rest()
    assert wizard._presenter.state.saving is Saving.NEEDS_URL


def test_enter_after_a_new_address_reads_its_page_instead_of_going_on(
    wizard: WizardView, qtbot: QtBot, page_url: str, rest: Rest
) -> None:
    url = product(wizard).url
    url.setFocus()
    qtbot.keyClicks(url, page_url)
    qtbot.keyClick(url, Qt.Key.Key_Return)
    rest()
    assert wizard._presenter.state.standing.page is not None
    assert step(wizard) is WizardStep.PRODUCT
    qtbot.keyClick(url, Qt.Key.Key_Return)
    assert step(wizard) is WizardStep.AUDIENCE


def test_an_address_that_cannot_work_is_told_on_leaving_the_field(
    wizard: WizardView, qtbot: QtBot
) -> None:
    type_address(wizard, qtbot, "my app")
    product(wizard).url.editingFinished.emit()
    assert "That is not a web address yet" in words_on(product(wizard))
    type_address(wizard, qtbot, "myapp.com")
    assert "That is not a web address yet" not in words_on(product(wizard))


def test_reading_the_page_shows_what_was_understood_and_names_the_campaign(
    wizard: WizardView, qtbot: QtBot, page_url: str, rest: Rest, heard: Heard
) -> None:
    type_address(wizard, qtbot, page_url)
    product(wizard).read_button.click()
    rest()
    wizard.deactivated()
    rest()
    words = words_on(product(wizard))
    assert "Plans start at 39 euros a month." in words
    assert wizard._presenter.state.campaign is not None
    assert wizard._presenter.state.campaign.name == "Tidebook"
    assert heard.places == [Destination(Screen.WIZARD, wizard._presenter.campaign_id)]


def test_a_page_that_cannot_be_read_says_why_and_offers_other_ways(
    wizard: WizardView, qtbot: QtBot, page_server: PageServer, rest: Rest
) -> None:
    type_address(wizard, qtbot, page_server.url + "/gone")
    product(wizard).read_button.click()
    rest()
    assert product(wizard)._presenter.state.trouble is not None
    product(wizard).pasted.setPlainText(
        "Tidebook matches bank lines every night. It is made for finance teams. "
        "Plans start at 39 euros a month."
    )
    product(wizard).use_text_button.click()
    rest()
    assert product(wizard)._presenter.state.trouble is None
    wizard.next_button.click()
    assert step(wizard) is WizardStep.AUDIENCE


def test_a_saved_page_is_read_from_its_file(
    wizard: WizardView, qtbot: QtBot, tmp_path: Path, rest: Rest
) -> None:
    file = tmp_path / "page.html"
    file.write_text("<title>Tide</title><p>Tide closes the month in three days.</p>")
    type_address(wizard, qtbot, "tide.example")
    product(wizard)._file_chosen(str(file))
    rest()
    assert "Tide closes the month in three days." in words_on(product(wizard))
    assert "There is little text on this page" in words_on(product(wizard))


def test_reading_can_be_cancelled(
    wizard: WizardView, qtbot: QtBot, page_server: PageServer, rest: Rest
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(_request: object) -> Answer:
        asked.set()
        go_on.wait(10)
        return Answer(b"<p>Late.</p>")

    url = page_server.respond("/slow", slow)
    type_address(wizard, qtbot, url)
    product(wizard).read_button.click()
    qtbot.waitUntil(asked.is_set)
    bar = product(wizard).findChild(BusyBar, "reading")
    assert bar is not None
    assert bar.isVisible()
    bar.cancel_button.click()
    try:
        rest()
    finally:
        go_on.set()
    assert product(wizard)._presenter.state.trouble is None
    assert product(wizard).read_button.isEnabled()


def test_changing_the_address_after_reading_says_that_the_page_is_another_one(
    wizard: WizardView, qtbot: QtBot, page_url: str, rest: Rest
) -> None:
    type_address(wizard, qtbot, page_url)
    product(wizard).read_button.click()
    rest()
    type_address(wizard, qtbot, "other.example")
    assert "The address changed after the page was read" in words_on(product(wizard))


def test_one_comes_back_to_the_step_and_the_words_that_were_left(
    screen_context: ScreenContext,
    show: Show,
    services: Container,
    page_url: str,
    qtbot: QtBot,
    rest: Rest,
    work: RecordingWork,
) -> None:
    campaign = services.campaigns.create(
        name="Tide", url=page_url, target_audience="", work=work
    ).value
    services.pages.read(campaign.id, work)
    first = reopened(screen_context, show, campaign.id)
    assert step(first) is WizardStep.PRODUCT
    first.next_button.click()
    qtbot.keyClicks(audience(first).audience, "Controllers at small firms")
    first.leave()  # at once, before any pause
    rest()
    again = reopened(screen_context, show, campaign.id)
    assert step(again) is WizardStep.AUDIENCE
    assert audience(again).audience.toPlainText() == "Controllers at small firms"


def test_steps_that_were_reached_can_be_clicked_and_others_cannot(
    screen_context: ScreenContext, show: Show, written_campaign: str
) -> None:
    view = reopened(screen_context, show, written_campaign)
    for position, wanted in enumerate(STEPS):
        view._steps.step_chosen.emit(position)
        assert step(view) is wanted
    view._steps.step_chosen.emit(0)
    view._presenter.edit(audience="")
    view._steps.step_chosen.emit(STEPS.index(WizardStep.SENDING))
    assert step(view) is WizardStep.PRODUCT


def test_enter_goes_on_and_alt_b_goes_back(
    screen_context: ScreenContext, show: Show, written_campaign: str, qtbot: QtBot
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    product(view).url.setFocus()
    qtbot.keyClick(product(view).url, Qt.Key.Key_Return)
    assert step(view) is WizardStep.AUDIENCE
    qtbot.keyClick(view, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: step(view) is WizardStep.PRODUCT)
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: step(view) is WizardStep.AUDIENCE)


def test_enter_on_a_focused_button_presses_it(
    wizard: WizardView, qtbot: QtBot, page_url: str, rest: Rest
) -> None:
    type_address(wizard, qtbot, page_url)
    product(wizard).read_button.setFocus()
    qtbot.keyClick(product(wizard).read_button, Qt.Key.Key_Return)
    rest()
    assert step(wizard) is WizardStep.PRODUCT
    assert wizard._presenter.state.standing.page is not None


def test_going_to_another_campaign_keeps_what_was_typed_in_the_first(
    screen_context: ScreenContext,
    show: Show,
    services: Container,
    written_campaign: str,
    rest: Rest,
    work: RecordingWork,
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view._presenter.edit(audience="Somebody else")
    view.arrive(Destination(Screen.WIZARD))
    rest()
    assert view._presenter.state.campaign is None
    assert product(view).url.text() == ""
    stored = services.campaigns.get(written_campaign, work)
    assert stored.target_audience == "Somebody else"


def test_writing_shows_three_variants_that_can_be_written_again(
    screen_context: ScreenContext,
    show: Show,
    services: Container,
    page_url: str,
    rest: Rest,
    work: RecordingWork,
) -> None:
    campaign = services.campaigns.create(
        name="Tide", url=page_url, target_audience="Controllers", work=work
    ).value
    services.pages.read(campaign.id, work)
    view = reopened(screen_context, show, campaign.id)
    view._presenter.go_to(WizardStep.COPY)
    rest()
    copy = view.findChildren(WritingStep)[0]
    assert "Offline drafter" in words_on(copy)
    view.next_button.click()
    assert view._presenter.state.held_back is Missing.VARIANTS
    copy.write_button.click()
    rest()
    assert [editor.variant.letter for editor in copy.review.editors] == ["A", "B", "C"]
    first = copy.review.editors[0].text.toPlainText()
    copy.again_button.click()
    rest()
    assert copy.review.editors[0].text.toPlainText() != first


def test_leads_are_loaded_for_this_campaign(
    screen_context: ScreenContext,
    show: Show,
    written_campaign: str,
    services: Container,
    lead_file: Path,
    rest: Rest,
    work: RecordingWork,
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view._presenter.go_to(WizardStep.LEADS)
    rest()
    step_view = view.findChildren(LeadsStep)[0]
    assert "3 people are loaded for this campaign" in words_on(step_view)
    other = lead_file.with_name("more.csv")
    other.write_text("Email\ndan@east.example\n", encoding="utf-8")
    services.leads.import_file(other, None, written_campaign, work)
    view.refresh()
    rest()
    assert "4 people are loaded for this campaign" in words_on(step_view)


def test_a_list_that_is_there_can_be_taken_instead_of_a_file_and_let_go_again(
    screen_context: ScreenContext,
    show: Show,
    written_campaign: str,
    services: Container,
    lead_file: Path,
    rest: Rest,
    work: RecordingWork,
) -> None:
    fair = lead_file.with_name("fair.csv")
    fair.write_text("Email\ndan@east.example\neve@east.example\n", encoding="utf-8")
    made = services.leads.import_file(fair, None, "", work).value.list_id
    view = reopened(screen_context, show, written_campaign)
    view._presenter.go_to(WizardStep.LEADS)
    rest()
    step_view = view.findChildren(LeadsStep)[0]
    assert [step_view.free.itemText(at) for at in range(step_view.free.count())] == [
        "fair (2 leads)"
    ]

    step_view.use_button.click()
    rest()

    assert "5 people are loaded for this campaign" in words_on(step_view)
    assert not step_view.free.isVisible()
    find(step_view, Button, f"let_go_{made}").click()
    rest()
    assert "3 people are loaded for this campaign" in words_on(step_view)
    assert step_view.free.isVisible()


def test_choices_of_the_sending_step_are_kept(
    screen_context: ScreenContext,
    show: Show,
    written_campaign: str,
    services: Container,
    rest: Rest,
    work: RecordingWork,
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view._presenter.go_to(WizardStep.SENDING)
    rest()
    step_view = sending(view)
    step_view.hours.days._group.button(4).click()  # Friday
    step_view.pace.daily_limit.setValue(40)
    step_view.hours.zone.setEditText("europe/berlin")
    line = step_view.hours.zone.lineEdit()
    assert line is not None
    line.editingFinished.emit()
    step_view.rules.boxes["stop_on_auto_reply"].click()
    view.leave()
    rest()
    setup = services.campaigns.get(written_campaign, work).setup
    assert setup.schedule.days == (0, 1, 2, 3)
    assert setup.schedule.timezone == "Europe/Berlin"
    assert setup.pacing.daily_limit == 40
    assert setup.rules.stop_on_auto_reply
    assert not setup.rules.open_tracking


def test_without_any_day_the_way_on_is_held_back(
    screen_context: ScreenContext, show: Show, written_campaign: str, rest: Rest
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view._presenter.go_to(WizardStep.SENDING)
    rest()
    for day in range(5):
        sending(view).hours.days._group.button(day).click()
    assert "Choose at least one day." in words_on(sending(view))
    view.next_button.click()
    assert step(view) is WizardStep.SENDING


@pytest.mark.parametrize("wanted", STEPS)
def test_every_control_of_every_step_has_a_name(
    screen_context: ScreenContext,
    show: Show,
    written_campaign: str,
    nameless: Callable[[QWidget], list[str]],
    rest: Rest,
    wanted: WizardStep,
) -> None:
    view = reopened(screen_context, show, written_campaign)
    view._presenter.go_to(wanted)
    rest()
    assert nameless(view) == []
