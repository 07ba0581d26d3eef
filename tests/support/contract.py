"""The official document of the Instantly API as a referee of requests and answers."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from werkzeug.datastructures import ImmutableMultiDict

_ROOT = Path(__file__).resolve().parents[2]
_DEFAULT = _ROOT.parent / "shared" / "contracts" / "instantly-v2.openapi.json"
VARIABLE = "INSTANTLY_OPENAPI"
"""The environment variable that names the document."""


def document() -> dict[str, Any]:
    """The document; skips the test that asks for it when it is not there."""
    file = Path(os.environ.get(VARIABLE, "") or _DEFAULT)
    if not file.is_file():
        pytest.skip(
            f"needs the official Instantly API document: set {VARIABLE} to its path "
            f"(looked for {file})"
        )
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


class Contract:
    """Says what is wrong with a request or an answer, by the document."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.document = found
        self._openapi = OpenAPI.from_dict(found)
        self._host = found["servers"][0]["url"]

    def request(
        self, method: str, path: str, query: str = "", body: bytes = b"", content_type: str = ""
    ) -> MockRequest:
        """A request as the referee wants it."""
        made = MockRequest(
            self._host,
            method,
            path,
            headers={"Authorization": "Bearer key"},
            data=body or None,
            content_type=content_type or "application/json",
        )
        made.parameters.query = ImmutableMultiDict(parse_qsl(query, keep_blank_values=True))
        return made

    def against_request(self, request: MockRequest) -> str:
        """What is wrong with a request, "" when nothing is."""
        try:
            self._openapi.validate_request(request)
        except OpenAPIError as trouble:
            return _words(trouble)
        return ""

    def against_answer(self, request: MockRequest, status: int, body: bytes) -> str:
        """What is wrong with the answer to a request, "" when nothing is."""
        try:
            self._openapi.validate_response(request, MockResponse(body, status))
        except OpenAPIError as trouble:
            return _words(trouble)
        return ""


def _words(trouble: BaseException) -> str:
    """The whole chain of reasons; the innermost says the most."""
    parts = []
    link: BaseException | None = trouble
    while link is not None:
        parts.append(f"{type(link).__name__}: {link}")
        parts += [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in getattr(link, "schema_errors", ())
        ]
        link = link.__cause__
    return "\n".join(parts)
