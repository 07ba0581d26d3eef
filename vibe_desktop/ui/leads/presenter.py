"""State of the leads screen, and what the founder can wish for there."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import ImportReport, LeadList
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.bulk import LeadBulk
from vibe_desktop.ui.leads.choices import LeadChoices
from vibe_desktop.ui.leads.pages import LeadPages
from vibe_desktop.ui.leads.state import CampaignName, LeadFilters, LeadsState

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

SEARCH_AFTER_MS = 200
"""The search waits until typing pauses."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    lists: tuple[LeadList, ...]
    campaigns: tuple[CampaignName, ...]


class LeadsPresenter(QObject):
    """Reads lists, searches, narrows and sorts. What is done to leads is in `bulk`."""

    state_changed = Signal(object)
    """Emits the new `LeadsState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = LeadsState()
        self._loading: Job | None = None
        self._stale = False
        self.pages = LeadPages(context, self)
        self.bulk = LeadBulk(context, self)
        self.choices = LeadChoices(context, self)
        self.bulk.list_made.connect(self.choose_list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._pause.timeout.connect(self._search_now)

    @property
    def state(self) -> LeadsState:
        """What is on screen."""
        return self._state

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the lists and the rows; asked twice at once, they are read once more after."""
        if self._loading is not None:
            self._stale = True
            return
        self._loading = self._context.jobs.submit(self._read_lists)
        self._loading.succeeded.connect(self._loaded)
        self._loading.finished.connect(self._load_finished)
        self.pages.ask(self.pages.query)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when leads or the names of campaigns may have changed."""
        if changes.leads or changes.campaigns:
            self.choices.forget()
            self.load()

    @Slot(str)
    def choose_list(self, list_id: str) -> None:
        """Show one list, "" for all."""
        if list_id != self._state.list_id:
            self._set(replace(self._state, list_id=list_id))
            self._ask()

    @Slot(str)
    def search(self, text: str) -> None:
        """Show who matches, once typing pauses."""
        self._set(replace(self._state, search=text.strip()))
        self._pause.start()

    @Slot(object)
    def narrow(self, filters: LeadFilters) -> None:
        """Show only whom these filters let through."""
        if filters != self._state.filters:
            self._set(replace(self._state, filters=filters))
            self._ask()

    @Slot()
    def show_everybody(self) -> None:
        """Drop list, search and filters."""
        self._pause.stop()
        self._set(replace(self._state, list_id="", search="", filters=LeadFilters()))
        self._ask()

    @Slot(str, bool)
    def sort(self, column: str, descending: bool) -> None:  # noqa: FBT001 - as the signal has it
        """Show the leads in another order."""
        query = self.pages.query
        if (column, descending) != (query.sort, query.descending):
            self.pages.ask(replace(query, sort=column, descending=descending))

    def note_import(self, report: ImportReport) -> None:
        """Show the list that was just imported."""
        self._pause.stop()
        self._set(replace(self._state, list_id=report.list_id, search="", filters=LeadFilters()))
        self._ask()
        self.load()

    # -- on a worker -----------------------------------------------------------------------------

    def _read_lists(self, work: Work) -> _Loaded:
        rows = self._services.campaigns.dashboard(work).rows
        return _Loaded(
            self._services.leads.lists(work),
            tuple(CampaignName(row.campaign.id, row.campaign.name) for row in rows),
        )

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _loaded(self, loaded: _Loaded) -> None:
        list_id = self._state.list_id
        gone = bool(list_id) and all(one.id != list_id for one in loaded.lists)
        self._set(
            replace(
                self._state,
                loaded=True,
                lists=loaded.lists,
                campaigns=loaded.campaigns,
                list_id="" if gone else list_id,
            )
        )
        if gone:
            self._ask()

    @Slot()
    def _load_finished(self) -> None:
        self._loading = None
        if self._stale:
            self._stale = False
            self.load()

    @Slot()
    def _search_now(self) -> None:
        if self._state.search != self.pages.query.search:
            self._ask()

    def _ask(self) -> None:
        """Fetch what the state says, in the order that is on screen."""
        state, shown = self._state, self.pages.query
        query = LeadQuery(
            list_id=state.list_id,
            search=state.search,
            sort=shown.sort,
            descending=shown.descending,
        )
        self.pages.ask(state.filters.narrowed(query))

    def _set(self, state: LeadsState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
