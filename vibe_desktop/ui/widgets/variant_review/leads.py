"""Whom the previews are filled in for: any lead of the campaign, the odd ones first."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs, Lane
from vibe_desktop.ui.widgets.variant_review.oddities import oddities
from vibe_desktop.ui.widgets.variant_review.state import BARE_LEAD, EXAMPLE_LEAD

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

SEARCH_PAUSE_MS = 150
PAGE = 200


@dataclass(frozen=True, slots=True)
class LeadState:
    """The leads that can be chosen now.

    Attributes:
        leads: Without a search the odd ones, then the first of all; else what was found.
        total: How many there are, or were found, beyond those listed too.
        real: Whether they are leads of the campaign rather than made-up ones.
        lead: The chosen one.
        search: What was searched for.
    """

    leads: tuple[Lead, ...] = field(default=(EXAMPLE_LEAD, BARE_LEAD))
    total: int = 0
    real: bool = False
    lead: Lead = EXAMPLE_LEAD
    search: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    campaign_id: str
    search: str
    leads: tuple[Lead, ...]
    total: int


class LeadChooser(QObject):
    """Finds leads to preview with."""

    state_changed = Signal(object)
    """Emits the new `LeadState`."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self._wanted = ""
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._timer.timeout.connect(self.reload)
        self.state = LeadState()

    def open(self, campaign_id: str) -> None:
        """Choose among the leads of this campaign."""
        if campaign_id != self._campaign_id:
            self._campaign_id = campaign_id
            self._wanted = ""
            self._set(LeadState())
        self.reload()

    def search(self, text: str) -> None:
        """List those whose name, company or address contains this; after a pause in typing."""
        if text.strip() != self._wanted:
            self._wanted = text.strip()
            self._timer.start()

    def choose(self, lead: Lead) -> None:
        """Fill the previews in for this one."""
        self._set(replace(self.state, lead=lead))

    def step(self, way: int) -> None:
        """Choose the neighbour: 1 for the next, -1 for the one before; round and round."""
        leads = self.state.leads
        if leads:
            here = leads.index(self.state.lead) if self.state.lead in leads else -1
            self.choose(leads[(max(here, 0 if way < 0 else here) + way) % len(leads)])

    @Slot()
    def reload(self) -> None:
        """Read again."""
        if self._campaign_id:
            task = _Find(self._services, self._campaign_id, self._wanted)
            job = self._jobs.submit(task, lane=Lane.REMOTE, key="lead search")
            job.succeeded.connect(self._found)

    @Slot(object)
    def _found(self, found: _Found) -> None:
        if (found.campaign_id, found.search) != (self._campaign_id, self._wanted):
            return
        listed = found.leads
        real = bool(listed) or bool(found.search)
        leads = (*listed, BARE_LEAD) if real else (EXAMPLE_LEAD, BARE_LEAD)
        if found.search:
            leads = listed
        chosen = self.state.lead
        known = {lead.row: lead for lead in leads}
        if not found.search and (chosen not in leads):
            # The first plain one shows the mail as most will get it, not at its worst.
            plain = next((one for one in leads if not oddities(one)), leads[0])
            chosen = known.get(chosen.row, plain) if chosen.row else plain
        self._set(LeadState(leads, found.total, real, chosen, found.search))

    def _set(self, state: LeadState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


@dataclass(frozen=True, slots=True)
class _Find:
    services: "Services"
    campaign_id: str
    search: str

    def __call__(self, work: Work) -> _Found:
        leads = self.services.leads
        query = LeadQuery(campaign_id=self.campaign_id, search=self.search, limit=PAGE)
        page = leads.page(query, work)
        found = page.rows
        if not self.search:
            together = (*leads.sample(self.campaign_id, work), *page.rows)
            # Those with the most to look at first, all others in the order of their file.
            found = tuple({lead.row: lead for lead in together}.values())
            found = tuple(sorted(found, key=lambda lead: -len(oddities(lead))))
        return _Found(self.campaign_id, self.search, found, page.total)
