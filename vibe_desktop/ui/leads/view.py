"""The leads screen: the table, and in its place the import or the do-not-contact list."""

from pathlib import Path

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.leads import ImportReport, LeadList
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.blocked import BlockedPresenter
from vibe_desktop.ui.leads.blocked_view import BlockedView
from vibe_desktop.ui.leads.chosen import ChosenDeeds
from vibe_desktop.ui.leads.drop_overlay import DropOverlay
from vibe_desktop.ui.leads.history import HistoryDialog
from vibe_desktop.ui.leads.import_layer import ImportLayer
from vibe_desktop.ui.leads.list_menu import ListDeeds
from vibe_desktop.ui.leads.presenter import LeadsPresenter
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.leads.table import LeadsCard
from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.lead_import.drop_zone import dropped_file
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton

_COLUMNS = "leads/shown_columns"
_BUSY_AFTER_MS = 400


class LeadsView(Page):
    """Lists of people, what is known about them, and the way in for more."""

    def __init__(self, presenter: LeadsPresenter, context: ScreenContext) -> None:
        super().__init__(self.tr("Leads"))  # scrolls where a window is very low
        presenter.setParent(self)
        self._presenter = presenter
        self._bulk = presenter.bulk
        self._context = context
        self._deeds = ListDeeds(presenter.bulk, self)
        self.setAcceptDrops(True)
        self.card = self._make_card()
        self._chosen = ChosenDeeds(self.card, presenter, context, self)
        self._deeds.export_wanted.connect(self._chosen.export_list)
        self._make_actions()
        self.busy_bar = BusyBar()
        self.busy_bar.setObjectName("leads_busy")
        self._bulk.working.connect(self._follow)
        self._under_way: tuple[Job, str] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_BUSY_AFTER_MS)
        self._patience.timeout.connect(self._show_busy)
        self._empty = self._make_empty()
        self._loading = self._make_loading()
        self._importer: ImportLayer | None = None
        self._blocked: BlockedView | None = None
        self._blocked_presenter: BlockedPresenter | None = None
        self._layers = QStackedLayout()
        for layer in (self._loading, self._empty, self.card):
            self._layers.addWidget(layer)
        self.body.addWidget(self.busy_bar)
        self.body.addLayout(self._layers, 1)
        self._aside: QWidget | None = None
        self._overlay = DropOverlay(self)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    # -- hooks of the page -----------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Take in a file that was dropped on the window, or open the part that is asked for."""
        if destination.path:
            self.import_file(Path(destination.path))
        elif destination.part == "import":
            self.open_import()
        elif destination.part == "do-not-contact":
            self.open_blocked()

    def activated(self) -> None:
        """Read what may have changed."""
        self._presenter.load()
        if self._blocked_presenter is not None:
            self._blocked_presenter.load()

    def deactivated(self) -> None:
        """Remember the columns as the founder has them."""
        self._context.state.setValue(_COLUMNS, self.card.columns.saved())

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)
        if self._blocked_presenter is not None:
            self._blocked_presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Read again."""
        self.activated()

    def find_field(self) -> QWidget | None:
        """The search field of what is on screen."""
        if self._layers.currentWidget() is self.card:
            return self.card.search
        return self._blocked.search if self._aside is self._blocked and self._blocked else None

    # -- making ----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.import_button = PrimaryButton(self.tr("Import leads…"), "file-up")
        self.import_button.setObjectName("import_leads")
        self.import_button.clicked.connect(self.open_import)
        self.find_button = SecondaryButton(self.tr("Find people…"), "search")
        self.find_button.setObjectName("find_people")
        self.find_button.clicked.connect(self._find_people)
        self.more_button = SecondaryButton(self.tr("More"))
        self.more_button.setObjectName("more_leads")
        self.more_button.setProperty("menu", "true")
        self.more_button.setMenu(self._make_more())
        self.back_button = SecondaryButton(self.tr("Back to the leads"), "arrow-left")
        self.back_button.setObjectName("leave_import")
        self.back_button.clicked.connect(self.close_aside)
        for button in (self.more_button, self.find_button, self.import_button, self.back_button):
            self.header_actions.addWidget(button)

    def _make_more(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("more_leads_menu")
        for name, text, icon_name, run in (
            ("open_blocked", self.tr("Do-not-contact list"), "ban", self.open_blocked),
            ("open_history", self.tr("History…"), "history", self.open_history),
            ("create_list", self.tr("New list…"), "plus", self._deeds.create),
            (
                "export_shown",
                self.tr("Export what is shown…"),
                "download",
                self._chosen.export_shown,
            ),
        ):
            action = menu.addAction(icon(icon_name, Ink.MUTED), text)
            action.setObjectName(name)
            action.triggered.connect(run)
        return menu

    def _make_loading(self) -> QWidget:
        card = Card()
        card.body.addWidget(Skeleton(8))
        card.body.addStretch(1)
        return card

    def _make_empty(self) -> QWidget:
        first = PrimaryButton(self.tr("Import leads…"), "file-up")
        first.setObjectName("first_leads")
        first.clicked.connect(self.open_import)
        find = SecondaryButton(self.tr("Find people…"), "search")
        find.setObjectName("first_people")
        find.clicked.connect(self._find_people)
        card = Card()
        card.body.addWidget(
            EmptyState(
                "users",
                self.tr("Nobody to write to yet"),
                self.tr(
                    "Bring a CSV or Excel export from Apollo, HubSpot, Hunter, Clay or a "
                    "spreadsheet: drop it here. Every row is checked first, and each one that is "
                    "left out has a reason. Ten to fifty people who really fit beat a thousand "
                    "who do not."
                ),
                first,
                find,
            )
        )
        return card

    def _make_card(self) -> LeadsCard:
        card = LeadsCard(self._presenter.pages, self._presenter.choices)
        card.list_chosen.connect(self._presenter.choose_list)
        card.search_changed.connect(self._presenter.search)
        card.everybody_wanted.connect(self._presenter.show_everybody)
        card.filters.changed.connect(self._presenter.narrow)
        card.list_menu_wanted.connect(self._show_list_menu)
        card.lists_panel.create_wanted.connect(self._deeds.create)
        card.details.forget_wanted.connect(self._bulk.erase)
        card.model.sort_requested.connect(self._presenter.sort)
        columns = self._context.state.value(_COLUMNS)
        if isinstance(columns, list):
            card.columns.restore([str(one) for one in columns])
        return card

    @property
    def importer(self) -> ImportLayer:
        """The way in for a file, made when it is first wanted: the table should open at once."""
        if self._importer is None:
            self._importer = ImportLayer(self._context)
            self._importer.panel.imported.connect(self._imported)
            self._importer.panel.presenter.undo.working.connect(self._follow)
            self._importer.offer(self._presenter.state.campaigns)
            self._layers.addWidget(self._importer)
        return self._importer

    @property
    def blocked(self) -> BlockedView:
        """The do-not-contact list, made when it is first wanted."""
        if self._blocked is None:
            self._blocked_presenter = BlockedPresenter(self._context, self)
            self._blocked = BlockedView(self._blocked_presenter)
            self._layers.addWidget(self._blocked)
        return self._blocked

    # -- places ----------------------------------------------------------------------------------

    @Slot()
    def open_import(self) -> None:
        """Show the import in place of the table."""
        self._aside = self.importer
        self.draw(self._presenter.state)
        self.importer.panel.drop_zone.choose_button.setFocus()

    def import_file(self, path: Path) -> None:
        """Open the import with this file."""
        self.open_import()
        self.importer.panel.open(path)

    @Slot()
    def open_blocked(self) -> None:
        """Show the do-not-contact list in place of the table."""
        self._aside = self.blocked
        self.draw(self._presenter.state)
        if self._blocked_presenter is not None:
            self._blocked_presenter.load()
        self.blocked.values.setFocus()

    @Slot()
    def open_history(self) -> None:
        """Show what was done lately, in a window of its own."""
        HistoryDialog(self._context, self._bulk.undo, self.window()).show()

    @Slot()
    def close_aside(self) -> None:
        """Go back to the table; a file that was not imported is forgotten."""
        if self._importer is not None and self._aside is self._importer:
            self._importer.panel.reset()
        self._aside = None
        self.draw(self._presenter.state)
        self.card.table.setFocus()

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: LeadsState) -> None:
        """Show `state`."""
        aside = self._aside
        somebody = bool(state.lists)
        self.import_button.setVisible(aside is None and somebody)
        self.find_button.setVisible(aside is None and somebody)
        self.more_button.setVisible(aside is None)
        self.back_button.setVisible(aside is not None)
        if aside is not None:
            blocked = aside is self._blocked
            self.set_title(self.tr("Do-not-contact list") if blocked else self.tr("Import leads"))
            self._layers.setCurrentWidget(aside)
        else:
            self.set_title(self.tr("Leads"))
            layer = self._loading if not state.loaded else self.card if somebody else self._empty
            self._layers.setCurrentWidget(layer)
        self.card.show_state(state)
        if self._importer is not None:
            self._importer.offer(state.campaigns)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _find_people(self) -> None:
        from vibe_desktop.ui.leads.finding import open_finder

        finder = open_finder(self._context, self)
        finder.list_arrived.connect(self._presenter.choose_list)

    @Slot(object, QPoint)
    def _show_list_menu(self, chosen: LeadList | None, at: QPoint) -> None:
        self._deeds.menu(self._presenter.state, chosen).popup(at)

    # -- news ------------------------------------------------------------------------------------

    @Slot(object, str)
    def _follow(self, job: Job, message: str) -> None:
        """Show what takes longer than a moment; for the rest the page should not jump."""
        self._under_way = job, message
        job.finished.connect(self._no_longer)
        self._patience.start()

    @Slot()
    def _show_busy(self) -> None:
        if self._under_way is not None:
            self.busy_bar.follow(*self._under_way)

    @Slot()
    def _no_longer(self) -> None:
        if self._under_way is not None and self.sender() is self._under_way[0]:
            self._under_way = None
            self._patience.stop()

    @Slot(object)
    def _imported(self, report: ImportReport) -> None:
        self._aside = None
        self.importer.panel.reset()
        self._presenter.note_import(report)
        self.draw(self._presenter.state)

    # -- drag and drop ---------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a lead file will be taken."""
        busy = self._importer is not None and self._importer.panel.busy
        if dropped_file(event) is not None and not busy:
            event.acceptProposedAction()
            self._overlay.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went elsewhere."""
        super().dragLeaveEvent(event)
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file in."""
        self._overlay.hide()
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.import_file(path)
