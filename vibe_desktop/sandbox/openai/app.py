"""The web application of the OpenAI-compatible stand-in."""

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from vibe_desktop.sandbox.faults import Fault
from vibe_desktop.sandbox.gate import FAULT_KEY
from vibe_desktop.sandbox.info import OPENAI_KEY
from vibe_desktop.sandbox.openai import models
from vibe_desktop.sandbox.openai.checks import BadRequest, check
from vibe_desktop.sandbox.openai.composing import compose
from vibe_desktop.sandbox.openai.material import read
from vibe_desktop.sandbox.state import Json, JsonValue

_PIECE = 12
"""Characters a chunk of a stream."""

_CHARACTERS_PER_TOKEN = 4
_REASONING_TOKENS = 192
_REMEMBERED = 32
"""Prompts whose beginnings are kept."""

_REFUSAL = "I'm sorry, but I can't help with that."


def application() -> Starlette:
    """The routes, with and without "/v1"."""
    api = _Api()
    routes = []
    for prefix in ("/v1", ""):
        routes += [
            Route(f"{prefix}/models", api.models, methods=["GET"]),
            Route(f"{prefix}/models/{{name}}", api.model, methods=["GET"]),
            Route(f"{prefix}/chat/completions", api.completions, methods=["POST"]),
        ]
    return Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found})


async def _not_found(request: Request, _: Exception) -> Response:
    words = f"Invalid URL ({request.method} {request.url.path})"
    return _error(404, words, "invalid_request_error")


def _error(
    status: int, message: str, kind: str, *, code: str | None = None, param: str | None = None
) -> Response:
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return JSONResponse(body, status_code=status, headers=_request_id())


def _request_id() -> dict[str, str]:
    return {"x-request-id": f"req_{secrets.token_hex(16)}"}


def _unauthorised(request: Request) -> Response | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        words = "You didn't provide an API key."
        return _error(401, words, "invalid_request_error")
    if key.strip() != OPENAI_KEY:
        words = "Incorrect API key provided."
        return _error(401, words, "invalid_request_error", code="invalid_api_key")
    return None


def _listed(model: models.Model) -> Json:
    return {"id": model.name, "object": "model", "created": 1767225600, "owned_by": "sandbox"}


def _alike(first: str, second: str) -> int:
    """How many characters at the beginning are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
        min(len(first), len(second)),
    )


class _Api:
    def __init__(self) -> None:
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    def _cached(self, wanted: Mapping[str, Any]) -> int:
        """Tokens at the beginning of a prompt that an earlier one had too, as OpenAI counts them.

        Caching begins at 1,024 tokens and goes on in steps of 128.
        """
        prompt = _json([wanted["model"], wanted["messages"]])
        same = max((_alike(prompt, seen) for seen in self._seen), default=0)
        self._seen.append(prompt)
        tokens = same // _CHARACTERS_PER_TOKEN
        return tokens // 128 * 128 if tokens >= 1024 else 0

    async def models(self, request: Request) -> Response:
        if refusal := _unauthorised(request):
            return refusal
        body = {"object": "list", "data": [_listed(model) for model in models.MODELS]}
        return JSONResponse(body, headers=_request_id())

    async def model(self, request: Request) -> Response:
        if refusal := _unauthorised(request):
            return refusal
        found = models.find(request.path_params["name"])
        if found is None:
            return _no_model(request.path_params["name"])
        return JSONResponse(_listed(found), headers=_request_id())

    async def completions(self, request: Request) -> Response:
        if refusal := _unauthorised(request):
            return refusal
        try:
            wanted = check(await request.body())
        except BadRequest as trouble:
            return _error(
                400, str(trouble), "invalid_request_error", code=trouble.code, param=trouble.param
            )
        if models.find(wanted["model"]) is None:
            return _no_model(wanted["model"])
        given = request.scope.get(FAULT_KEY)
        fault = given if isinstance(given, Fault) else None
        answer = _Answer(wanted, _write(wanted, fault), fault, self._cached(wanted))
        if wanted.get("stream"):
            return StreamingResponse(
                answer.stream(), media_type="text/event-stream", headers=_request_id()
            )
        return JSONResponse(answer.whole(), headers=_request_id())


def _write(wanted: Mapping[str, Any], fault: Fault | None) -> str:
    material = read(wanted["messages"])
    form = wanted.get("response_format") or {"type": "text"}
    invented = fault is not None and fault.invent
    if form["type"] == "json_schema":
        return _json(compose(form["json_schema"]["schema"], material, invented=invented))
    if form["type"] == "json_object" or material.facts:
        return _json(compose(form.get("schema") or material.schema, material, invented=invented))
    return "This is the sandbox. It writes drafts, and nothing else."


def _no_model(name: str) -> Response:
    words = f"The model '{name}' does not exist or you do not have access to it."
    return _error(404, words, "invalid_request_error", code="model_not_found")


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Answer:
    """One completion, whole or in pieces."""

    def __init__(
        self, wanted: Mapping[str, Any], text: str, fault: Fault | None, cached: int
    ) -> None:
        self._wanted = wanted
        self._cached = cached
        self._head: Json = {
            "id": f"chatcmpl-{secrets.token_hex(12)}",
            "created": int(time.time()),
            "model": wanted["model"],
        }
        reason = fault.finish_reason if fault else ""
        self._refusal = _REFUSAL if reason == "refusal" else None
        most = wanted.get("max_completion_tokens") or wanted.get("max_tokens")
        if reason in ("length", "content_filter"):
            text = text[: len(text) // 2]
        elif most and len(text) > most * _CHARACTERS_PER_TOKEN:
            text, reason = text[: most * _CHARACTERS_PER_TOKEN], "length"
        self._text = "" if self._refusal else text
        self._reason = reason if reason in ("length", "content_filter") else "stop"

    def _usage(self) -> Json:
        asked = len(json.dumps(self._wanted["messages"])) // _CHARACTERS_PER_TOKEN
        model = models.find(self._wanted["model"])
        effort = self._wanted.get("reasoning_effort") or (model.default_effort if model else "")
        thought = 0 if effort == "none" else _REASONING_TOKENS
        written = max(1, len(self._text) // _CHARACTERS_PER_TOKEN) + thought
        return {
            "prompt_tokens": asked,
            "completion_tokens": written,
            "total_tokens": asked + written,
            "prompt_tokens_details": {"cached_tokens": min(self._cached, asked)},
            "completion_tokens_details": {"reasoning_tokens": thought},
        }

    def whole(self) -> Json:
        """The answer to a request without streaming."""
        message = {
            "role": "assistant",
            "content": None if self._refusal else self._text,
            "refusal": self._refusal,
        }
        choice = {
            "index": 0,
            "message": message,
            "finish_reason": self._reason,
            "logprobs": None,
        }
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._usage(),
        }

    async def stream(self) -> AsyncIterator[bytes]:
        """The answer as server-sent events."""
        with_usage = (self._wanted.get("stream_options") or {}).get("include_usage", False)
        extra = {"usage": None} if with_usage else {}
        yield self._event({"role": "assistant", "content": ""}, **extra)
        if self._refusal:
            yield self._event({"refusal": self._refusal}, **extra)
        for start in range(0, len(self._text), _PIECE):
            yield self._event({"content": self._text[start : start + _PIECE]}, **extra)
            await asyncio.sleep(0)  # so that it is seen when the caller hangs up
        yield self._event({}, finish=self._reason, **extra)
        if with_usage:
            yield _sse({**self._chunk(), "choices": [], "usage": self._usage()})
        yield b"data: [DONE]\n\n"

    def _chunk(self) -> Json:
        return {**self._head, "object": "chat.completion.chunk"}

    def _event(self, delta: Json, *, finish: str | None = None, **extra: JsonValue) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _sse({**self._chunk(), "choices": [choice], **extra})


def _sse(value: JsonValue) -> bytes:
    return b"data: " + _json(value).encode() + b"\n\n"
