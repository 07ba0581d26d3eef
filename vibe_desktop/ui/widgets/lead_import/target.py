"""Where a lead file goes: a list of its own, which can be named, or one that is there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from vibe_desktop.domain.leads import LeadList
from vibe_desktop.ui.theme.tokens import SPACE_3
from vibe_desktop.ui.widgets.fields import ChoiceBox, Field
from vibe_desktop.ui.widgets.lead_import.state import LeadImportState, Stage
from vibe_desktop.ui.words import number

_NAME_LENGTH = 120


class ImportTarget(QWidget):
    """The choice of a list, the name of a new one and, where it is asked, of the campaign."""

    list_chosen = Signal(str)
    """Emits the id of the list to add to, "" for a new one."""
    name_changed = Signal(str)
    """Emits what the new list should be called."""
    campaign_chosen = Signal(str)
    """Emits the id of the campaign that the new list is for, "" for none."""

    def __init__(self, *, asks_campaign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks_campaign = asks_campaign
        self._shown: tuple[LeadList, ...] | None = None
        self._file: object = None
        self.lists = _box("import_list")
        self.lists.activated.connect(self._list_activated)
        self.name = QLineEdit()
        self.name.setObjectName("import_list_name")
        self.name.setMaxLength(_NAME_LENGTH)
        self.name.textEdited.connect(self.name_changed)
        self.campaign = _box("import_campaign")
        self.campaign.activated.connect(self._campaign_activated)
        self.campaign.addItem(self.tr("No campaign yet"), "")
        self._list_field = Field(self.tr("Goes into"), self.lists)
        self._name_field = Field(self.tr("Name of the list"), self.name)
        self._campaign_field = Field(self.tr("These leads are for"), self.campaign)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(SPACE_3)
        for place, field in enumerate((self._list_field, self._name_field, self._campaign_field)):
            row.addWidget(field, 0, place)
            row.setColumnStretch(place, 1)
        self._fill(())

    def offer(self, campaigns: Sequence[tuple[str, str]]) -> None:
        """Offer these campaigns (id, name); the one that was chosen stays chosen."""
        chosen = self.campaign.currentData() or ""
        self.campaign.clear()
        self.campaign.addItem(self.tr("No campaign yet"), "")
        for campaign_id, name in campaigns:
            self.campaign.addItem(name, campaign_id)
        self.campaign.setCurrentIndex(max(0, self.campaign.findData(chosen)))

    def show_state(self, state: LeadImportState) -> None:
        """Show `state`."""
        if state.lists != self._shown:
            self._fill(state.lists)
        self.lists.setCurrentIndex(max(0, self.lists.findData(state.list_id)))
        own = state.chosen is None
        if state.file is not None and state.file is not self._file:
            self._file = state.file
            self.name.setText(state.name or state.file.path.stem)
            self.name.setCursorPosition(0)
        self._list_field.setVisible(bool(state.lists))
        self._name_field.setVisible(own)
        self._campaign_field.setVisible(own and self._asks_campaign)
        self.setEnabled(state.stage is Stage.MATCH)

    def _fill(self, lists: tuple[LeadList, ...]) -> None:
        self._shown = lists
        self.lists.clear()
        self.lists.addItem(self.tr("A list of its own"), "")
        for one in lists:
            self.lists.addItem(f"{one.name} ({number(one.total_leads)})", one.id)

    @Slot(int)
    def _list_activated(self, index: int) -> None:
        self.list_chosen.emit(str(self.lists.itemData(index)))

    @Slot(int)
    def _campaign_activated(self, index: int) -> None:
        self.campaign_chosen.emit(str(self.campaign.itemData(index)))


def _box(name: str) -> ChoiceBox:
    box = ChoiceBox(9)
    box.setObjectName(name)
    return box
