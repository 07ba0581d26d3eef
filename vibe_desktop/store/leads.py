"""Leads and the lists they came in."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    func,
    or_,
    select,
    true,
)

from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery, LeadSelection
from vibe_desktop.domain.leads import Lead, LeadCells, LeadList
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads
from vibe_desktop.store.lead_gaps import read_gaps, read_state
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_lists import lists_of, read_lists
from vibe_desktop.store.lead_pages import LEAD_COLUMNS, LeadPager, to_lead
from vibe_desktop.store.lead_writing import ListWriter, importing
from vibe_desktop.store.suppressions import lead_is_suppressed

_CELLS: Final = LEAD_COLUMNS[:9]
"""The columns of `LeadCells`."""


class LeadRepository:
    """Lead lists and their leads.

    A campaign's leads are those of all its lists, each address once (its first row wins) and
    without the suppressed: what a launch may write to.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = LeadPager(database)

    @contextmanager
    def importing(self, *, campaign_id: str, name: str, source: str) -> Iterator[ListWriter]:
        """A transaction that adds leads to the list of one source file for one campaign.

        Args:
            campaign_id: "" for a list without a campaign.
            name: What a new list is called.
            source: The file's name: importing it again continues the same list.

        Raises:
            InvalidInput: There is no such campaign.
            StorageFull, StorageBroken: See `Database.write`; nothing was kept.
        """
        place = ImportPlace(name, campaign_id=campaign_id, source=source)
        with importing(self._database, place) as writer:
            yield writer

    def lists(self) -> tuple[LeadList, ...]:
        """All lists, newest first."""
        with self._database.read() as connection:
            return read_lists(connection)

    def page(self, query: LeadQuery, work: Work | None = None) -> LeadPage:
        """The leads that a query asks for, in its order.

        Raises:
            InvalidInput: `query.sort` is none of `SORTS`.
            Cancelled: `work` was cancelled, also while the database searched.
        """
        return self._pager.page(query, work)

    def iterate(self, chosen: LeadSelection | LeadQuery, work: Work) -> Iterator[tuple[Lead, ...]]:
        """All leads of a query or a selection: see `LeadPager.iterate`."""
        return self._pager.iterate(chosen, work)

    def countries(self, query: LeadQuery, work: Work) -> tuple[tuple[str, int], ...]:
        """The countries of the leads of a query: see `LeadPager.countries`."""
        return self._pager.countries(query, work)

    def variables(self, query: LeadQuery, work: Work) -> tuple[str, ...]:
        """The custom variables of the leads of a query's lists: see `LeadPager.variables`."""
        return self._pager.variables(query, work)

    def iterate_for_campaign(self, campaign_id: str) -> Iterator[LeadCells]:
        """The leads a launch of this campaign may write to, in order of import, one at a time."""
        statement = select(*_CELLS).where(*_sendable(campaign_id)).order_by(leads.c.row)
        with self._database.read() as connection:
            several = _several(connection, campaign_id)
            streamed = connection.execution_options(yield_per=1_000).execute(statement)
            cells: Iterator[LeadCells] = map(tuple, streamed)
            yield from _first_ones(cells) if several else cells

    def numbered_for_campaign(
        self, campaign_id: str, size: int = 250
    ) -> Generator[list[tuple[int, Lead]], None, None]:
        """The leads of `iterate_for_campaign` with their row numbers, at most `size` at a time.

        The database is read while this is iterated over: close it when it is left before its end.
        """
        statement = select(*LEAD_COLUMNS).where(*_sendable(campaign_id)).order_by(leads.c.row)
        with self._database.read() as connection:
            streamed = connection.execution_options(yield_per=size)
            several = _several(connection, campaign_id)
            seen: set[str] = set()
            for rows in streamed.execute(statement).partitions():
                if not several:
                    yield [(row.row, to_lead(row)) for row in rows]
                    continue
                page = []
                for row in rows:
                    if row.email not in seen:
                        seen.add(row.email)
                        page.append((row.row, to_lead(row)))
                yield page

    def in_row(self, campaign_id: str, row: int) -> Lead | None:
        """The lead in a row, None when a launch of this campaign would not write to it now."""
        statement = select(*LEAD_COLUMNS).where(leads.c.row == row, *_sendable(campaign_id))
        with self._database.read() as connection:
            found = connection.execute(statement).first()
        return to_lead(found) if found is not None else None

    def count_for_campaign(self, campaign_id: str) -> int:
        """How many leads `iterate_for_campaign` gives."""
        statement = select(func.count(leads.c.email.distinct())).where(*_sendable(campaign_id))
        with self._database.read() as connection:
            return connection.execute(statement).scalar_one()

    def sample(self, campaign_id: str, limit: int = 5) -> tuple[Lead, ...]:
        """A few leads for a preview: the first ones, and one that lacks a name or company."""
        here = select(*LEAD_COLUMNS).where(*_sendable(campaign_id)).order_by(leads.c.row)
        lacking = or_(leads.c.first_name == "", leads.c.company_name == "")
        with self._database.read() as connection:
            first = [to_lead(row) for row in connection.execute(here.limit(limit))]
            gap = connection.execute(here.where(lacking).limit(1)).first()
        if gap is not None and all(lead.row != gap.row for lead in first):
            first[limit - 1 :] = [to_lead(gap)]
        return tuple(first)

    def custom_variables(self, campaign_id: str) -> frozenset[str] | None:
        """The custom variables that at least one lead of the campaign has; None without leads."""
        here = leads.c.list_number.in_(lists_of(campaign_id))
        pairs = func.json_each(leads.c.custom).table_valued("key")
        names = select(pairs.c.key).select_from(leads).join(pairs, true()).where(here).distinct()
        with self._database.read() as connection:
            if connection.execute(select(leads.c.row).where(here).limit(1)).first() is None:
                return None
            return frozenset(connection.execute(names).scalars())

    def lacking(self, campaign_id: str) -> tuple[int, dict[str, int]]:
        """How many leads a launch may write to, and how many of them lack each field.

        Returns:
            (number of leads, lacking leads by the name of the merge tag): every lead field, and
            every custom variable that one of these leads has. Blank text counts as lacking.
        """
        with self._database.read() as connection:
            return read_gaps(connection, _chosen(connection, campaign_id))

    def state(self, campaign_id: str) -> tuple[object, ...]:
        """A value that changes whenever the campaign's leads, or who is suppressed, do. Cheap."""
        with self._database.read() as connection:
            return read_state(connection, campaign_id)


def _first_ones(cells: Iterator[LeadCells]) -> Iterator[LeadCells]:
    """Each address once."""
    seen: set[str] = set()
    for one in cells:
        if one[0] not in seen:
            seen.add(one[0])
            yield one


def _several(connection: Connection, campaign_id: str) -> bool:
    return len(connection.execute(lists_of(campaign_id)).all()) > 1


def _sendable(campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    return leads.c.list_number.in_(lists_of(campaign_id)), ~lead_is_suppressed()


def _chosen(connection: Connection, campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    """The rows a launch may write to, each address once: its first row wins."""
    sendable = _sendable(campaign_id)
    if not _several(connection, campaign_id):
        return sendable
    first = select(func.min(leads.c.row)).where(*sendable).group_by(leads.c.email)
    return (leads.c.row.in_(first),)
