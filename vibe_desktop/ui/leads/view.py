"""The leads screen: the table, and in its place the import while a file is being taken in."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QStackedLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.leads import ImportReport
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.import_layer import ImportLayer
from vibe_desktop.ui.leads.presenter import LeadsPresenter
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.leads.table import LeadsCard
from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import RADIUS_L
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.lead_import.drop_zone import dropped_file
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton

_COLUMNS = "leads/columns"


class LeadsView(Page):
    """Lists of people, and the way in for more."""

    def __init__(self, presenter: LeadsPresenter, context: ScreenContext) -> None:
        super().__init__(self.tr("Leads"), scrolls=False)
        presenter.setParent(self)
        self._presenter = presenter
        self._context = context
        self.setAcceptDrops(True)
        self._make_actions()
        self.card = self._make_card()
        self._empty = self._make_empty()
        self._loading = self._make_loading()
        self._importer: ImportLayer | None = None
        self._layers = QStackedLayout()
        for layer in (self._loading, self._empty, self.card):
            self._layers.addWidget(layer)
        self.body.addLayout(self._layers, 1)
        self._importing = False
        self._overlay = _DropOverlay(self)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    # -- hooks of the page -----------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Take in a file that was dropped on the window, or open the import."""
        if destination.path:
            self.import_file(Path(destination.path))
        elif destination.part == "import":
            self.open_import()

    def activated(self) -> None:
        """Read what may have changed."""
        self._presenter.load()

    def deactivated(self) -> None:
        """Remember the columns as the founder has them."""
        self._context.state.setValue(_COLUMNS, self.card.table.horizontalHeader().saveState())

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)

    def refresh(self) -> None:
        """Read again."""
        self._presenter.load()

    def find_field(self) -> QWidget | None:
        """The search field over the table."""
        return self.card.search if self._layers.currentWidget() is self.card else None

    # -- making ----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.import_button = PrimaryButton(self.tr("Import leads…"), "file-up")
        self.import_button.setObjectName("import_leads")
        self.import_button.clicked.connect(self.open_import)
        self.back_button = SecondaryButton(self.tr("Back to the leads"), "arrow-left")
        self.back_button.setObjectName("leave_import")
        self.back_button.clicked.connect(self.close_import)
        self.header_actions.addWidget(self.import_button)
        self.header_actions.addWidget(self.back_button)

    def _make_loading(self) -> QWidget:
        card = Card()
        card.body.addWidget(Skeleton(8))
        card.body.addStretch(1)
        return card

    def _make_empty(self) -> QWidget:
        first = PrimaryButton(self.tr("Import leads…"), "file-up")
        first.setObjectName("first_leads")
        first.clicked.connect(self.open_import)
        card = Card()
        card.body.addWidget(
            EmptyState(
                "users",
                self.tr("Nobody to write to yet"),
                self.tr(
                    "Bring a CSV export from Apollo, HubSpot, Hunter, Clay or a spreadsheet: drop "
                    "it here. Every row is checked first, and each one that is left out has a "
                    "reason. Ten to fifty people who really fit beat a thousand who do not."
                ),
                first,
            )
        )
        return card

    def _make_card(self) -> LeadsCard:
        card = LeadsCard(self._presenter.pages)
        card.list_chosen.connect(self._presenter.choose_list)
        card.search_changed.connect(self._presenter.search)
        card.suppress_requested.connect(self._presenter.suppress)
        card.delete_requested.connect(self._presenter.delete_list)
        card.campaign_chosen.connect(self._presenter.assign)
        card.model.sort_requested.connect(self._presenter.sort)
        columns = self._context.state.value(_COLUMNS)
        if isinstance(columns, QByteArray):
            card.restore_columns(columns)
        return card

    @property
    def importer(self) -> ImportLayer:
        """The way in for a file, made when it is first wanted: the table should open at once."""
        if self._importer is None:
            self._importer = ImportLayer(self._context)
            self._importer.panel.imported.connect(self._imported)
            self._importer.offer(self._presenter.state.campaigns)
            self._layers.addWidget(self._importer)
        return self._importer

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def open_import(self) -> None:
        """Show the import in place of the table."""
        self._importing = True
        self.draw(self._presenter.state)
        self.importer.panel.drop_zone.choose_button.setFocus()

    def import_file(self, path: Path) -> None:
        """Open the import with this file."""
        self.open_import()
        self.importer.panel.open(path)

    @Slot()
    def close_import(self) -> None:
        """Go back to the table; a file that was not imported is forgotten."""
        self._importing = False
        self.importer.panel.reset()
        self.draw(self._presenter.state)
        self.card.table.setFocus()

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: LeadsState) -> None:
        """Show `state`."""
        self.import_button.setVisible(not self._importing and bool(state.lists))
        self.back_button.setVisible(self._importing)
        if self._importing:
            self.set_title(self.tr("Import leads"), "")
            self._layers.setCurrentWidget(self.importer)
        else:
            self.set_title(self.tr("Leads"), "")
            layer = self._loading if not state.loaded else self.card if state.lists else self._empty
            self._layers.setCurrentWidget(layer)
        self.card.show_state(state)
        if self._importer is not None:
            self._importer.offer(state.campaigns)

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _imported(self, report: ImportReport) -> None:
        self._importing = False
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


class _DropOverlay(QWidget):
    """Lies over the page while a file hovers there."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self) -> None:
        """Cover the page."""
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a veil, an edge and what will happen."""
        roles = current_roles()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(roles.surface)
        veil.setAlphaF(0.85)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(roles.focus), 2))
        painter.setBrush(QColor(roles.selected))
        box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        painter.drawRoundedRect(box, RADIUS_L, RADIUS_L)
        painter.setPen(QColor(roles.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tr("Drop to check this lead file"))
        painter.end()
