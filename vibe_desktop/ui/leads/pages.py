"""The rows of a long list, fetched page by page as they come into view."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery
from vibe_desktop.domain.leads import Lead
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

RowRange = tuple[int, int]
"""The first and the last row of a part of the table."""

PAGE: Final = 64
"""Rows a page: somewhat more than a window shows at once."""
KEPT: Final = 64
"""Pages kept; those not looked at for the longest time go first."""
COUNTED_AT_FIRST: Final = 500
"""The first rows of an answer are shown before all of it is counted."""
_COUNT_AFTER_MS: Final = 60
"""The first rows are painted before all are counted."""
_WAITING: Final = 3
"""Pages asked for and not fetched yet; whoever scrolls fast has left the older ones behind."""


class LeadPages(QObject):
    """Leads by their place under one query. Asks the database on a worker, one page at a time.

    Another query is shown from its first page on; until that is here the old rows stay. Of a
    long answer the first leads are there before it is counted; then it grows.

    Attributes:
        total: Leads that match, as far as they are counted.
        more: Whether they are still being counted.
        version: The `LeadPage.version` that the places belong to.
    """

    replaced = Signal()
    """Emits when all rows are others: `total` has changed, or the query."""
    grown = Signal(int)
    """Emits the `total` of before when more rows follow those that were known."""
    arrived = Signal(int, int)
    """Emits the first and the last row that are known now and were not before."""
    variables_found = Signal()
    """Emits when `variables` are others."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = LeadQuery(limit=PAGE)
        self._pages: OrderedDict[int, LeadPage] = OrderedDict()
        self._lists: dict[str, str] = {}
        self._wanted: list[int] = []
        self._job: Job | None = None
        self._fetching = 0
        self._fresh = False
        self.total = 0
        self.more = False
        self.version = 0
        self.variables: tuple[str, ...] = ()
        self._looking: Job | None = None
        self._looked_for: tuple[str, str, int] | None = None
        self._count_later = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._count_later.timeout.connect(self._count_all)

    @property
    def query(self) -> LeadQuery:
        """The query that rows are fetched for; its offset and limit mean nothing."""
        return self._query

    def ask(self, query: LeadQuery) -> None:
        """Show the leads of this query, read anew."""
        self._query = replace(query, offset=0, limit=PAGE, count_at_most=0)
        self._fresh = True
        self._wanted = [0]
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self._fetch()

    def lead(self, row: int) -> Lead | None:
        """The lead in a row, None when it is still to be fetched (which begins now)."""
        page = self._page(row)
        return page.rows[row % PAGE] if page and row % PAGE < len(page.rows) else None

    def list_name(self, list_id: str) -> str:
        """What the list of a lead that is here is called."""
        return self._lists.get(list_id, "")

    def known(self, rows: Sequence[RowRange]) -> dict[int, tuple[str, bool]]:
        """Address and whether it is suppressed of those rows that are here; fetches nothing."""
        return {
            row: (lead.email, lead.suppressed)
            for page in self._pages.values()
            for row, lead in enumerate(page.rows, page.offset)
            if any(first <= row <= last for first, last in rows)
        }

    def _page(self, row: int) -> LeadPage | None:
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            if number not in self._wanted and not (self._job and number == self._fetching):
                self._wanted = [*self._wanted[-_WAITING + 1 :], number]
                self._fetch()
        elif next(reversed(self._pages)) != number:
            self._pages.move_to_end(number)
        return page

    def _fetch(self) -> None:
        """Fetch the page that was asked for last."""
        if self._job is not None or not self._wanted:
            return
        number = self._wanted.pop()
        most = COUNTED_AT_FIRST if self._fresh else 0
        query = replace(self._query, offset=number * PAGE, count_at_most=most)
        services = self._context.services
        self._fetching = number
        self._job = self._context.jobs.submit(
            lambda work: services.leads.page(query, work), lane=Lane.READING
        )
        self._job.succeeded.connect(self._fetched)
        self._job.finished.connect(self._finished)

    @Slot(object)
    def _fetched(self, page: LeadPage) -> None:
        if self.sender() is not self._job:
            return
        counted_on = self.more and page.version == self.version and page.total >= self.total
        if (
            self._fresh
            or page.version != self.version
            or not (counted_on or page.total == self.total)
        ):
            self._show_anew(page)
            return
        if self.more and not page.more:
            before, self.total, self.more = self.total, page.total, False
            self.grown.emit(before)
        self._keep(page)
        if page.rows:
            self.arrived.emit(page.offset, page.offset + len(page.rows) - 1)

    def _show_anew(self, page: LeadPage) -> None:
        self._fresh = False
        self._pages.clear()
        self._lists.clear()
        self._keep(page)
        self.total, self.more, self.version = page.total, page.more, page.version
        self.replaced.emit()
        if self.more:
            self._count_later.start()

    @Slot()
    def _count_all(self) -> None:
        """Ask for the first page once more: it brings the number of all."""
        if self.more and 0 not in self._wanted:
            self._wanted.append(0)
            self._fetch()

    def _keep(self, page: LeadPage) -> None:
        self._pages[page.offset // PAGE] = page
        self._lists.update(page.lists)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._fetch()

    def look_for_variables(self) -> None:
        """Find out which custom variables the leads of these lists have, once for each version.

        With a million leads that is a second's work, which is done for whoever wants to know.
        """
        query = self._query
        wanted = query.list_id, query.campaign_id, self.version
        if wanted == self._looked_for:
            return
        self._looked_for = wanted
        if self._looking is not None:
            self._looking.cancel()
        services = self._context.services
        self._looking = self._context.jobs.submit(
            lambda work: services.leads.variables(query, work), lane=Lane.REMOTE
        )
        self._looking.succeeded.connect(self._found_variables)

    @Slot(object)
    def _found_variables(self, names: tuple[str, ...]) -> None:
        if self.sender() is self._looking and names != self.variables:
            self.variables = names
            self.variables_found.emit()
