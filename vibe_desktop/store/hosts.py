"""The log of outside hosts: whom this computer talked to, what for, how often."""

import threading
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.hosts import HostContact
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import outbound_hosts as table

FLUSH_AFTER = 100
"""Requests counted in memory before they are written down."""


@dataclass(slots=True)
class _Pending:
    purpose: str
    requests: int
    first_at: datetime
    last_at: datetime


class HostLog:
    """Records every request's host. Thread-safe.

    A host that is new in this run is written down before `record` returns, so that nobody is
    contacted without a trace; further requests are counted in memory and written now and then.
    Call `flush` before the database is closed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._pending: dict[str, _Pending] = {}
        self._count = 0

    def record(self, host: str, purpose: str) -> None:
        """Note one request to `host`.

        Raises:
            StorageFull, StorageBroken: See `Database.write`; the request is still counted.
        """
        moment = times.now()
        with self._lock:
            noted = self._pending.get(host)
            if noted is None:
                self._pending[host] = _Pending(purpose, 1, moment, moment)
            else:
                noted.purpose, noted.last_at = purpose, moment
                noted.requests += 1
            self._count += 1
            due = host not in self._known or self._count >= FLUSH_AFTER
        if due:
            self.flush()

    def flush(self) -> None:
        """Write down what was only counted so far.

        Raises:
            StorageFull, StorageBroken: See `Database.write`; nothing counted is lost.
        """
        with self._lock:
            if not self._pending:
                return
            with self._database.write() as connection:
                for host, noted in self._pending.items():
                    row = insert(table).values(
                        host=host,
                        purpose=noted.purpose,
                        requests=noted.requests,
                        first_at=times.to_text(noted.first_at),
                        last_at=times.to_text(noted.last_at),
                    )
                    connection.execute(
                        row.on_conflict_do_update(
                            index_elements=[table.c.host],
                            set_={
                                "purpose": row.excluded.purpose,
                                "requests": table.c.requests + row.excluded.requests,
                                "last_at": func.max(table.c.last_at, row.excluded.last_at),
                            },
                        )
                    )
            self._known.update(self._pending)
            self._pending.clear()
            self._count = 0

    def list(self) -> tuple[HostContact, ...]:
        """All hosts ever contacted, the newest contact first."""
        self.flush()
        query = select(table).order_by(table.c.last_at.desc(), table.c.host)
        with self._database.read() as connection:
            return tuple(
                HostContact(
                    host=row.host,
                    purpose=row.purpose,
                    requests=row.requests,
                    first_at=times.from_text(row.first_at),
                    last_at=times.from_text(row.last_at),
                )
                for row in connection.execute(query)
            )
