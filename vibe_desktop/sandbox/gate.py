"""What stands in front of both stand-ins: it notes every request and lets ordered faults strike."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vibe_desktop.sandbox.faults import Fault, Faults
from vibe_desktop.sandbox.journal import Entry, Journal

Hang = Callable[[Scope], None]
"""Closes the connection a request came in on."""

FAULT_KEY = "vibe.fault"
"""Where an application finds the fault that concerns what it answers."""

_OWN = ("/_sandbox", "/sample")


class _Enough(Exception):
    """As much of the answer went out as was to."""


class Gate:
    """An ASGI application around another."""

    def __init__(
        self,
        app: ASGIApp,
        service: str,
        *,
        faults: Faults,
        journal: Journal,
        stopping: asyncio.Event,
        hang_up: Hang,
    ) -> None:
        self._app = app
        self._service = service
        self._faults = faults
        self._journal = journal
        self._stopping = stopping
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or not."""
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await self._app(scope, receive, send)
            return
        body = await _whole_body(receive)
        entry = self._journal.begin(
            self._service, scope["method"], scope["path"], scope["query_string"].decode(), body
        )
        fault = self._faults.strike(self._service, scope["method"], scope["path"])
        replay = _Replay(body, receive)
        if fault is None:
            await self._app(scope, replay, _noting(send, entry))
        else:
            await self._struck(fault, entry, scope, replay, send)

    async def _struck(
        self, fault: Fault, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if fault.delay_seconds:
            await self._wait(fault.delay_seconds)
        if fault.refuse:
            await self._close(scope)
            return
        if fault.status:
            await _plain(_noting(send, entry), fault)
            return
        scope[FAULT_KEY] = fault
        if fault.lost_answer:
            await self._app(scope, receive, _nowhere(entry))
            await self._close(scope)
        elif fault.malformed:
            await self._app(scope, receive, _nowhere(entry))
            broken = Fault(status=200, headers={"content-type": "text/html"})
            await _plain(_noting(send, entry), broken, Faults.malformed_body)
        elif fault.cut_after_bytes is not None or fault.stall_after_bytes is not None:
            await self._partly(fault, entry, scope, receive, send)
        else:
            await self._app(scope, receive, _noting(send, entry))

    async def _partly(
        self, fault: Fault, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        most = fault.cut_after_bytes
        if most is None:
            most = fault.stall_after_bytes or 0
        left = most

        async def some(message: Message) -> None:
            nonlocal left
            if message["type"] == "http.response.body":
                body = message.get("body", b"")
                if len(body) >= left:
                    await send({**message, "body": body[:left], "more_body": True})
                    raise _Enough
                left -= len(body)
            await send(message)

        with suppress(_Enough):
            await self._app(scope, receive, _noting(some, entry))
        if fault.stall_after_bytes is not None:
            await self._gone(receive)
        await self._close(scope)

    async def _wait(self, length: float) -> None:
        """Sleep, but not longer than the server lives."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), length)

    async def _gone(self, receive: Receive) -> None:
        """Wait until the caller has given up, or the server stops."""
        caller = asyncio.ensure_future(receive())
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((caller, stop), return_when=asyncio.FIRST_COMPLETED)
        for task in (caller, stop):
            task.cancel()

    async def _close(self, scope: Scope) -> None:
        self._hang_up(scope)
        # The loop tells the server about the closed connection in its next rounds; returning
        # before that would make it complain about a missing answer.
        for _ in range(3):
            await asyncio.sleep(0)


class _Replay:
    """Hands the body out once more; after it come the messages of the connection."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _noting(send: Send, entry: Entry) -> Send:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            entry.status = message["status"]
        await send(message)

    return noting


def _nowhere(entry: Entry) -> Send:
    """Where a lost answer goes; the journal shows status 0 for it."""

    async def nowhere(_message: Message) -> None:
        entry.status = 0

    return nowhere


async def _plain(send: Send, fault: Fault, body: bytes | None = None) -> None:
    """Answer with what was ordered."""
    if body is None:
        given = fault.body
        if given is None:
            given = {"statusCode": fault.status, "error": "Fault", "message": "Ordered by a test"}
        body = given.encode() if isinstance(given, str) else json.dumps(given).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    headers.update({name.lower(): value for name, value in fault.headers.items()})
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": fault.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
