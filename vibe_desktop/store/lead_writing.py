"""Adding leads to one list, in one transaction, at close to the speed of a bare insert."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, func, select

from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.domain.lead_operations import OperationKind
from vibe_desktop.domain.leads import SkippedRow
from vibe_desktop.store import lead_search, operation_log
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_lists
from vibe_desktop.store.lead_intake import (
    AT_ONCE,
    FIELDS,
    Batch,
    ImportPlace,
    InBlocks,
    Intake,
    LeadRow,
    Target,
    Update,
    find_target,
)
from vibe_desktop.store.lead_lists import make_list, recount
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.suppressions import read_suppressions

_COLUMNS: Final = ("email", *FIELDS)
_PUT_OFF: Final = ("uq_leads_email_list_number", "ix_leads_list_number")
# Beyond the 2 MB that SQLite has by default, the indexes of a big import are read back again
# and again. Given back when the import ends.
_IMPORT_CACHE_KIB: Final = 32 * 1024
MANY: Final = 5_000
"""From so many rows on, the index of addresses is made after an import, not kept up with it."""


class Rehearsal:
    """Counts what an import would do, and writes nothing. Made by `rehearsing`.

    Attributes:
        target: The list that the leads would go to.
        created, updated, unchanged, elsewhere: As `Intake` counts them.
        operation: What undoes it, 0 while nothing was written.
    """

    def __init__(self, connection: Connection, target: Target) -> None:
        self._connection = connection
        self.target = target
        self.created = self.updated = self.unchanged = self.elsewhere = 0
        self.operation = 0
        self._late = False

    @cached_property
    def suppressed(self) -> DoNotContact:
        """Who must not be contacted: nobody of them may be among the rows."""
        return read_suppressions(self._connection)

    def add(
        self,
        rows: Iterable[LeadRow],
        line: Callable[[], int] = int,
        on_skip: Callable[[SkippedRow], None] | None = None,
    ) -> int:
        """Add leads, and change those that the list has already.

        Args:
            rows: As `lead_intake.LeadRow`, no address twice; the columns after the custom
                variables may be left out. Who must not be contacted is not looked up.
            line: The line in the file of the row that `rows` gave last.
            on_skip: Told about every row that another list of the campaign has.

        Returns:
            How many leads were added.
        """
        if not isinstance(rows, InBlocks):
            rows = _whole(rows)
        intake = Intake(
            self._connection, self.target, on_skip=on_skip, count_elsewhere=not self._late
        )
        for batch in intake.batches(rows, line):
            self._take(batch)
        self.created += intake.created
        self.updated += intake.updated
        self.unchanged += intake.unchanged
        self.elsewhere += intake.elsewhere
        return intake.created

    def _take(self, batch: Batch) -> None:
        """What an import does with rows that were looked at; a rehearsal does nothing."""


class ListWriter(Rehearsal):
    """Adds leads to one list within a transaction. Made by `importing`."""

    def __init__(self, connection: Connection, target: Target, estimate: int = 0) -> None:
        super().__init__(connection, target)
        self._driver: Any = connection.connection.driver_connection
        self._list_id, self._number = target.list_id, target.number
        self._made = False
        self._first = 0
        # Rows come in no order of address: an index of many is made faster than it is kept up.
        alone = not (target.size or target.rivals)
        self._late = alone and estimate >= max(MANY, 2 * _lead_count(connection))
        self._put_off: list[str] = []
        self._statements: dict[int, str] = {}

    @property
    def list_id(self) -> str:
        """The list, "" until it has its first lead."""
        return self._list_id

    def _take(self, batch: Batch) -> None:
        if batch.created:
            self._insert(batch.created)
        if batch.updates:
            self._update(batch.updates)

    def finish(self) -> None:
        """Make the index that was put off, count, and note what undoing needs."""
        for statement in self._put_off:
            self._driver.execute(statement)
        if self._late and self.target.others:
            self.elsewhere = self._count_elsewhere()
        if not (self.created or self.updated):
            return
        operation_log.describe(
            self._connection,
            self._begun(),
            leads=self.created + self.updated,
            detail={
                "title": self.target.shown,
                "list": self._number,
                "made": self._made,
                "first": self._first,
                "last": self._first + self.created - 1 if self.created else 0,
            },
        )
        operation_log.prune(self._connection)
        recount(self._connection)
        bump_version(self._connection)

    def _begun(self) -> int:
        if not self.operation:
            self.operation = operation_log.begin(self._connection, OperationKind.IMPORT)
        return self.operation

    def _insert(self, rows: Sequence[LeadRow]) -> None:
        if not self._first:
            self._prepare()
        # What SQLite does once a statement, and the driver once a call, costs as much as a lead.
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            self._driver.execute(self._inserting(len(some)), tuple(chain.from_iterable(some)))

    def _prepare(self) -> None:
        """Before the first lead: make the list, and put off what is done faster afterwards."""
        if not self._list_id:
            self._list_id = make_list(
                self._connection,
                campaign_id=self.target.campaign_id,
                name=self.target.name,
                source=self.target.source,
            )
            self._made = True
            self._number = self._connection.execute(
                select(lead_lists.c.number).where(lead_lists.c.id == self._list_id)
            ).scalar_one()
        if self._late:
            self._drop_indexes()
        # AUTOINCREMENT: numbers rise without gaps within one transaction, and never come again.
        last = self._driver.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'leads'"
        ).fetchone()
        self._first = (last[0] if last else 0) + 1

    def _inserting(self, count: int) -> str:
        if count not in self._statements:
            marks = f"({self._number}, {', '.join('?' * len(_COLUMNS))})"
            self._statements[count] = (
                f"INSERT INTO leads (list_number, {', '.join(_COLUMNS)})"  # noqa: S608 - ours
                f" VALUES {', '.join([marks] * count)}"
            )
        return self._statements[count]

    def _drop_indexes(self) -> None:
        lead_search.before_bulk_insert(self._connection, MANY)
        for name in _PUT_OFF:
            (statement,) = self._driver.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
            ).fetchone()
            self._put_off.append(statement)
            self._driver.execute(f"DROP INDEX {name}")

    def _count_elsewhere(self) -> int:
        count: int = self._driver.execute(
            "SELECT count(*) FROM leads AS fresh WHERE fresh.row >= ? AND EXISTS (SELECT 1 FROM"
            " leads AS other WHERE other.email = fresh.email AND other.list_number <> ?)",
            (self._first, self._number),
        ).fetchone()[0]
        return count

    def _update(self, updates: list[Update]) -> None:
        operation = self._begun()
        operation_log.keep(
            self._connection,
            operation,
            ((update.row, {"old": update.old, "new": update.new}) for update in updates),
        )
        for update in updates:
            self._driver.execute(
                f"UPDATE leads SET {', '.join(f'{name} = ?' for name in update.new)}"  # noqa: S608 - columns
                " WHERE row = ?",
                (*update.new.values(), update.row),
            )


@contextmanager
def rehearsing(database: Database, place: ImportPlace) -> Iterator[Rehearsal]:
    """What `importing` would do, seen on a connection that cannot write.

    Raises:
        InvalidInput: There is no such campaign or list.
    """
    with database.read() as connection:
        yield Rehearsal(connection, find_target(connection, place))


@contextmanager
def importing(database: Database, place: ImportPlace, estimate: int = 0) -> Iterator[ListWriter]:
    """A transaction that adds leads to a list: all that is added, or nothing.

    Args:
        database: Where to.
        place: Which list.
        estimate: About how many rows will come; 0 while nobody knows.

    Raises:
        InvalidInput: There is no such campaign or list.
        StorageFull, StorageBroken: See `Database.write`; nothing was kept.
    """
    with database.load() as connection:
        writer = ListWriter(connection, find_target(connection, place), estimate)
        yield writer
        writer.finish()


@contextmanager
def big_cache(connection: Connection) -> Iterator[None]:
    """More of SQLite's page cache than usual while the block runs."""
    driver: Any = connection.connection.driver_connection
    before = driver.execute("PRAGMA cache_size").fetchone()[0]
    driver.execute(f"PRAGMA cache_size=-{_IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size={before}")


def _whole(rows: Iterable[LeadRow]) -> Iterator[LeadRow]:
    """Rows with all columns: an unknown country and no flags where they were left out."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return rows
    rows = chain((first,), rows)
    if len(first) == len(_COLUMNS):
        return rows
    return ((*row, "", 0) for row in rows)


def _lead_count(connection: Connection) -> int:
    total = select(func.coalesce(func.sum(lead_lists.c.total_leads), 0))
    count: int = connection.execute(total).scalar_one()
    return count
