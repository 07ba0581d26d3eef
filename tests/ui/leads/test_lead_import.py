"""The import panel: from a file to leads, with nothing kept before the founder says so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.support.lead_files import ExpectedImport, write_apollo_export
from tests.support.screens import Heard, find, words_on
from vibe_desktop.app.container import Container
from vibe_desktop.domain.leads import ImportReport
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.widgets.lead_import import LeadImportPanel
from vibe_desktop.ui.widgets.lead_import.presenter import REHEARSE_AFTER_MS
from vibe_desktop.ui.widgets.lead_import.state import Stage

Rest = Callable[[], None]


@pytest.fixture
def campaign_id(make_campaign: Callable[..., str]) -> str:
    return make_campaign()


@pytest.fixture
def panel(
    screen_context: ScreenContext, campaign_id: str, show: Callable[[QWidget], None]
) -> LeadImportPanel:
    panel = LeadImportPanel(screen_context, campaign_id)
    show(panel)
    return panel


@pytest.fixture
def export(tmp_path: Path) -> tuple[Path, ExpectedImport]:
    path = tmp_path / "apollo-contacts-export.csv"
    return path, write_apollo_export(path, 300, seed=4)


def _choose(panel: LeadImportPanel, column: int, text: str) -> None:
    box = panel.columns.boxes[column]
    box.setCurrentIndex(box.findText(text))


def _until_rehearsed(qtbot: QtBot, panel: LeadImportPanel) -> None:
    qtbot.waitUntil(
        lambda: panel.presenter.state.stage is Stage.MATCH and not panel.presenter.state.rehearsing
    )


def test_a_file_is_rehearsed_at_once_and_imported_on_one_click(
    qtbot: QtBot,
    panel: LeadImportPanel,
    export: tuple[Path, ExpectedImport],
    services: Container,
    campaign_id: str,
    rest: Rest,
) -> None:
    path, expected = export

    panel.open(path)
    _until_rehearsed(qtbot, panel)

    assert panel.import_button.text() == f"Import {expected.imported} leads"
    assert panel.presenter.state.report is not None
    assert panel.presenter.state.report.reasons == expected.reasons
    assert services.leads.for_campaign(campaign_id, Work()) == 0

    with qtbot.waitSignal(panel.imported) as heard:
        qtbot.mouseClick(panel.import_button, Qt.MouseButton.LeftButton)
    rest()

    report = heard.args[0]
    assert isinstance(report, ImportReport)
    assert report.imported == expected.imported
    assert services.leads.for_campaign(campaign_id, Work()) == expected.imported
    assert panel.presenter.state.stage is Stage.DONE
    assert not panel.import_button.isVisible()


def test_the_skipped_rows_are_listed_with_line_reason_and_value(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Name,Email\nAda,ada@acme.com\nBob,bob@\nCy,\n")

    panel.open(path)
    _until_rehearsed(qtbot, panel)
    qtbot.mouseClick(panel.reasons.fold.button, Qt.MouseButton.LeftButton)

    model = panel.reasons.table.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(2)]
    assert panel.reasons.table.isVisible()
    assert cells == [
        ["3", "Not a valid e-mail address", "bob@"],
        ["4", "No e-mail address", "Cy"],
    ]


def test_a_corrected_column_is_rehearsed_again_and_imported_so(
    qtbot: QtBot,
    panel: LeadImportPanel,
    tmp_path: Path,
    services: Container,
    campaign_id: str,
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Company,Brand\nada@acme.com,Acme Holding Inc,Acme\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)

    _choose(panel, 2, "Company")

    assert panel.presenter.state.rehearsing
    assert not panel.import_button.isEnabled()
    assert panel.columns.boxes[1].currentText() == "{{company}}"
    _until_rehearsed(qtbot, panel)
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()
    (lead,) = services.leads.sample(campaign_id, Work())
    assert (lead.company_name, lead.custom) == ("Acme", {"company": "Acme Holding Inc"})


def test_without_an_address_column_nothing_can_be_imported(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Company\nada@acme.com,Acme\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)

    _choose(panel, 0, "Leave out")
    qtbot.waitUntil(lambda: panel.presenter.state.problem is not None)

    assert not panel.import_button.isVisible()
    _choose(panel, 0, "E-mail")
    _until_rehearsed(qtbot, panel)
    assert panel.import_button.isEnabled()


def test_several_quick_corrections_are_rehearsed_once(
    qtbot: QtBot, panel: LeadImportPanel, export: tuple[Path, ExpectedImport]
) -> None:
    panel.open(export[0])
    _until_rehearsed(qtbot, panel)
    started: list[object] = []
    panel.presenter.working.connect(lambda job, _message: started.append(job))

    for column in (6, 7, 8):
        _choose(panel, column, "Leave out")
    _until_rehearsed(qtbot, panel)
    qtbot.wait(2 * REHEARSE_AFTER_MS)

    assert len(started) == 1


def test_a_file_that_cannot_be_used_is_refused_in_words_and_another_can_be_chosen(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path, heard: Heard, rest: Rest
) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("Name,Company\nAda,Acme\n")
    good.write_text("Email\nada@acme.com\n")

    panel.open(bad)
    qtbot.waitUntil(lambda: panel.presenter.state.problem is not None)
    problem = panel.findChild(QWidget, "lead_import_problem")

    assert problem is not None
    assert problem.isVisible()
    assert "holds e-mail addresses" in problem.accessibleName()
    assert panel.drop_zone.isVisible()
    assert not heard.notices
    panel.open(good)
    _until_rehearsed(qtbot, panel)
    assert not problem.isVisible()
    rest()


def test_another_campaign_is_rehearsed_anew(
    qtbot: QtBot,
    panel: LeadImportPanel,
    services: Container,
    campaign_id: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\nbob@acme.com\n")
    services.leads.import_file(path, None, campaign_id, Work())
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    assert not panel.presenter.state.can_import

    panel.set_campaign("")
    _until_rehearsed(qtbot, panel)

    assert panel.presenter.state.can_import


def test_a_cancelled_import_leaves_nothing_and_can_be_started_again(
    qtbot: QtBot,
    panel: LeadImportPanel,
    services: Container,
    campaign_id: str,
    heard: Heard,
    tmp_path: Path,
    rest: Rest,
) -> None:
    path = tmp_path / "leads.csv"
    expected = write_apollo_export(path, 20_000, seed=1, dirty=False)
    panel.open(path)
    _until_rehearsed(qtbot, panel)

    panel.import_button.click()
    assert panel.busy
    qtbot.mouseClick(panel.busy_bar.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.busy)
    rest()

    assert services.leads.for_campaign(campaign_id, Work()) == 0
    assert "Nothing was imported" in heard.notices[-1].text
    with qtbot.waitSignal(panel.imported, timeout=20_000):
        panel.import_button.click()
    assert services.leads.for_campaign(campaign_id, Work()) == expected.imported


def test_the_skipped_rows_can_be_saved(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path, heard: Heard, rest: Rest
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\nnobody\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)

    panel.reasons.choose_target()
    dialog = panel.findChild(QFileDialog, "save_skipped_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "skipped.csv"))
    dialog.close()
    qtbot.waitUntil(lambda: bool(heard.notices))
    rest()

    assert "Not a valid" not in heard.notices[-1].text
    assert "3,not a valid e-mail address,nobody" in (tmp_path / "skipped.csv").read_text(
        "utf-8-sig"
    )


def test_a_file_chosen_in_the_dialog_is_opened(
    qtbot: QtBot, panel: LeadImportPanel, export: tuple[Path, ExpectedImport]
) -> None:
    panel.drop_zone.choose_button.click()
    dialog = panel.findChild(QFileDialog, "lead_file_dialog")
    assert dialog is not None

    dialog.fileSelected.emit(str(export[0]))
    dialog.close()

    _until_rehearsed(qtbot, panel)


def test_a_dropped_file_is_opened_and_anything_else_is_not(
    qtbot: QtBot, panel: LeadImportPanel, export: tuple[Path, ExpectedImport], tmp_path: Path
) -> None:
    def drop(path: Path) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        enter = QDragEnterEvent(
            QPoint(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter.ignore()
        QApplication.sendEvent(panel.drop_zone, enter)
        event = QDropEvent(
            QPointF(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(panel.drop_zone, event)
        return enter.isAccepted()

    assert not drop(tmp_path / "picture.png")
    assert panel.presenter.state.stage is Stage.CHOOSE
    assert drop(export[0])
    _until_rehearsed(qtbot, panel)


def test_the_four_numbers_add_up_to_the_rows_of_the_file(
    qtbot: QtBot, panel: LeadImportPanel, services: Container, campaign_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,First Name\nada@acme.com,Ada\nbob@acme.com,Bob\n")
    services.leads.import_file(path, None, campaign_id, Work())
    path.write_text(
        "Email,First Name\nada@acme.com,Augusta\nbob@acme.com,Bob\nzoe@acme.com,Zoe\nnobody,\n"
    )

    panel.open(path)
    _until_rehearsed(qtbot, panel)

    cards = (
        panel.numbers.created,
        panel.numbers.updated,
        panel.numbers.unchanged,
        panel.numbers.skipped,
    )
    assert [card.accessibleName() for card in cards] == [
        "New: 1", "Updated: 1", "Unchanged: 1", "Left out: 1",
    ]  # fmt: skip
    assert panel.import_button.text() == "Import 1 lead, update 1"


def test_what_is_worth_knowing_is_said_in_words(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(
        "Email,Country\ninfo@acme.com,Germany\nada@acme.com,Germany\nbob@gmail.com,France\n"
    )

    panel.open(path)
    _until_rehearsed(qtbot, panel)

    said = words_on(panel.hygiene)
    assert "1 address of a role, such as info@" in said
    assert "1 at a free mail provider" in said
    assert "1 shares a company with another lead; the most at acme.com (2)." in said
    assert "Countries: Germany 2, France 1." in said


def test_a_list_of_its_own_is_named_by_the_founder(
    qtbot: QtBot, panel: LeadImportPanel, services: Container, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    assert panel.target.name.text() == "leads"

    panel.target.name.selectAll()
    qtbot.keyClicks(panel.target.name, "  Spring   fair")
    _until_rehearsed(qtbot, panel)
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()

    assert [one.name for one in services.leads.lists(Work())] == ["Spring fair"]


def test_a_file_can_go_into_a_list_that_is_there(
    qtbot: QtBot, panel: LeadImportPanel, services: Container, campaign_id: str, tmp_path: Path
) -> None:
    first, second, foreign = (tmp_path / f"{name}.csv" for name in ("first", "second", "foreign"))
    first.write_text("Email\nada@acme.com\n")
    second.write_text("Email\nzoe@acme.com\n")
    foreign.write_text("Email\nbob@acme.com\n")
    services.leads.import_file(first, None, campaign_id, Work())
    services.leads.import_file(foreign, None, "", Work())

    panel.open(second)
    _until_rehearsed(qtbot, panel)
    qtbot.waitUntil(lambda: panel.target.lists.count() == 2)
    box = panel.target.lists
    assert box.itemText(1) == "first (1)"
    box.setCurrentIndex(1)
    box.activated.emit(1)
    _until_rehearsed(qtbot, panel)
    assert not panel.target.name.isVisible()
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()

    counts = {one.name: one.total_leads for one in services.leads.lists(Work())}
    assert counts == {"first": 2, "foreign": 1}


def test_a_variable_is_named_by_the_founder(
    qtbot: QtBot, panel: LeadImportPanel, services: Container, campaign_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Vertical\nada@acme.com,Bakery\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    box = panel.columns.boxes[1]
    naming = box.findText("Name the variable…")

    box.setCurrentIndex(naming)
    box.activated.emit(naming)
    edit = find(panel, QLineEdit, "column_name_1")
    assert edit.isVisible()
    qtbot.keyClicks(edit, "trade")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    _until_rehearsed(qtbot, panel)

    assert box.currentText() == "{{trade}}"
    box.activated.emit(naming)
    qtbot.keyClicks(edit, "other")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    _until_rehearsed(qtbot, panel)
    assert box.currentText() == "{{trade}}"
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()
    (lead,) = services.leads.sample(campaign_id, Work())
    assert lead.custom == {"trade": "Bakery"}


def test_the_columns_of_last_time_are_said_to_be_so(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path, rest: Rest
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Brand\nada@acme.com,Acme\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    note = find(panel, QWidget, "remembered_mapping")
    assert not note.isVisible()
    _choose(panel, 1, "Company")
    _until_rehearsed(qtbot, panel)
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()
    rest()

    panel.reset()
    panel.open(path)
    _until_rehearsed(qtbot, panel)

    assert note.isVisible()
    assert panel.columns.boxes[1].currentText() == "Company"


def test_an_import_is_taken_back_from_its_notice(
    qtbot: QtBot,
    panel: LeadImportPanel,
    services: Container,
    tmp_path: Path,
    heard: Heard,
    rest: Rest,
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\n")
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    with qtbot.waitSignal(panel.imported):
        panel.import_button.click()
    rest()

    assert heard.notices[-1].text == "Leads: 1 imported."
    action = heard.notices[-1].action
    assert action is not None
    action.run()
    rest()

    assert services.leads.lists(Work()) == ()
    assert heard.notices[-1].text == "The import of “leads.csv” was taken back."


def test_a_million_rows_do_not_break_the_layout(
    qtbot: QtBot, panel: LeadImportPanel, tmp_path: Path, show: Callable[[QWidget], None]
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\n")
    panel.resize(600, 560)
    panel.open(path)
    _until_rehearsed(qtbot, panel)
    million = 1_234_567
    report = ImportReport("", million, million, million, million, {}, ())

    panel.numbers.show_report(report, done=False)
    QApplication.processEvents()

    assert panel.width() == 600
    assert panel.minimumSizeHint().width() <= 600


def test_the_wheel_over_a_choice_changes_nothing(
    qtbot: QtBot, panel: LeadImportPanel, export: tuple[Path, ExpectedImport]
) -> None:
    panel.open(export[0])
    _until_rehearsed(qtbot, panel)
    box = panel.columns.boxes[4]
    before = box.currentText()

    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)

    assert box.currentText() == before


def test_every_control_has_a_name_in_every_stage(
    qtbot: QtBot,
    panel: LeadImportPanel,
    export: tuple[Path, ExpectedImport],
    nameless: Callable[[QWidget], list[str]],
) -> None:
    assert nameless(panel) == []
    panel.open(export[0])
    _until_rehearsed(qtbot, panel)
    assert nameless(panel) == []
    assert panel.columns.boxes[2].accessibleName() == "“Title” becomes"


def test_the_keyboard_goes_on_where_it_makes_sense(
    qtbot: QtBot, panel: LeadImportPanel, export: tuple[Path, ExpectedImport]
) -> None:
    panel.drop_zone.choose_button.setFocus()

    panel.open(export[0])
    _until_rehearsed(qtbot, panel)

    focused = QApplication.focusWidget()
    assert focused is not None
    assert panel.isAncestorOf(focused)
