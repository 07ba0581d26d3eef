"""E-mail addresses as people write them, brought to the one form that lists are keyed by.

The common form is recognised by one compiled expression, because a list can have a million rows
and a parsing library costs many times more than reading the file. The form is the dot-atom of
RFC 5322 section 3.2.3 with a host name of RFC 1123 and the lengths of RFC 5321 section 4.5.3.1.
Quoted local parts and address literals, legal but never seen in lead lists, are refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MAX_ADDRESS: Final = 254
MAX_LOCAL_PART: Final = 64
_MAX_TEXT: Final = 1_000  # longer cells are prose, not addresses

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{0,58}}[a-z0-9])"
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]++"
# An apostrophe in front is legal, but in a spreadsheet it only says "this is text".
_is_address = re.compile(rf"(?!'){_ATOM}(?:\.{_ATOM})*+@{_HOST}").fullmatch
_is_host = re.compile(_HOST).fullmatch
_in_angle_brackets = re.compile(r"<([^<>]*)>[^<>]*\Z").search
_BEFORE: Final = " \t\r\n'\"([<"
_AFTER: Final = " \t\r\n.,;:'\")]>"


def normalise_email(text: str) -> str | None:
    """The address in `text` in the form lists are keyed by, or None when there is no usable one.

    Spaces around, invisible characters, `mailto:`, a display name ("Ada <ada@x.com>") and
    punctuation left over from copying are taken off; letters become lower case; a host name in
    another script becomes punycode. Never raises; applying it twice changes nothing.
    """
    plain = text.strip().lower()
    if len(plain) <= MAX_LOCAL_PART and _is_address(plain):
        return plain
    return _rescued(plain)


def _rescued(text: str) -> str | None:
    if "@" not in text or len(text) > _MAX_TEXT:
        return None
    if not text.isprintable():  # no-break and zero-width spaces, soft hyphens, line breaks, NULs
        text = "".join(_visible(character) for character in text)
    bracketed = _in_angle_brackets(text)
    if bracketed is not None:
        text = bracketed[1]
    text = text.lstrip(_BEFORE).rstrip(_AFTER)
    if text.startswith("mailto:"):
        local, at, host = text.removeprefix("mailto:").partition("@")
        text = (local + at + host.partition("?")[0]).lstrip(_BEFORE).rstrip(_AFTER)
    local, _, host = text.rpartition("@")
    if not host.isascii():
        host = punycode(host)
    text = f"{local}@{host}"
    if len(local) > MAX_LOCAL_PART or len(text) > MAX_ADDRESS or not _is_address(text):
        return None
    return text


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cc") and character not in "\t\r\n":
        return ""
    return " " if kind in ("Zs", "Zl", "Zp", "Cc") else character


def punycode(host: str) -> str:
    """A host name with its non-ASCII labels in punycode, "" when that cannot be done."""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def normalise_domain(text: str) -> str | None:
    """The host name in "acme.com", "@acme.com" or "https://www.acme.com/about", or None.

    A leading "www." is taken off: nobody has a mailbox there.
    """
    plain = text.strip().lower()
    if len(plain) > _MAX_TEXT:
        return None
    host = plain.partition("//")[2] if "://" in plain else plain
    host = re.split(r"[/?#:]", host.lstrip("@"), maxsplit=1)[0].rstrip(_AFTER)
    host = host.removeprefix("www.")
    if not host.isascii():
        host = punycode(host)
    return host if len(host) <= MAX_ADDRESS and _is_host(host) else None


@dataclass(frozen=True, slots=True)
class DoNotContact:
    """Addresses and domains that nothing may be sent to. A domain covers its subdomains.

    Attributes:
        addresses: In normal form.
        domains: Lower case, punycode.
    """

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    @classmethod
    def of(cls, values: Iterable[str]) -> "DoNotContact":
        """Sort normal forms into addresses and domains."""
        values = tuple(values)
        return cls(
            frozenset(value for value in values if "@" in value),
            frozenset(value for value in values if "@" not in value),
        )

    def covers(self, email: str) -> bool:
        """Whether nothing may be sent to this address (in normal form)."""
        if email in self.addresses:
            return True
        if not self.domains:
            return False
        host = email.rpartition("@")[2]
        while host:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False
