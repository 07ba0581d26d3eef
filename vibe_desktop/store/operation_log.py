"""What undoing an operation needs: its line in `lead_operations`, and old rows in `lead_undo`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.store.database.tables import lead_operations, lead_undo
from vibe_desktop.store.times import from_text, now, to_text

KEPT: Final = 50
"""So many operations can be undone; older ones are forgotten."""


def begin(connection: Connection, kind: OperationKind) -> int:
    """Note that something is being done to leads. Returns its number."""
    statement = insert(lead_operations).values(kind=kind.value, at=to_text(now()))
    key: Any = connection.execute(statement).inserted_primary_key
    return int(key[0])


def describe(
    connection: Connection, operation: int, *, leads: int, detail: Mapping[str, object]
) -> None:
    """Say how many leads an operation touched, and what it was about ("title" in `detail`)."""
    text = json.dumps(detail, ensure_ascii=False)
    connection.execute(
        update(lead_operations)
        .where(lead_operations.c.id == operation)
        .values(leads=leads, detail=text)
    )


def keep(
    connection: Connection, operation: int, rows: Iterable[tuple[int, Mapping[str, object]]]
) -> None:
    """Keep what rows were like before, by row number."""
    driver: Any = connection.connection.driver_connection
    driver.executemany(
        "INSERT INTO lead_undo (operation, row, before) VALUES (?, ?, ?)",
        ((operation, row, json.dumps(before, ensure_ascii=False)) for row, before in rows),
    )


def forget(connection: Connection, operation: int) -> None:
    """Drop an operation that did nothing."""
    connection.execute(delete(lead_operations).where(lead_operations.c.id == operation))


def close(connection: Connection, operation: int) -> None:
    """Note that an operation was undone; its old rows are not needed any more."""
    connection.execute(
        update(lead_operations)
        .where(lead_operations.c.id == operation)
        .values(undone_at=to_text(now()))
    )
    connection.execute(delete(lead_undo).where(lead_undo.c.operation == operation))


def prune(connection: Connection) -> None:
    """Forget all but the newest `KEPT` operations, with their old rows."""
    newest = (
        select(lead_operations.c.id).order_by(lead_operations.c.id.desc()).limit(KEPT).subquery()
    )
    connection.execute(
        delete(lead_operations).where(lead_operations.c.id.not_in(select(newest.c.id)))
    )


def read(connection: Connection) -> tuple[LeadOperation, ...]:
    """The newest operations, newest first."""
    statement = select(lead_operations).order_by(lead_operations.c.id.desc()).limit(KEPT)
    return tuple(to_operation(row) for row in connection.execute(statement))


def to_operation(row: Row[*tuple[Any, ...]]) -> LeadOperation:
    """An operation from its row."""
    detail = json.loads(row.detail)
    return LeadOperation(
        id=row.id,
        kind=OperationKind(row.kind),
        leads=row.leads,
        title=str(detail.get("title", "")),
        at=from_text(row.at),
        undone=row.undone_at is not None,
        left=int(detail.get("left", 0)),
    )
