"""The workspace that a key belongs to: the cheapest way to try a key."""

from dataclasses import dataclass

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import document, needed_text, text

_WHAT = "the workspace"


@dataclass(frozen=True, slots=True)
class Workspace:
    """An Instantly workspace."""

    id: str
    name: str


class Workspaces:
    """`/workspaces`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def current(self, work: Work) -> Workspace:
        """The workspace of the key."""
        answer = document(
            self._http.request_json("GET", "/api/v2/workspaces/current", work=work), _WHAT
        )
        return Workspace(needed_text(answer, "id", _WHAT), text(answer, "name"))
