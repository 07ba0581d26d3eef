"""Adding leads to the list of one source file."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    func,
    insert,
    select,
    update,
)

from vibe_desktop.store.database.tables import lead_lists, leads
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.suppressions import read_suppressions
from vibe_desktop.store.times import now, to_text

_INSERT: Final = (
    "INSERT INTO leads (list_number, email, first_name, last_name, company_name,"
    " job_title, website, phone, personalization, custom) VALUES (?,?,?,?,?,?,?,?,?,?)"
)
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
        self.list_id = list_of_source(connection, campaign_id, source)
        self.known = known_addresses(connection, campaign_id, self.list_id)
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
        before = list_size(self._connection, self.list_id)
        driver: Any = self._connection.connection.driver_connection
        number = self._connection.execute(
            select(lead_lists.c.number).where(lead_lists.c.id == self.list_id)
        ).scalar_one()
        with _big_cache(driver):
            # The driver's own call: SQLAlchemy's costs twice as much for a row.
            driver.execute(_INSERT, (number, *first))
            driver.executemany(_INSERT, ((number, *row) for row in rows))
        after = list_size(self._connection, self.list_id)
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
                number=next_list_number(self._connection),
            )
        )
        return list_id


def list_of_source(connection: Connection, campaign_id: str, source: str) -> str:
    """The list that a file of this name was imported into before, "" when there is none."""
    statement = (
        select(lead_lists.c.id)
        .where(lead_lists.c.source == source, of_campaign(campaign_id))
        .order_by(lead_lists.c.created_at)
        .limit(1)
    )
    return connection.execute(statement).scalar() or ""


def known_addresses(connection: Connection, campaign_id: str, list_id: str) -> frozenset[str]:
    """Addresses of the campaign's lists; without a campaign, those of the one list."""
    statement = select(leads.c.email)
    if campaign_id:
        statement = statement.where(leads.c.list_number.in_(lists_of(campaign_id)))
    else:
        statement = statement.where(leads.c.list_number == number_of(list_id))
    return frozenset(connection.execute(statement).scalars())


def of_campaign(campaign_id: str) -> ColumnElement[bool]:
    """For queries on `lead_lists`: the campaign's lists, or with "" those of none."""
    if campaign_id:
        return lead_lists.c.campaign_id == campaign_id
    return lead_lists.c.campaign_id.is_(None)


def next_list_number(connection: Connection) -> int:
    """A number that no list has, or had: what was deleted may come back by undoing it."""
    last = func.coalesce(func.max(lead_lists.c.number), 0)
    number: int = connection.execute(select(last)).scalar_one()
    return number + 1


def number_of(list_id: str) -> ScalarSelect[int]:
    """The number by which `leads` refer to a list."""
    return select(lead_lists.c.number).where(lead_lists.c.id == list_id).scalar_subquery()


def lists_of(campaign_id: str) -> Select[int]:
    """The numbers of the campaign's lists."""
    return select(lead_lists.c.number).where(lead_lists.c.campaign_id == campaign_id)


def list_size(connection: Connection, list_id: str) -> int:
    """How many leads a list has."""
    statement = (
        select(func.count()).select_from(leads).where(leads.c.list_number == number_of(list_id))
    )
    return connection.execute(statement).scalar_one()


@contextmanager
def _big_cache(driver: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's own connection
    before = driver.execute("PRAGMA cache_size").fetchone()[0]
    driver.execute(f"PRAGMA cache_size=-{_IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size={before}")
