"""The card that says where everything is kept, and who is talked to."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Hint, Label


class DataCard(Card):
    """The data folder, with a way to it."""

    def __init__(self, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Data"),
            self.tr("Campaigns, mails, leads and results are in one file on this computer."),
            parent,
        )
        self._data_dir = data_dir
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(self.tr("Data folder"), Text.STRONG))
        path = Label(str(data_dir), muted=True, wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setAccessibleName(self.tr("Data folder"))
        words.addWidget(path)
        row.addLayout(words, 1)
        open_folder = SecondaryButton(self.tr("Open folder"), "folder-open")
        open_folder.setObjectName("open_data_folder")
        open_folder.clicked.connect(self._open)
        row.addWidget(open_folder, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.body.addWidget(
            Hint(
                self.tr(
                    "No usage data is collected. The app talks to OpenAI, Instantly and the "
                    "page you name, and to nobody else."
                )
            )
        )

    @Slot()
    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data_dir)))
