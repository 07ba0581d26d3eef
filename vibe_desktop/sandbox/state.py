"""Everything the sandbox remembers: one SQLite file, written by one thread.

Nouns that are few are JSON documents by kind and id; leads, mails and events are many and have
tables with the columns they are looked up by. Every request is one transaction, so a killed process
loses nothing that it has answered.
"""

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]
"""A JSON object."""

JsonValue = Any
"""Whatever JSON can hold; checked where it is read."""

_FILE = "sandbox.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS docs (
    kind TEXT NOT NULL, id TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leads (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, domain TEXT NOT NULL, campaign TEXT, list TEXT,
    status INTEGER NOT NULL, step INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
    mailbox TEXT NOT NULL DEFAULT '', subject TEXT NOT NULL DEFAULT '', doc TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS leads_campaign ON leads (campaign, id);
CREATE INDEX IF NOT EXISTS leads_list ON leads (list, id);
CREATE INDEX IF NOT EXISTS leads_email ON leads (email);
CREATE INDEX IF NOT EXISTS leads_new ON leads (campaign, id) WHERE status = 1 AND step = 0;
CREATE INDEX IF NOT EXISTS leads_due ON leads (campaign, next_at) WHERE status = 1 AND step > 0;
CREATE TABLE IF NOT EXISTS emails (
    id TEXT PRIMARY KEY, thread TEXT NOT NULL, campaign TEXT, lead TEXT, eaccount TEXT NOT NULL,
    type INTEGER NOT NULL, unread INTEGER NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS emails_at ON emails (at, id);
CREATE INDEX IF NOT EXISTS emails_campaign ON emails (campaign, type, at);
CREATE INDEX IF NOT EXISTS emails_lead ON emails (lead);
CREATE INDEX IF NOT EXISTS emails_thread ON emails (thread, at);
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY, campaign TEXT NOT NULL, lead TEXT NOT NULL, kind TEXT NOT NULL,
    step INTEGER NOT NULL, variant INTEGER NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL,
    local_day TEXT NOT NULL, mailbox TEXT NOT NULL, value REAL NOT NULL,
    first INTEGER NOT NULL, first_in_step INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS events_campaign ON events (campaign, kind, local_day);
CREATE INDEX IF NOT EXISTS events_lead ON events (lead, kind);
CREATE INDEX IF NOT EXISTS events_day ON events (kind, day);
CREATE TABLE IF NOT EXISTS pending (
    number INTEGER PRIMARY KEY, campaign TEXT NOT NULL, lead TEXT NOT NULL, at INTEGER NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS pending_campaign ON pending (campaign, at);
"""


class State:
    """The memory of one sandbox. Use it from the thread that opened it."""

    def __init__(self, directory: Path) -> None:
        """Open the state kept in `directory`, making both when they are not there yet."""
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.connection = sqlite3.connect(directory / _FILE, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        # NORMAL outlives a killed process; only a power cut could take the last requests.
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self.connection.executescript(_SCHEMA)
        self._last_id = (0, 0)
        self._last_stamp = 0

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    # ---- rows

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        found: tuple[Any, ...] | None = self.connection.execute(statement, values).fetchone()
        return found

    def number(self, statement: str, values: Sequence[object] = ()) -> int:
        """The first column of the first row as a whole number, 0 when there is none."""
        found = self.row(statement, values)
        return int(found[0] or 0) if found else 0

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Change rows; how many were touched."""
        return self.connection.execute(statement, values).rowcount

    def run_many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Change many rows by one statement."""
        self.connection.executemany(statement, values)

    # ---- settings

    def meta(self, key: str, default: str = "") -> str:
        """A remembered word."""
        found = self.row("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0]) if found else default

    def set_meta(self, key: str, value: str) -> None:
        """Remember a word."""
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # ---- documents

    def get(self, kind: str, key: str) -> Json | None:
        """One document."""
        found = self.row("SELECT doc FROM docs WHERE kind = ? AND id = ?", (kind, key))
        return json.loads(found[0]) if found else None

    def put(self, kind: str, key: str, doc: Json) -> None:
        """Keep a document, replacing an older one."""
        self.run("INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", (kind, key, json.dumps(doc)))

    def remove(self, kind: str, key: str) -> None:
        """Forget a document."""
        self.run("DELETE FROM docs WHERE kind = ? AND id = ?", (kind, key))

    def all(self, kind: str) -> list[Json]:
        """Every document of a kind, by id: in the order they were made when ids are ours."""
        found = self.rows("SELECT doc FROM docs WHERE kind = ? ORDER BY id", (kind,))
        return [json.loads(doc) for (doc,) in found]

    def wipe(self) -> None:
        """Forget everything but the ports."""
        ports = self.rows("SELECT key, value FROM meta WHERE key LIKE 'port%'")
        for table in ("meta", "docs", "leads", "emails", "events", "pending"):
            self.run(" ".join(("DELETE FROM", table)))
        self.run_many("INSERT INTO meta VALUES (?, ?)", ports)
        # Times that were skipped are forgotten too, or all that is made now would lie ahead.
        self._last_id = (0, 0)
        self._last_stamp = 0

    # ---- time and ids

    def now(self) -> float:
        """The sandbox's time, in seconds since 1970: the real time plus what was skipped."""
        return time.time() + float(self.meta("clock_offset", "0"))

    def move_clock(self, seconds: float) -> None:
        """Skip time."""
        self.set_meta("clock_offset", repr(float(self.meta("clock_offset", "0")) + seconds))

    def stamp(self) -> str:
        """The time now as Instantly writes it, never the same twice: it serves as a cursor."""
        self._last_stamp = max(int(self.now() * 1000), self._last_stamp + 1)
        return iso(self._last_stamp / 1000)

    def new_id(self, at: float | None = None) -> str:
        """A UUID (version 7, RFC 9562) that sorts by the time it was made at."""
        moment = int((self.now() if at is None else at) * 1000)
        last, count = self._last_id
        if at is None:
            moment = max(moment, last)
        if moment == last:
            count += 1
            if count > 0xFFF:
                moment, count = moment + 1, 0
        else:
            count = 0
        self._last_id = (moment, count)
        value = (moment << 80) | (7 << 76) | (count << 64) | (2 << 62) | secrets.randbits(62)
        text = f"{value:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def new_job_id(self) -> str:
        """An id of the kind background jobs have: 24 hex digits, not a UUID."""
        return f"{int(self.now()):08x}{os.urandom(8).hex()}"


def iso(at: float) -> str:
    """Seconds since 1970 as "2026-03-02T08:00:00.000Z"."""
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def seconds(text: str) -> float:
    """The other way round; takes dates ("2026-03-02") and any ISO 8601 time, UTC when it is bare.

    Raises:
        ValueError: It is neither.
    """
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def utc_day(at: float) -> str:
    """The UTC date, "2026-03-02"."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
