"""A small world without a server: campaigns and leads straight in the state."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vibe_desktop.sandbox.instantly import analytics, campaigns, leads_upload
from vibe_desktop.sandbox.instantly.campaign_shapes import CREATE
from vibe_desktop.sandbox.instantly.operation import Call
from vibe_desktop.sandbox.seed import sow
from vibe_desktop.sandbox.simulation.engine import advance
from vibe_desktop.sandbox.state import State, seconds

MONDAY = "2026-03-02T00:00:00Z"


class World:
    """A state whose clock starts at a known time."""

    def __init__(self, state: State) -> None:
        self.state = state

    def call(
        self, handler: Any, *, body: Any = None, query: Mapping[str, Any] | None = None, **path: str
    ) -> Any:
        """One operation, past the checks of HTTP."""
        with self.state.transaction():
            return handler(Call(self.state, path, query or {}, body, "key"))

    def campaign(self, **fields: Any) -> str:
        """A draft; returns its id."""
        made = self.call(campaigns.create, body=CREATE({"name": "Test", **fields}, "body"))
        return str(made["id"])

    def add_leads(self, campaign: str, count: int, **fields: object) -> None:
        """People at firms of four."""
        people = [
            {"email": f"p{n}@firm{n // 4}.example", "first_name": f"P{n}", **fields}
            for n in range(count)
        ]
        self.call(leads_upload.add, body={"campaign_id": campaign, "leads": people})

    def activate(self, campaign: str) -> int:
        """Start it; returns its status."""
        return int(self.call(campaigns.activate, id=campaign)["status"])

    def advance(self, days: float) -> None:
        """Let time pass."""
        for _ in advance(self.state, days):
            pass

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """Events in the order they were noted."""
        names = ("campaign", "lead", "kind", "step", "variant", "at", "local_day", "mailbox")
        rows = self.state.rows(
            " ".join(("SELECT", ", ".join(names), "FROM events ORDER BY number"))
        )
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [event for event in found if not kinds or event["kind"] in kinds]

    def totals(self, campaign: str) -> dict[str, Any]:
        """The row of `campaigns/analytics`."""
        found = self.call(analytics.analytics, query={"id": campaign})
        return dict(found[0]) if found else {}

    def days(self, campaign: str) -> list[dict[str, Any]]:
        """The rows of `campaigns/analytics/daily`."""
        return list(self.call(analytics.daily, query={"campaign_id": campaign}))

    def steps(self, campaign: str) -> list[dict[str, Any]]:
        """The rows of `campaigns/analytics/steps`."""
        return list(self.call(analytics.steps, query={"campaign_id": campaign}))


@contextmanager
def world(directory: Path, *, now: str = MONDAY, seed: str = "vibe") -> Iterator[World]:
    """A new world, or the one that the directory holds."""
    state = State(directory)
    try:
        with state.transaction():
            if not state.meta("seed"):
                state.move_clock(seconds(now) - state.now())
            sow(state, seed)
        yield World(state)
    finally:
        state.close()
