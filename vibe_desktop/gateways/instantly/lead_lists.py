"""Lead lists: a name and an id; leads are added through `leads`."""

from dataclasses import dataclass
from datetime import datetime

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.paging import every
from vibe_desktop.gateways.instantly.reading import Document, document, moment, needed_text, text

_WHAT = "a lead list"


@dataclass(frozen=True, slots=True)
class RemoteList:
    """A lead list at Instantly."""

    id: str
    name: str
    created_at: datetime | None


class LeadLists:
    """`/lead-lists`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def create(self, name: str, work: Work) -> RemoteList:
        """Make an empty list. Names need not be unique, so repeating makes a second one."""
        answer = self._http.request_json(
            "POST", "/api/v2/lead-lists", json={"name": name}, work=work
        )
        return _read(document(answer, _WHAT))

    def named(self, name: str, search: str, work: Work) -> tuple[RemoteList, ...]:
        """All lists of exactly this name, oldest first.

        `search` is a part of the name that narrows the search at Instantly.
        """
        found = [
            _read(item)
            for item in every(
                lambda page: self._http.request_json(
                    "GET", "/api/v2/lead-lists", params={**page, "search": search}, work=work
                ),
                _WHAT,
                work,
            )
            if text(item, "name") == name
        ]
        return tuple(sorted(found, key=lambda one: (str(one.created_at or ""), one.id)))


def _read(item: Document) -> RemoteList:
    return RemoteList(
        needed_text(item, "id", _WHAT), text(item, "name"), moment(item, "timestamp_created")
    )
