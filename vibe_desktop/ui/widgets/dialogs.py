"""Dialogs that ask one thing. They are opened, never waited for: the window behind stays alive."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import Button, DangerButton, PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.labels import Label


class AskDialog(QDialog):
    """A title, a text, whatever is put into `body`, Cancel, and a button named after the deed.

    `accepted` says that the founder wants it. A deed that takes something away is not the default.
    """

    def __init__(
        self,
        title: str,
        text: str,
        deed: str,
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        heading = Label(title, Text.HEADING, wrap=True)
        column.addWidget(heading)
        self._text = Label(text, wrap=True)
        self._text.setVisible(bool(text))
        column.addWidget(self._text)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_4)
        column.addLayout(self.body, 1)
        self.deed_button: Button = DangerButton(deed) if danger else PrimaryButton(deed)
        self.deed_button.setObjectName("dialog_deed")
        self.deed_button.setAutoDefault(False)
        self.deed_button.clicked.connect(self.accept)
        self.cancel_button = SecondaryButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("dialog_cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        (self.cancel_button if danger else self.deed_button).setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.deed_button)
        column.addLayout(row)


class NameDialog(AskDialog):
    """Asks for one line of text."""

    named = Signal(str)
    """Emits the text, trimmed and not empty."""

    def __init__(
        self,
        title: str,
        label: str,
        deed: str,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "", deed, parent=parent)
        self.setObjectName("name_dialog")
        self.edit = QLineEdit(text)
        self.edit.setObjectName("name_edit")
        self.edit.selectAll()
        self.edit.textChanged.connect(self._typed)
        self.body.addWidget(Field(label, self.edit))
        self.accepted.connect(self._accepted)
        self._typed(text)
        self.edit.setFocus()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.deed_button.setEnabled(bool(text.strip()))

    @Slot()
    def _accepted(self) -> None:
        self.named.emit(" ".join(self.edit.text().split()))
