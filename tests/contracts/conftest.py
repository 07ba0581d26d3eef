"""A client of the sandbox that has every request and answer judged by the official document."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.contract import Contract, document
from tests.support.sandbox import RunningSandbox

UNDOCUMENTED = {403, 415, 500}
"""Statuses that the live API answers with but the document leaves out."""


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The referee; loaded once, which takes a while."""
    return Contract(document())


@pytest.fixture(scope="module")
def shared_sandbox(shared_sandbox: RunningSandbox) -> RunningSandbox:
    """One sandbox for the tests of a module; each makes its own campaigns and lists."""
    shared_sandbox.settings(
        per_second=10_000, per_minute=100_000, emails_per_minute=10_000, tests_per_minute=10_000
    )
    return shared_sandbox


class Client:
    """Sends requests to the sandbox; what the document forbids fails the test."""

    def __init__(self, sandbox: RunningSandbox, contract: Contract, http: httpx.Client) -> None:
        self.sandbox = sandbox
        self._contract = contract
        self._http = http

    def __call__(
        self,
        method: str,
        path: str,
        json: object = None,
        *,
        params: Any = None,
        status: int = 200,
        sound: bool = True,
        key: str = "",
    ) -> Any:
        """One request. `sound=False` says that the request itself breaks the document."""
        sent = self._http.build_request(
            method,
            f"/api/v2{path}",
            params=params,
            headers={"Authorization": f"Bearer {key or self.sandbox.info.instantly_api_key}"},
            json=json,
        )
        answer = self._http.send(sent)
        judged = self._contract.request(
            method, sent.url.path, sent.url.query.decode(), sent.content
        )
        complaint = self._contract.against_request(judged)
        assert bool(complaint) is not sound, complaint or "the document has nothing against it"
        assert answer.status_code == status, answer.text
        if status not in UNDOCUMENTED:
            complaint = self._contract.against_answer(judged, status, answer.content)
            if status == 400 and "ResponseNotFound" in complaint:
                # The document leaves this status out here; live it comes in the common shape.
                assert set(answer.json()) == {"statusCode", "error", "message"}
            else:
                assert not complaint, f"{complaint}\n{answer.text[:2000]}"
        return answer.json()


@pytest.fixture
def api(shared_sandbox: RunningSandbox, contract: Contract) -> Iterator[Client]:
    """The client on the sandbox of the module."""
    with httpx.Client(base_url=shared_sandbox.info.instantly_url, timeout=30) as http:
        yield Client(shared_sandbox, contract, http)
