"""A row that breaks where there is no room."""

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from vibe_desktop.ui.widgets.flow import FlowRow


def _row(qtbot: QtBot, count: int) -> tuple[FlowRow, list[QPushButton]]:
    row = FlowRow()
    qtbot.addWidget(row)
    parts = [QPushButton(f"Part {number}") for number in range(count)]
    for part in parts:
        row.add(part)
    row.resize(2000, 10)
    row.show()
    QApplication.processEvents()
    return row, parts


def test_parts_stand_in_one_line_while_there_is_room(qtbot: QtBot) -> None:
    row, parts = _row(qtbot, 4)

    assert len({part.y() for part in parts}) == 1
    assert [part.x() for part in parts] == sorted(part.x() for part in parts)
    assert row.height() == parts[0].height()


def test_a_narrow_row_takes_more_lines_and_its_height(qtbot: QtBot) -> None:
    row, parts = _row(qtbot, 4)
    row.resize(parts[0].width() * 2 + 20, row.height())
    QApplication.processEvents()

    assert len({part.y() for part in parts}) == 2
    assert max(part.geometry().bottom() for part in parts) + 1 == row.height()


def test_a_hidden_part_leaves_no_gap(qtbot: QtBot) -> None:
    _, parts = _row(qtbot, 3)
    place = parts[1].x()

    parts[1].hide()
    qtbot.waitUntil(lambda: parts[2].x() == place)
