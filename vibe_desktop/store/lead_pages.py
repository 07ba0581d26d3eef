"""Pages of leads under any filter and order, fast also far down in a million of them."""

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, func, literal, select
from sqlalchemy.exc import DBAPIError

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery, LeadSelection
from vibe_desktop.domain.leads import NO_CUSTOM, Lead, LeadFlag
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads
from vibe_desktop.store.lead_matching import answer, part_of_answer
from vibe_desktop.store.lead_search import SORTED_BY
from vibe_desktop.store.lead_selections import read_version, require_version

LEAD_COLUMNS: Final[tuple[ColumnElement[Any], ...]] = (
    leads.c.email,
    leads.c.first_name,
    leads.c.last_name,
    leads.c.company_name,
    leads.c.job_title,
    leads.c.website,
    leads.c.phone,
    leads.c.personalization,
    leads.c.custom,
    leads.c.row,
    leads.c.country,
    leads.c.flags,
    leads.c.suppressed,
)
"""What `to_lead` makes a lead of."""

_WHOLE: Final = f"""
    SELECT {", ".join(f"leads.{column.name}" for column in LEAD_COLUMNS)}, lead_lists.id,
        (SELECT status FROM verifications WHERE verifications.email = leads.email),
        (SELECT json_group_array(tag) FROM
            (SELECT tag FROM lead_tags WHERE lead_tags.row = leads.row ORDER BY tag)),
        lead_lists.name
    FROM json_each(?) AS wanted
    JOIN leads ON leads.row = wanted.value
    LEFT JOIN lead_lists ON lead_lists.number = leads.list_number
    ORDER BY wanted.key
"""  # noqa: S608 - names of columns only
# Once for each page somebody scrolls to: plain text, since putting a statement together costs more
# than reading the leads.

_SIZES: Final = "SELECT id, campaign_id, total_leads FROM lead_lists"
_NEAR: Final = 2_000
"""So far down, asking anew is cheaper than keeping all places of the answer."""
_NEAR_WHOLE: Final = 50_000
"""The same when leads are merely walked along in order of import."""
_AT_A_TIME: Final = 10_000
_FLAGS: Final = {bits: LeadFlag(bits) for bits in range(2 * max(LeadFlag))}
"""Ready ones: making one takes longer than the rest of a lead."""
_PART: Final = 500

K = TypeVar("K")
V = TypeVar("V")


class _Kept(Generic[K, V]):
    """The few values used last. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)


class LeadPager:
    """Answers queries over leads.

    What all of a query's pages need (how many leads there are, and for a long filtered or
    unindexed order the place of each, eight bytes a lead) is kept for the last few queries until
    leads change.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._totals: _Kept[tuple[int, LeadQuery], int] = _Kept(8)
        self._places: _Kept[tuple[int, LeadQuery], array[int]] = _Kept(2)

    def page(self, query: LeadQuery, work: Work | None = None) -> LeadPage:
        """The leads that a query asks for, in its order.

        Raises:
            InvalidInput: `query.sort` is none of `SORTS`.
            Cancelled: `work` was cancelled, at any point.
        """
        with self._database.read() as connection, interruptible(connection, work):
            version = read_version(connection)
            asked = _widened(connection, query)
            numbers, total, more = self._part(connection, asked, version)
            found = _read_rows(connection, numbers)
        lists = {row[13]: row[16] for row in found if row[13]}
        return LeadPage(_to_leads(found), total, query.offset, version, more, lists)

    def iterate(self, chosen: LeadSelection | LeadQuery, work: Work) -> Iterator[tuple[Lead, ...]]:
        """All leads of a query or a selection, in its order, a few hundred at a time.

        The database is read while this is iterated over: close it when it is left early.

        Raises:
            Conflict: Leads have changed since the selection was made.
            InvalidInput: The query sorts by something unknown.
            Cancelled: The work was cancelled.
        """
        with self._database.read() as connection:
            version = read_version(connection)
            if isinstance(chosen, LeadSelection):
                require_version(version, chosen)
                query = chosen.query
            else:
                query = chosen
            with interruptible(connection, work):
                places = self._all_places(connection, _widened(connection, query), version)
            ranges = chosen.ranges if isinstance(chosen, LeadSelection) else ((0, len(places) - 1),)
            for first, last in ranges:
                for start in range(first, last + 1, _PART):
                    work.check()
                    yield read_leads(connection, places[start : min(start + _PART, last + 1)])

    def countries(self, query: LeadQuery, work: Work) -> tuple[tuple[str, int], ...]:
        """The countries of the leads of a query, whichever it asks for: (code, leads), most first.

        "" stands for those whose country is not known.
        """
        here = answer_of(query, country="")
        with self._database.read() as connection, interruptible(connection, work):
            numbers = answer(connection, here).order_by(None)
            statement = select(leads.c.country, func.count()).group_by(leads.c.country)
            if here != LeadQuery():
                statement = statement.where(leads.c.row.in_(numbers))
            counted = [(code, count) for code, count in connection.execute(statement)]
        return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))

    def variables(self, query: LeadQuery, work: Work) -> tuple[str, ...]:
        """The names of the custom variables that leads of a query's lists have, in ABC order."""
        here = LeadQuery(list_id=query.list_id, campaign_id=query.campaign_id)
        with self._database.read() as connection, interruptible(connection, work):
            here = _widened(connection, here)
            pairs = func.json_each(leads.c.custom).table_valued("key")
            names = select(pairs.c.key).distinct().select_from(leads).join(pairs, literal(1) == 1)
            names = names.where(leads.c.custom != "{}")
            if here != LeadQuery():
                names = names.where(leads.c.row.in_(answer(connection, here).order_by(None)))
            return tuple(sorted(connection.execute(names).scalars()))

    def _part(
        self, connection: Connection, query: LeadQuery, version: int
    ) -> tuple[Sequence[int], int, bool]:
        """The row numbers of a page, how many leads match, and whether there are more of them."""
        key = version, answer_of(query)
        whole = key[1] == LeadQuery()
        in_order = query.sort == "row" or (whole and _has_sort(connection, query.sort))
        total = self._totals.get(key)
        most = query.count_at_most
        if total is None and most and in_order and not query.offset:
            # One look brings the first leads, and whether there are more than those.
            begun = part_of_answer(connection, query, first=0, most=most + 1)
            if len(begun) > most:
                return begun[: min(most, query.limit)], most, True
            self._totals.put(key, len(begun))
            return begun[: query.limit], len(begun), False
        if total is None:
            total = self._count(connection, key[1])
            self._totals.put(key, total)
        return self._numbers(connection, query, version, total, in_order=in_order), total, False

    def _count(self, connection: Connection, query: LeadQuery) -> int:
        """How many leads match."""
        if query == LeadQuery():
            statement = select(func.count()).select_from(leads)
        else:
            numbers = answer(connection, query).order_by(None)
            statement = select(func.count()).select_from(numbers.subquery())
        return connection.execute(statement).scalar_one()

    def _numbers(
        self, connection: Connection, query: LeadQuery, version: int, total: int, *, in_order: bool
    ) -> Sequence[int]:
        """The row numbers of a page of so many leads.

        Args:
            connection: Where leads are read.
            query: What is asked for.
            version: Of the leads now.
            total: How many leads match.
            in_order: Whether the database finds them in the order that is asked for.
        """
        end = query.offset + query.limit
        whole = answer_of(query) == LeadQuery()
        if whole and query.sort == "row":
            first, last = _ends(connection)
            if last - first + 1 == total:  # without gaps a place tells the row number
                places = range(first, last + 1)
                return (places[::-1] if query.descending else places)[query.offset : end]
        near = _NEAR if not whole else _NEAR_WHOLE if query.sort == "row" else total
        if in_order and query.offset <= near:
            return part_of_answer(connection, query, first=query.offset, most=query.limit)
        return self._all_places(connection, query, version)[query.offset : end]

    def _all_places(self, connection: Connection, query: LeadQuery, version: int) -> "array[int]":
        """The row numbers of the whole answer."""
        key = version, answer_of(query, sort=query.sort, descending=query.descending)
        places = self._places.get(key)
        if places is None:
            places = array("q")
            rows = answer(connection, query).execution_options(yield_per=_AT_A_TIME)
            for part in connection.execute(rows).scalars().partitions():
                places.extend(part)
            self._places.put(key, places)
        return places


def answer_of(query: LeadQuery, **other: Any) -> LeadQuery:  # noqa: ANN401 - any field's value
    """The query without what only says which part of its answer is wanted, in what order."""
    plain = LeadQuery()
    return replace(
        query,
        **{
            "sort": plain.sort,
            "descending": plain.descending,
            "offset": plain.offset,
            "limit": plain.limit,
            "count_at_most": plain.count_at_most,
            **other,
        },
    )


def read_leads(connection: Connection, numbers: Sequence[int]) -> tuple[Lead, ...]:
    """The leads in these rows, in this order, with their tags, lists and verifications."""
    return _to_leads(_read_rows(connection, numbers))


def _read_rows(connection: Connection, numbers: Sequence[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """What `_WHOLE` says of these rows, in this order."""
    if not numbers:
        return ()
    return connection.exec_driver_sql(_WHOLE, (json.dumps(list(numbers)),)).all()


def _to_leads(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Lead, ...]:
    return tuple(
        to_lead(
            row,
            list_id=row[13] or "",
            verification=row[14] or "",
            tags=tuple(json.loads(row[15])) if row[15] != "[]" else (),
        )
        for row in rows
    )


def to_lead(
    row: Row[*tuple[Any, ...]],
    *,
    tags: tuple[str, ...] = (),
    verification: str = "",
    list_id: str = "",
) -> Lead:
    """A lead from a row that begins with `LEAD_COLUMNS`, and what other tables say of it."""
    email, first, last, company, title, website, phone, personalization, custom, number = row[:10]
    country, flags, suppressed = row[10:13]
    return Lead(
        email,
        first,
        last,
        company,
        title,
        website,
        phone,
        personalization,
        json.loads(custom) if custom != "{}" else NO_CUSTOM,
        number,
        country,
        _FLAGS[flags] if flags in _FLAGS else LeadFlag(flags),
        bool(suppressed),
        tags,
        verification,
        list_id,
    )


@contextmanager
def interruptible(connection: Connection, work: Work | None) -> Iterator[None]:
    """While the block runs, cancelling the work also breaks off what SQLite is busy with.

    Raises:
        Cancelled: The work was cancelled.
    """
    if work is None:
        yield
        return
    driver: Any = connection.connection.driver_connection
    with work.on_cancel(driver.interrupt):
        try:
            work.check()
            yield
        except (Trouble, DBAPIError):
            work.check()
            raise


def _widened(connection: Connection, query: LeadQuery) -> LeadQuery:
    """The same query without a list or campaign to which all leads belong: indexes serve it."""
    if not (query.list_id or query.campaign_id):
        return query
    sizes = connection.exec_driver_sql(_SIZES).all()
    others = [row for row in sizes if row.total_leads]
    if query.list_id and all(row.id == query.list_id for row in others):
        query = replace(query, list_id="") if others else query
    if query.campaign_id and all(row.campaign_id == query.campaign_id for row in others):
        query = replace(query, campaign_id="") if others else query
    return query


def _has_sort(connection: Connection, name: str) -> bool:
    if name not in SORTED_BY:
        return True
    found = "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?"
    return connection.exec_driver_sql(found, (f"lead_sort_{name}",)).first() is not None


def _ends(connection: Connection) -> tuple[int, int]:
    """The first and the last row number; (1, 0) without leads."""
    # Two questions of one each: together SQLite would look at every row.
    ends = "SELECT (SELECT min(row) FROM leads), (SELECT max(row) FROM leads)"
    first, last = connection.exec_driver_sql(ends).one()
    return (first, last) if first is not None else (1, 0)
