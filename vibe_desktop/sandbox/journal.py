"""What was asked of the stand-ins: for tests and for the curious. Keys are never kept."""

import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from vibe_desktop.sandbox.state import Json

_MOST_BYTES = 64_000_000


@dataclass(slots=True)
class Entry:
    """One request; `status` is 0 while, or when, no answer was given."""

    number: int
    service: str
    method: str
    path: str
    query: str
    body: bytes
    status: int = 0

    def shown(self) -> Json:
        """As the control request shows it."""
        try:
            body: Any = json.loads(self.body) if self.body else None
        except ValueError:
            body = self.body.decode("utf-8", errors="replace")
        return {
            "number": self.number,
            "service": self.service,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body": body,
            "status": self.status,
        }


class Journal:
    """The latest requests, as many as fit in some megabytes."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._count = 0

    def begin(self, service: str, method: str, path: str, query: str, body: bytes) -> Entry:
        """Note a request that arrived."""
        self._count += 1
        entry = Entry(self._count, service, method, path, query, body)
        self._entries.append(entry)
        self._bytes += len(body)
        while self._bytes > _MOST_BYTES and len(self._entries) > 1:
            self._bytes -= len(self._entries.popleft().body)
        return entry

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
        self._bytes = 0

    def shown(self, service: str = "", since: int = 0) -> list[Json]:
        """Requests after number `since`, oldest first."""
        return [
            entry.shown()
            for entry in self._entries
            if entry.number > since and (not service or entry.service == service)
        ]
