"""Finding people: a free look as one types, a price, two confirmations, and what came of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, find, press, words_on
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.supersearch import EnrichmentState
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.finding import open_finder
from vibe_desktop.ui.leads.finding_state import Phase
from vibe_desktop.ui.leads.finding_view import FindingDialog
from vibe_desktop.ui.navigation import Screen

Rest = Callable[[], None]
STARTING_CREDITS = 1500.0


@pytest.fixture
def environment(connected: Environment) -> Environment:
    return connected


@pytest.fixture
def campaign_id(services: Container) -> str:
    created = services.campaigns.create(
        name="Ledgerly",
        url="https://ledgerly.example",
        target_audience="Owners of firms in Germany",
        work=Work(),
    )
    return created.value.id


@pytest.fixture
def finder(
    qtbot: QtBot, screen_context: ScreenContext, behind: QWidget, campaign_id: str, rest: Rest
) -> FindingDialog:
    dialog = open_finder(screen_context, behind, campaign_id)
    rest()
    qtbot.waitUntil(lambda: dialog._presenter.state.preview is not None, timeout=10_000)
    rest()
    return dialog


def test_the_search_begins_with_the_ideal_customer(
    finder: FindingDialog, nameless: Callable[[QWidget], list[str]]
) -> None:
    assert finder.filters.fields["titles"].values == ("Owner", "Founder")
    assert finder.filters.fields["countries"].values == ("DE",)
    assert "match" in finder.count.text()
    assert finder.table.model().rowCount() == 20
    assert "1,500 credits" in finder.price.text()
    assert "estimate" in finder.price.text()
    assert not nameless(finder)


def test_typing_a_title_and_taking_a_chip_out_searches_anew(
    qtbot: QtBot, finder: FindingDialog, rest: Rest
) -> None:
    before = finder.count.text()
    line = find(finder, QLineEdit, "find_titles")
    qtbot.keyClicks(line, "CTO")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert finder.filters.fields["titles"].values[-1] == "CTO"
    assert finder.isVisible()
    qtbot.waitUntil(lambda: finder.count.text() not in {before, "Looking…"}, timeout=10_000)
    rest()
    with_cto = finder.count.text()
    chip = finder.filters.fields["titles"].chips[2]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "CTO" not in finder.filters.fields["titles"].values
    qtbot.waitUntil(lambda: finder.count.text() not in {with_cto, "Looking…"}, timeout=10_000)
    rest()
    assert finder.count.text() == before


def test_the_finder_fits_half_of_a_small_screen_and_still_names_the_price(
    finder: FindingDialog, rest: Rest
) -> None:
    finder.wanted.setValue(10)
    finder.resize(624, 360)
    rest()
    assert finder.width() == 624
    button = finder.buy_button
    assert button.visibleRegion().boundingRect() == button.rect()
    assert button.width() >= button.sizeHint().width()
    assert "15 credits" in finder.price.text()
    assert "15 credits" in button.accessibleName()


def test_a_search_that_had_no_answer_is_tried_again_on_one_click(
    qtbot: QtBot, finder: FindingDialog, sandbox: RunningSandbox, rest: Rest
) -> None:
    sandbox.faults({"path": "supersearch", "status": 402, "times": None})
    qtbot.keyClicks(find(finder, QLineEdit, "find_titles"), "CTO")
    qtbot.keyClick(find(finder, QLineEdit, "find_titles"), Qt.Key.Key_Return)
    qtbot.waitUntil(finder.problem.isVisible, timeout=10_000)
    rest()
    assert "billing page" in words_on(finder.problem)
    assert not finder._to_settings.isVisible()
    sandbox.clear_faults()
    press(qtbot, finder, "find_look_again", rest)
    qtbot.waitUntil(lambda: finder._presenter.state.preview is not None, timeout=10_000)
    rest()
    assert not finder.problem.isVisible()


def test_nothing_is_bought_before_the_second_confirmation(
    qtbot: QtBot, finder: FindingDialog, services: Container, rest: Rest
) -> None:
    finder.wanted.setValue(10)
    assert finder.buy_button.text() == "Buy up to 10 people for up to 15 credits…"
    press(qtbot, finder, "find_buy", rest)
    assert "Spend up to 15 credits?" in words_on(finder)
    assert services.supersearch.credits(Work()) == STARTING_CREDITS
    assert not find(finder, QPushButton, "confirm_spend").hasFocus()
    press(qtbot, finder, "confirm_back", rest)
    assert services.supersearch.credits(Work()) == STARTING_CREDITS
    assert finder.buy_button.isVisible()


@pytest.mark.slow
def test_bought_people_open_as_a_list(
    qtbot: QtBot, finder: FindingDialog, services: Container, campaign_id: str, rest: Rest
) -> None:
    finder.wanted.setValue(8)
    press(qtbot, finder, "find_buy", rest)
    press(qtbot, finder, "confirm_spend", rest)
    qtbot.waitUntil(lambda: finder._presenter.state.phase is Phase.DONE, timeout=30_000)
    (made,) = services.leads.lists(Work())
    assert made.campaign_id == campaign_id
    assert "have arrived" in words_on(finder)
    with qtbot.waitSignal(finder.list_arrived) as told:
        press(qtbot, finder, "find_open", rest)
    assert told.args == [made.id]


@pytest.mark.slow
def test_an_order_without_a_trace_says_what_to_look_at(
    qtbot: QtBot, finder: FindingDialog, services: Container, sandbox: RunningSandbox, rest: Rest
) -> None:
    sandbox.faults({"path": "enrich-leads-from-supersearch$", "status": 500})
    finder.wanted.setValue(5)
    press(qtbot, finder, "find_buy", rest)
    press(qtbot, finder, "confirm_spend", rest)
    assert "not certain" in words_on(finder)
    find(finder, QPushButton, "find_close")
    finder._presenter.back()
    rest()
    assert "Perhaps bought" in words_on(finder)
    press(qtbot, finder, "purchase_again", rest)
    assert "twice" in words_on(finder)
    press(qtbot, finder, "confirm_back", rest)
    press(qtbot, finder, "purchase_give_up", rest)
    assert not services.supersearch.unfinished(Work())
    assert services.supersearch._enrichments.every()[0].state is EnrichmentState.FAILED


def test_no_credits_and_no_permission_are_said_in_words(
    qtbot: QtBot, finder: FindingDialog, sandbox: RunningSandbox, heard: Heard, rest: Rest
) -> None:
    sandbox.faults({"path": "enrich-leads-from-supersearch$", "status": 402})
    press(qtbot, finder, "find_buy", rest)
    press(qtbot, finder, "confirm_spend", rest)
    assert finder.problem.isVisible()
    assert "Nothing was bought." in words_on(finder.problem)
    assert "Not bought yet" in words_on(finder)
    assert not heard.notices


def test_without_a_key_the_way_to_one_is_shown(
    qtbot: QtBot, finder: FindingDialog, sandbox: RunningSandbox, heard: Heard, rest: Rest
) -> None:
    sandbox.faults({"path": "supersearch", "status": 401})
    finder.filters.switches["one_per_company"].click()
    qtbot.waitUntil(finder.problem.isVisible, timeout=10_000)
    assert "does not accept the key" in words_on(finder.problem)
    qtbot.mouseClick(finder._to_settings, Qt.MouseButton.LeftButton)
    assert [(place.screen, place.part) for place in heard.places] == [(Screen.SETTINGS, "keys")]


@pytest.mark.slow
def test_without_a_network_it_says_so_and_recovers(
    qtbot: QtBot, finder: FindingDialog, sandbox: RunningSandbox, rest: Rest
) -> None:
    sandbox.faults({"path": "supersearch", "refuse": True, "times": None})
    finder.filters.switches["one_per_company"].click()
    qtbot.waitUntil(finder.problem.isVisible, timeout=60_000)
    assert "Check the internet connection" in words_on(finder.problem)
    sandbox.clear_faults()
    finder.filters.switches["one_per_company"].click()
    qtbot.waitUntil(lambda: not finder.problem.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: "match" in finder.count.text(), timeout=10_000)
    rest()


def test_with_no_filter_left_nothing_can_be_bought(
    qtbot: QtBot, finder: FindingDialog, rest: Rest
) -> None:
    for field in finder.filters.fields.values():
        while field.values:
            qtbot.mouseClick(field.chips[0], Qt.MouseButton.LeftButton)
    rest()
    assert finder.count.text() == "Say whom you look for"
    assert not finder.buy_button.isEnabled()
    assert finder.table.model().rowCount() == 0


def test_without_a_campaign_the_search_begins_with_the_newest_draft(
    qtbot: QtBot, screen_context: ScreenContext, behind: QWidget, campaign_id: str, rest: Rest
) -> None:
    dialog = open_finder(screen_context, behind)
    rest()
    rest()
    assert dialog.campaigns.currentData() == campaign_id
    assert dialog.filters.fields["titles"].values == ("Owner", "Founder")
    qtbot.waitUntil(lambda: dialog._presenter.state.preview is not None, timeout=10_000)
    rest()
    dialog.campaigns.setCurrentIndex(0)
    dialog.campaigns.activated.emit(0)
    rest()
    assert dialog._presenter.state.campaign_id == ""
