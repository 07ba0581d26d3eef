"""The rows of a long list, fetched page by page as they come into view."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery
from vibe_desktop.domain.leads import Lead
from vibe_desktop.ui.context import ScreenContext

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

RowRange = tuple[int, int]
"""The first and the last row of a part of the table."""

PAGE: Final = 256
"""Rows a page."""
KEPT: Final = 48
"""Pages kept; those not looked at for the longest time go first."""
_WAITING: Final = 3
"""Pages asked for and not fetched yet; whoever scrolls fast has left the older ones behind."""


class LeadPages(QObject):
    """Leads by their place under one query. Asks the database on a worker, one page at a time.

    Another query is shown from its first page on; until that is here the old rows stay.
    """

    replaced = Signal()
    """Emits when all rows are others: `total` has changed, or the query."""
    arrived = Signal(int, int)
    """Emits the first and the last row that are known now and were not before."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = LeadQuery(limit=PAGE)
        self._pages: OrderedDict[int, LeadPage] = OrderedDict()
        self._wanted: list[int] = []
        self._job: Job | None = None
        self._fetching = 0
        self._fresh = False
        self.total = 0

    @property
    def query(self) -> LeadQuery:
        """The query that rows are fetched for; its offset and limit mean nothing."""
        return self._query

    def ask(self, query: LeadQuery) -> None:
        """Show the leads of this query, read anew."""
        self._query = replace(query, offset=0, limit=PAGE)
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

    def is_suppressed(self, row: int) -> bool:
        """Whether a row's lead must not be contacted; False while it is not known."""
        page = self._page(row)
        if page is None or not page.suppressed:
            return False
        at = row % PAGE
        return at < len(page.rows) and page.rows[at].email in page.suppressed

    def known(self, rows: Sequence[RowRange]) -> dict[int, tuple[str, bool]]:
        """Address and whether it is suppressed of those rows that are here; fetches nothing."""
        return {
            row: (lead.email, lead.email in page.suppressed)
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
        query = replace(self._query, offset=number * PAGE)
        services = self._context.services
        self._fetching = number
        self._job = self._context.jobs.submit(lambda work: services.leads.page(query, work))
        self._job.succeeded.connect(self._fetched)
        self._job.finished.connect(self._finished)

    @Slot(object)
    def _fetched(self, page: LeadPage) -> None:
        if self.sender() is not self._job:
            return
        number = page.offset // PAGE
        if self._fresh or page.total != self.total:
            self._fresh = False
            self._pages.clear()
            self._pages[number] = page
            self.total = page.total
            self.replaced.emit()
            return
        self._pages[number] = page
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        if page.rows:
            self.arrived.emit(page.offset, page.offset + len(page.rows) - 1)

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._fetch()
