"""Web addresses as founders type them, made into the one form that is kept and fetched."""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from vibe_desktop.domain.errors import InvalidInput

MAX_LENGTH: Final = 2_048
"""Longest address taken, in characters; browsers and web servers differ above it."""

_WEB_PORT: Final = 443
_WEB_PORTS: Final = frozenset({80, 443})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_EXAMPLE = "Type it as in a browser, for example https://example.com/product."


def normalise_product_url(text: str) -> str:
    """The address of a product page, ready to be fetched. Applying it twice changes nothing.

    "https://" is added where it is missing ("http://" on this computer itself), the host is
    put in lower case, a "#..." part is dropped, and spaces in the path are written as "%20".

    Raises:
        InvalidInput: It is empty, too long, of another scheme, carries a user name, or names
            no host; `field` is "url".
    """
    parts, _ = _split(text, field="url")
    return urlunsplit(
        (
            parts.scheme,
            parts.netloc,
            _printable(parts.path),
            _printable(parts.query),
            "",
        )
    )


def normalise_api_root(text: str, *, field: str) -> str:
    """The root of an API, without a slash at the end: https, or http on this computer itself.

    Anything else would send a key over the wire for everybody on the way to read.

    Raises:
        InvalidInput: It is not such an address; `field` is the given one.
    """
    parts, loopback = _split(text, field=field)
    if parts.scheme == "http" and not loopback:
        raise InvalidInput(
            "This address starts with http://, so your key would travel unprotected.",
            next_step="Use https://; plain http:// is only for services on this computer.",
            field=field,
        )
    if parts.query:
        raise InvalidInput(
            "The address of a service has no part after a “?”.",
            next_step="Leave that part out.",
            field=field,
        )
    return urlunsplit((parts.scheme, parts.netloc, _printable(parts.path).rstrip("/"), "", ""))


def host_of(url: str) -> str:
    """The host in a normalised address without "www.", a fair name for a product: "example.com"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def same_site(first: str, second: str) -> bool:
    """Whether two addresses are on one host, "www." aside, and on one server of it.

    A port that was written out is another server, unless it is one of the two of the web.
    """
    try:
        one, two = urlsplit(first), urlsplit(second)
        ports = one.port or _WEB_PORT, two.port or _WEB_PORT
    except ValueError:
        return False
    hosts = [(parts.hostname or "").rstrip(".").removeprefix("www.") for parts in (one, two)]
    if not hosts[0] or hosts[0] != hosts[1]:
        return False
    return len({_WEB_PORT if port in _WEB_PORTS else port for port in ports}) == 1


def is_loopback(host: str) -> bool:
    """Whether `host` (a name, or an address without brackets) is this computer itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(text: str, *, field: str) -> tuple[SplitResult, bool]:
    """The parts with scheme and host in their final form, and whether the host is this computer."""
    text = text.strip()
    if not text:
        raise InvalidInput("There is no web address yet.", next_step=_EXAMPLE, field=field)
    if len(text) > MAX_LENGTH:
        raise _refusal(f"This web address is longer than {MAX_LENGTH:,} characters.", field)
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise _refusal("This web address contains a line break or an invisible character.", field)
    scheme, rest = _scheme_and_rest(text, field)
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refusal(f"“{_short(text)}” is not a web address.", field) from None
    if "@" in parts.netloc:
        raise InvalidInput(
            "This is an e-mail address, or a web address with a user name in it.",
            next_step="Leave out everything before the “@”.",
            field=field,
        )
    literal = _ip(host)
    if literal is None and not _is_name(host, dotless=bool(scheme)):
        raise _refusal(f"“{_short(text)}” does not name a website.", field)
    loopback = is_loopback(host)
    netloc = f"[{host}]" if literal is not None and literal.version == 6 else host
    if port is not None:
        netloc += f":{port}"
    scheme = scheme or ("http" if loopback else "https")
    return SplitResult(scheme, netloc, parts.path, parts.query, ""), loopback


def _scheme_and_rest(text: str, field: str) -> tuple[str, str]:
    """The scheme ("" when none was typed) and all that follows its "//"."""
    if text.startswith("//"):
        return "", text[2:]
    found = _SCHEME.fullmatch(text)
    # "localhost:8000" and "example.com:8443/x": what follows the colon is a port.
    if found is None or re.match(r"\d+(?:[/?#]|\Z)", found[2]):
        return "", text
    scheme = found[1].lower()
    if scheme not in ("http", "https"):
        raise _refusal(f"“{_short(scheme)}:” is not a kind of web address the app can read.", field)
    if not found[2].startswith("//"):
        raise _refusal(f"“{_short(text)}” is not a web address.", field)
    return scheme, found[2][2:]


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host) if "%" not in host else None
    except ValueError:
        return None


def _is_name(host: str, *, dotless: bool) -> bool:
    """Whether `host` can be a host name; one without a dot only counts when `dotless`.

    Somebody who types "product" most likely means something else than a machine of that name.
    """
    labels = host.removesuffix(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or len(host) > 253:
        return False
    if labels[-1].isdigit():
        return False  # "1.2.3", "999.1.1.1": meant as an address of numbers, and wrong
    return len(labels) > 1 or dotless or host == "localhost"


def _printable(part: str) -> str:
    return quote(part, safe="%/?:@!$&'()*+,;=~-._[]|")


def _refusal(what: str, field: str) -> InvalidInput:
    return InvalidInput(what, next_step=_EXAMPLE, field=field)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
