"""The web application of the Instantly stand-in."""

import json
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from vibe_desktop.sandbox.instantly.operation import Operation, Refusal
from vibe_desktop.sandbox.instantly.service import OPERATIONS, PREFIX, Service
from vibe_desktop.sandbox.state import JsonValue

_BLOCKED_AGENT = "python-urllib"


class _Compact(JSONResponse):
    def render(self, content: JsonValue) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode()


def application(service: Service, extra: list[BaseRoute]) -> Starlette:
    """The routes of the API, and those of `extra` beside it."""
    routes: list[BaseRoute] = [
        Route(PREFIX + operation.path, _endpoint(service, operation), methods=[operation.method])
        for operation in OPERATIONS
    ]
    return Starlette(
        routes=[*routes, *extra],
        exception_handlers={404: _not_found, 405: _not_found},
    )


def _endpoint(service: Service, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.headers.get("user-agent", "").lower().startswith(_BLOCKED_AGENT):
            # The edge in front of the live API turns some clients away, and not in JSON.
            return PlainTextResponse("error code: 1010", status_code=403)
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            answer = service.answer(
                operation, request.headers, request.path_params, query, await request.body()
            )
        except Refusal as refusal:
            return _Compact(refusal.body, status_code=refusal.status)
        return _Compact(answer, status_code=operation.status)

    return endpoint


async def _not_found(request: Request, _: Exception) -> Response:
    message = f"Route {request.method}:{request.url.path} not found"
    return _Compact({"message": message, "error": "Not Found", "statusCode": 404}, 404)
