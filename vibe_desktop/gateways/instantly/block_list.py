"""The workspace's block list: addresses and domains that no campaign writes to."""

from collections.abc import Sequence

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.paging import every
from vibe_desktop.gateways.instantly.reading import document, documents, text

MOST = 1000
"""Entries that one request can make."""
_PATH = "/api/v2/block-lists-entries"
_WHAT = "the block list"


class BlockList:
    """`/block-lists-entries`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def entries(self, work: Work, search: str = "") -> frozenset[str]:
        """Every entry, lower case; with `search` only those that contain it."""
        query = {"search": search} if search else {}
        items = every(
            lambda page: self._http.request_json("GET", _PATH, params={**page, **query}, work=work),
            _WHAT,
            work,
        )
        return frozenset(text(item, "bl_value").lower() for item in items)

    def add(self, values: Sequence[str], work: Work) -> frozenset[str]:
        """Block 1 to 1,000 addresses or domains; those that are blocked now, lower case.

        What Instantly does not accept is not among them.

        Raises:
            Unreachable: With `outcome_unknown`: look with `entries` before adding again.
        """
        answer = document(
            self._http.request_json(
                "POST", f"{_PATH}/bulk-create", json={"bl_values": list(values)}, work=work
            ),
            _WHAT,
        )
        return frozenset(
            text(item, "bl_value").lower() for item in documents(answer.get("items"), _WHAT)
        )
