"""Finding people: filters from the ideal customer, a free look, a price, and a purchase.

Nothing is bought without a second confirmation that names the credits.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.errors import NotAuthorised, Trouble
from vibe_desktop.domain.supersearch import (
    Enrichment,
    EnrichmentOffer,
    PeopleFilters,
    PeoplePreview,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.finding_state import FindingState, Phase, Problem

if TYPE_CHECKING:
    from vibe_desktop.ui.leads.finding_view import FindingDialog

LOOK_AFTER_MS = 500
"""The search waits until typing pauses."""

PURCHASE_KEY = "purchase"


@dataclass(frozen=True, slots=True)
class _Beginnings:
    """Campaigns, the newest draft among them ("" without one), and unfinished purchases."""

    campaigns: tuple[tuple[str, str], ...]
    draft: str
    unfinished: tuple[Enrichment, ...]


class FindingPresenter(QObject):
    """Searches as one types, asks for the price, and buys what was confirmed."""

    state_changed = Signal(object)
    """Emits the new `FindingState`."""
    job_started = Signal(object)
    """Emits the `Job` of a purchase or a collection, to be followed on screen."""

    def __init__(
        self, context: ScreenContext, campaign_id: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = FindingState(campaign_id=campaign_id)
        self._look: Job | None = None
        self._suggested = PeopleFilters()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_AFTER_MS)
        self._pause.timeout.connect(self._look_now)

    @property
    def state(self) -> FindingState:
        """What is on screen."""
        return self._state

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read campaigns and unfinished purchases, suggest filters, ask for the credits."""
        self._read_beginnings()
        self._suggest()
        job = self._context.jobs.submit(
            lambda work: self._services.supersearch.credits(work), lane=Lane.REMOTE
        )
        job.succeeded.connect(self._credits_known)
        job.failed.connect(self._failed)

    @Slot(str)
    def choose_campaign(self, campaign_id: str) -> None:
        """Let the list be for another campaign, and begin with its ideal customer.

        Filters that the founder changed stay.
        """
        if campaign_id != self._state.campaign_id:
            self._set(replace(self._state, campaign_id=campaign_id))
            if self._state.filters in (self._suggested, PeopleFilters()):
                self._suggest()

    @Slot(object)
    def edit(self, filters: PeopleFilters) -> None:
        """Search for others, once typing pauses."""
        if filters == self._state.filters:
            return
        self._stop_looking()
        if filters.empty:
            self._pause.stop()
            self._set(
                replace(self._state, filters=filters, preview=None, looking=False, problem=None)
            )
            return
        self._set(replace(self._state, filters=filters, looking=True, problem=None))
        self._pause.start()

    @Slot()
    def look_again(self) -> None:
        """Search once more for the same people."""
        if not self._state.filters.empty:
            self._stop_looking()
            self._set(replace(self._state, looking=True, problem=None))
            self._look_now()

    @Slot(int)
    def want(self, people: int) -> None:
        """Buy so many at most."""
        self._set(replace(self._state, wanted=people))

    @Slot()
    def ask_price(self) -> None:
        """Reckon the price anew, and ask for the confirmation."""
        filters, people = self._state.filters, self._state.people
        if people:
            self._ask(filters, people, None)

    def ask_again(self, purchase: Enrichment) -> None:
        """Reckon the price of a purchase that came to no order, and ask for the confirmation."""
        self._ask(purchase.filters, purchase.wanted, purchase)

    @Slot()
    def back(self) -> None:
        """Return to the search; nothing was bought."""
        self._set(replace(self._state, phase=Phase.SEARCH, offer=None, again=None, bought=None))
        self._read_beginnings()

    @Slot()
    def buy(self) -> None:
        """Spend the credits that stand in the offer: the second confirmation."""
        offer, again = self._state.offer, self._state.again
        if offer is None or self._state.phase is not Phase.CONFIRM:
            return
        campaign_id = self._state.campaign_id

        def task(work: Work) -> Written[Enrichment]:
            service = self._services.supersearch
            if again is not None:
                return service.order_again(again.id, offer.credits, work)
            return service.buy(offer, campaign_id, offer.credits, work)

        self._set(replace(self._state, phase=Phase.BUYING, problem=None))
        self._run(task, self.tr("Buying people"))

    @Slot()
    def collect(self) -> None:
        """Look what came of purchases that were ordered, or may have been."""

        def task(work: Work) -> Written[Enrichment | None]:
            done = self._services.supersearch.collect(work)
            return Written(done.value[0] if done.value else None, done.changes)

        self._set(replace(self._state, phase=Phase.BUYING, problem=None))
        self._run(task, self.tr("Collecting the people you bought"))

    def give_up(self, purchase: Enrichment) -> None:
        """Care for a purchase no more."""
        key = purchase.id
        job = self._context.jobs.submit(
            lambda work: self._services.supersearch.give_up(key, work), key=PURCHASE_KEY
        )
        job.succeeded.connect(self._gave_up)
        job.failed.connect(self._failed)

    # -- jobs ------------------------------------------------------------------------------------

    def _read_beginnings(self) -> None:
        job = self._context.jobs.submit(self._beginnings)
        job.succeeded.connect(self._begun)

    def _beginnings(self, work: Work) -> _Beginnings:
        rows = self._services.campaigns.dashboard(work).rows
        drafts = (row.campaign.id for row in rows if row.campaign.status is CampaignStatus.DRAFT)
        return _Beginnings(
            tuple((row.campaign.id, row.campaign.name) for row in rows),
            next(drafts, ""),
            self._services.supersearch.unfinished(work),
        )

    def _suggest(self) -> None:
        campaign_id = self._state.campaign_id
        if campaign_id:
            job = self._context.jobs.submit(
                lambda work: self._services.supersearch.suggest(campaign_id, work)
            )
            job.succeeded.connect(self._suggestion_arrived)

    def _ask(self, filters: PeopleFilters, people: int, again: Enrichment | None) -> None:
        self._set(replace(self._state, looking=True, problem=None, again=again))
        job = self._context.jobs.submit(
            lambda work: self._services.supersearch.offer(filters, people, work),
            lane=Lane.REMOTE,
            title=self.tr("Asking for the price"),
        )
        job.succeeded.connect(self._offered)
        job.failed.connect(self._failed)

    def _run(self, task: Task, title: str) -> None:
        job = self._context.jobs.submit(task, lane=Lane.REMOTE, title=title, key=PURCHASE_KEY)
        job.succeeded.connect(self._ended)
        job.failed.connect(self._purchase_failed)
        job.cancelled.connect(self.back)
        self.job_started.emit(job)

    @Slot()
    def _look_now(self) -> None:
        filters = self._state.filters
        self._look = self._context.jobs.submit(
            lambda work: self._services.supersearch.preview(filters, work), lane=Lane.REMOTE
        )
        self._look.succeeded.connect(self._found)
        self._look.failed.connect(self._look_failed)

    def _stop_looking(self) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.cancel()

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _begun(self, found: _Beginnings) -> None:
        first = not self._state.loaded
        self._set(
            replace(
                self._state, loaded=True, campaigns=found.campaigns, unfinished=found.unfinished
            )
        )
        if first and not self._state.campaign_id and self._state.filters.empty:
            self.choose_campaign(found.draft)

    @Slot(object)
    def _suggestion_arrived(self, filters: PeopleFilters) -> None:
        self._suggested = filters
        self.edit(filters)

    @Slot(object)
    def _credits_known(self, available: float | None) -> None:
        self._set(replace(self._state, available=available))

    @Slot(object)
    def _found(self, preview: PeoplePreview) -> None:
        if self.sender() is self._look:
            self._look = None
            self._set(replace(self._state, preview=preview, looking=False, problem=None))

    @Slot(object)
    def _look_failed(self, trouble: Trouble) -> None:
        """Forget whom the search before found: they are not those who are asked for now."""
        if self.sender() is self._look:
            self._look = None
            self._set(replace(self._state, preview=None))
            self._failed(trouble)

    @Slot(object)
    def _offered(self, offer: EnrichmentOffer) -> None:
        self._set(
            replace(
                self._state,
                phase=Phase.CONFIRM,
                offer=offer,
                available=offer.available,
                looking=False,
            )
        )

    @Slot(object)
    def _ended(self, bought: Enrichment | None) -> None:
        if bought is None:
            self.back()
            return
        self._set(replace(self._state, phase=Phase.DONE, bought=bought, offer=None, again=None))

    @Slot(object)
    def _purchase_failed(self, trouble: Trouble) -> None:
        self._set(replace(self._state, phase=Phase.SEARCH, offer=None, again=None))
        self._failed(trouble)
        self._read_beginnings()

    @Slot(object)
    def _gave_up(self, _purchase: Enrichment) -> None:
        self._read_beginnings()

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
        about_key = isinstance(trouble, NotAuthorised) and not trouble.unpaid
        problem = Problem(trouble.what, more, about_key)
        self._set(replace(self._state, looking=False, problem=problem))

    def _set(self, state: FindingState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def open_finder(
    context: ScreenContext, parent: QWidget | None, campaign_id: str = ""
) -> "FindingDialog":
    """Open the search over a window. The dialog tells by `list_arrived` where people landed."""
    from vibe_desktop.ui.leads.finding_view import FindingDialog

    dialog = FindingDialog(FindingPresenter(context, campaign_id), context, parent)
    dialog.open()
    return dialog
