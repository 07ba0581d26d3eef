"""Fetches one page that the founder asked for, without trusting anything on the way.

Every hop is resolved once, checked, and connected to by the checked address, so that a name server
cannot answer differently the second time. Sizes, time and redirects are capped.
"""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin

import httpx

from vibe_desktop import __version__
from vibe_desktop.domain.errors import InvalidInput, NotAuthorised, Rejected, Trouble, Unreachable
from vibe_desktop.domain.urls import same_site
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.running import run
from vibe_desktop.gateways.http.tls import system_trust
from vibe_desktop.gateways.website.addresses import (
    Target,
    is_public,
    is_this_computer,
    literal,
    target,
)

USER_AGENT = f"VibeMarketingAutopilot/{__version__} (desktop app reading one page for its user)"
MAX_RAW_BYTES = 6_000_000
MAX_DECODED_BYTES = 8_000_000
MAX_REDIRECTS = 5
SECONDS_IN_ALL = 20.0
_CONNECT_SECONDS = 6.0
_READ_SECONDS = 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
_OTHER_WAYS = "Paste the page's text instead, or open a saved .html file."

Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    Attributes:
        url: Where it was in the end, after redirects.
        body: Decompressed bytes.
        media_type: "text/html", "text/plain", ... in lower case.
        charset: As the HTTP header has it, "" when it does not say.
    """

    url: str
    body: bytes
    media_type: str
    charset: str


class Fetcher:
    """Fetches pages, one at a time.

    Args:
        host_log: Is told (host, purpose) before each host is contacted.
        resolve: Host and port to addresses; the system's own resolver unless given.
        seconds: The most a page may take in all, redirects included.
    """

    def __init__(
        self,
        host_log: Callable[[str, str], None],
        resolve: Resolve | None = None,
        seconds: float = SECONDS_IN_ALL,
    ) -> None:
        self._host_log = host_log
        self._resolve = resolve or _resolve
        self._seconds = seconds

    def fetch(self, url: str, work: Work, *, stay: bool = False) -> Fetched:
        """Fetch the page at `url`.

        A loopback address is read only when `url` itself names it, never after a redirect from
        another site.

        Args:
            url: The address as the founder typed it, or on the site that was typed.
            work: Is asked whether to go on.
            stay: Whether a redirect to another host ("www." aside) is refused.

        Raises:
            InvalidInput: The address is none that this program reads.
            Unreachable: There is no such site, no answer in time, or trouble on its side.
            NotAuthorised: The page wants a sign-in.
            Rejected: The site refuses, or sends something that is no readable page.
            Cancelled: The work was cancelled.
        """
        try:
            return run(lambda: self._fetch(target(url), stay=stay), work, seconds=self._seconds)
        except TimeoutError:
            raise Unreachable(
                f"The page did not arrive within {self._seconds:.0f} seconds.",
                next_step=f"Try again. {_OTHER_WAYS}",
            ) from None

    async def _fetch(self, asked: Target, *, stay: bool) -> Fetched:
        going = asked
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._hop(going, local_allowed=_same_site(asked, going))
            if isinstance(answer, Fetched):
                return answer
            if stay and not same_site(asked.url, answer.url):
                raise Rejected(
                    f"{asked.host} redirected to {answer.host}, which is another site.",
                    next_step="Only pages of the site itself are read besides the product page.",
                )
            going = answer
        raise Rejected(f"The site redirected more than {MAX_REDIRECTS} times.")

    async def _hop(self, going: Target, *, local_allowed: bool) -> Fetched | Target:
        addresses = await self._checked_addresses(going, local_allowed=local_allowed)
        self._host_log(going.host, "reading the product page")
        context: ssl.SSLContext | bool = system_trust() if going.scheme == "https" else False
        async with httpx.AsyncClient(
            verify=context,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
        ) as client:
            failure: Trouble | None = None
            for address in addresses[:3]:
                try:
                    return await self._ask(client, going, address)
                except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                    failure = _no_connection(going, error)
                except httpx.TimeoutException:
                    raise Unreachable(
                        f"{going.host} stopped answering.", next_step=f"Try again. {_OTHER_WAYS}"
                    ) from None
                except httpx.TransportError as error:
                    if "location header" in str(error):  # the client looks at it by itself
                        raise _no_such_hop() from None
                    raise Unreachable(
                        f"The connection to {going.host} broke before the page had arrived.",
                        next_step="Try again.",
                    ) from None
            raise failure or _unknown_host(going)

    async def _checked_addresses(self, going: Target, *, local_allowed: bool) -> list[str]:
        known = literal(going.host)
        try:
            found = [going.host] if known else await self._resolve(going.host, going.port)
        except (OSError, UnicodeError):
            raise _unknown_host(going) from None
        for text in found:
            address = literal(text)
            if address is None:
                raise _unknown_host(going)
            local = going.local and is_this_computer(address)
            if local and not local_allowed:
                raise Rejected(
                    "The site redirected to this computer itself, which is not followed."
                )
            if not local and not is_public(address):
                raise InvalidInput(
                    f"{going.host} is inside a private network; only public pages are read.",
                    next_step=_OTHER_WAYS,
                    field="url",
                )
        if not found:
            raise _unknown_host(going)
        return found

    async def _ask(
        self, client: httpx.AsyncClient, going: Target, address: str
    ) -> Fetched | Target:
        url = httpx.URL(going.url).copy_with(host=address)
        headers = {
            "Host": going.host_header,
            "User-Agent": USER_AGENT,
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        named = {} if literal(going.host) else {"sni_hostname": going.host}
        async with client.stream("GET", url, headers=headers, extensions=named) as response:
            if response.status_code in _REDIRECTS:
                return _next_hop(going, response.headers.get("location", ""))
            _refuse_bad_status(going, response.status_code)
            media_type, charset = _content_type(response.headers.get("content-type", ""))
            if media_type not in _READABLE:
                raise Rejected(
                    f"That address is not a web page but “{media_type}”.", next_step=_OTHER_WAYS
                )
            encoding = response.headers.get("content-encoding", "").strip().lower()
            body = await _body(response.aiter_raw(), encoding)
        return Fetched(going.url, body, media_type, charset)


def _same_site(asked: Target, going: Target) -> bool:
    return (asked.host, asked.port) == (going.host, going.port)


def _next_hop(going: Target, location: str) -> Target:
    if not location:
        raise Rejected("The site redirected to nowhere.")
    try:
        return target(urljoin(going.url, location))
    except (InvalidInput, ValueError):
        raise _no_such_hop() from None


def _no_such_hop() -> Rejected:
    return Rejected("The site redirected to an address that is not read.", next_step=_OTHER_WAYS)


def _refuse_bad_status(going: Target, status: int) -> None:
    if 200 <= status < 300 and status != 204:
        return
    match status:
        case 401 | 407:
            raise NotAuthorised("The page wants a sign-in.", next_step=_OTHER_WAYS)
        case 403 | 406 | 451 | 999:
            raise Rejected(
                f"{going.host} does not let programs read this page.",
                next_step=_OTHER_WAYS,
                status=status,
            )
        case 404 | 410:
            raise Rejected(
                "There is no page at that address.",
                next_step="Check it for a typing error.",
                status=status,
            )
        case 429:
            raise Rejected(
                f"{going.host} asks to come back later.",
                next_step=f"Wait a few minutes. {_OTHER_WAYS}",
                status=status,
            )
        case _ if status >= 500:
            raise Unreachable(
                f"{going.host} has trouble of its own (status {status}).",
                next_step="Try again later.",
            )
        case _:
            raise Rejected(
                f"{going.host} did not send a page (status {status}).",
                next_step=_OTHER_WAYS,
                status=status,
            )


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header or "text/html"
    return message.get_content_type(), str(message.get_param("charset", "") or "")


async def _body(chunks: AsyncIterator[bytes], encoding: str) -> bytes:
    """The decompressed body; stops reading as soon as a cap is passed."""
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise Rejected(f"The page came compressed in a way nobody asked for ({encoding}).")
    decoder = _Decoder(encoding)
    raw = 0
    async for chunk in chunks:
        raw += len(chunk)
        if raw > MAX_RAW_BYTES:
            raise Rejected(
                f"The page is larger than {MAX_RAW_BYTES // 1_000_000} MB.", next_step=_OTHER_WAYS
            )
        decoder.feed(chunk)
    return bytes(decoder.out)


class _Decoder:
    """Decompresses bit by bit, so that a small body cannot swell beyond the cap."""

    def __init__(self, encoding: str) -> None:
        self.out = bytearray()
        self._deflate = encoding == "deflate"
        # 32 + 15: zlib finds out by itself whether it is gzip or zlib.
        self._inflate = zlib.decompressobj(47) if encoding not in {"", "identity"} else None

    def feed(self, chunk: bytes) -> None:
        if self._inflate is None:
            self.out += chunk
        else:
            self._inflate_more(self._inflate, chunk)
        if len(self.out) > MAX_DECODED_BYTES:
            raise Rejected(
                f"The page unpacks to more than {MAX_DECODED_BYTES // 1_000_000} MB.",
                next_step=_OTHER_WAYS,
            )

    def _inflate_more(self, inflate: "zlib._Decompress", chunk: bytes) -> None:
        room = MAX_DECODED_BYTES + 1 - len(self.out)
        try:
            self.out += inflate.decompress(chunk, room)
        except zlib.error:
            if not self._deflate or self.out:
                raise Rejected("The page is compressed in a way that cannot be read.") from None
            # Some servers send "deflate" without its zlib header.
            self._inflate = zlib.decompressobj(-15)
            self._deflate = False
            self._inflate_more(self._inflate, chunk)


async def _resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _unknown_host(going: Target) -> Unreachable:
    return Unreachable(
        f"There is no website called {going.host}, or this computer is offline.",
        next_step="Check the address and the internet connection.",
    )


def _no_connection(going: Target, error: Exception) -> Trouble:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) or "CERTIFICATE" in str(cause).upper():
            return Rejected(
                f"The certificate of {going.host} cannot be trusted, so its page was not read.",
                next_step="Check the address, or paste the page's text.",
            )
        if isinstance(cause, ssl.SSLError):
            return Unreachable(
                f"{going.host} does not speak https at this address.",
                next_step="Check the address; a server on this computer often wants http://.",
            )
        cause = cause.__cause__ or cause.__context__
    return Unreachable(
        f"{going.host} does not answer.", next_step="Check the address and the connection."
    )
