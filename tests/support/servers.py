"""A real web server on loopback, for tests of whatever speaks HTTP."""

import mimetypes
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived. `path` is without the query; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Content-Length is added unless `headers` has one."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Responder = Callable[[Request], Answer]


class PageServer:
    """Serves what it is given, answers 404 to the rest, and remembers what it was asked.

    Use it as a context manager. Each request has a thread of its own.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._responders: dict[str, Responder] = {}
        self._folders: list[Path] = []
        self._server = _Server(("127.0.0.1", 0), _handler_for(self._respond))
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), name="page server"
        )

    @property
    def url(self) -> str:
        """Where the server is, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer requests for `path` with this; returns the page's URL."""
        data = body.encode() if isinstance(body, str) else body
        return self.respond(path, lambda _: Answer(data, status, content_type, headers or {}))

    def respond(self, path: str, responder: Responder) -> str:
        """Answer requests for `path`, whatever their method, with what `responder` makes of them.

        `responder` runs in a thread of the server. Returns the URL.
        """
        self._responders[path] = responder
        return self.url + path

    def folder(self, folder: Path) -> str:
        """Serve the files of a folder from the root on; returns the server's URL."""
        self._folders.append(folder.resolve())
        return self.url

    def _respond(self, request: Request) -> Answer:
        self.requests.append(request)
        if responder := self._responders.get(request.path):
            return responder(request)
        for folder in self._folders:
            file = (folder / unquote(request.path).lstrip("/")).resolve()
            if file.is_relative_to(folder) and file.is_file():
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                return Answer(file.read_bytes(), content_type=kind)
        return Answer(b"There is no such page.", 404, "text/plain")

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up early is what some tests are about."""


def _handler_for(respond: Responder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            answer = respond(Request(self.command, parts.path, parts.query, headers, body))
            self.send_response(answer.status)
            sent = {"Content-Type": answer.content_type, **answer.headers}
            if not {"content-length", "transfer-encoding"} & {name.lower() for name in sent}:
                sent["Content-Length"] = str(len(answer.body))
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # the base's name
            """Keep the test's output clean."""

    return Handler
