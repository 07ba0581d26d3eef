"""A server that says exactly what a test tells it to: for failures that no polite server makes."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.openai.writer import OpenAIWriter

Script = Callable[["Talk"], None]


class Talk:
    """One request as it arrived, and the wire to answer it on."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self._handler = handler
        self.body = body
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.path = handler.path
        self.released = threading.Event()

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", kind)
        self._handler.send_header("Connection", "close")
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def write(self, text: str) -> None:
        self._handler.wfile.write(text.encode())
        self._handler.wfile.flush()

    def json(self, status: int, value: object, **headers: str) -> None:
        self.head(status, "application/json", **headers)
        self.write(json.dumps(value))

    def error(self, status: int, message: str, code: str = "", **headers: str) -> None:
        error = {"message": message, "type": code or "error", "code": code, "param": None}
        self.json(status, {"error": error}, **headers)

    def delta(self, finish: str | None = None, **delta: str) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.chunk({"choices": [choice]})

    def chunk(self, more: dict[str, Any]) -> None:
        head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "raw-1"}
        self.write(f"data: {json.dumps(head | more)}\n\n")

    def done(self) -> None:
        self.write("data: [DONE]\n\n")


class RawServer:
    """Runs the scripts one after the other; the last one answers all further requests."""

    def __init__(self) -> None:
        self.talks: list[Talk] = []
        self.scripts: list[Script] = []
        self.arrived = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                data = self.rfile.read(length)
                talk = Talk(self, json.loads(data) if data else {})
                outer.talks.append(talk)
                outer.arrived.set()
                script = outer.scripts[min(len(outer.talks), len(outer.scripts)) - 1]
                script(talk)

            do_GET = do_POST

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the base's name
                """Keep the test's output clean."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is what some tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        for talk in self.talks:
            talk.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def says(self, *scripts: Script) -> None:
        self.scripts = list(scripts)

    def writer(
        self,
        *,
        model: str = "raw-1",
        deadline: float = 20.0,
        silence: float = 20.0,
        seconds_between: float = 0,
    ) -> OpenAIWriter:
        return OpenAIWriter(
            self.url,
            model=model,
            secret=lambda: "sk-very-secret-1234",
            host_log=lambda _host, _purpose: None,
            patience=Backoff(attempts=3, first=0.01, most=0.02, deadline=deadline),
            silence=silence,
            seconds_between=seconds_between,
        )


@pytest.fixture
def raw() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.close()
