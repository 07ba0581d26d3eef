"""The one door to the local SQLite file: connections, transactions, errors in words."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, event

from vibe_desktop.store.database.schema import bring_up_to_date
from vibe_desktop.store.database.trouble import opening_errors_in_words, storage_errors_in_words

BUSY_TIMEOUT_MS = 10_000
"""How long a statement waits for another process before it gives up."""
_BULK = ("foreign_keys=OFF", "cache_size=-32768", "wal_autocheckpoint=0")
"""For very many rows: 32 MB of pages, nothing looked up or folded by the way."""


class Database:
    """The local database. Thread-safe: every `read` and `write` has a connection of its own.

    Several threads may read at once, also while another one writes: a reader sees the state at
    its first statement. Writers of this process take turns.
    """

    def __init__(self, path: Path) -> None:
        """Prepare connections to the file at `path`, which `open` has checked before."""
        self.path = path
        self._readers = _engine(path, "BEGIN", ("foreign_keys=ON", "query_only=ON"))
        self._writer = _engine(path, "BEGIN IMMEDIATE", ("foreign_keys=ON",))
        # Used now and then: its cache is given back with its connection.
        self._loader = _engine(path, "BEGIN IMMEDIATE", _BULK, poolclass=NullPool)
        self._turn = threading.Lock()
        self._awaiting = 0
        self._awaiting_lock = threading.Lock()
        self._writing_thread: int | None = None
        self._closed = False

    @classmethod
    def open(cls, path: Path, backups_dir: Path) -> Self:
        """Open the file at `path`: make it when there is none, bring it up to date when it is old.

        The file is readable by its owner only, and so is its folder when it is made here. Before
        an old file is touched, a copy `vibe-<revision>-<time>.db` goes to `backups_dir`.

        Raises:
            StorageFull: There is no room.
            StorageBroken: The file is damaged, is not ours, was made by a newer version, or
                cannot be opened.
        """
        with opening_errors_in_words(path):
            _make_private(path)
            bring_up_to_date(path, backups_dir, busy_timeout_ms=BUSY_TIMEOUT_MS)
        return cls(path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the database and refuses to write.

        Raises:
            StorageBroken: The file cannot be read.
        """
        self._refuse_when_closed()
        with (
            storage_errors_in_words(self.path, reading=True),
            self._readers.connect() as connection,
        ):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: kept as a whole when the block ends, forgotten as a whole when it raises.

        Other threads' writes wait for their turn. A `write` within a `write` of the same thread
        is a bug and raises RuntimeError, since it would wait for itself.

        Raises:
            StorageFull: There is no room; nothing of the block was kept.
            StorageBroken: The file cannot be written, or another program has it locked; nothing
                of the block was kept.
        """
        with self._writing(self._writer) as connection:
            yield connection

    @contextmanager
    def load(self) -> Iterator[Connection]:
        """A `write` of a great many new rows.

        SQLite has a big cache meanwhile. It does not look up what each row refers to: the caller
        writes only what refers to rows that it knows are there. The log of the transaction is not
        folded into the file at its end, while other writers wait, but by `fold` or a later write.

        Raises:
            StorageFull, StorageBroken: As `write`.
        """
        with self._writing(self._loader) as connection:
            yield connection

    def fold(self) -> None:
        """Fold the write-ahead log into the file, as far as nobody reads from it.

        Raises:
            StorageFull, StorageBroken: See `write`; nothing is lost.
        """
        self._refuse_when_closed()
        with storage_errors_in_words(self.path), self._loader.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def _writing(self, engine: Engine) -> Iterator[Connection]:
        self._refuse_when_closed()
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write within a write of the same thread: pass the connection on")
        with self._my_turn():
            self._writing_thread = threading.get_ident()
            try:
                with storage_errors_in_words(self.path), engine.begin() as connection:
                    yield connection
            finally:
                self._writing_thread = None

    @property
    def awaited(self) -> bool:
        """Whether another thread waits to write: what can be done later should give way."""
        return self._awaiting > 0

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with self._awaiting_lock:
            self._awaiting += 1
        self._turn.acquire()
        with self._awaiting_lock:
            self._awaiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    def problems(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the whole file, a line each; empty when it is sound.

        Reads every page: up to seconds for a big file.

        Raises:
            StorageBroken: The file is too damaged to be examined.
        """
        with self.read() as connection:
            lines = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        found = [line for line in lines if line != "ok"]
        found += [f"{row[0]}: row {row[1]} points to a missing row of {row[2]}" for row in broken]
        return tuple(found)

    def close(self) -> None:
        """Close all connections and fold the write-ahead log into the file. May be called twice."""
        self._closed = True
        with self._turn:
            self._readers.dispose()
            self._writer.dispose()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")


def _engine(
    path: Path, begin: str, pragmas: Iterable[str], poolclass: type[Pool] = QueuePool
) -> Engine:
    # Idle connections kept; a sudden crowd of threads gets more instead of an error.
    sizes = {"pool_size": 4, "max_overflow": -1} if poolclass is QueuePool else {}
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=poolclass,
        **sizes,
        connect_args={
            # None: the driver starts no transactions of its own; ours begin below.
            "isolation_level": None,
            "timeout": BUSY_TIMEOUT_MS / 1000,
            # The pool lends a connection to one thread at a time.
            "check_same_thread": False,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine


def _make_private(path: Path) -> None:
    """Make the file, and folders that are missing, for the owner's eyes only.

    Folders that were there before keep their mode: they may serve others too.
    """
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
