"""Leads and the lists they came in."""

import json
import secrets
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_queries import SORTS, LeadPage, LeadQuery
from vibe_desktop.domain.leads import NO_CUSTOM, Lead, LeadList
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, lead_lists, leads
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.lead_gaps import read_gaps, read_state
from vibe_desktop.store.suppressions import lead_is_suppressed, read_suppressions
from vibe_desktop.store.times import from_text, now, to_text

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
_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (*_FIELDS, leads.c.custom, leads.c.id)
_INSERT: Final = (
    "INSERT INTO leads (id, list_id, created_at, email, first_name, last_name, company_name,"
    " job_title, website, phone, personalization, custom) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_SEARCHED: Final = (leads.c.email, leads.c.first_name, leads.c.last_name, leads.c.company_name)
# Beyond the 2 MB that SQLite has by default, the indexes of a big import are read back again
# and again. Given back when the import ends.
_IMPORT_CACHE_KIB: Final = 32 * 1024


class ListWriter:
    """Adds leads to one list within a transaction. Made by `LeadRepository.importing`.

    Attributes:
        known: Addresses the list (or the campaign's lists) had before.
        suppressed: Whom nothing may be sent to.
        list_id: The list, "" until it has its first lead.
    """

    def __init__(self, connection: Connection, *, campaign_id: str, name: str, source: str) -> None:
        self._connection = connection
        self._campaign_id = campaign_id
        self._name = name
        self._source = source
        self.list_id = _list_of_source(connection, campaign_id, source)
        self.known = _known_addresses(connection, campaign_id, self.list_id)
        self.suppressed = read_suppressions(connection)

    def add(self, rows: Iterable[tuple[str, ...]]) -> int:
        """Add leads; the list is made for the first one.

        Args:
            rows: Address, first and last name, company, job title, website, phone,
                personalisation, and the custom variables as a JSON object.

        Returns:
            How many leads were added.
        """
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return 0
        moment = to_text(now())
        if not self.list_id:
            self.list_id = self._make_list(moment)
        before = _size(self._connection, self.list_id)
        driver: Any = self._connection.connection.driver_connection
        list_id, lead_ids = self.list_id, _rising_ids()
        with _big_cache(driver):
            # The driver's own call: SQLAlchemy's costs twice as much for a row.
            driver.execute(_INSERT, (next(lead_ids), list_id, moment, *first))
            driver.executemany(_INSERT, ((next(lead_ids), list_id, moment, *row) for row in rows))
        after = _size(self._connection, self.list_id)
        self._connection.execute(
            update(lead_lists).where(lead_lists.c.id == self.list_id).values(total_leads=after)
        )
        return after - before

    def _make_list(self, moment: str) -> str:
        list_id = new_id()
        self._connection.execute(
            insert(lead_lists).values(
                id=list_id,
                campaign_id=self._campaign_id or None,
                name=self._name,
                source=self._source,
                created_at=moment,
            )
        )
        return list_id


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
            list_id = _list_of_source(connection, campaign_id, source)
            return _known_addresses(connection, campaign_id, list_id)

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
            # Asked for these rows only: within the query above it would be for all that match.
            suppressed = select(leads.c.email).where(
                leads.c.id.in_([lead.id for lead in rows]), lead_is_suppressed()
            )
            emails = frozenset(connection.execute(suppressed).scalars())
        return LeadPage(rows=rows, total=total, offset=query.offset, suppressed=emails)

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
        statement = (
            select(*_COLUMNS, leads.c.row).where(*_sendable(campaign_id)).order_by(leads.c.row)
        )
        with self._database.read() as connection:
            streamed = connection.execution_options(yield_per=size)
            several = len(_list_ids(connection, campaign_id)) > 1
            seen: set[str] = set()
            for rows in streamed.execute(statement).partitions():
                if not several:
                    yield [(row[-1], _to_lead(row)) for row in rows]
                    continue
                page = []
                for row in rows:
                    if row.email not in seen:
                        seen.add(row.email)
                        page.append((row[-1], _to_lead(row)))
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
        if gap is not None and all(lead.id != gap.id for lead in first):
            first[limit - 1 :] = [_to_lead(gap)]
        return tuple(first)

    def custom_variables(self, campaign_id: str) -> frozenset[str] | None:
        """The custom variables that at least one lead of the campaign has; None without leads."""
        here = leads.c.list_id.in_(_lists_of(campaign_id))
        pairs = func.json_each(leads.c.custom).table_valued("key")
        names = select(pairs.c.key).select_from(leads).join(pairs, true()).where(here).distinct()
        with self._database.read() as connection:
            if connection.execute(select(leads.c.row).where(here).limit(1)).first() is None:
                return None
            return frozenset(connection.execute(names).scalars())

    def lacking(self, campaign_id: str) -> tuple[int, dict[str, int]]:
        """How many leads a launch may write to, and how many of them lack each field.

        Returns:
            (number of leads, lacking leads by the name of the merge tag). Every lead field is
            named, and every custom variable that at least one of these leads has; 0 means that all
            have it. Blank text counts as lacking.
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
            size = _size(connection, list_id)
            connection.execute(delete(leads).where(leads.c.list_id == list_id))
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


def _list_of_source(connection: Connection, campaign_id: str, source: str) -> str:
    """The list that a file of this name was imported into before, "" when there is none."""
    statement = (
        select(lead_lists.c.id)
        .where(lead_lists.c.source == source, _of_campaign(campaign_id))
        .order_by(lead_lists.c.created_at)
        .limit(1)
    )
    return connection.execute(statement).scalar() or ""


def _known_addresses(connection: Connection, campaign_id: str, list_id: str) -> frozenset[str]:
    """Addresses of the campaign's lists; without a campaign, those of the one list."""
    statement = select(leads.c.email)
    if campaign_id:
        statement = statement.where(leads.c.list_id.in_(_lists_of(campaign_id)))
    else:
        statement = statement.where(leads.c.list_id == list_id)
    return frozenset(connection.execute(statement).scalars())


def _of_campaign(campaign_id: str) -> ColumnElement[bool]:
    if campaign_id:
        return lead_lists.c.campaign_id == campaign_id
    return lead_lists.c.campaign_id.is_(None)


def _lists_of(campaign_id: str) -> Select[str]:
    return select(lead_lists.c.id).where(lead_lists.c.campaign_id == campaign_id)


def _list_ids(connection: Connection, campaign_id: str) -> list[str]:
    return list(connection.execute(_lists_of(campaign_id)).scalars())


def _sendable(campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    return leads.c.list_id.in_(_lists_of(campaign_id)), ~lead_is_suppressed()


def _chosen(connection: Connection, campaign_id: str) -> tuple[ColumnElement[bool], ...]:
    """The rows a launch may write to, each address once: its first row wins."""
    sendable = _sendable(campaign_id)
    if len(_list_ids(connection, campaign_id)) < 2:
        return sendable
    first = select(func.min(leads.c.row)).where(*sendable).group_by(leads.c.email)
    return (leads.c.row.in_(first),)


def _asked(query: LeadQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.list_id:
        asked.append(leads.c.list_id == query.list_id)
    if query.campaign_id:
        asked.append(leads.c.list_id.in_(_lists_of(query.campaign_id)))
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


def _size(connection: Connection, list_id: str) -> int:
    statement = select(func.count()).select_from(leads).where(leads.c.list_id == list_id)
    return connection.execute(statement).scalar_one()


@contextmanager
def _big_cache(driver: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's own connection
    before = driver.execute("PRAGMA cache_size").fetchone()[0]
    driver.execute(f"PRAGMA cache_size=-{_IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size={before}")


def _rising_ids() -> Iterator[str]:
    """Ids for a bulk of rows, in the form of a version 7 UUID (RFC 9562 section 5.7).

    They rise, so that the index over them grows at its end; random ones cost a third more.
    """
    stamp = f"{time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF:012x}"
    chance = secrets.randbits(26)
    prefix = f"{stamp[:8]}-{stamp[8:]}-7{chance >> 14:03x}-{0x8000 | chance & 0x3FFF:04x}-"
    number = 0
    while True:
        yield f"{prefix}{number:012x}"
        number += 1


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
    email, first, last, company, title, website, phone, personalization, custom, lead_id = row[:10]
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
        id=lead_id,
    )
