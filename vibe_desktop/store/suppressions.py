"""The do-not-contact list: addresses and whole domains."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads, suppressions
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.times import now, to_text


class SuppressionRepository:
    """Whom nothing may be sent to. Entries outlive the leads and lists they were made from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> DoNotContact:
        """Every suppressed address and domain."""
        with self._database.read() as connection:
            return read_suppressions(connection)

    def add(self, values: Iterable[str], reason: str) -> int:
        """Suppress addresses and domains, given in normal form. What is there already stays.

        Returns:
            How many were new.
        """
        moment = to_text(now())
        rows = [
            {
                "id": new_id(),
                "value": value,
                "is_domain": "@" not in value,
                "reason": reason,
                "created_at": moment,
            }
            for value in dict.fromkeys(values)
        ]
        if not rows:
            return 0
        statement = insert(suppressions).on_conflict_do_nothing(index_elements=["value"])
        with self._database.write() as connection:
            before = _count(connection)
            connection.execute(statement, rows)
            mark_suppressed(connection)
            return _count(connection) - before

    def remove(self, values: Iterable[str]) -> int:
        """Take addresses and domains off the list.

        Returns:
            How many were on it.
        """
        with self._database.write() as connection:
            before = _count(connection)
            for value in values:
                connection.execute(delete(suppressions).where(suppressions.c.value == value))
            mark_suppressed(connection)
            return before - _count(connection)


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(suppressions)).scalar_one()


def read_suppressions(connection: Connection) -> DoNotContact:
    """Every suppressed address and domain, as this connection sees them."""
    return DoNotContact.of(connection.execute(select(suppressions.c.value)).scalars())


def mark_suppressed(connection: Connection) -> None:
    """Bring `leads.suppressed` in line with the list."""
    # The address ends in "@acme.com" or, for a subdomain, in ".acme.com".
    tail = func.substr(leads.c.email, -func.length(suppressions.c.value) - 1)
    covered = or_(
        leads.c.email.in_(select(suppressions.c.value)),
        select(suppressions.c.id)
        .where(
            suppressions.c.is_domain,
            or_(tail == "@" + suppressions.c.value, tail == "." + suppressions.c.value),
        )
        .exists(),
    )
    connection.execute(
        update(leads).where(leads.c.suppressed != covered).values(suppressed=covered)
    )


def lead_is_suppressed() -> ColumnElement[bool]:
    """For queries on `leads`: nothing may be sent to the row's address."""
    return leads.c.suppressed
