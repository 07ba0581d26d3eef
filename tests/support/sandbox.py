"""The sandbox in a thread of the test's process: starts in milliseconds, leaves nothing behind.

    def test_something(sandbox: RunningSandbox): ...

(the fixture of `tests/conftest.py`), or `with sandbox_in(directory) as sandbox: ...` where a test
needs several, or one that is started again on the same directory.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vibe_desktop.sandbox.info import SandboxInfo, ask
from vibe_desktop.sandbox.limits import Limits
from vibe_desktop.sandbox.server import Stopper, serve

_START_SECONDS = 20
_STOP_SECONDS = 20


class RunningSandbox:
    """A sandbox that answers, and its levers."""

    def __init__(self, directory: Path, info: SandboxInfo) -> None:
        self.directory = directory
        self.info = info

    def control(self, method: str, path: str, json: object = None) -> dict[str, Any]:
        """Send a control request, `control("GET", "/clock")` for example."""
        return ask(self.info, method, path, json, seconds=120)

    def advance(self, days: float) -> None:
        """Let days pass: mails go out and are answered."""
        self.control("POST", "/advance", {"days": days})

    def set_clock(self, now: str) -> None:
        """Make it that time, "2026-03-02T08:00:00Z": a test meets the same weekdays always."""
        self.control("POST", "/clock", {"now": now})

    def faults(self, *faults: dict[str, Any]) -> None:
        """Order faults; see `vibe_desktop.sandbox.faults.Fault` for the words."""
        self.control("POST", "/faults", list(faults))

    def clear_faults(self) -> None:
        """Take back what was ordered."""
        self.control("DELETE", "/faults")

    def reset(self) -> None:
        """Make it as it was at first: nobody's campaigns, no faults, the usual limits."""
        self.control("POST", "/reset")
        self.settings(**asdict(Limits()))

    def settings(self, **settings: object) -> None:
        """Change rate limits (`emails_per_minute=1000`) or the plan (`paid=False`)."""
        self.control("POST", "/settings", settings)

    def requests(self, service: str = "instantly", path: str = "") -> list[dict[str, Any]]:
        """The requests so far whose path contains `path`, oldest first."""
        found = self.control("GET", f"/requests?service={service}")["requests"]
        return [request for request in found if path in request["path"]]


@contextmanager
def sandbox_in(directory: Path, *, seed: str = "vibe") -> Iterator[RunningSandbox]:
    """Run a sandbox on a directory; what it keeps there outlives it."""
    ready = threading.Event()
    found: list[SandboxInfo] = []
    troubles: list[BaseException] = []
    stopper = Stopper()

    def on_ready(info: SandboxInfo) -> None:
        found.append(info)
        ready.set()

    def run() -> None:
        try:
            serve(directory, on_ready=on_ready, stopper=stopper, seed=seed)
        except BaseException as trouble:  # noqa: BLE001 - handed to the thread that waits
            troubles.append(trouble)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="sandbox")
    thread.start()
    try:
        ready.wait(_START_SECONDS)
        if troubles:
            raise troubles[0]
        yield RunningSandbox(directory, found[0])
    finally:
        stopper.stop()
        thread.join(_STOP_SECONDS)
        assert not thread.is_alive(), "the sandbox did not stop"
    if troubles:
        raise troubles[0]
