"""Which tag: one that is there, or a new one."""

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QListWidget, QListWidgetItem, QWidget

from vibe_desktop.ui.leads.choices import Choices, LeadChoices
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.lead_words import leads_words
from vibe_desktop.ui.words import number

MAX_TAG = 60
"""Characters of a tag."""


class TagDialog(AskDialog):
    """Asks for a tag to give, or to take off."""

    tagged = Signal(str)
    """Emits the tag."""

    def __init__(
        self,
        choices: LeadChoices,
        count: int,
        *,
        removes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        title = _title(count, removes=removes)
        super().__init__(title, "", title, parent=parent)
        self.setObjectName("tag_dialog")
        self._removes = removes
        self.edit = QLineEdit()
        self.edit.setObjectName("tag_edit")
        self.edit.setMaxLength(MAX_TAG)
        self.edit.textChanged.connect(self._typed)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.edit.setCompleter(completer)
        hint = "" if removes else self.tr("Type a new one, or choose one that is there.")
        self.body.addWidget(Field(self.tr("Tag"), self.edit, hint))
        self.tags = QListWidget()
        self.tags.setObjectName("existing_tags")
        self.tags.setAccessibleName(self.tr("Tags that are there"))
        self.tags.setMinimumHeight(120)
        self.tags.itemSelectionChanged.connect(self._chosen)
        self.tags.itemDoubleClicked.connect(self.accept)
        self.body.addWidget(self.tags, 1)
        self.accepted.connect(self._accepted)
        self._typed("")
        choices.changed.connect(self._known)
        choices.ask()
        if choices.known is not None:
            self._known(choices.known)
        self.edit.setFocus()

    @Slot(object)
    def _known(self, choices: Choices) -> None:
        self._words.setStringList([tag for tag, _ in choices.tags])
        self.tags.clear()
        for tag, count in choices.tags:
            item = QListWidgetItem(f"{tag}  ({number(count)})")
            item.setData(Qt.ItemDataRole.UserRole, tag)
            self.tags.addItem(item)
        self.tags.setVisible(bool(choices.tags))
        self._typed(self.edit.text())

    @Slot(str)
    def _typed(self, text: str) -> None:
        words = self._words.stringList()
        known = text.strip().casefold() in {word.casefold() for word in words}
        self.deed_button.setEnabled(bool(text.strip()) and (known or not self._removes))

    @Slot()
    def _chosen(self) -> None:
        item = self.tags.currentItem()
        if item is not None and item.isSelected():
            self.edit.setText(str(item.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def _accepted(self) -> None:
        self.tagged.emit(" ".join(self.edit.text().split()))


def _title(count: int, *, removes: bool) -> str:
    """What the dialog does: its title and its button."""
    words = (
        QCoreApplication.translate("TagDialog", "Take a tag off {leads}")
        if removes
        else QCoreApplication.translate("TagDialog", "Tag {leads}")
    )
    return words.format(leads=leads_words(count))
