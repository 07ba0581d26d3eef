"""The leads screen: lists, search, order, choice, and the way in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.lead_files import write_apollo_export
from tests.support.screens import Heard, find
from vibe_desktop.app.container import Container
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads import make
from vibe_desktop.ui.leads.details import LeadDetails
from vibe_desktop.ui.leads.pages import KEPT, PAGE, LeadPages
from vibe_desktop.ui.leads.view import LeadsView
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.labels import Label

Rest = Callable[[], None]
Show = Callable[[QWidget], None]
ROWS = 3 * PAGE + 40


@pytest.fixture
def campaign_id(make_campaign: Callable[..., str]) -> str:
    return make_campaign("Microlink")


@pytest.fixture
def addresses(services: Container, campaign_id: str, tmp_path: Path) -> tuple[str, ...]:
    """A list of several pages, for the campaign; its addresses in file order."""
    path = tmp_path / "apollo.csv"
    expected = write_apollo_export(path, ROWS, seed=1, dirty=False)
    services.leads.import_file(path, None, campaign_id, Work())
    return expected.addresses


@pytest.fixture
def view(screen_context: ScreenContext, show: Show) -> LeadsView:
    """The screen; ask for `addresses` before, or it is empty."""
    made = make(screen_context)
    assert isinstance(made, LeadsView)
    show(made)
    return made


def _emails(view: LeadsView, rows: int) -> list[str]:
    model = view.card.model
    return [str(model.index(row, 0).data()) for row in range(rows)]


def _choose_list(view: LeadsView, index: int) -> None:
    panel = view.card.lists_panel
    panel.view.setCurrentIndex(panel.model.index(index, 0))


def _until_loaded(qtbot: QtBot, view: LeadsView, rest: Rest, row: int = 0) -> None:
    qtbot.waitUntil(lambda: bool(view.card.model.index(row, 0).data()))
    rest()


def _select(view: LeadsView, first: int, last: int) -> None:
    selection = view.card.table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(first, last + 1):
        selection.select(view.card.model.index(row, 0), flags)


def test_without_leads_the_screen_says_what_to_do(qtbot: QtBot, view: LeadsView) -> None:
    assert find(view, QWidget, "first_leads").isVisible()
    assert not view.card.isVisible()

    qtbot.mouseClick(find(view, QWidget, "first_leads"), Qt.MouseButton.LeftButton)

    assert view.importer.panel.drop_zone.isVisible()
    qtbot.mouseClick(view.back_button, Qt.MouseButton.LeftButton)
    assert find(view, QWidget, "first_leads").isVisible()


def test_every_lead_is_a_row_and_is_fetched_when_it_is_looked_at(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    model = view.card.model

    assert model.rowCount() == ROWS
    assert find(view, Label, "lead_count").text() == f"{ROWS} leads"
    assert _emails(view, 20) == list(addresses[:20])
    far = ROWS - 1
    assert model.index(far, 0).data() == ""
    _until_loaded(qtbot, view, rest, far)
    assert model.index(far, 0).data() == addresses[far]


def test_the_end_of_the_list_shows_after_scrolling_there(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    view.card.table.scrollToBottom()

    _until_loaded(qtbot, view, rest, ROWS - 1)

    assert view.card.model.index(ROWS - 1, 0).data() == addresses[-1]


def test_a_click_on_a_header_sorts_in_the_database(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    table = view.card.table

    with qtbot.waitSignal(view.card.model.modelReset):
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    rest()
    assert _emails(view, 5) == sorted(addresses, reverse=True)[:5]

    with qtbot.waitSignal(view.card.model.modelReset):
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    rest()
    assert _emails(view, 5) == list(addresses[:5])


def test_a_search_waits_for_a_pause_and_says_how_many_match(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    wanted = addresses[7]
    resets: list[None] = []
    view.card.model.modelReset.connect(lambda: resets.append(None))

    qtbot.keyClicks(view.card.search, wanted)
    qtbot.waitUntil(lambda: view.card.model.rowCount() == 1)
    rest()

    assert _emails(view, 1) == [wanted]
    assert len(resets) <= 2
    assert find(view, Label, "lead_count").text() == f"1 of {ROWS}"


def test_a_search_that_finds_nobody_says_so(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    view.card.search.setText("nobody at all")
    qtbot.waitUntil(lambda: view.card.model.rowCount() == 0)
    rest()
    assert not view.card.table.isVisible()

    qtbot.mouseClick(find(view, QWidget, "show_everybody"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.card.model.rowCount() == ROWS)
    rest()
    assert view.card.search.text() == ""
    assert view.card.table.isVisible()


def test_one_list_can_be_shown_alone(
    qtbot: QtBot,
    addresses: tuple[str, ...],
    services: Container,
    tmp_path: Path,
    screen_context: ScreenContext,
    show: Show,
    rest: Rest,
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Email\nzoe@other.com\n")
    services.leads.import_file(other, None, "", Work())
    view = make(screen_context)
    assert isinstance(view, LeadsView)
    show(view)
    assert view.card.model.rowCount() == ROWS + 1

    _choose_list(view, 1)
    qtbot.waitUntil(lambda: view.card.model.rowCount() == 1)
    rest()

    assert _emails(view, 1) == ["zoe@other.com"]


def test_a_search_and_filters_are_dropped_with_a_new_import(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, tmp_path: Path, rest: Rest
) -> None:
    path = tmp_path / "fresh.csv"
    path.write_text("Email\nada@fresh.com\n")
    view.card.search.setText("nobody")
    view.card.filters.suppressed.value_chosen.emit(True)
    rest()

    view.import_file(path)
    qtbot.waitUntil(lambda: view.importer.panel.presenter.state.can_import)
    view.importer.panel.import_button.click()
    qtbot.waitUntil(lambda: view.card.model.rowCount() == 1)
    rest()

    assert view.card.search.text() == ""
    assert not view.card.filters.clear_button.isVisible()


def test_enter_shows_a_lead_in_full_and_escape_closes_it(
    qtbot: QtBot, addresses: tuple[str, ...], view: LeadsView, rest: Rest
) -> None:
    table = view.card.table
    table.setFocus()
    table.setCurrentIndex(view.card.model.index(3, 0))

    qtbot.keyClick(table, Qt.Key.Key_Return)

    details = find(view, LeadDetails)
    texts = {label.text() for label in details.findChildren(Label)}
    assert details.isVisible()
    assert {addresses[3], "{{industry}}", "E-mail"} <= texts
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert addresses[4] in {label.text() for label in details.findChildren(Label)}
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not details.isVisible()


def test_the_chosen_rows_are_copied_as_a_spreadsheet_takes_them(
    addresses: tuple[str, ...], view: LeadsView
) -> None:
    _select(view, 0, 1)

    view.card.table.copy()

    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == list(addresses[:2])


def test_an_import_ends_with_the_new_list_on_screen(
    qtbot: QtBot,
    campaign_id: str,
    view: LeadsView,
    services: Container,
    heard: Heard,
    tmp_path: Path,
    rest: Rest,
) -> None:
    path = tmp_path / "fresh.csv"
    path.write_text("Email,Name\nada@acme.com,Ada\nbob@,Bob\n")

    view.arrive(Destination(Screen.LEADS, path=str(path)))
    choice = view.importer.campaign.findText("Microlink")
    view.importer.campaign.setCurrentIndex(choice)
    view.importer.campaign.activated.emit(choice)
    qtbot.waitUntil(lambda: view.importer.panel.presenter.state.can_import)
    with qtbot.waitSignal(view.importer.panel.imported):
        view.importer.panel.import_button.click()
    _until_loaded(qtbot, view, rest)

    assert heard.notices[-1].text == "Leads: 1 imported, 1 left out."
    assert view.card.isVisible()
    assert view.card.lists_panel.view.currentIndex().data() == "fresh"
    assert _emails(view, 1) == ["ada@acme.com"]
    assert services.leads.for_campaign(campaign_id, Work()) == 1


def test_a_change_elsewhere_shows_up(
    qtbot: QtBot,
    addresses: tuple[str, ...],
    view: LeadsView,
    services: Container,
    screen_context: ScreenContext,
    tmp_path: Path,
    rest: Rest,
) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Email\nmore@acme.com\n")

    screen_context.jobs.submit(lambda work: services.leads.import_file(path, None, "", work))
    qtbot.waitUntil(lambda: view.card.model.rowCount() == ROWS + 1)
    rest()

    assert view.card.lists.count() == 3


def test_every_control_has_a_name(
    addresses: tuple[str, ...], view: LeadsView, nameless: Callable[[QWidget], list[str]]
) -> None:
    _choose_list(view, 1)
    _select(view, 0, 0)
    assert nameless(view) == []
    view.open_import()
    assert nameless(view) == []


def test_the_columns_stay_as_the_founder_left_them(
    addresses: tuple[str, ...], view: LeadsView, screen_context: ScreenContext, show: Show
) -> None:
    view.card.table.horizontalHeader().resizeSection(0, 333)
    view.leave()

    again = make(screen_context)
    assert isinstance(again, LeadsView)
    show(again)

    assert again.card.table.horizontalHeader().sectionSize(0) == 333


def test_only_so_many_pages_are_kept(
    qtbot: QtBot,
    services: Container,
    screen_context: ScreenContext,
    tmp_path: Path,
    rest: Rest,
) -> None:
    count = (KEPT + 5) * PAGE
    path = tmp_path / "many.csv"
    path.write_text("Email\n" + "".join(f"lead{number}@acme.com\n" for number in range(count)))
    services.leads.import_file(path, None, "", Work())
    pages = LeadPages(screen_context)
    with qtbot.waitSignal(pages.replaced):
        pages.ask(pages.query)
    rest()

    def is_here(row: int) -> Callable[[], bool]:
        return lambda: pages.lead(row) is not None

    for row in range(0, count, PAGE):
        qtbot.waitUntil(is_here(row))
    rest()

    assert pages.total == count
    assert len(pages.known([(0, count)])) == KEPT * PAGE


def test_whoever_scrolls_fast_gets_what_is_in_view_first(
    qtbot: QtBot,
    addresses: tuple[str, ...],
    screen_context: ScreenContext,
    rest: Rest,
) -> None:
    pages = LeadPages(screen_context)
    with qtbot.waitSignal(pages.replaced):
        pages.ask(pages.query)
    rest()
    arrived: list[int] = []
    pages.arrived.connect(lambda first, _last: arrived.append(first // PAGE))

    for page in (1, 2, 3):
        pages.lead(page * PAGE)
    qtbot.waitUntil(lambda: len(arrived) == 3)
    rest()

    assert arrived == [1, 3, 2]
