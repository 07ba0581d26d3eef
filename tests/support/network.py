"""No test reaches beyond this computer.

Python announces every connection and every name look-up to audit hooks, whichever library makes
it, so one hook guards them all. A hook cannot be taken out again; it lives as long as the process.
"""

import ipaddress
import socket
import sys
from typing import Any

attempts: list[str] = []
"""What was stopped since the list was last cleared, one sentence each."""

_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class LeftThisComputer(RuntimeError):
    """A test tried to reach something beyond the loopback interface."""


def install() -> None:
    """Stop every connection and name look-up beyond loopback from now on."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS:
        _check(arguments[0])
    elif event in _CONNECTIONS:
        connection, address = arguments
        families = {socket.AF_INET, socket.AF_INET6}
        if getattr(connection, "family", None) in families and isinstance(address, tuple):
            _check(address[0])


def _check(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if _is_this_computer(name):
        return
    if name.rstrip(".").endswith(".invalid"):
        # Reserved never to exist, so tests may use it for "no such host": answered without asking.
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    sentence = f"A test tried to reach {name!r}; tests may only use 127.0.0.1, localhost and ::1."
    attempts.append(sentence)
    raise LeftThisComputer(sentence)


def _is_this_computer(name: str) -> bool:
    if name in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback or address.is_unspecified)
