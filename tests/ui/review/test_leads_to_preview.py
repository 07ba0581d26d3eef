"""Whom a preview is filled in for: anybody, the odd ones first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.work import RecordingWork
from tests.ui.review.conftest import editors
from vibe_desktop.app.container import Container
from vibe_desktop.domain.leads import Lead
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.widgets.variant_review.oddities import oddities

Rest = Callable[[], None]
ARABIC = "محمد"

# Without a real screen Qt has nowhere to raise the list to.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def many_leads(
    review: ReviewView, services: Container, campaign_id: str, tmp_path: Path, rest: Rest
) -> None:
    """300 plain leads, and one to look for at their end."""
    path = tmp_path / "more.csv"
    rows = [f"p{number}@plain.example,Pia,Plain,Plainco" for number in range(300)]
    rows += [f"last@far.example,{ARABIC},Far,Faraway"]
    path.write_text("Email,First Name,Last Name,Company\n" + "\n".join(rows), encoding="utf-8")
    services.leads.import_file(path, None, campaign_id, RecordingWork())
    review.refresh()
    rest()


@pytest.mark.usefixtures("many_leads")
def test_anybody_can_be_found_by_typing_and_chosen_with_enter(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    picker = review.review.picker
    picker.open_list()
    rows = picker.list
    assert rows is not None
    qtbot.keyClicks(rows.search, "faraway")
    qtbot.waitUntil(lambda: rows.rows.count() == 1)
    qtbot.keyClick(rows.search, Qt.Key.Key_Return)
    assert not rows.isVisible()
    assert ARABIC in picker.button.accessibleName()
    first = editors(review)[0]
    qtbot.waitUntil(lambda: ARABIC in first.preview.sheet.toPlainText(), timeout=5_000)


@pytest.mark.usefixtures("many_leads")
def test_the_arrows_of_the_search_line_move_in_the_list(review: ReviewView, qtbot: QtBot) -> None:
    picker = review.review.picker
    picker.open_list()
    rows = picker.list
    assert rows is not None
    before = rows.rows.currentRow()
    qtbot.keyClick(rows.search, Qt.Key.Key_Down)
    assert rows.rows.currentRow() == before + 1
    rows.hide()


def test_odd_leads_come_first_and_a_plain_one_is_shown_at_the_beginning(
    review: ReviewView,
) -> None:
    state = review._presenter.leads.state
    assert oddities(state.leads[0])
    assert not oddities(state.lead)


def test_next_and_previous_go_round_all_of_them(review: ReviewView, rest: Rest) -> None:
    picker, chooser = review.review.picker, review._presenter.leads
    seen = []
    for _ in chooser.state.leads:
        picker.next()
        seen.append(chooser.state.lead)
    assert sorted(lead.email for lead in seen) == sorted(lead.email for lead in chooser.state.leads)
    picker.previous()
    assert chooser.state.lead == seen[-2]
    rest()


def test_lines_written_from_right_to_left_stand_at_the_right(
    review: ReviewView, qtbot: QtBot
) -> None:
    first = editors(review)[0]
    first.text.setPlainText("Hello there,\n\nمرحبا كيف حالك؟\n\nWorth a look?")
    qtbot.waitUntil(lambda: first.presenter.state.fresh, timeout=5_000)
    ways = {}
    block = first.preview.sheet.document().begin()
    while block.isValid():
        ways[block.text()] = block.textDirection()
        block = block.next()
    right = Qt.LayoutDirection.RightToLeft
    assert ways["مرحبا كيف حالك؟"] == right
    assert ways["Hello there,"] != right
    assert first.text.document().findBlockByNumber(2).textDirection() == right


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (Lead("a@b.example", "Ada", "Almeida", "Northwind"), 0),
        (Lead("a@b.example"), 2),
        (Lead("a@b.example", "JOHN", "SMITH", "ACME INC."), 2),
        (Lead("a@b.example", "Zoë 🚀", "Star", "Rocket"), 1),
        (Lead("a@b.example", ARABIC, "Ali", "Noor"), 1),
        (Lead("a@b.example", "Ada", "Almeida", "The " * 12), 1),
    ],
)
def test_what_is_odd_about_a_lead(qapp: QApplication, lead: Lead, expected: int) -> None:
    assert len(oddities(lead)) == expected
