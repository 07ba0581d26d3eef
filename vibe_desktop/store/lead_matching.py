"""Which rows of `leads` a query means, and in which order, as SQL."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    collate,
    exists,
    literal_column,
    or_,
    select,
)

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_queries import SORTS, LeadQuery
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.store import lead_search
from vibe_desktop.store.database.tables import lead_lists, lead_tags, leads, verifications
from vibe_desktop.store.lead_search import INDEX, in_index

UNKNOWN_COUNTRY: Final = "?"
"""`LeadQuery.country` for leads whose country is not known."""
NEVER_VERIFIED: Final = "none"
"""`LeadQuery.verification` for leads that were never verified."""


def answer(connection: Connection, query: LeadQuery) -> Select[int]:
    """The row numbers of the leads that a query means, in its order, without its limits.

    Raises:
        InvalidInput: `query.sort` is none of `SORTS`.
    """
    wanted = lead_search.wanted(connection, query.search)
    asked = [*_narrowed(query), *wanted.asked]
    orders = ordering(query, filtered=bool(asked or wanted.match))
    if not wanted.match:
        return select(leads.c.row).where(*asked).order_by(*orders)
    if query.sort == "row" and wanted.plain is None:
        # The index knows its rows in this order: the first ones come at once.
        if not asked:
            alone = select(INDEX.c.rowid.label("row")).where(in_index(wanted.match))
            return alone.order_by(INDEX.c.rowid.desc() if query.descending else INDEX.c.rowid)
        joined = INDEX.join(leads, leads.c.row == INDEX.c.rowid)
        order = INDEX.c.rowid.desc() if query.descending else INDEX.c.rowid
        return (
            select(leads.c.row).select_from(joined).where(*asked, in_index(wanted.match))
        ).order_by(order)
    here: ColumnElement[bool] = leads.c.row.in_(select(INDEX.c.rowid).where(in_index(wanted.match)))
    if wanted.plain is not None:
        here = or_(here, and_(leads.c.row > wanted.indexed, wanted.plain))
    return select(leads.c.row).where(*asked, here).order_by(*orders)


def part_of_answer(
    connection: Connection, query: LeadQuery, *, first: int, most: int
) -> Sequence[int]:
    """The row numbers of a part of the answer, `most` of them from place `first` on.

    Raises:
        InvalidInput: `query.sort` is none of `SORTS`.
    """
    ready = _ready_text(connection, query)
    if ready is None:
        rows = answer(connection, query).limit(most).offset(first)
        return connection.execute(rows).scalars().all()
    text, matched = ready
    found = connection.exec_driver_sql(f"{text} LIMIT ? OFFSET ?", (*matched, most, first))
    return found.scalars().all()


def _ready_text(connection: Connection, query: LeadQuery) -> tuple[str, tuple[str, ...]] | None:
    """`answer` as text and its values, for what is asked with every key; None for the rest.

    Putting the same statement together, and finding it among those that were, takes several times
    as long as SQLite takes for the first rows.
    """
    if query.sort not in SORTS or _narrowed(query):
        return None
    down = " DESC" if query.descending else ""
    if query.search.strip():
        wanted = lead_search.wanted(connection, query.search)
        if query.sort != "row" or wanted.asked or wanted.plain is not None or not wanted.match:
            return None
        matching = "SELECT rowid FROM lead_search WHERE lead_search MATCH ?"
        return f"{matching} ORDER BY rowid{down}", (wanted.match,)
    keys = f"{query.sort} COLLATE NOCASE{down}, row" if query.sort != "row" else "row"
    return f"SELECT row FROM leads ORDER BY {keys}{down}", ()  # noqa: S608 - one of `SORTS`


def ordering(query: LeadQuery, *, filtered: bool = False) -> tuple[ColumnElement[Any], ...]:
    """The order of the answer: ASCII case does not matter, ties follow the order of import.

    Ties run the same way as the column, so that one index serves both directions.

    Args:
        query: What is asked for.
        filtered: Whether only some of the leads are.

    Raises:
        InvalidInput: `query.sort` is none of `SORTS`.
    """
    if query.sort not in SORTS:
        raise InvalidInput(f"Leads cannot be sorted by “{query.sort}”.", field="sort")
    keys: list[ColumnElement[Any]] = [leads.c.row]
    if query.sort != "row":
        # The plus keeps SQLite from walking along the column's index, and looking up a million
        # leads in its order, where a filter leaves few of them to be sorted.
        column = literal_column(f"+leads.{query.sort}") if filtered else leads.c[query.sort]
        keys.insert(0, collate(column, "NOCASE"))
    return tuple(key.desc() if query.descending else key.asc() for key in keys)


def _narrowed(query: LeadQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.list_id:
        number = select(lead_lists.c.number).where(lead_lists.c.id == query.list_id)
        asked.append(leads.c.list_number == number.scalar_subquery())
    if query.campaign_id:
        numbers = select(lead_lists.c.number).where(lead_lists.c.campaign_id == query.campaign_id)
        asked.append(leads.c.list_number.in_(numbers))
    if query.tag:
        asked.append(leads.c.row.in_(select(lead_tags.c.row).where(lead_tags.c.tag == query.tag)))
    if query.country:
        code = "" if query.country == UNKNOWN_COUNTRY else query.country
        asked.append(leads.c.country == code)
    if query.flag is not None:
        asked.append(leads.c.flags.bitwise_and(int(query.flag)) != int(LeadFlag(0)))
    if query.suppressed is not None:
        asked.append(leads.c.suppressed if query.suppressed else ~leads.c.suppressed)
    if query.verification:
        asked.append(_verified(query.verification))
    return asked


def _verified(status: str) -> ColumnElement[bool]:
    known = exists().where(verifications.c.email == leads.c.email)
    if status == NEVER_VERIFIED:
        return ~known
    return leads.c.email.in_(select(verifications.c.email).where(verifications.c.status == status))
