"""What can be done with lead lists, as a menu: beside the lists, and on a right click."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vibe_desktop.domain.leads import LeadList
from vibe_desktop.ui.leads.bulk import LeadBulk
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.widgets.dialogs import NameDialog


class ListDeeds(QObject):
    """New, rename, for which campaign, delete: asks what it must, then has it done."""

    export_wanted = Signal(str)
    """Emits the id of the list whose leads should go into a file."""

    def __init__(self, bulk: LeadBulk, window: QWidget) -> None:
        super().__init__(window)
        self._bulk = bulk
        self._window = window

    def menu(self, state: LeadsState, chosen: LeadList | None) -> QMenu:
        """A menu for `chosen`, None for only making a new list. It disposes of itself."""
        menu = QMenu(self._window)
        menu.setObjectName("list_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _add(menu, "new_list", self.tr("New list…"), "plus", self.create)
        if chosen is None:
            return menu
        menu.addSeparator()
        rename = partial(self.rename, chosen)
        _add(menu, "rename_list", self.tr("Rename…"), "pencil", rename)
        self._add_campaigns(menu, state, chosen)
        export = partial(self.export_wanted.emit, chosen.id)
        _add(menu, "export_list", self.tr("Export…"), "download", export)
        menu.addSeparator()
        delete = partial(self._bulk.delete_list, chosen.id)
        _add(menu, "delete_list", self.tr("Delete the list and its leads"), "trash-2", delete)
        return menu

    def create(self) -> None:
        """Ask for the name of a new list."""
        dialog = NameDialog(
            self.tr("New list"), self.tr("Name"), self.tr("Make the list"), parent=self._window
        )
        dialog.named.connect(self._bulk.create_list)
        dialog.open()

    def rename(self, chosen: LeadList) -> None:
        """Ask for another name."""
        dialog = NameDialog(
            self.tr("Rename the list"),
            self.tr("Name"),
            self.tr("Rename"),
            chosen.name,
            self._window,
        )
        dialog.named.connect(partial(self._bulk.rename_list, chosen.id))
        dialog.open()

    def _add_campaigns(self, menu: QMenu, state: LeadsState, chosen: LeadList) -> None:
        inner = menu.addMenu(icon("megaphone", Ink.MUTED), self.tr("These leads are for"))
        inner.setObjectName("list_campaigns")
        group = QActionGroup(inner)
        names = [("", self.tr("No campaign yet")), *((one.id, one.name) for one in state.campaigns)]
        for campaign_id, name in names:
            action = QAction(name.replace("&", "&&"), inner)
            action.setCheckable(True)
            action.setChecked(campaign_id == chosen.campaign_id)
            action.triggered.connect(partial(self._assign, chosen.id, campaign_id))
            group.addAction(action)
            inner.addAction(action)

    def _assign(self, list_id: str, campaign_id: str, *_checked: object) -> None:
        self._bulk.assign_list(list_id, campaign_id)


def _add(menu: QMenu, name: str, text: str, icon_name: str, run: object) -> None:
    action = QAction(icon(icon_name, Ink.MUTED), text, menu)
    action.setObjectName(name)
    action.triggered.connect(run)
    menu.addAction(action)
