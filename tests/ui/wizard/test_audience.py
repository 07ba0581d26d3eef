"""The audience step: suggestions that can be picked, own words, and the offer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import nameless_controls
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.facts import FactKind
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.wizard.audience_view import AudienceStep
from vibe_desktop.ui.wizard.view import WizardView

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


@pytest.fixture
def campaign_id(services: Container, page_url: str, work: RecordingWork) -> str:
    """A campaign whose page was read; nothing is said about the audience."""
    campaign = services.campaigns.create(
        name="Tidebook", url=page_url, target_audience="", work=work
    ).value
    services.pages.read(campaign.id, work)
    return campaign.id


@pytest.fixture
def open_step(
    screen_context: ScreenContext, show: Show, rest: Rest, campaign_id: str
) -> Callable[[], AudienceStep]:
    """`open_step()` opens the wizard anew, at the audience step."""

    def opened() -> AudienceStep:
        view = WizardView(screen_context)
        view.arrive(Destination(Screen.WIZARD, campaign_id))
        show(view)
        view._presenter.go_to(WizardStep.AUDIENCE)
        rest()
        return view.findChildren(AudienceStep)[0]

    return opened


OpenStep = Callable[[], AudienceStep]


def words_on(widget: QWidget) -> str:
    labels = widget.findChildren(Label)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def leave(step: AudienceStep) -> None:
    view = step.window()
    assert isinstance(view, WizardView)
    view.leave()


def test_three_customers_are_suggested_from_the_page(open_step: OpenStep) -> None:
    step = open_step()
    assert "Suggested from your page" in words_on(step)
    assert len(step.choices.cards) == 3
    assert step.choices.cards[0].text_of_choice == "Finance teams of two to ten people."
    assert not any(card.isChecked() for card in step.choices.cards)
    assert not step.ask_model_button.isVisibleTo(step), "without a key no model can be asked"


def test_a_click_puts_a_suggestion_into_the_field_and_shows_which(
    open_step: OpenStep, qtbot: QtBot, rest: Rest
) -> None:
    step = open_step()
    first, second, _ = step.choices.cards
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert step.audience.toPlainText() == second.text_of_choice
    assert [card.isChecked() for card in step.choices.cards] == [False, True, False]
    assert "As suggested." in words_on(step)
    pills = [card.findChildren(StatusPill)[0] for card in step.choices.cards]
    assert [pill.isVisibleTo(step) for pill in pills] == [False, True, False]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.isChecked()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert [card.isChecked() for card in step.choices.cards] == [True, False, False]
    rest()


def test_editing_a_suggestion_makes_it_ones_own_and_undo_brings_old_words_back(
    open_step: OpenStep, qtbot: QtBot, rest: Rest
) -> None:
    step = open_step()
    step.audience.setFocus()
    qtbot.keyClicks(step.audience, "Controllers")
    assert "Your own words." in words_on(step)
    qtbot.mouseClick(step.choices.cards[0], Qt.MouseButton.LeftButton)
    assert not step.audience.toPlainText().startswith("Controllers")
    QTest.keySequence(step.audience, QKeySequence(QKeySequence.StandardKey.Undo))
    assert step.audience.toPlainText() == "Controllers"
    assert not any(card.isChecked() for card in step.choices.cards)
    rest()


def test_the_offer_is_taken_from_the_page_and_found_again_after_closing(
    open_step: OpenStep, qtbot: QtBot, rest: Rest, services: Container, work: RecordingWork,
    campaign_id: str,
) -> None:  # fmt: skip
    step = open_step()
    assert "1,200 teams" in step.proof.placeholderText()
    qtbot.keyClicks(step.pain, "Chasing receipts")
    step.take_button.click()
    assert step.pain.text() == "Chasing receipts", "what was typed stays"
    assert step.proof.text() == "Over 1,200 teams close their books with Tidebook."
    assert not step.take_button.isEnabled()
    leave(step)
    rest()
    stored = services.campaigns.get(campaign_id, work).setup
    assert (stored.pain, stored.proof) == ("Chasing receipts", step.proof.text())
    again = open_step()
    assert (again.pain.text(), again.proof.text()) == (stored.pain, stored.proof)
    drafted = services.copywriting.draft(campaign_id, work).value
    assert "chasing receipts" in drafted[0].current.body.lower()
    assert "Over 1,200 teams" in drafted[1].current.body


def test_a_suggestion_that_was_picked_is_still_marked_after_closing(
    open_step: OpenStep, rest: Rest
) -> None:
    step = open_step()
    step.choices.cards[2].click()
    leave(step)
    rest()
    again = open_step()
    assert [card.isChecked() for card in again.choices.cards] == [False, False, True]


def test_suggestions_follow_the_facts_that_are_switched_on(
    open_step: OpenStep, services: Container, campaign_id: str, work: RecordingWork, rest: Rest
) -> None:
    page = services.pages.latest(campaign_id, work)
    assert page is not None
    named = [fact.id for fact in page.facts if fact.kind is FactKind.AUDIENCE]
    services.pages.switch_facts(campaign_id, named, False, work)
    step = open_step()
    texts = [card.text_of_choice for card in step.choices.cards]
    assert len(texts) == 3
    assert not any(text.startswith("Finance teams") for text in texts)


def test_every_control_has_a_name(open_step: OpenStep) -> None:
    assert nameless_controls(open_step()) == []
