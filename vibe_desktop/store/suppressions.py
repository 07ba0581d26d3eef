"""The do-not-contact list: addresses, whole domains, and hashes of people who were erased.

`leads.suppressed` says the same of every lead, so that a million of them need no looking up. What
writes to this list or to leads keeps it true, touching no more leads than it must.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.addresses import DoNotContact, hash_of
from vibe_desktop.domain.lead_operations import OperationKind
from vibe_desktop.domain.suppressions import SuppressionEntry, SuppressionKind, SuppressionPage
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_operations, leads, settings, suppressions
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.opt_outs import read_refused
from vibe_desktop.store.times import from_text, now, to_text

_SALT: Final = "erasure_salt"
_SALT_BYTES: Final = 32
_AT_A_TIME: Final = 10_000
_HOST: Final = "substr(email, instr(email, '@') + 1)"


class SuppressionRepository:
    """Whom nothing may be sent to. Entries outlive the leads and lists they were made from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> DoNotContact:
        """Everybody and every domain on the list."""
        with self._database.read() as connection:
            return read_suppressions(connection)

    def page(self, search: str = "", offset: int = 0, limit: int = 200) -> SuppressionPage:
        """Some of the entries, newest first.

        Args:
            search: Text that the value or the reason contains; case does not matter.
            offset: Entries to pass over.
            limit: Entries wanted.
        """
        asked = suppressions.c.value.icontains(search, autoescape=True) & ~suppressions.c.is_hash
        asked |= suppressions.c.reason.icontains(search, autoescape=True)
        entries = (
            select(suppressions)
            .where(asked)
            .order_by(suppressions.c.created_at.desc(), suppressions.c.value)
            .limit(limit)
            .offset(offset)
        )
        counted = select(func.count()).select_from(suppressions).where(asked)
        with self._database.read() as connection:
            refused = read_refused(connection)
            return SuppressionPage(
                rows=tuple(_to_entry(row, refused) for row in connection.execute(entries)),
                total=connection.execute(counted).scalar_one(),
                offset=offset,
            )

    def add(self, values: Iterable[str], reason: str) -> int:
        """Suppress addresses and domains, given in normal form. What is there already stays.

        What was put there by choosing leads gets this reason and time: undoing that choice must
        not take somebody off who has unsubscribed meanwhile.

        Somebody who was erased is on the list by the hash of the address, and is not written
        down again.

        Returns:
            How many were new.
        """
        with self._database.write() as connection:
            known = read_suppressions(connection)
            have = known.addresses | known.domains
            erased = DoNotContact(hashes=known.hashes, salt=known.salt)
            values = dict.fromkeys(values)
            new = [
                value
                for value in values
                if value not in have and not ("@" in value and erased.covers(value))
            ]
            moment = to_text(now())
            _take_over(connection, have.intersection(values), reason, moment)
            if not new:
                return 0
            connection.execute(
                insert(suppressions),
                [
                    {
                        "id": new_id(),
                        "value": value,
                        "is_domain": "@" not in value,
                        "reason": reason,
                        "created_at": moment,
                    }
                    for value in new
                ],
            )
            mark_addresses(connection, [value for value in new if "@" in value])
            _mark_domains(connection, [value for value in new if "@" not in value])
            bump_version(connection)
        return len(new)

    def remove(self, values: Iterable[str]) -> int:
        """Take addresses and domains off the list, also addresses that only their hash is of.

        Returns:
            How many were on it.
        """
        with self._database.write() as connection:
            salt = read_salt(connection)
            removed = []
            for value in dict.fromkeys(values):
                forms = [value, hash_of(value, salt)] if salt and "@" in value else [value]
                gone = connection.execute(
                    delete(suppressions).where(suppressions.c.value.in_(forms))
                )
                if gone.rowcount:
                    removed.append(value)
            if removed:
                free(connection, removed)
                bump_version(connection)
        return len(removed)


def _take_over(connection: Connection, values: Collection[str], reason: str, moment: str) -> None:
    """Make entries that undoing an operation would remove entries of their own."""
    if values:
        chosen = select(lead_operations.c.at).where(
            lead_operations.c.kind == OperationKind.SUPPRESS, lead_operations.c.undone_at.is_(None)
        )
        given = select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)
        connection.execute(
            update(suppressions)
            .where(suppressions.c.value.in_(given), suppressions.c.created_at.in_(chosen))
            .values(reason=reason, created_at=moment)
        )


def read_suppressions(connection: Connection) -> DoNotContact:
    """Everybody and every domain on the list, as this connection sees it."""
    addresses: set[str] = set()
    domains: set[str] = set()
    hashes: set[str] = set()
    statement = select(suppressions.c.value, suppressions.c.is_domain, suppressions.c.is_hash)
    for value, is_domain, is_hash in connection.execute(statement):
        (hashes if is_hash else domains if is_domain else addresses).add(value)
    return DoNotContact(
        addresses=frozenset(addresses),
        domains=frozenset(domains),
        hashes=frozenset(hashes),
        salt=read_salt(connection) if hashes else b"",
    )


def read_salt(connection: Connection) -> bytes:
    """What hashes of erased addresses are salted with; empty before the first erasure."""
    found = connection.execute(
        select(settings.c.value).where(settings.c.key == _SALT)
    ).scalar_one_or_none()
    return bytes.fromhex(json.loads(found)) if found else b""


def salt(connection: Connection) -> bytes:
    """As `read_salt`; made when there is none yet."""
    found = read_salt(connection)
    if not found:
        found = secrets.token_bytes(_SALT_BYTES)
        row = insert(settings).values(key=_SALT, value=json.dumps(found.hex()))
        connection.execute(row)
    return found


def mark_addresses(connection: Connection, addresses: Collection[str]) -> None:
    """Mark the leads with these addresses, all of them on the list now, as suppressed."""
    driver: Any = connection.connection.driver_connection
    driver.execute(
        "UPDATE leads SET suppressed = 1 WHERE NOT suppressed"
        " AND email IN (SELECT value FROM json_each(?))",
        (json.dumps(list(addresses)),),
    )


def _mark_domains(connection: Connection, domains: Collection[str]) -> None:
    """Mark everybody at these domains. One pass over the leads' hosts, however many domains."""
    if not domains:
        return
    driver: Any = connection.connection.driver_connection
    barred = DoNotContact(domains=frozenset(domains))
    hosts = driver.execute(f"SELECT DISTINCT {_HOST} FROM leads WHERE NOT suppressed")  # noqa: S608 - ours
    covered = [host for (host,) in hosts if barred.covers(f"@{host}")]
    if covered:
        driver.execute(
            f"UPDATE leads SET suppressed = 1 WHERE NOT suppressed AND {_HOST}"  # noqa: S608 - ours
            " IN (SELECT value FROM json_each(?))",
            (json.dumps(covered),),
        )


def free(connection: Connection, values: Sequence[str]) -> None:
    """Unmark the leads that only these addresses and domains, off the list now, suppressed."""
    addresses = [value for value in values if "@" in value]
    for start in range(0, len(addresses), _AT_A_TIME):
        some = func.json_each(json.dumps(addresses[start : start + _AT_A_TIME]))
        named = select(some.table_valued("value").c.value)
        review(connection, leads.c.suppressed & leads.c.email.in_(named))
    if len(addresses) < len(values):
        # The index of the suppressed leads is walked, not the leads.
        domains = DoNotContact(domains=frozenset(value for value in values if "@" not in value))
        review(connection, leads.c.suppressed, domains)


def review(
    connection: Connection, which: ColumnElement[bool], only: DoNotContact | None = None
) -> None:
    """Bring the mark of these leads in line with the list.

    Args:
        connection: Of a writing transaction.
        which: For queries on `leads`.
        only: Leads that it does not cover are left alone.
    """
    barred = read_suppressions(connection)
    statement = select(leads.c.row, leads.c.email, leads.c.suppressed).where(which)
    wrong: dict[bool, list[int]] = {True: [], False: []}
    streamed = connection.execution_options(yield_per=_AT_A_TIME)
    for part in streamed.execute(statement).partitions():
        for row, email, marked in part:
            if only is None or only.covers(email):
                covered = barred.covers(email)
                if covered != marked:
                    wrong[covered].append(row)
    driver: Any = connection.connection.driver_connection
    for covered, rows in wrong.items():
        for start in range(0, len(rows), _AT_A_TIME):
            driver.execute(
                "UPDATE leads SET suppressed = ? WHERE row IN (SELECT value FROM json_each(?))",
                (covered, json.dumps(rows[start : start + _AT_A_TIME])),
            )


def lead_is_suppressed() -> ColumnElement[bool]:
    """For queries on `leads`: nothing may be sent to the row's address."""
    return leads.c.suppressed


def _to_entry(row: Row[*tuple[Any, ...]], refused: Collection[str]) -> SuppressionEntry:
    kind = SuppressionKind.DOMAIN if row.is_domain else SuppressionKind.ADDRESS
    if row.is_hash:
        kind = SuppressionKind.ERASED
    return SuppressionEntry(
        value="" if row.is_hash else row.value,
        kind=kind,
        reason=row.reason,
        at=from_text(row.created_at),
        refused=row.blocked_at is None and row.id in refused,
    )
