from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import Heard, find
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.campaigns import make
from vibe_desktop.ui.campaigns.content import CampaignsContent
from vibe_desktop.ui.campaigns.presenter import CampaignsPresenter
from vibe_desktop.ui.campaigns.rules import can_delete, can_pause, can_resume
from vibe_desktop.ui.campaigns.view import CampaignsView
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.cards import StatCard

Show = Callable[[QWidget], None]


@pytest.fixture
def view(screen_context: ScreenContext) -> CampaignsView:
    view = make(screen_context)
    assert isinstance(view, CampaignsView)
    return view


def content_of(view: CampaignsView) -> CampaignsContent:
    assert view.content is not None
    return view.content


def cell(view: CampaignsView, row: int, column: int) -> str:
    return str(content_of(view).table.table.model().index(row, column).data())


def names(view: CampaignsView) -> list[str]:
    model = content_of(view).table.table.model()
    return [cell(view, row, 0) for row in range(model.rowCount())]


def stats(view: CampaignsView) -> list[str]:
    return [card.accessibleName() for card in view.findChildren(StatCard)]


def test_it_is_a_skeleton_until_the_database_has_answered(
    view: CampaignsView, qtbot: QtBot
) -> None:
    qtbot.addWidget(view)
    assert view.content is None
    assert any("Reading" in label.text() for label in view.findChildren(QLabel))


def test_without_campaigns_it_teaches_and_offers_the_first(
    view: CampaignsView, show: Show, heard: Heard, qtbot: QtBot
) -> None:
    show(view)
    button = find(view, QPushButton, "first_campaign")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.places == [Destination(Screen.WIZARD)]


def test_numbers_and_rates_are_shown_with_what_they_rest_on(
    view: CampaignsView, show: Show, make_launched: Callable[..., str]
) -> None:
    make_launched("One", sent=1400, contacted=1000, replied=34, auto_replied=5, bounced=14)
    show(view)
    assert stats(view) == [
        "Campaigns: 1",
        "Mails sent: 1,400",
        "People contacted: 1,000",
        "Replies: 34",
        "Reply rate: 3.4 %",
        "Bounces: 14",
    ]
    assert cell(view, 0, 5) == "3.4 % (34 of 1,000)"


def test_an_unknowable_rate_is_not_nought(
    view: CampaignsView, show: Show, make_campaign: Callable[..., str]
) -> None:
    make_campaign("Draft")
    show(view)
    assert "Reply rate: n/a" in stats(view)
    assert cell(view, 0, 5) == "n/a"
    assert cell(view, 0, 1) == "Draft"


def test_the_list_can_be_searched_by_name_and_by_status(
    view: CampaignsView,
    show: Show,
    make_campaign: Callable[..., str],
    make_launched: Callable[..., str],
) -> None:
    make_campaign("Invoices")
    make_launched("Uptime", sent=3, contacted=3)
    show(view)
    search = content_of(view).table.search
    assert view.find_field() is search
    search.setText("INVO")
    assert names(view) == ["Invoices"]
    search.setText("sending")
    assert names(view) == ["Uptime"]
    search.clear()
    assert sorted(names(view)) == ["Invoices", "Uptime"]


def test_rates_are_sorted_as_numbers_and_the_unknowable_last(
    view: CampaignsView,
    show: Show,
    make_campaign: Callable[..., str],
    make_launched: Callable[..., str],
) -> None:
    make_launched("Nine", contacted=100, replied=9)
    make_launched("Ten", contacted=100, replied=10)
    make_campaign("None")
    show(view)
    content_of(view).table.table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    assert names(view) == ["Ten", "Nine", "None"]


def test_opening_a_draft_goes_to_its_wizard_and_a_launched_one_to_its_results(
    view: CampaignsView,
    show: Show,
    heard: Heard,
    make_campaign: Callable[..., str],
    make_launched: Callable[..., str],
    qtbot: QtBot,
) -> None:
    draft = make_campaign("Draft")
    launched = make_launched("Launched")
    show(view)
    table = content_of(view).table.table
    for name in ("Draft", "Launched"):
        table.setCurrentIndex(table.model().index(names(view).index(name), 0))
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.places == [
        Destination(Screen.WIZARD, draft),
        Destination(Screen.ANALYTICS, launched),
    ]


def test_a_deleted_draft_can_be_brought_back_for_a_moment(
    view: CampaignsView,
    show: Show,
    heard: Heard,
    make_campaign: Callable[..., str],
    services: Container,
    rest: Callable[[], None],
) -> None:
    make_campaign("Keep")
    make_campaign("Drop")
    show(view)
    presenter = find(view, CampaignsPresenter)
    drop = next(row for row in presenter.state.rows if row.campaign.name == "Drop")
    presenter.delete(drop)
    assert names(view) == ["Keep"]
    action = heard.notices[-1].action
    assert action is not None
    action.run()
    assert sorted(names(view)) == ["Drop", "Keep"]
    presenter.delete(drop)
    presenter.delete_for_good()
    rest()
    kept = services.campaigns.dashboard(RecordingWork()).rows
    assert [row.campaign.name for row in kept] == ["Keep"]
    assert names(view) == ["Keep"]


def test_deleting_a_second_draft_settles_the_first(
    view: CampaignsView,
    show: Show,
    make_campaign: Callable[..., str],
    services: Container,
    rest: Callable[[], None],
) -> None:
    make_campaign("One")
    make_campaign("Two")
    show(view)
    presenter = find(view, CampaignsPresenter)
    for row in presenter.state.rows:
        presenter.delete(row)
    presenter.undo_delete()
    rest()
    assert len(services.campaigns.dashboard(RecordingWork()).rows) == 1


def test_only_a_draft_can_be_deleted_only_a_sending_one_paused(
    view: CampaignsView, show: Show, make_campaign: Callable[..., str]
) -> None:
    make_campaign("Draft")
    show(view)
    draft = find(view, CampaignsPresenter).state.rows[0]

    def with_status(status: CampaignStatus) -> tuple[bool, bool, bool]:
        row = replace(draft, campaign=replace(draft.campaign, status=status))
        return can_pause(row), can_resume(row), can_delete(row)

    assert with_status(CampaignStatus.DRAFT) == (False, False, True)
    assert with_status(CampaignStatus.ACTIVE) == (True, False, False)
    assert with_status(CampaignStatus.PAUSED) == (False, True, False)
    assert with_status(CampaignStatus.COMPLETED) == (False, False, False)


def test_the_context_menu_offers_what_can_be_done(
    view: CampaignsView, show: Show, heard: Heard, make_launched: Callable[..., str]
) -> None:
    launched = make_launched("Launched")
    show(view)
    row = find(view, CampaignsPresenter).state.rows[0]
    menu: QMenu = content_of(view).table.menu_for(row)
    offered = {action.text(): action for action in menu.findChildren(QAction) if action.text()}
    assert list(offered) == ["See results", "Review copy", "Pause sending"]
    offered["Review copy"].trigger()
    assert heard.places == [Destination(Screen.REVIEW, launched)]


def test_refreshing_without_a_key_says_so_and_keeps_what_is_shown(
    view: CampaignsView,
    show: Show,
    heard: Heard,
    make_launched: Callable[..., str],
    rest: Callable[[], None],
) -> None:
    make_launched("Launched", sent=7, contacted=7)
    show(view)
    view.refresh()
    assert find(view, QPushButton, "refresh_results").text() == "Fetching…"
    rest()
    assert "key" in heard.notices[-1].text
    assert "Mails sent: 7" in stats(view)
    assert find(view, QPushButton, "refresh_results").text() == "Refresh"


def test_results_that_changed_are_shown_without_losing_the_selection(
    view: CampaignsView,
    show: Show,
    services: Container,
    make_launched: Callable[..., str],
    rest: Callable[[], None],
) -> None:
    from datetime import UTC, datetime

    from vibe_desktop.domain.analytics import Counters

    campaign_id = make_launched("Launched", sent=7, contacted=7)
    show(view)
    table = content_of(view).table.table
    table.selectRow(0)
    services._stores.analytics.save_totals(
        campaign_id, Counters(sent=9, contacted=9), None, datetime.now(UTC)
    )
    view.changes_arrived(Changes(analytics=True))
    rest()
    assert cell(view, 0, 3) == "9"
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]


def test_narrow_it_drops_columns_rather_than_cutting_them(
    view: CampaignsView, show: Show, make_campaign: Callable[..., str], qtbot: QtBot
) -> None:
    make_campaign("Draft")
    show(view)
    table = content_of(view).table.table
    view.resize(690, 560)
    qtbot.waitUntil(lambda: table.isColumnHidden(6))
    assert not table.isColumnHidden(0)
    assert not table.isColumnHidden(5)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)


def test_an_empty_model_has_no_cells_under_a_row(
    view: CampaignsView, show: Show, make_campaign: Callable[..., str]
) -> None:
    make_campaign("Draft")
    show(view)
    model = content_of(view).table.model
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 1


def test_every_control_has_a_name(
    view: CampaignsView,
    show: Show,
    make_launched: Callable[..., str],
    nameless: Callable[[QWidget], list[str]],
) -> None:
    make_launched("Launched", sent=7, contacted=7)
    show(view)
    assert nameless(view) == []
