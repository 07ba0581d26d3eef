"""An Instantly of canned answers, whose requests are held against the official document."""

import functools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.support.servers import Answer, PageServer, Request
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.instantly.client import InstantlyClient

DOCUMENT = Path(
    os.environ.get("INSTANTLY_OPENAPI", "../shared/contracts/instantly-v2.openapi.json")
)
QUICK = Backoff(attempts=3, first=0.01, most=0.02)


@functools.cache
def _official() -> Any:
    from openapi_core import OpenAPI

    return OpenAPI.from_dict(json.loads(DOCUMENT.read_text(encoding="utf-8")))


def hold_against_contract(request: Request) -> None:
    """Fail when the official document does not allow this request."""
    if not DOCUMENT.is_file():
        return
    from openapi_core.testing import MockRequest

    headers = dict(request.headers)
    _official().validate_request(
        MockRequest(
            "https://api.instantly.ai",
            request.method.lower(),
            request.path,
            args=dict(parse_qsl(request.query)),
            headers=headers,
            data=request.body or None,
            content_type=headers.get("content-type", ""),
        )
    )


@pytest.fixture
def contract() -> None:
    """Skips the test when the official document is not here."""
    if not DOCUMENT.is_file():
        pytest.skip("the official API document is not here: set INSTANTLY_OPENAPI to its path")


class CannedInstantly:
    """Answers each path with what it is given, one answer after the other."""

    def __init__(self, server: PageServer) -> None:
        self._server = server

    @property
    def requests(self) -> list[Request]:
        """What was asked, oldest first."""
        return self._server.requests

    def answer(self, path: str, *documents: object) -> None:
        """Answer requests for a path with these, the last one for ever."""
        left = list(documents)

        def respond(_: Request) -> Answer:
            document = left.pop(0) if len(left) > 1 else left[0]
            return Answer(json.dumps(document).encode(), content_type="application/json")

        self._server.respond(path, respond)

    def body(self, index: int = -1) -> Any:
        """The decoded body of a request."""
        return json.loads(self.requests[index].body)


@pytest.fixture
def canned(page_server: PageServer) -> Iterator[CannedInstantly]:
    """At the end, every request that was made is held against the official document."""
    yield CannedInstantly(page_server)
    for request in page_server.requests:
        hold_against_contract(request)


@pytest.fixture
def make_client() -> Iterator[Callable[[str], InstantlyClient]]:
    made = []

    def make(url: str) -> InstantlyClient:
        client = InstantlyClient(
            url, secret=lambda: "key-1234567", host_log=lambda _h, _p: None, backoff=QUICK
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def instantly(
    page_server: PageServer, make_client: Callable[[str], InstantlyClient]
) -> InstantlyClient:
    return make_client(page_server.url)
