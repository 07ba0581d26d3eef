"""The monthly cap, this month's spending, prices and the model list on the settings screen."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.screens import find
from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.copywriting import CopyRun, RunKind, Tokens, WriterKind
from vibe_desktop.domain.settings import DEFAULT_MODEL, Length, Service
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.settings import make
from vibe_desktop.ui.settings.costs_presenter import CostsPresenter
from vibe_desktop.ui.settings.view import SettingsView

Show = Callable[[QWidget], None]
Rest = Callable[[], None]
INPUT, AS_OF = 1, 4


@pytest.fixture
def environment(page_server: PageServer) -> Environment:
    """A key, and a model server of the test's own."""
    return Environment(
        secrets={Service.OPENAI: "sk-test-0123456789"}, openai_base_url=f"{page_server.url}/v1"
    )


@pytest.fixture
def view(screen_context: ScreenContext) -> SettingsView:
    view = make(screen_context)
    assert isinstance(view, SettingsView)
    return view


@pytest.fixture
def table(view: SettingsView, show: Show, qtbot: QtBot) -> QTableWidget:
    show(view)
    qtbot.mouseClick(find(view, QPushButton, "prices_fold"), Qt.MouseButton.LeftButton)
    table = find(view, QTableWidget, "prices")
    qtbot.waitUntil(lambda: table.rowCount() > 0)
    return table


def cell(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    assert item is not None
    return item.text()


def type_price(qtbot: QtBot, table: QTableWidget, row: int, text: str) -> None:
    table.setCurrentCell(row, INPUT)
    item = table.item(row, INPUT)
    assert item is not None
    table.editItem(item)
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.accessibleName() == f"{cell(table, row, 0)}: Input"
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.viewport().findChild(QLineEdit) is None)


def test_the_cap_is_kept_when_its_field_is_left(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    cap = find(view, QDoubleSpinBox, "setting_monthly_cap_usd")
    assert cap.value() == 5.0
    cap.lineEdit().selectAll()
    qtbot.keyClicks(cap, "12.5")
    qtbot.keyClick(cap, Qt.Key.Key_Return)
    rest()
    assert services.settings.get(RecordingWork()).monthly_cap_usd == 12.5
    cap.setValue(0)
    assert cap.text() == "No cap"
    cap.setFocus()
    view.leave()
    rest()
    assert services.settings.get(RecordingWork()).monthly_cap_usd == 0


@pytest.mark.parametrize("name", ["setting_monthly_cap_usd", "setting_length"])
def test_scrolling_past_a_box_does_not_change_it(view: SettingsView, show: Show, name: str) -> None:
    show(view)
    box = find(view, QWidget, name)
    before = (find(view, QDoubleSpinBox).value(), find(view, QComboBox, "setting_length"))
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    box.setFocus()
    QApplication.sendEvent(box, turn)
    assert find(view, QDoubleSpinBox).value() == before[0]
    assert before[1].currentData() == Length.MEDIUM


def test_the_length_of_mails_is_kept(
    view: SettingsView, show: Show, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    show(view)
    combo = find(view, QComboBox, "setting_length")
    assert combo.currentText() == "Medium: 50 to 125 words"
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    rest()
    assert services.settings.get(RecordingWork()).length is Length.SHORT


def test_what_the_month_has_cost_is_told_with_what_it_rests_on(
    view: SettingsView,
    show: Show,
    services: Container,
    make_campaign: Callable[..., str],
    qtbot: QtBot,
) -> None:
    campaign = make_campaign()
    database = Database.open(services.paths.database, services.paths.backups)
    runs = CopyRunRepository(database)
    for number, cost in enumerate((0.25, None)):
        runs.add(_run(campaign, f"run-{number}", cost))
    database.close()
    show(view)
    spent = find(view, QLabel, "month_spending")
    qtbot.waitUntil(lambda: "$0.25 by estimate, for 2 calls and 6,000 tokens" in spent.text())
    assert "1 call is not in the sum" in spent.text()


def _run(campaign: str, name: str, cost: float | None) -> CopyRun:
    return CopyRun(
        id=name,
        campaign_id=campaign,
        page_hash="",
        writer=WriterKind.OPENAI,
        model="m",
        prompt="",
        raw_answer="",
        tokens=Tokens(2_000, 1_000),
        request_id="",
        outcome="ok",
        created_at=datetime.now(UTC),
        kind=RunKind.DRAFT,
        cost_usd=cost,
    )


def test_a_price_can_be_typed_over_and_is_dated_from_then_on(
    table: QTableWidget, view: SettingsView, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    model, shipped = cell(table, 0, 0), cell(table, 0, AS_OF)
    type_price(qtbot, table, 0, "$1,25")
    rest()
    kept = services.settings.prices(RecordingWork()).find(model)
    assert kept is not None
    assert kept.prompt == 1.25
    assert cell(table, 0, INPUT) == "1.25"
    assert cell(table, 0, AS_OF) != shipped
    assert cell(table, 1, AS_OF) == shipped
    qtbot.mouseClick(find(view, QPushButton, "reset_prices"), Qt.MouseButton.LeftButton)
    rest()
    assert cell(table, 0, AS_OF) == shipped
    assert not find(view, QPushButton, "reset_prices").isEnabled()


@pytest.mark.parametrize("text", ["free", "-1", "", "99999999"])
def test_what_is_no_price_is_refused_and_the_table_shows_what_is_kept(
    table: QTableWidget,
    view: SettingsView,
    rest: Rest,
    services: Container,
    qtbot: QtBot,
    text: str,
) -> None:
    before, kept = cell(table, 0, INPUT), services.settings.prices(RecordingWork())
    type_price(qtbot, table, 0, text or " ")
    rest()
    problem = find(view, QLabel, "prices_problem")
    assert problem.isVisibleTo(view)
    assert "amount" in problem.text()
    assert cell(table, 0, INPUT) == before
    assert services.settings.prices(RecordingWork()) == kept
    type_price(qtbot, table, 0, "3")
    rest()
    assert not problem.isVisibleTo(view)


def test_a_model_of_ones_own_gets_a_row(
    table: QTableWidget, view: SettingsView, rest: Rest, services: Container, qtbot: QtBot
) -> None:
    rows = table.rowCount()
    name = find(view, QLineEdit, "price_model")
    qtbot.keyClicks(name, "llama-4")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    rest()
    assert table.rowCount() == rows + 1
    assert cell(table, rows, 0) == "llama-4"
    assert table.height() >= table.verticalHeader().length()
    assert services.settings.prices(RecordingWork()).find("llama-4")
    qtbot.keyClicks(name, "two words")
    qtbot.mouseClick(find(view, QPushButton, "add_price"), Qt.MouseButton.LeftButton)
    rest()
    assert "not the name of a model" in find(view, QLabel, "prices_problem").text()


def test_the_models_come_from_the_server_when_asked_for(
    view: SettingsView, show: Show, rest: Rest, services: Container, page_server: PageServer,
    qtbot: QtBot,
) -> None:  # fmt: skip
    models = '{"object": "list", "data": [{"id": "b-large"}, {"id": "a-small"}]}'
    page_server.page("/v1/models", models, content_type="application/json")
    show(view)
    combo = find(view, QComboBox, "setting_model")
    qtbot.mouseClick(find(view, QPushButton, "list_models"), Qt.MouseButton.LeftButton)
    rest()
    assert [combo.itemText(row) for row in range(combo.count())] == ["a-small", "b-large"]
    assert combo.currentText() == DEFAULT_MODEL
    assert "2 models on offer" in combo.accessibleDescription()
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    rest()
    assert services.settings.get(RecordingWork()).model == "b-large"


def test_a_server_that_lists_nothing_says_so_beside_the_field(
    view: SettingsView, show: Show, rest: Rest, page_server: PageServer, qtbot: QtBot
) -> None:
    page_server.page("/v1/models", '{"error": {"message": "no"}}', status=401)
    show(view)
    combo = find(view, QComboBox, "setting_model")
    button = find(view, QPushButton, "list_models")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rest()
    assert combo.property("refused") is True
    assert find(view, CostsPresenter).state.models_failed
    assert button.isEnabled()
    assert combo.count() > 0
