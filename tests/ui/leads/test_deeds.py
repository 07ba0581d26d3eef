"""What is done to chosen leads and to lists, and the way back from each."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidget, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import Heard, find, words_on
from vibe_desktop.app.container import Container
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads import make
from vibe_desktop.ui.leads.history import HistoryDialog
from vibe_desktop.ui.leads.leads_table import LeadsTable
from vibe_desktop.ui.leads.lists_panel import LEADS_MIME
from vibe_desktop.ui.leads.model import CUSTOM
from vibe_desktop.ui.leads.pages import COUNTED_AT_FIRST
from vibe_desktop.ui.leads.tag_dialog import TagDialog
from vibe_desktop.ui.leads.view import LeadsView
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.dialogs import AskDialog, NameDialog
from vibe_desktop.ui.widgets.notices import Notice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Rest = Callable[[], None]
PEOPLE = 40


@pytest.fixture
def campaign_id(make_campaign: Callable[..., str]) -> str:
    return make_campaign("Microlink")


@pytest.fixture
def lists(services: Container, campaign_id: str, tmp_path: Path) -> tuple[str, str]:
    """Ids of a list of `PEOPLE` for the campaign, and of one with somebody for none."""
    fair, other = tmp_path / "fair.csv", tmp_path / "other.csv"
    fair.write_text(
        "Email,First Name,Industry\n"
        + "".join(f"p{number:02}@acme{number}.com,P{number},Bakery\n" for number in range(PEOPLE))
    )
    other.write_text("Email\ninfo@zoe.com\n")
    first = services.leads.import_file(fair, None, campaign_id, Work()).value.list_id
    return first, services.leads.import_file(other, None, "", Work()).value.list_id


@pytest.fixture
def view(
    lists: tuple[str, str], screen_context: ScreenContext, show: Callable[[QWidget], None]
) -> LeadsView:
    made = make(screen_context)
    assert isinstance(made, LeadsView)
    show(made)
    return made


def _select(view: LeadsView, *rows: int) -> None:
    selection = view.card.table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        selection.select(view.card.model.index(row, 0), flags)


def _leads(services: Container, **query: object) -> tuple[Lead, ...]:
    return services.leads.page(LeadQuery(**query), Work()).rows  # type: ignore[arg-type] # a test's short form


def _show_list(view: LeadsView, list_id: str, rest: Rest) -> None:
    panel = view.card.lists_panel
    panel.view.setCurrentIndex(panel.model.index(panel.model.row_of(list_id), 0))
    rest()


def _undo(notice: Notice, rest: Rest) -> None:
    assert notice.action is not None
    assert notice.action.label == "Undo"
    notice.action.run()
    rest()


def _menu_action(view: LeadsView, list_id: str, name: str) -> QAction:
    state = view._presenter.state  # the menu is popped up by the window system alone
    chosen = next((one for one in state.lists if one.id == list_id), None)
    menu = view._deeds.menu(state, chosen)
    found = menu.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def test_without_a_choice_only_the_way_to_choose_is_shown(view: LeadsView) -> None:
    bar = view.card.bulk_bar

    assert "Ctrl+A" in bar.words.text()
    assert not bar.tag_button.isVisible()
    _select(view, 0, 2, 3)
    assert bar.words.text().strip() == "3 selected"
    assert bar.tag_button.isVisible()


def test_a_tag_is_given_filtered_by_and_taken_back(
    qtbot: QtBot, view: LeadsView, services: Container, heard: Heard, rest: Rest
) -> None:
    _select(view, 0, 1)
    find(view.card.bulk_bar, QAction, "add_tag").trigger()
    dialog = find(view, TagDialog)
    qtbot.keyClicks(dialog.edit, " VIP  guest ")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    rest()

    assert heard.notices[-1].text == "Tagged 2 leads with “VIP guest”."
    assert services.leads.tags(Work()) == (("VIP guest", 2),)

    chip = view.card.filters.tag
    chip.menu().aboutToShow.emit()
    rest()
    chip.menu().aboutToShow.emit()
    action = next(one for one in chip.menu().actions() if one.text() == "VIP guest (2)")
    action.trigger()
    qtbot.waitUntil(lambda: view.card.model.rowCount() == 2)
    rest()
    assert chip.text() == "Tag: VIP guest"
    assert view.card._count.text() == f"2 of {PEOPLE + 1}"

    _undo(heard.notices[-1], rest)
    assert services.leads.tags(Work()) == ()
    qtbot.mouseClick(view.card.filters.clear_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.card.model.rowCount() == PEOPLE + 1)
    rest()
    assert chip.text() == "Tag"


def test_only_a_tag_that_is_there_can_be_taken_off(
    qtbot: QtBot, view: LeadsView, services: Container, rest: Rest
) -> None:
    _select(view, 0)
    services.leads.tag(view.card.selection, "vip", Work())
    view.refresh()
    rest()

    _select(view, 0)
    find(view.card.bulk_bar, QAction, "remove_tag").trigger()
    dialog = find(view, TagDialog)
    rest()
    tags = find(dialog, QListWidget, "existing_tags")
    dialog.edit.setText("nobody has this")
    assert not dialog.deed_button.isEnabled()
    tags.setCurrentRow(0)
    assert dialog.edit.text() == "vip"
    dialog.deed_button.click()
    rest()

    assert services.leads.tags(Work()) == ()


def test_leads_are_moved_to_a_list_from_the_menu_and_back(
    view: LeadsView, services: Container, lists: tuple[str, str], heard: Heard, rest: Rest
) -> None:
    fair, other = lists
    _show_list(view, fair, rest)
    _select(view, 0, 1, 2)
    menu = find(view, QMenu, "move_menu")
    menu.aboutToShow.emit()
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["other (1)", "New list…"]

    menu.actions()[0].trigger()
    rest()

    assert heard.notices[-1].text == "Moved 3 leads to “other”."
    assert services.leads.page(LeadQuery(list_id=other), Work()).total == 4
    _undo(heard.notices[-1], rest)
    assert services.leads.page(LeadQuery(list_id=fair), Work()).total == PEOPLE


def test_leads_are_dropped_on_a_list(
    view: LeadsView, services: Container, lists: tuple[str, str], rest: Rest
) -> None:
    _fair, other = lists
    _select(view, 0)
    panel = view.card.lists_panel
    index = panel.model.index(panel.model.row_of(other), 0)
    data = QMimeData()
    data.setData(LEADS_MIME, b"leads")
    event = QDropEvent(
        QPointF(panel.view.visualRect(index).center()),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    panel.view.dropEvent(event)
    rest()

    assert services.leads.page(LeadQuery(list_id=other), Work()).total == 2


def test_leads_are_moved_to_a_list_that_is_made_for_them(
    qtbot: QtBot, view: LeadsView, services: Container, lists: tuple[str, str], rest: Rest
) -> None:
    _select(view, 0, 1)

    view.card.bulk_bar.move_wanted.emit("")
    dialog = find(view, NameDialog)
    assert not dialog.deed_button.isEnabled()
    qtbot.keyClicks(dialog.edit, "Second round")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    rest()

    made = next(one for one in services.leads.lists(Work()) if one.name == "Second round")
    assert made.total_leads == 2


def test_the_chosen_people_are_not_contacted_any_more_and_that_can_be_undone(
    qtbot: QtBot,
    view: LeadsView,
    services: Container,
    campaign_id: str,
    lists: tuple[str, str],
    heard: Heard,
    rest: Rest,
) -> None:
    _show_list(view, lists[0], rest)
    _select(view, 2, 3, 4)
    qtbot.mouseClick(view.card.bulk_bar.suppress_button, Qt.MouseButton.LeftButton)
    rest()

    assert heard.notices[-1].text == "Put 3 leads on the do-not-contact list."
    assert services.leads.for_campaign(campaign_id, Work()) == PEOPLE - 3
    struck = view.card.model.index(2, 0)
    assert struck.data(Qt.ItemDataRole.FontRole).strikeOut()
    assert "do-not-contact" in str(struck.data(Qt.ItemDataRole.AccessibleTextRole))
    assert view.card.model.index(1, 0).data(Qt.ItemDataRole.FontRole) is None

    _undo(heard.notices[-1], rest)
    assert services.leads.for_campaign(campaign_id, Work()) == PEOPLE


def test_everybody_is_deleted_with_ctrl_a_and_delete_and_comes_back(
    qtbot: QtBot, view: LeadsView, services: Container, heard: Heard, rest: Rest
) -> None:
    view.card.table.setFocus()
    qtbot.keyClick(view.card.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.card.bulk_bar.words.text().strip() == f"{PEOPLE + 1} selected"

    qtbot.keyClick(view.card.table, Qt.Key.Key_Delete)
    rest()

    assert heard.notices[-1].text == f"Deleted {PEOPLE + 1} leads."
    assert services.leads.page(LeadQuery(), Work()).total == 0
    _undo(heard.notices[-1], rest)
    assert services.leads.page(LeadQuery(), Work()).total == PEOPLE + 1


def test_nothing_is_done_with_everybody_before_everybody_is_counted(
    qtbot: QtBot,
    services: Container,
    screen_context: ScreenContext,
    show: Callable[[QWidget], None],
    tmp_path: Path,
    rest: Rest,
) -> None:
    many = COUNTED_AT_FIRST + 500
    path = tmp_path / "many.csv"
    path.write_text("Email\n" + "".join(f"p{number}@acme.com\n" for number in range(many)))
    services.leads.import_file(path, None, "", Work())
    made = make(screen_context)
    assert isinstance(made, LeadsView)
    seen: list[tuple[bool, str]] = []

    def choose_at_once() -> None:
        made.card.table.selectAll()
        bar = made.card.bulk_bar
        seen.append((bar.delete_button.isEnabled(), bar.words.text()))

    show(made)
    made._presenter.pages.replaced.connect(choose_at_once)
    made.card.search.setText("acme")
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: made.card.model.rowCount() == many)
    rest()

    assert seen[0] == (False, "Everybody is selected; counting…  ")
    assert made.card.bulk_bar.words.text().strip() == f"{many:,} selected"
    assert made.card.bulk_bar.delete_button.isEnabled()


def test_a_choice_that_is_out_of_date_changes_nothing_and_says_so(
    view: LeadsView, services: Container, heard: Heard, rest: Rest
) -> None:
    _select(view, 0)
    selection = view.card.selection
    services.leads.suppress(["somebody@else.com"], "asked", Work())

    view._bulk.delete(selection)
    rest()

    assert services.leads.page(LeadQuery(), Work()).total == PEOPLE + 1
    assert "choose again" in heard.notices[-1].more


def test_what_is_chosen_is_exported_with_the_columns_on_screen(
    view: LeadsView, heard: Heard, tmp_path: Path, rest: Rest
) -> None:
    _select(view, 0, 1)
    view.card.bulk_bar.export_button.click()
    dialog = find(view, QFileDialog, "export_dialog")
    dialog.fileSelected.emit(str(tmp_path / "out.csv"))
    dialog.close()
    rest()

    assert heard.notices[-1].text == "2 leads exported."
    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3
    assert len(rows[0]) == len(view.card.columns.shown)


def test_a_list_is_made_renamed_given_to_a_campaign_and_deleted(
    qtbot: QtBot,
    view: LeadsView,
    services: Container,
    campaign_id: str,
    heard: Heard,
    rest: Rest,
) -> None:
    qtbot.mouseClick(find(view, QWidget, "new_lead_list"), Qt.MouseButton.LeftButton)
    dialog = find(view, NameDialog)
    dialog.edit.setText("Nordics")
    dialog.deed_button.click()
    rest()
    made = next(one for one in services.leads.lists(Work()) if one.name == "Nordics")
    assert view.card.lists_panel.view.currentIndex().data() == "Nordics"
    assert not view.card.table.isVisible()

    _menu_action(view, made.id, "rename_list").trigger()
    dialog = next(one for one in view.findChildren(NameDialog) if one.isVisible())
    dialog.edit.setText("The Nordics")
    dialog.deed_button.click()
    rest()
    view._bulk.assign_list(made.id, campaign_id)
    rest()
    made = next(one for one in services.leads.lists(Work()) if one.id == made.id)
    assert (made.name, made.campaign_id) == ("The Nordics", campaign_id)

    _menu_action(view, made.id, "delete_list").trigger()
    rest()
    assert all(one.id != made.id for one in services.leads.lists(Work()))
    assert heard.notices[-1].text.startswith("Deleted the list “The Nordics”")


def test_a_deleted_list_comes_back_with_its_leads(
    view: LeadsView, services: Container, lists: tuple[str, str], heard: Heard, rest: Rest
) -> None:
    _show_list(view, lists[0], rest)
    _menu_action(view, lists[0], "delete_list").trigger()
    rest()
    assert len(services.leads.lists(Work())) == 1
    assert view.card.lists_panel.view.currentIndex().row() == 0

    _undo(heard.notices[-1], rest)

    assert services.leads.page(LeadQuery(), Work()).total == PEOPLE + 1
    assert heard.notices[-1].text == "The list “fair” is back."


def test_the_lists_give_way_to_a_box_in_a_small_window(view: LeadsView, rest: Rest) -> None:
    assert view.card.lists_panel.isVisible()
    assert not view.card.lists.isVisible()

    view.resize(700, 560)
    rest()

    assert not view.card.lists_panel.isVisible()
    assert view.card.lists.isVisible()
    assert view.card.lists.itemText(1) == "other (1)"


def test_an_import_is_undone_from_the_history(
    qtbot: QtBot, view: LeadsView, services: Container, rest: Rest
) -> None:
    view.open_history()
    dialog = find(view.window(), HistoryDialog)
    rest()
    newest = services.leads.operations(Work())[0]
    assert newest.title == "other.csv"

    find(dialog, Button, f"undo_{newest.id}").click()
    rest()

    assert [one.name for one in services.leads.lists(Work())] == ["fair"]
    assert (
        dialog.findChild(Button, f"undo_{newest.id}") is None
        or not find(dialog, Button, f"undo_{newest.id}").isVisible()
    )
    dialog.close()


def test_whoever_asks_is_forgotten_after_their_address_was_confirmed(
    view: LeadsView, services: Container, heard: Heard, tmp_path: Path, rest: Rest
) -> None:
    view.card.table.setCurrentIndex(view.card.model.index(0, 0))
    view.card._open_current()
    email = view.card.model.index(0, 0).data()
    find(view.card.details, Button, "forget_lead").click()
    dialog = find(view.window(), AskDialog, "forget_dialog")

    assert email in dialog.windowTitle()
    assert dialog.cancel_button.isDefault()
    dialog.deed_button.click()
    rest()

    assert email not in {lead.email for lead in _leads(services)}
    assert heard.notices[-1].text == f"{email} was forgotten."
    again = tmp_path / "again.csv"
    again.write_text(f"Email\n{email}\n")
    assert services.leads.rehearse(again, None, "", Work()).skipped == 1


def test_the_details_say_what_is_known_in_words(
    view: LeadsView, lists: tuple[str, str], rest: Rest
) -> None:
    _show_list(view, lists[1], rest)
    view.card.table.setCurrentIndex(view.card.model.index(0, 0))
    view.card._open_current()

    words = words_on(view.card.details).splitlines()
    assert {"info@zoe.com", "Of a role (info@)", "other"} <= set(words)


def test_columns_are_chosen_by_ticks_and_remembered(
    view: LeadsView,
    screen_context: ScreenContext,
    show: Callable[[QWidget], None],
) -> None:
    view.card.columns_button.click()
    chooser = view.card.columns.chooser
    assert chooser is not None
    items = [chooser.list.item(row) for row in range(chooser.list.count())]
    ticks = {item.data(Qt.ItemDataRole.UserRole): row for row, item in enumerate(items)}

    chooser.list.item(ticks["phone"]).setCheckState(Qt.CheckState.Unchecked)
    chooser.list.item(ticks["verification"]).setCheckState(Qt.CheckState.Checked)
    shown = view.card.columns.shown
    chooser.hide()

    assert "phone" not in shown
    assert shown[-1] == "verification"
    header = view.card.table.horizontalHeader()
    header.moveSection(header.visualIndex(len(shown) - 1), 1)
    view.leave()
    again = make(screen_context)
    assert isinstance(again, LeadsView)
    show(again)
    assert again.card.columns.shown[:2] == ("email", "verification")


def test_variables_are_offered_as_columns_once_they_are_found(
    services: Container,
    screen_context: ScreenContext,
    show: Callable[[QWidget], None],
    tmp_path: Path,
    rest: Rest,
) -> None:
    path = tmp_path / "cities.csv"
    path.write_text("Email,City\nada@acme.com,Oslo\n")
    services.leads.import_file(path, None, "", Work())
    made = make(screen_context)
    assert isinstance(made, LeadsView)
    show(made)
    pages = made._presenter.pages

    assert list(pages.variables) == []
    made.card.columns_button.click()
    chooser = made.card.columns.chooser
    assert chooser is not None
    chooser.list.setCurrentRow(3)
    rest()

    name = pages.variables[0]
    last = chooser.list.item(chooser.list.count() - 1)
    assert last.data(Qt.ItemDataRole.UserRole) == CUSTOM + name
    assert chooser.list.currentRow() == 3
    last.setCheckState(Qt.CheckState.Checked)
    assert made.card.model.index(0, made.card.columns.shown.index(CUSTOM + name)).data() == "Oslo"
    chooser.hide()


class _Tall(QAbstractTableModel):
    """As many rows as wanted, none of them in memory; it counts how often it is asked."""

    def __init__(self, rows: int, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = rows
        self.asked = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        self.asked += 1
        return 0 if parent is not None and parent.isValid() else self.rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object | None:
        return "x" if role == 0 else None


def test_choosing_everybody_does_not_look_at_everybody(qapp: QApplication, qtbot: QtBot) -> None:
    table = LeadsTable("Tall")
    qtbot.addWidget(table)
    model = _Tall(200_000, table)
    table.take(model)
    table.resize(800, 500)
    table.show()
    qapp.processEvents()

    model.asked = 0
    table.selectAll()
    table.repaint()
    table.horizontalHeader().repaint()
    qapp.processEvents()

    assert table.ranges() == [(0, 199_999)]
    assert model.asked < 20_000


def test_a_click_on_one_of_the_chosen_chooses_it_alone(qtbot: QtBot, view: LeadsView) -> None:
    table = view.card.table
    _select(view, 0, 1, 2)

    where = table.visualRect(view.card.model.index(1, 0)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert table.ranges() == [(0, 0), (1, 1), (2, 2)]
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert table.ranges() == [(1, 1)]


def test_a_double_click_opens_also_who_is_chosen_already(qtbot: QtBot, view: LeadsView) -> None:
    table = view.card.table
    _select(view, 0, 1)
    where = table.visualRect(view.card.model.index(1, 1)).center()

    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert view.card.details.isVisible()
    assert str(view.card.model.index(1, 0).data()) in words_on(view.card.details)


def test_a_right_click_offers_what_the_bar_does(view: LeadsView) -> None:
    _select(view, 0)
    view.card.table.customContextMenuRequested.emit(QPoint(10, 10))
    menu = find(view.card, QMenu, "leads_menu")
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert texts == [
        "Show in full", "Copy", "Tag…", "Move to…", "Do not contact", "Export…", "Delete",
    ]  # fmt: skip
