"""Runs both stand-ins in one process, and finds or moves a sandbox that already runs."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from vibe_desktop.domain.errors import Conflict
from vibe_desktop.sandbox import info as addresses
from vibe_desktop.sandbox.control import Control
from vibe_desktop.sandbox.faults import Faults
from vibe_desktop.sandbox.gate import Gate
from vibe_desktop.sandbox.info import SandboxInfo, ask, running
from vibe_desktop.sandbox.instantly.app import application as instantly_application
from vibe_desktop.sandbox.instantly.service import Service
from vibe_desktop.sandbox.journal import Journal
from vibe_desktop.sandbox.limits import Limits
from vibe_desktop.sandbox.openai.app import application as openai_application
from vibe_desktop.sandbox.seed import DEFAULT_SEED, sow
from vibe_desktop.sandbox.simulation.engine import advance as play
from vibe_desktop.sandbox.state import State

__all__ = ["SandboxInfo", "Stopper", "advance", "running", "serve"]

_HOST = "127.0.0.1"
_LOCK = "sandbox.lock"
_PARENT_SECONDS = 0.5


class Stopper:
    """Ends a sandbox from another thread. Ending it before it serves ends it as soon as it does."""

    def __init__(self) -> None:
        self._wanted = False
        self._server: _Server | None = None

    def stop(self) -> None:
        """Ask for the end; returns at once."""
        self._wanted = True
        if self._server is not None:
            self._server.should_exit = True

    def attach(self, server: "_Server") -> None:
        """Say what is to be stopped."""
        self._server = server
        server.should_exit = self._wanted


def serve(
    directory: Path,
    *,
    port_instantly: int = 0,
    port_openai: int = 0,
    on_ready: Callable[[SandboxInfo], None] = lambda _: None,
    stopper: Stopper | None = None,
    until_stdin_closes: bool = False,
    parent_pid: int | None = None,
    seed: str = DEFAULT_SEED,
) -> None:
    """Serve the sandbox kept in `directory` until told to stop. Writes nothing to the terminal.

    Args:
        directory: Where the state is kept; made when it is not there.
        port_instantly: 0 for the port used last time, or any when that one is taken.
        port_openai: Likewise.
        on_ready: Called once, from this thread, as soon as requests are answered.
        stopper: Ends it from another thread. SIGTERM and SIGINT end it when it runs in the main
            thread.
        until_stdin_closes: Also end it when standard input ends.
        parent_pid: Also end it when this process is no longer the parent.
        seed: Decides how the recipients of a new sandbox behave.

    Raises:
        Conflict: Another process serves this directory.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _exclusive(directory), contextlib.ExitStack() as stack:
        state = State(directory)
        stack.callback(state.close)
        with state.transaction():
            sow(state, seed)
        sockets = [
            stack.enter_context(_listen(port_instantly, state.meta("port_instantly", "0"))),
            stack.enter_context(_listen(port_openai, state.meta("port_openai", "0"))),
        ]
        ports = [int(sock.getsockname()[1]) for sock in sockets]
        with state.transaction():
            state.set_meta("port_instantly", str(ports[0]))
            state.set_meta("port_openai", str(ports[1]))
        sandbox = SandboxInfo.at(*ports)
        instance = secrets.token_hex(8)

        def ready() -> None:
            addresses.announce(directory, sandbox, instance)
            stack.callback(addresses.withdraw, directory)
            on_ready(sandbox)

        server = _Server(state, instance, ports, ready)
        (stopper or Stopper()).attach(server)
        if until_stdin_closes:
            threading.Thread(target=_wait_for_end, args=(server,), daemon=True).start()
        asyncio.run(server.run_until_stopped(sockets, parent_pid))


def advance(directory: Path, days: float) -> None:
    """Move the clock of the sandbox in `directory`, whether it is being served or not.

    Raises:
        Conflict: Somebody has it but does not answer.
    """
    sandbox = running(directory)
    if sandbox is not None:
        ask(sandbox, "POST", "/advance", {"days": days})
        return
    directory.mkdir(parents=True, exist_ok=True)
    with _exclusive(directory):
        state = State(directory)
        try:
            with state.transaction():
                sow(state)
            for _ in play(state, days):
                pass
        finally:
            state.close()


@contextlib.contextmanager
def _exclusive(directory: Path) -> Iterator[None]:
    lock = FileLock(directory / _LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout as trouble:
        raise Conflict(
            "The sandbox in this folder is already in use.",
            safe="Nothing was changed.",
            next_step="Use the one that runs, or end it first.",
        ) from trouble
    try:
        yield
    finally:
        lock.release()


def _listen(port: int, remembered: str) -> socket.socket:
    """A listening socket: on the port asked for, else on the last one, else on any."""
    wishes = [port] if port else [int(remembered), 0]
    for wish in wishes[:-1]:
        with contextlib.suppress(OSError):
            return _bind(wish)
    return _bind(wishes[-1])


def _bind(port: int) -> socket.socket:
    # Named as TCP, because asyncio switches Nagle's algorithm off for such sockets only: with it
    # the body of every answer waits 40 ms for the acknowledgement of its headers.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((_HOST, port))
        sock.listen(128)
    except OSError:
        sock.close()
        raise
    return sock


def _wait_for_end(server: "_Server") -> None:
    # Not through sys.stdin: the lock of that, held by a waiting thread, would break the exit.
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    server.should_exit = True


class _ByPort:
    """Sends a request to the application that belongs to the port it came in on."""

    def __init__(self, apps: dict[int, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._apps[scope["server"][1]](scope, receive, send)


class _Server(uvicorn.Server):
    """One uvicorn server on two sockets."""

    def __init__(
        self, state: State, instance: str, ports: list[int], ready: Callable[[], None]
    ) -> None:
        self._state = state
        self._instance = instance
        self._ports = ports
        self._ready = ready
        self._stopping = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                self._application(),
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=1,
            )
        )

    def _application(self) -> ASGIApp:
        faults, journal, limits = Faults(), Journal(), Limits()
        service = Service(self._state, limits)
        control = Control(
            self._state,
            service,
            limits=limits,
            faults=faults,
            journal=journal,
            instance=self._instance,
        )
        apps: tuple[tuple[str, ASGIApp], ...] = (
            ("instantly", instantly_application(service, control.routes())),
            ("openai", openai_application()),
        )
        gates: dict[int, ASGIApp] = {
            port: Gate(
                app,
                name,
                faults=faults,
                journal=journal,
                stopping=self._stopping,
                hang_up=self._hang_up,
            )
            for port, (name, app) in zip(self._ports, apps, strict=True)
        }
        return _ByPort(gates)

    def _hang_up(self, scope: Scope) -> None:
        ends = tuple(scope["client"]), tuple(scope["server"])
        for connection in list(self.server_state.connections):
            if isinstance(connection, H11Protocol) and ends == (
                connection.client,
                connection.server,
            ):
                connection.transport.close()

    async def run_until_stopped(self, sockets: list[socket.socket], parent: int | None) -> None:
        """Serve; the parent is looked after on the side."""
        watch = asyncio.create_task(self._watch(parent)) if parent is not None else None
        await self.serve(sockets=sockets)
        if watch is not None:
            watch.cancel()

    async def _watch(self, parent: int) -> None:
        while os.getppid() == parent:
            await asyncio.sleep(_PARENT_SECONDS)
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, then tell that requests are answered."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake whoever waits in an ordered delay, then as uvicorn does."""
        self._stopping.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and return; uvicorn's own way raises the signal again afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
