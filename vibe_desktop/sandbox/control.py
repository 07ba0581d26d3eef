"""Control requests under `/_sandbox`, and the sample product page."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from vibe_desktop.sandbox.faults import Fault, Faults
from vibe_desktop.sandbox.instantly.service import Service
from vibe_desktop.sandbox.journal import Journal
from vibe_desktop.sandbox.limits import Limits
from vibe_desktop.sandbox.seed import DEFAULT_SEED, sow
from vibe_desktop.sandbox.simulation.engine import advance, catch_up
from vibe_desktop.sandbox.state import Json, State, iso, seconds

_Handler = Callable[[Request], Awaitable[Any]]


class Control:
    """The levers of one sandbox."""

    def __init__(
        self,
        state: State,
        service: Service,
        *,
        limits: Limits,
        faults: Faults,
        journal: Journal,
        instance: str,
    ) -> None:
        self._state = state
        self._service = service
        self._limits = limits
        self._faults = faults
        self._journal = journal
        self._instance = instance
        self._moving = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """What to serve beside the Instantly API."""
        table: tuple[tuple[str, str, _Handler], ...] = (
            ("POST", "advance", self._advance),
            ("GET", "clock", self._clock),
            ("POST", "clock", self._set_clock),
            ("GET", "state", self._counts),
            ("GET", "settings", self._settings),
            ("POST", "settings", self._change_settings),
            ("GET", "faults", self._orders),
            ("POST", "faults", self._order),
            ("DELETE", "faults", self._clear_faults),
            ("GET", "requests", self._requests),
            ("DELETE", "requests", self._clear_requests),
            ("POST", "reset", self._reset),
        )
        found: list[BaseRoute] = [
            Route(f"/_sandbox/{name}", _in_json(handler), methods=[method])
            for method, name, handler in table
        ]
        return [*found, Route("/sample", _sample)]

    async def _clock(self, _: Request) -> Json:
        return {
            "now": iso(self._state.now()),
            "skipped_seconds": float(self._state.meta("clock_offset", "0")),
            "simulated_until": iso(int(self._state.meta("simulated_until", "0"))),
            "instance": self._instance,
        }

    async def _set_clock(self, request: Request) -> Json:
        """Go to an instant: forwards by playing, backwards only while nothing was sent."""
        target = seconds((await request.json())["now"])
        async with self._moving:
            now = self._state.now()
            if self._state.number("SELECT count(*) FROM events"):
                if target < now:
                    raise ValueError("the clock cannot go back after something was sent")
                await self._play((target - now) / 86400)
            else:
                with self._state.transaction():
                    self._state.move_clock(target - now)
                    self._state.set_meta("simulated_until", str(int(target)))
        return await self._clock(request)

    async def _advance(self, request: Request) -> Json:
        days = (await request.json())["days"]
        if isinstance(days, bool) or not isinstance(days, int | float) or days < 0:
            raise ValueError("days is a number of days to skip")
        async with self._moving:
            await self._play(days)
        return await self._clock(request)

    async def _play(self, days: float) -> None:
        for _ in advance(self._state, days):
            await asyncio.sleep(0)

    async def _counts(self, _: Request) -> Json:
        catch_up(self._state)
        events = self._state.rows("SELECT kind, count(*) FROM events GROUP BY kind")
        kinds = self._state.rows("SELECT kind, count(*) FROM docs GROUP BY kind")
        return {
            "seed": self._state.meta("seed"),
            "documents": dict(kinds),
            "leads": self._state.number("SELECT count(*) FROM leads"),
            "emails": self._state.number("SELECT count(*) FROM emails"),
            "events": dict(events),
            "pending": self._state.number("SELECT count(*) FROM pending"),
        }

    async def _settings(self, _: Request) -> Json:
        names = ("per_second", "per_minute", "emails_per_minute", "tests_per_minute", "paid")
        return {name: getattr(self._limits, name) for name in names}

    async def _change_settings(self, request: Request) -> Json:
        self._limits.change(await request.json())
        self._service.meter.reset()
        return await self._settings(request)

    async def _orders(self, _: Request) -> Json:
        names = ("service", "method", "path", "times", "after")
        return {
            "faults": [
                {name: getattr(fault, name) for name in names} for fault in self._faults.orders
            ]
        }

    async def _order(self, request: Request) -> Json:
        given = await request.json()
        for one in given if isinstance(given, list) else [given]:
            self._faults.order(Fault.read(one))
        return await self._orders(request)

    async def _clear_faults(self, request: Request) -> Json:
        self._faults.clear()
        return await self._orders(request)

    async def _requests(self, request: Request) -> Json:
        service = request.query_params.get("service", "")
        since = int(request.query_params.get("since", "0"))
        return {"requests": self._journal.shown(service, since)}

    async def _clear_requests(self, _: Request) -> Json:
        self._journal.clear()
        return {"requests": []}

    async def _reset(self, request: Request) -> Json:
        """Start over, from another seed when one is given."""
        given = await request.json() if await request.body() else {}
        async with self._moving:
            with self._state.transaction():
                self._state.wipe()
                sow(self._state, str(given.get("seed", DEFAULT_SEED)))
        self._faults.clear()
        self._journal.clear()
        self._limits.change({"paid": True})
        self._service.meter.reset()
        return await self._counts(request)


def _in_json(handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(request))
        except (ValueError, TypeError, KeyError) as trouble:
            return JSONResponse({"error": f"{type(trouble).__name__}: {trouble}"}, status_code=400)

    return endpoint


def samples() -> Path:
    """The folder of the sample page and the sample leads."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_resources" / "sandbox"
    return inside if inside.is_dir() else package.parent / "resources" / "sandbox"


async def _sample(_: Request) -> Response:
    page = (samples() / "product.html").read_bytes()
    return Response(page, media_type="text/html; charset=utf-8")
