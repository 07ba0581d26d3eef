"""Answers requests of the Instantly API: limits, key, permission, checks, then the operation."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vibe_desktop.sandbox.info import allowed, known_key
from vibe_desktop.sandbox.instantly import (
    accounts,
    analytics,
    block_list,
    campaigns,
    emails,
    lead_lists,
    leads,
    subsequences,
    supersearch,
    verification,
    webhooks,
    workspace,
)
from vibe_desktop.sandbox.instantly.operation import Call, Operation, Refusal
from vibe_desktop.sandbox.instantly.shapes import Invalid, from_query
from vibe_desktop.sandbox.limits import Limits, Meter
from vibe_desktop.sandbox.simulation.engine import catch_up
from vibe_desktop.sandbox.state import JsonValue, State

PREFIX = "/api/v2"
OPERATIONS: tuple[Operation, ...] = tuple(
    sorted(
        (
            *accounts.OPERATIONS,
            *analytics.OPERATIONS,
            *block_list.OPERATIONS,
            *campaigns.OPERATIONS,
            *emails.OPERATIONS,
            *lead_lists.OPERATIONS,
            *leads.OPERATIONS,
            *subsequences.OPERATIONS,
            *supersearch.OPERATIONS,
            *verification.OPERATIONS,
            *webhooks.OPERATIONS,
            *workspace.OPERATIONS,
        ),
        # Fixed paths come before those with parts to fill in.
        key=lambda operation: operation.path.count("{"),
    )
)
"""Every operation of the reduced official document, and those of SuperSearch beside it."""

_JSON = "application/json"


class Service:
    """The Instantly stand-in over one state."""

    def __init__(self, state: State, limits: Limits) -> None:
        self._state = state
        self._limits = limits
        self.meter = Meter(limits)

    def answer(
        self,
        operation: Operation,
        headers: Mapping[str, str],
        path: Mapping[str, str],
        query: Mapping[str, Sequence[str]],
        body: bytes,
    ) -> JsonValue:
        """Carry an operation out; what it returns is the JSON of the answer.

        Raises:
            Refusal: The request is refused, and nothing was changed.
        """
        key = self._admit(operation, headers)
        content = _content(operation, headers, body)
        try:
            parts = {
                name: shape(path[name], f"params/{name}")
                for name, shape in operation.params.items()
            }
            words = _query(operation, query)
            if operation.body is not None and (content is not None or operation.body_required):
                content = operation.body(content, "body")
        except Invalid as trouble:
            raise Refusal(400, str(trouble)) from trouble
        catch_up(self._state)
        with self._state.transaction():
            return operation.handler(Call(self._state, parts, words, content, key))

    def _admit(self, operation: Operation, headers: Mapping[str, str]) -> str:
        if not self.meter.admit(operation.window):
            raise Refusal(429, "Rate limit exceeded")
        given = headers.get("authorization", "")
        scheme, _, key = given.partition(" ")
        if not given:
            raise Refusal(401, "Missing Authorization header")
        if scheme.lower() != "bearer" or not known_key(key.strip()):
            raise Refusal(401, "Invalid API key")
        if not self._limits.paid:
            raise Refusal(402, "Workspace does not have an active paid plan")
        if not allowed(key.strip(), operation.scope):
            raise Refusal(403, f"API key is missing the required scope: {operation.scope}")
        return key.strip()


def _content(operation: Operation, headers: Mapping[str, str], body: bytes) -> JsonValue:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body:
        if kind == _JSON:
            raise Refusal(
                400, "Body cannot be empty when content-type is set to 'application/json'"
            )
        return None
    if operation.method == "GET":
        return None
    if kind != _JSON:
        message = f"Unsupported Media Type: {kind or 'undefined'}"
        raise Refusal(
            415,
            message,
            {
                "statusCode": 415,
                "code": "FST_ERR_CTP_INVALID_MEDIA_TYPE",
                "error": "Unsupported Media Type",
                "message": message,
            },
        )
    try:
        return json.loads(body)
    except ValueError as trouble:
        words = "Body is not valid JSON but content-type is set to 'application/json'"
        raise Refusal(400, words) from trouble


def _query(operation: Operation, query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    for name in operation.needs:
        if name not in query:
            raise Invalid(f"querystring must have required property '{name}'")
    return {
        name: from_query(shape, query[name], f"querystring/{name}", many=name in operation.many)
        for name, shape in operation.query.items()
        if name in query
    }
