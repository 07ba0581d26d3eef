"""What can be done to many leads at once: each one transaction that can be undone.

The chosen leads stay in the database: their numbers go to a table of this connection, what they
were like goes to `lead_undo` by one statement, and one more does the thing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select

from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.store import lead_search, operation_log
from vibe_desktop.store.database.tables import lead_operations
from vibe_desktop.store.lead_intake import FIELDS
from vibe_desktop.store.lead_lists import recount, require_list
from vibe_desktop.store.lead_selections import bump_version, resolve
from vibe_desktop.store.lead_writing import big_cache

_chosen = Table("chosen_leads", MetaData(), Column("row", Integer, primary_key=True))
_WHOLE: Final = (
    "json_object('list_number', list_number, 'email', email, "  # noqa: S608 - names of columns
    + ", ".join(f"'{name}', {name}" for name in FIELDS)
    + ", 'tags', (SELECT json_group_array(tag) FROM lead_tags WHERE lead_tags.row = leads.row))"
)
_UUID: Final = (
    "lower(substr(hex(randomblob(4)), 1, 8) || '-' || hex(randomblob(2)) || '-4' ||"
    " substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' ||"
    " hex(randomblob(6)))"
)


def tag(connection: Connection, selection: LeadSelection, name: str) -> LeadOperation:
    """Give the chosen leads a tag."""
    with _operation(connection, OperationKind.TAG, selection) as work:
        work.keep(
            "SELECT :operation, row, '{}' FROM chosen_leads WHERE row NOT IN"
            " (SELECT row FROM lead_tags WHERE tag = :tag)",
            tag=name,
        )
        work.run(
            "INSERT INTO lead_tags (tag, row)"
            " SELECT :tag, row FROM lead_undo WHERE operation = :operation",
            tag=name,
        )
        return work.done({"title": name, "tag": name})


def untag(connection: Connection, selection: LeadSelection, name: str) -> LeadOperation:
    """Take a tag from the chosen leads."""
    with _operation(connection, OperationKind.UNTAG, selection) as work:
        work.keep(
            "SELECT :operation, row, '{}' FROM chosen_leads WHERE row IN"
            " (SELECT row FROM lead_tags WHERE tag = :tag)",
            tag=name,
        )
        work.run(
            "DELETE FROM lead_tags WHERE tag = :tag"
            " AND row IN (SELECT row FROM lead_undo WHERE operation = :operation)",
            tag=name,
        )
        return work.done({"title": name, "tag": name})


def move(connection: Connection, selection: LeadSelection, list_id: str) -> LeadOperation:
    """Put the chosen leads into a list; whoever it has already stays where they are.

    Raises:
        InvalidInput: There is no such list.
    """
    target: Any = require_list(connection, list_id)
    with _operation(connection, OperationKind.MOVE, selection) as work:
        # Of two chosen leads with one address the first is moved.
        work.keep(
            "SELECT :operation, min(row), json_object('list_number', list_number) FROM leads"
            " WHERE row IN (SELECT row FROM chosen_leads) AND list_number <> :target"
            " AND NOT EXISTS (SELECT 1 FROM leads AS there"
            " WHERE there.email = leads.email AND there.list_number = :target)"
            " GROUP BY email",
            target=target.number,
        )
        work.run(
            "UPDATE leads SET list_number = :target"
            " WHERE row IN (SELECT row FROM lead_undo WHERE operation = :operation)",
            target=target.number,
        )
        recount(connection)
        return work.done({"title": target.name, "list": target.number})


def suppress(connection: Connection, selection: LeadSelection, reason: str) -> LeadOperation:
    """Put the addresses of the chosen leads on the do-not-contact list."""
    with _operation(connection, OperationKind.SUPPRESS, selection) as work:
        work.keep(
            "SELECT :operation, min(row), json_object('email', email) FROM leads"
            " WHERE row IN (SELECT row FROM chosen_leads)"
            " AND email NOT IN (SELECT value FROM suppressions) GROUP BY email"
        )
        work.run(
            "INSERT INTO suppressions (id, value, is_domain, reason, created_at)"  # noqa: S608 - _UUID
            f" SELECT {_UUID}, json_extract(before, '$.email'), 0, :reason,"
            " (SELECT at FROM lead_operations WHERE id = :operation)"
            " FROM lead_undo WHERE operation = :operation",
            reason=reason,
        )
        work.run(
            "UPDATE leads SET suppressed = 1 WHERE NOT suppressed AND email IN"
            " (SELECT json_extract(before, '$.email') FROM lead_undo WHERE operation = :operation)"
        )
        return work.done({"title": ""})


def delete(connection: Connection, selection: LeadSelection) -> LeadOperation:
    """Delete the chosen leads. Whoever is on the do-not-contact list stays on it."""
    with _operation(connection, OperationKind.DELETE, selection) as work:
        work.delete("row IN (SELECT row FROM chosen_leads)", {})
        return work.done({"title": ""})


def delete_list(connection: Connection, list_id: str) -> LeadOperation:
    """Delete a list with its leads. Whoever is on the do-not-contact list stays on it.

    Raises:
        InvalidInput: There is no such list.
    """
    kept: Any = require_list(connection, list_id)
    with _operation(connection, OperationKind.DELETE_LIST) as work:
        work.delete("list_number = :number", {"number": kept.number})
        work.run("DELETE FROM lead_lists WHERE number = :number", number=kept.number)
        row = {**kept._mapping, "total_leads": 0}  # noqa: SLF001 - SQLAlchemy's public name for it
        return work.done({"title": kept.name, "row": row})


def restore_whole(connection: Connection, operation: int) -> int:
    """Put back the leads that an operation deleted, as they were, and their tags.

    Returns:
        How many.
    """
    columns = ("list_number", "email", *FIELDS)
    values = ", ".join(f"json_extract(before, '$.{name}')" for name in columns)
    driver: Any = connection.connection.driver_connection
    count: int = driver.execute(
        f"INSERT INTO leads (row, {', '.join(columns)})"  # noqa: S608 - names written above
        f" SELECT row, {values} FROM lead_undo WHERE operation = ?",
        (operation,),
    ).rowcount
    driver.execute(
        "INSERT INTO lead_tags (tag, row) SELECT json_each.value, lead_undo.row FROM lead_undo"
        " JOIN json_each(lead_undo.before, '$.tags') WHERE operation = ?",
        (operation,),
    )
    return count


class _Operation:
    """One operation while it is being done."""

    def __init__(self, connection: Connection, kind: OperationKind, chosen: int) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._number = operation_log.begin(connection, kind)
        self._chosen = chosen
        self._touched = 0

    def keep(self, selecting: str, **values: object) -> None:
        """Keep old states: operation, row and JSON of each lead that will be touched."""
        self._touched = self.run(
            f"INSERT INTO lead_undo (operation, row, before) {selecting}",
            **values,
        )

    def run(self, statement: str, **values: object) -> int:
        """Run a statement with `:operation` and further values. Returns the rows it changed."""
        count: int = self._driver.execute(statement, {"operation": self._number, **values}).rowcount
        return count

    def delete(self, which: str, values: Mapping[str, object]) -> None:
        """Keep whole leads, and delete them."""
        self.keep(
            f"SELECT :operation, row, {_WHOLE} FROM leads WHERE {which}",  # noqa: S608 - ours
            **values,
        )
        lead_search.before_bulk_delete(self._connection, self._touched)
        self.run(
            "DELETE FROM leads"
            " WHERE row IN (SELECT row FROM lead_undo WHERE operation = :operation)"
        )
        recount(self._connection)

    def done(self, detail: Mapping[str, object]) -> LeadOperation:
        """Note what was done, and forget what is too old to be undone."""
        left = max(self._chosen - self._touched, 0)
        operation_log.describe(
            self._connection,
            self._number,
            leads=self._touched,
            detail={**detail, "left": left},
        )
        operation_log.prune(self._connection)
        bump_version(self._connection)
        row = self._connection.execute(
            select(lead_operations).where(lead_operations.c.id == self._number)
        ).one()
        return operation_log.to_operation(row)


@contextmanager
def _operation(
    connection: Connection, kind: OperationKind, selection: LeadSelection | None = None
) -> Iterator[_Operation]:
    driver: Any = connection.connection.driver_connection
    with big_cache(connection):
        driver.execute("CREATE TEMP TABLE IF NOT EXISTS chosen_leads (row INTEGER PRIMARY KEY)")
        chosen = 0
        if selection is not None:
            chosen = connection.execute(
                insert(_chosen).from_select(["row"], resolve(connection, selection))
            ).rowcount
        yield _Operation(connection, kind, chosen)
        driver.execute("DROP TABLE chosen_leads")
