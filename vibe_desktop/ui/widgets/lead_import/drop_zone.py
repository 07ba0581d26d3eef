"""A place to drop a lead file on, and a button that does the same."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import RADIUS_L
from vibe_desktop.ui.widgets.buttons import PrimaryButton
from vibe_desktop.ui.widgets.empty import EmptyState

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
"""Files that are taken when dropped; the dialog offers all."""


def dropped_file(event: QDropEvent) -> Path | None:
    """The first dropped file that may hold leads."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path.lower().endswith(SUFFIXES):
            return Path(path)
    return None


class DropZone(QWidget):
    """Takes one lead file by drag and drop or by a dialog."""

    file_chosen = Signal(object)
    """Emits the `Path` of the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lead_drop_zone")
        self.setAcceptDrops(True)
        self._hovered = False
        self.choose_button = PrimaryButton(self.tr("Choose a file…"), "file-up")
        self.choose_button.setObjectName("choose_lead_file")
        self.choose_button.clicked.connect(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            EmptyState(
                "file-up",
                self.tr("Drop a lead file here"),
                self.tr(
                    "A CSV file or an Excel sheet with one person a line: from Apollo, HubSpot, "
                    "Hunter, Clay, Google Contacts, Sales Navigator, or your own. You see what "
                    "each column is taken for, and which rows would be left out, before anything "
                    "is kept."
                ),
                self.choose_button,
            )
        )

    @Slot()
    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, self.tr("Choose a lead file"))
        dialog.setObjectName("lead_file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Lead files (*.csv *.tsv *.tab *.txt *.xlsx *.xlsm)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.file_chosen.emit(Path(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that the file will be taken."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._hover(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went elsewhere."""
        super().dragLeaveEvent(event)
        self._hover(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        self._hover(on=False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_chosen.emit(path)

    def _hover(self, *, on: bool) -> None:
        self._hovered = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed edge; stronger while a file hovers over it."""
        super().paintEvent(event)
        roles = current_roles()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(roles.focus if self._hovered else roles.edge), 2 if self._hovered else 1)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(roles.selected if self._hovered else roles.raised))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, RADIUS_L, RADIUS_L)
        painter.end()
