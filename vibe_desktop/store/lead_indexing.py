"""Brings what leads are searched and sorted by up to date, in slices that let others write.

Everything here can be broken off, also by killing the process, and goes on where it was.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, func, select

from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads
from vibe_desktop.store.lead_search import (
    SORTED_BY,
    WORTH_AN_INDEX,
    indexed_text,
    read_indexed,
)

_SLICE_SECONDS: Final = 0.04
"""How long a slice should hold up who wants to write."""
_FIRST_SLICE: Final = 500
_MOST: Final = 4_000
_SLICES_BETWEEN_MERGES: Final = 16
_MERGED_PAGES: Final = 64
_OPERATIONS_BETWEEN_LOOKS: Final = 20_000
_USUAL_CHECKPOINT: Final = 1000
"""SQLite's own number of pages after which a commit folds its log into the file."""
_QUIET_SECONDS: Final = 1.0
"""How long to wait after somebody else wanted to write before an index is begun again."""
_LONGEST_PAUSE: Final = 30.0
"""Whoever goes on writing makes that longer and longer."""

_TEXTS: Final = (
    "email, first_name, last_name, company_name, job_title, website, phone, personalization, custom"
)
_IS_INDEXED: Final = "row <= (SELECT indexed FROM lead_search_progress)"
_TAKE_OUT: Final = (
    "INSERT INTO lead_search(lead_search, rowid, text)"  # noqa: S608 - names of columns only
    f" VALUES ('delete', old.row, {indexed_text('old')});"
)
_PUT_IN: Final = (
    "INSERT INTO lead_search(rowid, text)"  # noqa: S608 - names of columns only
    f" VALUES (new.row, {indexed_text('new')});"
)
_MAKING: Final = (
    "CREATE TABLE lead_search_progress (indexed INTEGER NOT NULL)",
    "INSERT INTO lead_search_progress VALUES (0)",
    # Without the text itself: that is in `leads`.
    "CREATE VIRTUAL TABLE lead_search USING fts5(text, content='', tokenize='trigram')",
    # Parts are put together below, a little at a time, and not whenever the index likes.
    "INSERT INTO lead_search(lead_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO lead_search(lead_search, rank) VALUES ('crisismerge', 1999)",
    # One part for a slice: less to put together.
    "INSERT INTO lead_search(lead_search, rank) VALUES ('hashsize', 8000000)",
    f"""CREATE TRIGGER lead_search_deleted AFTER DELETE ON leads
    WHEN old.{_IS_INDEXED} BEGIN {_TAKE_OUT} END""",
    f"""CREATE TRIGGER lead_search_changed AFTER UPDATE OF {_TEXTS} ON leads
    WHEN old.{_IS_INDEXED} BEGIN {_TAKE_OUT} {_PUT_IN} END""",
    f"""CREATE TRIGGER lead_search_restored AFTER INSERT ON leads
    WHEN new.{_IS_INDEXED} BEGIN {_PUT_IN} END""",
)


class LeadIndex:
    """What leads are searched and sorted by, apart from the leads themselves."""

    def __init__(self, database: Database, *, worth_it: int = WORTH_AN_INDEX) -> None:
        """Prepare.

        Args:
            database: Where the leads are.
            worth_it: With fewer leads than that there is no index.
        """
        self._database = database
        self._worth_it = worth_it

    def is_behind(self) -> bool:
        """Whether there is something to do. Quick, also with a million leads."""
        with self._database.read() as connection:
            return any(self._missing(connection))

    def bring_up_to_date(self, work: Work) -> bool:
        """Index what is not indexed. Returns at once when there is nothing to do.

        Returns:
            Whether there was something to do.

        Raises:
            Cancelled: The work was cancelled; what is indexed stays.
            StorageFull, StorageBroken: See `Database.write`.
        """
        with self._database.read() as connection:
            behind, sorts = self._missing(connection)
            total = connection.execute(select(func.count()).select_from(leads)).scalar_one()
        if behind:
            self._index_texts(total, work)
        for done, name in enumerate(sorts):
            work.report("Preparing to sort leads", done, len(sorts))
            self._make_sort(name, work)
        return bool(sorts or behind)

    def _missing(self, connection: Connection) -> tuple[bool, list[str]]:
        """Whether texts are to be indexed, and by which columns leads cannot be sorted yet."""
        enough = select(leads.c.row).offset(max(0, self._worth_it - 1)).limit(1)
        if connection.execute(enough).first() is None:
            return False, []
        return _is_behind(connection, read_indexed(connection)), _missing_sorts(connection)

    def _make_sort(self, name: str, work: Work) -> None:
        statement = f"CREATE INDEX IF NOT EXISTS lead_sort_{name} ON leads ({name} COLLATE NOCASE)"
        pause = _QUIET_SECONDS
        try:
            while not self._ran_through(statement, work):
                work.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            with self._database.write() as connection:
                _driver(connection).execute(f"PRAGMA wal_autocheckpoint={_USUAL_CHECKPOINT}")
        # Outside of a transaction: folding in the log holds up nobody there.
        with self._database.read() as connection:
            _driver(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _ran_through(self, statement: str, work: Work) -> bool:
        """Run a long statement. Returns False when somebody else wanted to write meanwhile."""
        try:
            with self._database.write() as connection:
                _run_until(
                    _driver(connection),
                    statement,
                    lambda: work.cancelled or self._database.awaited,
                )
        except _GaveWay:
            work.check()
            return False
        return True

    def _index_texts(self, total: int, work: Work) -> None:
        size, slices = _FIRST_SLICE, 0
        with self._database.write() as connection:
            if read_indexed(connection) is None:
                for statement in _MAKING:
                    connection.exec_driver_sql(statement)
        done = 0
        while True:
            started = time.perf_counter()
            with self._database.write() as connection:
                count = _index_slice(connection, size)
            taken = time.perf_counter() - started
            if not count:
                break
            done += count
            work.report("Preparing to search leads", min(done, total), total)
            slices += 1
            if slices % _SLICES_BETWEEN_MERGES == 0:
                self._merge(work)
            size = max(50, min(_MOST, int(size * min(2.0, _SLICE_SECONDS / max(taken, 1e-3)))))
            # A lock is not fair: without a pause whoever waits to type would go on waiting.
            work.wait(taken / 8)
        self._merge(work)

    def _merge(self, work: Work) -> None:
        """Put parts of the index together until each size has a few."""
        changed = 2
        while changed > 1:
            work.check()
            with self._database.write() as connection:
                driver = _driver(connection)
                before = driver.total_changes
                connection.exec_driver_sql(
                    "INSERT INTO lead_search(lead_search, rank) VALUES ('merge', ?)",
                    (_MERGED_PAGES,),
                )
                changed = driver.total_changes - before
            work.wait(0.002)


class _GaveWay(Exception):
    """A long statement was broken off so that somebody else can write."""


def _run_until(driver: Any, statement: str, unwanted: Callable[[], bool]) -> None:  # noqa: ANN401 - the driver's own connection
    stopped = False

    def look() -> bool:
        nonlocal stopped
        stopped = unwanted()
        return stopped

    driver.set_progress_handler(look, _OPERATIONS_BETWEEN_LOOKS)
    try:
        # What is written now is folded into the file afterwards, without holding the turn.
        driver.execute("PRAGMA wal_autocheckpoint=0")
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        if stopped:
            raise _GaveWay from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _index_slice(connection: Connection, size: int) -> int:
    """Put the next rows into the index. Returns how many, 0 when there are none left."""
    indexed = read_indexed(connection)
    if indexed is None:
        return 0  # given up meanwhile by a big deletion; the next time begins anew
    ahead = select(leads.c.row).where(leads.c.row > indexed).order_by(leads.c.row).limit(size)
    rows = ahead.subquery()
    count, last = connection.execute(select(func.count(), func.max(rows.c.row))).one()
    if count:
        connection.exec_driver_sql(
            f"INSERT INTO lead_search(rowid, text) SELECT row, {indexed_text('leads')} FROM leads"  # noqa: S608 - names of columns only
            " WHERE row > ? AND row <= ? ORDER BY row",
            (indexed, last),
        )
        connection.exec_driver_sql("UPDATE lead_search_progress SET indexed = ?", (last,))
    return int(count)


def _is_behind(connection: Connection, indexed: int | None) -> bool:
    newer = select(leads.c.row).where(leads.c.row > (indexed or 0)).limit(1)
    return indexed is None or connection.execute(newer).first() is not None


def _missing_sorts(connection: Connection) -> list[str]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'leads'"
    )
    there = set(names.scalars())
    return [name for name in SORTED_BY if f"lead_sort_{name}" not in there]


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - the driver's own connection
    return connection.connection.driver_connection
