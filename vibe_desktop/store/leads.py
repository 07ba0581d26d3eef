"""Leads and the lists they came in."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_queries import SORTS, LeadPage, LeadQuery
from vibe_desktop.domain.leads import NO_CUSTOM, Lead, LeadFlag, LeadList
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, lead_lists, leads
from vibe_desktop.store.lead_gaps import read_gaps, read_state
from vibe_desktop.store.lead_writing import (
    ListWriter,
    known_addresses,
    list_of_source,
    list_size,
    lists_of,
    number_of,
)
from vibe_desktop.store.suppressions import lead_is_suppressed
from vibe_desktop.store.times import from_text

_FIELDS: Final = (
    leads.c.email,
    leads.c.first_name,
    leads.c.last_name,
    leads.c.company_name,
    leads.c.job_title,
    leads.c.website,
    leads.c.phone,
    leads.c.personalization,
)
_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    *_FIELDS,
    leads.c.custom,
    leads.c.row,
    leads.c.country,
    leads.c.flags,
    leads.c.suppressed,
)
_SEARCHED: Final = (leads.c.email, leads.c.first_name, leads.c.last_name, leads.c.company_name)


class LeadRepository:
    """Lead lists and their leads.

    A campaign's leads are those of all its lists, each address once (its first row wins) and
    without the suppressed: what a launch may write to.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

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
        with self._database.write() as connection:
            _require_campaign(connection, campaign_id)
            yield ListWriter(connection, campaign_id=campaign_id, name=name, source=source)

    def known_addresses(self, *, campaign_id: str, source: str) -> frozenset[str]:
        """The addresses that an import of this file for this campaign would find there already."""
        with self._database.read() as connection:
            list_id = list_of_source(connection, campaign_id, source)
            return known_addresses(connection, campaign_id, list_id)

    def lists(self) -> tuple[LeadList, ...]:
        """All lists, newest first."""
        statement = select(lead_lists).order_by(lead_lists.c.created_at.desc(), lead_lists.c.name)
        with self._database.read() as connection:
            return tuple(_to_list(row) for row in connection.execute(statement))

    def page(self, query: LeadQuery) -> LeadPage:
        """The leads that a query asks for, in its order.

        Raises:
            InvalidInput: `query.sort` is none of `SORTS`.
        """
        if query.sort not in SORTS:
            raise InvalidInput(f"Leads cannot be sorted by “{query.sort}”.", field="sort")
        asked = _asked(query)
        order = leads.c[query.sort]
        orders = (order.desc() if query.descending else order.asc(), leads.c.row)
        # Row numbers first, whole rows for one page only: what is sorted stays small.
        numbers = select(leads.c.row).where(*asked).order_by(*orders)
        page = numbers.limit(query.limit).offset(query.offset)
        statement = select(*_COLUMNS).where(leads.c.row.in_(page)).order_by(*orders)
        with self._database.read() as connection:
            total = connection.execute(_counted(query, asked)).scalar_one()
            rows = tuple(_to_lead(row) for row in connection.execute(statement))
        return LeadPage(rows=rows, total=total, offset=query.offset)

    def iterate_for_campaign(self, campaign_id: str) -> Iterator[Lead]:
        """The leads a launch of this campaign may write to, in order of import, one at a time."""
        for page in self.numbered_for_campaign(campaign_id, 1_000):
            for _, lead in page:
                yield lead

    def numbered_for_campaign(
        self, campaign_id: str, size: int = 250
    ) -> Generator[list[tuple[int, Lead]], None, None]:
        """The leads of `iterate_for_campaign` with their row numbers, at most `size` at a time.

        The database is read while this is iterated over: close it when it is left before its end.
        """
        statement = select(*_COLUMNS).where(*_sendable(campaign_id)).order_by(leads.c.row)
        with self._database.read() as connection:
            streamed = connection.execution_options(yield_per=size)
            several = _several(connection, campaign_id)
            seen: set[str] = set()
            for rows in streamed.execute(statement).partitions():
                if not several:
                    yield [(row.row, _to_lead(row)) for row in rows]
                    continue
                page = []
                for row in rows:
                    if row.email not in seen:
                        seen.add(row.email)
                        page.append((row.row, _to_lead(row)))
                yield page

    def in_row(self, campaign_id: str, row: int) -> Lead | None:
        """The lead in a row, None when a launch of this campaign would not write to it now."""
        statement = select(*_COLUMNS).where(leads.c.row == row, *_sendable(campaign_id))
        with self._database.read() as connection:
            found = connection.execute(statement).first()
        return _to_lead(found) if found is not None else None

    def count_for_campaign(self, campaign_id: str) -> int:
        """How many leads `iterate_for_campaign` gives."""
        statement = select(func.count(leads.c.email.distinct())).where(*_sendable(campaign_id))
        with self._database.read() as connection:
            return connection.execute(statement).scalar_one()

    def sample(self, campaign_id: str, limit: int = 5) -> tuple[Lead, ...]:
        """A few leads for a preview: the first ones, and one that lacks a name or company."""
        here = select(*_COLUMNS).where(*_sendable(campaign_id)).order_by(leads.c.row)
        lacking = or_(leads.c.first_name == "", leads.c.company_name == "")
        with self._database.read() as connection:
            first = [_to_lead(row) for row in connection.execute(here.limit(limit))]
            gap = connection.execute(here.where(lacking).limit(1)).first()
        if gap is not None and all(lead.row != gap.row for lead in first):
            first[limit - 1 :] = [_to_lead(gap)]
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

    def delete_list(self, list_id: str) -> int:
        """Delete a list and its leads; what is suppressed stays so.

        Returns:
            How many leads it had.
        """
        with self._database.write() as connection:
            size = list_size(connection, list_id)
            connection.execute(delete(leads).where(leads.c.list_number == number_of(list_id)))
            connection.execute(delete(lead_lists).where(lead_lists.c.id == list_id))
        return size

    def assign_list(self, list_id: str, campaign_id: str) -> None:
        """Give a list to a campaign, or to none ("").

        Raises:
            InvalidInput: There is no such campaign.
        """
        with self._database.write() as connection:
            _require_campaign(connection, campaign_id)
            connection.execute(
                update(lead_lists)
                .where(lead_lists.c.id == list_id)
                .values(campaign_id=campaign_id or None)
            )


def _require_campaign(connection: Connection, campaign_id: str) -> None:
    if not campaign_id:
        return
    statement = select(campaigns.c.id).where(campaigns.c.id == campaign_id)
    if connection.execute(statement).first() is None:
        raise InvalidInput(
            "That campaign is no longer there.",
            safe="No leads were changed.",
            next_step="Choose another campaign.",
            field="campaign_id",
        )


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


def _asked(query: LeadQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.list_id:
        asked.append(leads.c.list_number == number_of(query.list_id))
    if query.campaign_id:
        asked.append(leads.c.list_number.in_(lists_of(query.campaign_id)))
    asked += (
        or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED))
        for word in query.search.split()
    )
    return asked


def _counted(query: LeadQuery, asked: list[ColumnElement[bool]]) -> Select[int]:
    """How many leads match; without a search the lists know it themselves."""
    if query.search.strip():
        return select(func.count()).select_from(leads).where(*asked)
    statement = select(func.coalesce(func.sum(lead_lists.c.total_leads), 0))
    if query.list_id:
        statement = statement.where(lead_lists.c.id == query.list_id)
    if query.campaign_id:
        statement = statement.where(lead_lists.c.campaign_id == query.campaign_id)
    return statement


def _to_list(row: Row[*tuple[Any, ...]]) -> LeadList:
    return LeadList(
        id=row.id,
        name=row.name,
        campaign_id=row.campaign_id or "",
        total_leads=row.total_leads,
        source=row.source,
        created_at=from_text(row.created_at),
    )


def _to_lead(row: Row[*tuple[Any, ...]]) -> Lead:
    """A lead from a row that begins with `_COLUMNS`."""
    email, first, last, company, title, website, phone, personalization, custom, number = row[:10]
    country, flags, suppressed = row[10:13]
    return Lead(
        email=email,
        first_name=first,
        last_name=last,
        company_name=company,
        job_title=title,
        website=website,
        phone=phone,
        personalization=personalization,
        custom=json.loads(custom) if custom != "{}" else NO_CUSTOM,
        row=number,
        country=country,
        flags=LeadFlag(flags),
        suppressed=suppressed,
    )
