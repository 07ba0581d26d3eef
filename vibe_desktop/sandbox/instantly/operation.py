"""What one operation of the API consists of, and what its handler gets."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vibe_desktop.sandbox.instantly.shapes import Shape, number, text
from vibe_desktop.sandbox.state import Json, State

ERRORS: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    413: "Payload Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
DEFAULT_PAGE = 10
"""Items a page when the caller does not say."""

MOST_PAGE = 100


class Refusal(Exception):
    """An answer other than success; `body` stands in where an operation has its own error shape."""

    def __init__(self, status: int, message: str, body: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = body or {
            "statusCode": status,
            "error": ERRORS[status],
            "message": message,
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One request that passed the checks."""

    state: State
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    key: str

    @property
    def organization(self) -> str:
        """The id of the workspace."""
        return self.state.meta("organization")

    def find(self, kind: str, key: str, words: str = "Resource not found") -> Json:
        """A document, or the 404 in its place."""
        doc = self.state.get(kind, key)
        if doc is None:
            raise Refusal(404, words)
        return doc


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document.

    Attributes:
        path: As the document writes it, without "/api/v2".
        scope: The permission a key needs.
        params: Shapes of the parts of the path.
        many: Names of query parameters that may be given more than once.
        needs: Names of query parameters that must be given.
        body: Shape of the JSON body; None when the operation takes none.
        body_required: Whether a request without body is refused.
        window: Name of the tighter rate limit it falls under, "" for the common one.
    """

    method: str
    path: str
    scope: str
    handler: Callable[[Call], Any]
    params: Mapping[str, Shape] = field(default_factory=dict)
    query: Mapping[str, Shape] = field(default_factory=dict)
    many: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    body: Shape | None = None
    body_required: bool = True
    status: int = 200
    window: str = ""


UUID: Mapping[str, Shape] = {"id": text("uuid")}
PAGING: Mapping[str, Shape] = {
    "limit": number(whole=True, least=1, most=MOST_PAGE),
    "starting_after": text(),
}


def page(
    items: Sequence[Json], call: Call, *, cursor: Callable[[Json], str] = lambda item: item["id"]
) -> Json:
    """Cut one page out of all items, which stand in the order of the answer.

    A full page carries a cursor even when it is the last one, as reported of the live API; a cursor
    that was not handed out by us is a 500 there, and here.
    """
    start = 0
    after = call.query.get("starting_after")
    if after:
        for index, item in enumerate(items):
            if cursor(item) == after:
                start = index + 1
                break
        else:
            raise Refusal(500, "Internal Server Error")
    limit = call.query.get("limit", DEFAULT_PAGE)
    found = list(items[start : start + limit])
    return paged(found, limit, cursor)


def paged(found: list[Json], limit: int, cursor: Callable[[Json], str]) -> Json:
    """The envelope of a page."""
    answer: Json = {"items": found}
    if found and len(found) == limit:
        answer["next_starting_after"] = cursor(found[-1])
    return answer


def contains(doc: Json, word: str, *names: str) -> bool:
    """Whether one of the named fields contains a word, whatever its case."""
    return any(word.lower() in str(doc.get(name) or "").lower() for name in names)


def new_job(call: Call, kind: str, entity: str | None, entity_type: str, data: Json) -> Json:
    """Record a background job; the sandbox does the work at once, so it is already done."""
    key, stamp = call.state.new_job_id(), call.state.stamp()
    job: Json = {
        "id": key,
        "workspace_id": call.organization,
        "user_id": call.state.meta("owner"),
        "type": kind,
        "entity_id": entity,
        "entity_type": entity_type,
        "data": data,
        "progress": 100,
        "status": "success",
        "created_at": stamp,
        "updated_at": call.state.stamp(),
    }
    call.state.put("job", key, job)
    # What the caller is told at first is that the job waits; the next look finds it done.
    return {**json.loads(json.dumps(job)), "status": "pending", "progress": 0}
