"""Which addresses a product page may come from: public ones, and this computer when it was typed.

A page, a redirect or a name server must not be able to make this program ask something inside the
founder's own network (server-side request forgery, CWE-918).
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from vibe_desktop.domain.errors import InvalidInput

_PORTS = {"http": 80, "https": 443}
_LOOKS_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*")
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NAT64_HERE = ipaddress.ip_network("64:ff9b:1::/48")
"""For translators of one network (RFC 8215): whatever is behind it, it is no public page."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIXTOFOUR = ipaddress.ip_network("2002::/16")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes.

    Attributes:
        url: The whole address, without a fragment.
        scheme: "http" or "https".
        host: As it stands in the URL, lower case, no brackets.
        port: Given or implied.
        local: Whether it names this computer openly ("localhost", 127.0.0.1, [::1]).
    """

    url: str
    scheme: str
    host: str
    port: int
    local: bool

    @property
    def host_header(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str) -> Target:
    """Take a URL apart.

    Raises:
        InvalidInput: It is no address of a web page, or of one that is not read.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        raise InvalidInput(f"“{url}” is not an address of a web page.", field="url") from None
    if parts.scheme.lower() not in _PORTS:
        words = f"Only http and https addresses can be read, not “{parts.scheme or url}”."
        raise InvalidInput(words, field="url")
    if not host:
        raise InvalidInput(f"“{url}” names no website.", field="url")
    if parts.username is not None or parts.password is not None:
        words = "An address with a user name or password in it cannot be read."
        raise InvalidInput(words, next_step="Remove what stands before the @.", field="url")
    return _target(parts, host, port)


def _target(parts: SplitResult, host: str, port: int | None) -> Target:
    scheme = parts.scheme.lower()
    wire_host = _wire_name(host)
    if literal(wire_host) is None and not _NAME.fullmatch(wire_host):
        raise InvalidInput(f"“{host}” is not a name a website can have.", field="url")
    local = wire_host == "localhost" or (
        (address := literal(wire_host)) is not None and is_this_computer(address)
    )
    disguised = literal(wire_host) is not None and not host.isascii()
    last_label = wire_host.rpartition(".")[2]
    if disguised or (literal(wire_host) is None and _LOOKS_NUMERIC.fullmatch(last_label)):
        # "2130706433", "0x7f.1", "127.1" and "１２７.０.０.１" all are 127.0.0.1 to a resolver.
        words = f"“{host}” is a number written so that nobody sees where it leads."
        raise InvalidInput(words, next_step="Give the website's name.", field="url")
    wanted = port if port is not None else _PORTS[scheme]
    if not local and wanted not in _PORTS.values():
        words = f"Port {wanted} is not one that web pages use; only 80 and 443 are read."
        raise InvalidInput(words, field="url")
    plain = Target("", scheme, wire_host, wanted, local)
    path = _spelt(parts.path) or "/"
    query = f"?{_spelt(parts.query)}" if parts.query else ""
    return Target(f"{scheme}://{plain.host_header}{path}{query}", scheme, wire_host, wanted, local)


def _spelt(part: str) -> str:
    """A path or query as it goes over the wire; what was written as "%..." stays."""
    return quote(part, safe="%/?:@!$&'()*+,;=~-._[]|", errors="replace")


def literal(host: str) -> Address | None:
    """The address that a host is when it is one, else None."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    inner = _unwrapped(address)
    return inner.is_global and not (
        inner in _NAT64_HERE
        or inner.is_private
        or inner.is_loopback
        or inner.is_link_local
        or inner.is_multicast
        or inner.is_reserved
        or inner.is_unspecified
        or (isinstance(inner, ipaddress.IPv6Address) and inner.is_site_local)
    )


def is_this_computer(address: Address) -> bool:
    """Whether it is a plain loopback address, not one wrapped in another.

    Python counts "::ffff:127.0.0.1" as loopback only since 3.13; nobody types it with good intent.
    """
    return address.is_loopback and _unwrapped(address) == address


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside a mapped, NAT64 or 6to4 address; other addresses as they are."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIXTOFOUR:
        return ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return address


def _wire_name(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise InvalidInput(f"“{host}” is not a name a website can have.", field="url") from None
