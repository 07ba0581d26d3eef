"""The HTTP client that every gateway of ours speaks through."""

import json as jsonlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vibe_desktop.domain.errors import RateLimited, Trouble
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http import errors
from vibe_desktop.gateways.http.errors import Answer, ServiceWords
from vibe_desktop.gateways.http.pacing import Pace, Pacer
from vibe_desktop.gateways.http.redaction import redact, secrets_in
from vibe_desktop.gateways.http.retrying import Backoff, Retry, asked_pause
from vibe_desktop.gateways.http.tls import no_trust, system_trust

if TYPE_CHECKING:
    import ssl

    import httpx

Query = Mapping[str, str | int | float | bool | Sequence[str]]
"""Query parameters by name; a sequence becomes repeated keys."""

DEFAULT_TIMEOUT = 30.0
"""Seconds without a byte after which a connection counts as dead."""


@dataclass(frozen=True, slots=True)
class JsonText:
    """A body that is JSON already, in UTF-8: what was written down once is not made again."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Manners:
    """How a service is treated.

    Attributes:
        paces: Rate limits to stay below; repetitions count too.
        backoff: How often and how patiently to repeat.
        timeout: Seconds without a byte after which an attempt is given up.
    """

    paces: tuple[Pace, ...] = ()
    backoff: Backoff = field(default_factory=Backoff)
    timeout: float = DEFAULT_TIMEOUT


class HttpClient:
    """JSON over HTTP to one service. Thread-safe; keep one for as long as the app runs.

    Proxies are taken from the environment, certificates from the system.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Callable[[], Mapping[str, str]],
        user_agent: str,
        host_log: Callable[[str, str], None],
        purpose: str,
        words: ServiceWords,
        manners: Manners = Manners(),
        verify: "Callable[[], ssl.SSLContext]" = system_trust,
    ) -> None:
        """Prepare; nothing is opened before the first request.

        Args:
            base_url: Root that paths are appended to.
            headers: Gives the headers that carry the secret; asked before each request, may raise
                NotAuthorised when there is no key.
            user_agent: Our own name: an edge in front of some services refuses library names.
            host_log: Told (host, purpose) for every request that goes out.
            purpose: Why this service is spoken to, for that log.
            words: How the service is spoken of.
            manners: How fast, how patiently and how long.
            verify: Makes the TLS context on first use.
        """
        self._base = base_url.rstrip("/")
        self._host = urlsplit(self._base).hostname or self._base
        self._headers = headers
        self._user_agent = user_agent
        self._host_log = host_log
        self._purpose = purpose
        self._words = words
        self._pacer = Pacer(manners.paces)
        self._backoff = manners.backoff
        self._timeout = manners.timeout
        self._verify = verify
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._urls: dict[str, httpx.URL] = {}

    def close(self) -> None:
        """Close all connections. A later request opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def request_json(
        self,
        method: str,
        path: str,
        *,
        params: Query | None = None,
        json: object = None,
        work: Work,
        retry: Retry | None = None,
        decode: Callable[[bytes], object] = jsonlib.loads,
        within: float | None = None,
    ) -> object:
        """Send one request and give back the decoded JSON answer (None for an empty one).

        Args:
            method: "GET", "POST", ...
            path: Begins with "/"; parts must be percent-encoded already.
            params: Query; a sequence becomes repeated keys.
            json: Body, a `JsonText` as it is; None sends neither body nor content type, which
                strict servers want.
            work: Cancelling it ends a request in flight within a fifth of a second.
            retry: Default: GET is safe to repeat, everything else is not.
            decode: Reads a good answer; raises ValueError when it is not what it should be.
            within: For what is urgent: one attempt only, which may take so many seconds and does
                not wait out a pause that the service asked for. Whoever asks so repeats it, or
                tells the founder that it was in vain.

        Raises:
            Unreachable: No usable answer; `outcome_unknown` when the work may have been done.
            NotAuthorised: No key, or refused (401, 402, 403).
            RateLimited: Asked to slow down for longer than we wait.
            Rejected: Any other 4xx, 404 included.
            ContractBroken: A good status with a body that is not JSON.
            Cancelled: The work was cancelled.
        """
        mode = retry or (Retry.SAFE if method == "GET" else Retry.UNSAFE)
        content = _body(json)
        urgent = within is not None
        attempts = 1 if urgent else self._backoff.attempts
        end = time.monotonic() + (self._backoff.deadline if within is None else within)
        attempt = 1
        while True:
            # Waiting for one's turn is no part of the time that an answer may take.
            end += self._pacer.take(method, path, work, urgent=urgent)
            response = self._attempt(method, path, params, content, work, mode, end)
            trouble, pause = (
                response if isinstance(response, tuple) else self._judge(response, mode, decode)
            )
            if not isinstance(trouble, Trouble):
                return trouble.value
            if pause is None:
                raise trouble
            wait = max(pause, self._backoff.pause(attempt))
            if isinstance(trouble, RateLimited):
                self._pacer.hold(wait)  # the limit is everybody's, and so is the pause
            if attempt >= attempts or time.monotonic() + wait >= end:
                raise trouble
            work.wait(wait)
            attempt += 1

    def _attempt(
        self,
        method: str,
        path: str,
        params: Query | None,
        content: bytes | None,
        work: Work,
        mode: Retry,
        end: float,
    ) -> "httpx.Response | tuple[Trouble, float | None]":
        """One request: its answer, or the trouble and the least pause before another (or None)."""
        import httpx

        unsafe = mode is Retry.UNSAFE
        headers = {"User-Agent": self._user_agent, "Accept": "application/json", **self._headers()}
        if content is not None:
            headers["Content-Type"] = "application/json"
        work.check()
        self._host_log(self._host, self._purpose)
        client = self._open()
        try:
            # Made here, past the client's merging of defaults: there are none but these.
            headers["Accept-Encoding"] = client.headers["Accept-Encoding"]
            request = httpx.Request(
                method, self._url(path, params), headers=headers, content=content
            )
            return _Flight(lambda: client.send(request)).land(work, end)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
            return errors.not_reached(self._words), 0.0
        except (httpx.TransportError, TimeoutError):
            return errors.no_answer(self._words, unsafe=unsafe), None if unsafe else 0.0
        except httpx.InvalidURL:
            return errors.not_reached(self._words), None
        except httpx.HTTPError:  # an answer that cannot be decoded, and the like
            return errors.no_answer(self._words, unsafe=unsafe), None

    def _judge(
        self, response: "httpx.Response", mode: Retry, decode: Callable[[bytes], object]
    ) -> "tuple[_Decoded | Trouble, float | None]":
        """What an answer gives, and the least pause before another request (None: no other)."""
        unsafe = mode is Retry.UNSAFE
        if response.is_success:
            if not response.content.strip():
                return _Decoded(None), None
            try:
                return _Decoded(decode(response.content)), None
            except (ValueError, RecursionError):
                pass  # not JSON, or brackets nested by the thousand: told below
        answer = Answer(
            status=response.status_code,
            body=response.text,
            is_json="json" in response.headers.get("content-type", ""),
            retry_after=asked_pause(response.headers.get("retry-after")),
        )
        if response.is_success:
            return errors.unreadable(self._words, answer, unsafe=unsafe), None
        said = (
            redact(answer.message, secrets_in(response.request.headers)) if answer.is_json else ""
        )
        trouble = errors.trouble_for(answer, self._words, said.rstrip("."), unsafe=unsafe)
        # A request refused for its rate was not carried out: safe to repeat, whatever it is.
        passing = answer.status == 429 or (answer.troubled and not unsafe)
        pause = answer.retry_after or 0.0
        return trouble, pause if passing and pause <= self._backoff.longest_asked else None

    def _url(self, path: str, params: Query | None) -> "httpx.URL":
        """The whole address; that of the path asked last is kept, since reading one is dear.

        Raises:
            httpx.InvalidURL: It is none.
        """
        import httpx

        url = self._urls.get(path)
        if url is None:
            url = httpx.URL(self._base + path)
            self._urls = {path: url}
        return url.copy_with(params=_query(params)) if params else url

    def _open(self) -> "httpx.Client":
        with self._lock:
            if self._client is None:
                import httpx

                trust = self._verify() if self._base.startswith("https:") else no_trust()
                try:
                    self._client = httpx.Client(
                        timeout=self._timeout, verify=trust, follow_redirects=False
                    )
                except (ValueError, ImportError):  # the environment's proxies are looked at here
                    raise errors.unusable_proxy() from None
            return self._client


class _Decoded:
    """A decoded JSON answer; a class of its own because JSON may be anything, None included."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class _Flight:
    """One request on a thread of its own, so that whoever waits for it can leave at any moment.

    Name look-up, connecting and the TLS handshake cannot be interrupted from outside on every
    platform; leaving them behind can. A request left behind ends by its own time-out and its
    answer is dropped: the same as a lost answer.
    """

    def __init__(self, send: "Callable[[], httpx.Response]") -> None:
        self._send = send
        self._landed = threading.Event()
        self._response: httpx.Response | None = None
        self._failure: BaseException | None = None

    def land(self, work: Work, end: float) -> "httpx.Response":
        """Send and wait for the answer.

        Raises:
            Cancelled: The work was cancelled.
            TimeoutError: No answer before `end` (on the monotonic clock).
        """
        threading.Thread(target=self._fly, name="http", daemon=True).start()
        with work.on_cancel(self._landed.set):
            on_time = self._landed.wait(max(0.0, end - time.monotonic()))
        work.check()
        if self._failure is not None:
            raise self._failure
        if not on_time or self._response is None:
            raise TimeoutError
        return self._response

    def _fly(self) -> None:
        try:
            self._response = self._send()
        except BaseException as failure:  # noqa: BLE001 - handed to the waiting thread
            self._failure = failure
        finally:
            self._landed.set()


def _body(json: object) -> bytes | None:
    if json is None:
        return None
    if isinstance(json, JsonText):
        return json.content
    return jsonlib.dumps(json, ensure_ascii=False, separators=(",", ":")).encode()


def _query(params: Query | None) -> "list[tuple[str, str | int | float | bool | None]]":
    pairs: list[tuple[str, str | int | float | bool | None]] = []
    for key, value in (params or {}).items():
        if isinstance(value, bool):
            pairs.append((key, "true" if value else "false"))
        elif isinstance(value, str | int | float):
            pairs.append((key, str(value)))
        else:
            pairs.extend((key, item) for item in value)
    return pairs
