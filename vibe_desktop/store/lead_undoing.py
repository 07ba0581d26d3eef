"""Undoing what was done to leads, exactly or not at all.

What somebody changed since stays as it is now: a lead that was moved on, a value that was written
over. What cannot be put back at all (its list is gone, its address is taken again) stops the whole
undoing before anything is written.
"""

import json
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.store import lead_search, operation_log, suppressions
from vibe_desktop.store.database.tables import (
    campaigns,
    lead_lists,
    lead_operations,
    lead_undo,
    leads,
)
from vibe_desktop.store.lead_bulk import restore_whole
from vibe_desktop.store.lead_intake import FIELDS
from vibe_desktop.store.lead_lists import recount
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.lead_writing import big_cache

_SAFE: Final = "Nothing was changed."
_SET_BACK: Final = ", ".join(
    f"{name} = CASE WHEN {name} = json_extract(before, '$.new.{name}')"
    f" THEN json_extract(before, '$.old.{name}') ELSE {name} END"
    for name in FIELDS
)
_UNTOUCHED: Final = " OR ".join(f"{name} = json_extract(before, '$.new.{name}')" for name in FIELDS)


def undo(connection: Connection, operation: int) -> LeadOperation:
    """Take an operation back.

    Returns:
        The operation, with how many leads are as they were before.

    Raises:
        Conflict: It was undone before, is too old to be known, or cannot be put back exactly.
    """
    row: Any = connection.execute(
        select(lead_operations).where(lead_operations.c.id == operation)
    ).first()
    if row is None:
        raise Conflict(
            "That was too long ago to be undone.",
            safe=_SAFE,
            next_step=f"The newest {operation_log.KEPT} changes of leads can be undone.",
        )
    if row.undone_at is not None:
        raise Conflict("That was undone already.", safe=_SAFE)
    with big_cache(connection):
        restored = _Undoing(connection, row).run()
        operation_log.close(connection, operation)
        recount(connection)
        bump_version(connection)
    return replace(operation_log.to_operation(row), undone=True, restored=restored)


class _Undoing:
    """One operation while it is taken back."""

    def __init__(self, connection: Connection, row: Any) -> None:  # noqa: ANN401 - a row of SQL
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._number = row.id
        self._kind = OperationKind(row.kind)
        self._at = row.at
        self._detail: dict[str, Any] = json.loads(row.detail)

    def run(self) -> int:
        """Do it. Returns how many leads are as they were before."""
        match self._kind:
            case OperationKind.IMPORT:
                return self._import()
            case OperationKind.TAG:
                return self._execute(
                    "DELETE FROM lead_tags WHERE tag = :tag"
                    " AND row IN (SELECT row FROM lead_undo WHERE operation = :operation)",
                    tag=self._detail["tag"],
                )
            case OperationKind.UNTAG:
                return self._execute(
                    "INSERT INTO lead_tags (tag, row) SELECT :tag, leads.row FROM lead_undo"
                    " JOIN leads ON leads.row = lead_undo.row WHERE operation = :operation"
                    " ON CONFLICT DO NOTHING",
                    tag=self._detail["tag"],
                )
            case OperationKind.MOVE:
                return self._move()
            case OperationKind.SUPPRESS:
                return self._suppress()
            case OperationKind.DELETE:
                return self._restore()
            case OperationKind.DELETE_LIST:
                self._make_list_again()
                return self._restore()

    def _import(self) -> int:
        first, last = self._detail["first"], self._detail["last"]
        restored = self._execute(
            f"UPDATE leads SET {_SET_BACK} FROM lead_undo"  # noqa: S608 - names of columns
            f" WHERE operation = :operation AND lead_undo.row = leads.row AND ({_UNTOUCHED})"
        )
        if last:
            lead_search.before_bulk_delete(self._connection, last - first + 1)
            restored += self._execute(
                "DELETE FROM leads WHERE row BETWEEN :first AND :last", first=first, last=last
            )
        if self._detail["made"]:
            self._execute(
                "DELETE FROM lead_lists WHERE number = :list"
                " AND NOT EXISTS (SELECT 1 FROM leads WHERE list_number = :list)",
                list=self._detail["list"],
            )
        return restored

    def _move(self) -> int:
        # Only those that are still where they were moved to.
        still = (
            "FROM lead_undo JOIN leads ON leads.row = lead_undo.row"
            " WHERE operation = :operation AND leads.list_number = :list"
        )
        old = "json_extract(before, '$.list_number')"
        here = self._detail["list"]
        self._refuse_without_list(
            f"SELECT count(*) {still}"  # noqa: S608 - written above
            f" AND {old} NOT IN (SELECT number FROM lead_lists)",
            here,
        )
        self._refuse_taken(
            f"SELECT count(*), min(leads.email) {still}"  # noqa: S608 - written above
            " AND EXISTS (SELECT 1 FROM leads AS there"
            f" WHERE there.email = leads.email AND there.list_number = {old})",
            here,
        )
        return self._execute(
            f"UPDATE leads SET list_number = {old} FROM lead_undo"  # noqa: S608 - written above
            " WHERE operation = :operation AND lead_undo.row = leads.row"
            " AND leads.list_number = :list",
            list=here,
        )

    def _suppress(self) -> int:
        emails = [
            json.loads(before)["email"]
            for before in self._connection.execute(
                select(lead_undo.c.before).where(lead_undo.c.operation == self._number)
            ).scalars()
        ]
        # An entry of another time is the founder's own: it stays.
        removed = self._execute(
            "DELETE FROM suppressions WHERE created_at = :at AND value IN"
            " (SELECT json_extract(before, '$.email') FROM lead_undo WHERE operation = :operation)",
            at=self._at,
        )
        suppressions.free(self._connection, emails)
        return removed

    def _restore(self) -> int:
        old = "json_extract(before, '$.list_number')"
        self._refuse_without_list(
            "SELECT count(*) FROM lead_undo WHERE operation = :operation"  # noqa: S608 - above
            f" AND {old} NOT IN (SELECT number FROM lead_lists)"
        )
        self._refuse_taken(
            "SELECT count(*), min(leads.email) FROM lead_undo JOIN leads"  # noqa: S608 - above
            f" ON leads.email = json_extract(before, '$.email') AND leads.list_number = {old}"
            " WHERE operation = :operation"
        )
        restored = restore_whole(self._connection, self._number)
        mine = select(lead_undo.c.row).where(lead_undo.c.operation == self._number)
        suppressions.review(self._connection, leads.c.row.in_(mine))
        return restored

    def _make_list_again(self) -> None:
        row = self._detail["row"]
        campaign = select(campaigns.c.id).where(campaigns.c.id == row["campaign_id"])
        if self._connection.execute(campaign).first() is None:
            row["campaign_id"] = None
        self._connection.execute(insert(lead_lists).values(row))

    def _refuse_without_list(self, counting: str, here: int = 0) -> None:
        count = self._ask(counting, here)[0]
        if count:
            raise Conflict(
                f"The list that {_people(count)} came from was deleted.",
                safe=_SAFE,
                next_step="Undo the deletion of that list first.",
            )

    def _refuse_taken(self, counting: str, here: int = 0) -> None:
        count, email = self._ask(counting, here)
        if count:
            others = f" and {count - 1:,} more" if count > 1 else ""
            raise Conflict(
                f"{email}{others} came back into the list meanwhile, so that these leads cannot "
                "be put back as they were.",
                safe=_SAFE,
                next_step="Delete the newer leads with these addresses, then undo again.",
            )

    def _ask(self, question: str, here: int) -> Any:  # noqa: ANN401 - a row of SQL
        return self._driver.execute(question, {"operation": self._number, "list": here}).fetchone()

    def _execute(self, statement: str, **values: object) -> int:
        count: int = self._driver.execute(statement, {"operation": self._number, **values}).rowcount
        return count


def _people(count: int) -> str:
    return "one of these leads" if count == 1 else f"{count:,} of these leads"
