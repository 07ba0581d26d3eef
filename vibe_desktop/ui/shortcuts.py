"""The list of keyboard shortcuts, made from the table of commands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.ui.actions import Actions, Menu, menu_titles
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6, SPACE_8, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton
from vibe_desktop.ui.widgets.labels import Label


class ShortcutsDialog(QDialog):
    """Every command that has a key. Esc closes it; the window behind stays alive."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        column.addWidget(Label(self.tr("Keyboard shortcuts"), Text.TITLE))
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(_grid(actions))
        column.addWidget(area, 1)
        close = PrimaryButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(460, 560)


def _grid(actions: Actions) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, SPACE_4, 0)
    grid.setHorizontalSpacing(SPACE_8)
    grid.setVerticalSpacing(SPACE_2)
    grid.setColumnStretch(0, 1)
    titles = menu_titles()
    shown: Menu | None = None
    for command, action in actions.every:
        if not action.shortcuts():
            continue
        row = grid.rowCount()
        if command.menu is not shown:
            shown = command.menu
            grid.addWidget(Label(titles[shown].replace("&", ""), Text.HEADING), row, 0, 1, 2)
            row += 1
        keys = "  ".join(
            keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts()
        )
        grid.addWidget(Label(action.text().replace("&", "").rstrip("…")), row, 0)
        grid.addWidget(Label(keys, muted=True), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(grid.rowCount(), 1)
    return widget
