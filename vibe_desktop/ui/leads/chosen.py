"""What the founder wants done with the chosen leads: asks what it must, then has it done."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.presenter import LeadsPresenter
from vibe_desktop.ui.leads.table import LeadsCard
from vibe_desktop.ui.leads.tag_dialog import TagDialog
from vibe_desktop.ui.widgets.dialogs import NameDialog


class ChosenDeeds(QObject):
    """Joins the bar under the table to what is done, over the dialogs that some deeds need."""

    def __init__(
        self, card: LeadsCard, presenter: LeadsPresenter, context: ScreenContext, window: QWidget
    ) -> None:
        super().__init__(window)
        self._card = card
        self._presenter = presenter
        self._bulk = presenter.bulk
        self._context = context
        self._window = window
        bar = card.bulk_bar
        bar.tag_wanted.connect(self._tag)
        bar.untag_wanted.connect(self._untag)
        bar.move_wanted.connect(self._move)
        bar.suppress_wanted.connect(self._suppress)
        bar.delete_wanted.connect(self._delete)
        bar.export_wanted.connect(self._export_chosen)
        bar.verify_wanted.connect(self._verify)
        card.lists_panel.view.leads_dropped.connect(self._move)

    @Slot()
    def _tag(self) -> None:
        selection = self._card.selection
        dialog = TagDialog(self._presenter.choices, selection.count, parent=self._window)
        dialog.tagged.connect(partial(self._bulk.tag, selection))
        dialog.open()

    @Slot()
    def _untag(self) -> None:
        selection = self._card.selection
        dialog = TagDialog(
            self._presenter.choices, selection.count, removes=True, parent=self._window
        )
        dialog.tagged.connect(partial(self._bulk.untag, selection))
        dialog.open()

    @Slot(str)
    def _move(self, list_id: str) -> None:
        selection = self._card.selection
        if not selection.count or self._card.counting:
            return
        if list_id:
            self._bulk.move(selection, list_id)
            return
        dialog = NameDialog(
            self.tr("Move to a new list"),
            self.tr("Name"),
            self.tr("Make it and move"),
            parent=self._window,
        )
        dialog.named.connect(partial(self._bulk.move_to_new, selection))
        dialog.open()

    @Slot()
    def _suppress(self) -> None:
        self._bulk.suppress(self._card.selection)

    @Slot()
    def _delete(self) -> None:
        self._bulk.delete(self._card.selection)

    @Slot()
    def _verify(self) -> None:
        from vibe_desktop.ui.leads.verifying import open_verifier

        open_verifier(self._context, self._card.selection, self._window)

    # -- into a file -----------------------------------------------------------------------------

    @Slot()
    def _export_chosen(self) -> None:
        self._export(self._card.selection, self.tr("leads"))

    @Slot()
    def export_shown(self) -> None:
        """Write whoever the table shows."""
        chosen = self._presenter.state.chosen
        self._export(self._presenter.pages.query, chosen.name if chosen else self.tr("leads"))

    @Slot(str)
    def export_list(self, list_id: str) -> None:
        """Write whoever is in a list."""
        lists = self._presenter.state.lists
        name = next((one.name for one in lists if one.id == list_id), self.tr("leads"))
        self._export(LeadQuery(list_id=list_id), name)

    def _export(self, what: LeadSelection | LeadQuery, name: str) -> None:
        dialog = QFileDialog(self._window, self.tr("Export leads, with the columns of the table"))
        dialog.setObjectName("export_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([self.tr("CSV files (*.csv)")])
        plain = "".join(c if c.isalnum() or c in " -_." else "-" for c in name).strip(". ")
        dialog.selectFile(f"{plain or 'leads'}.csv")
        dialog.fileSelected.connect(partial(self._export_to, what))
        dialog.open()

    def _export_to(self, what: LeadSelection | LeadQuery, path: str) -> None:
        self._bulk.export(what, self._card.columns.shown, Path(path))
