"""E-mail addresses as people write them, brought to the one form that lists are keyed by.

The common form is recognised by one compiled expression, because a list can have a million rows
and a parsing library costs many times more than reading the file. The form is the dot-atom of
RFC 5322 section 3.2.3 with a host name of RFC 1123 and the lengths of RFC 5321 section 4.5.3.1.
Quoted local parts and address literals, legal but never seen in lead lists, are refused.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
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


def untagged(email: str) -> str:
    """An address (in normal form) without the tag its owner added: "ada+news@x.com" is Ada's."""
    local, _, host = email.partition("@")
    name = local.partition("+")[0]
    return f"{name}@{host}" if name else email


def punycode(host: str) -> str:
    """A host name with its non-ASCII labels in punycode, "" when that cannot be done.

    "ß" and the final sigma are letters of their own since IDNA 2008 (RFC 5891): "straße.de" and
    "strasse.de" are different domains. Python's codec is older and would write one for the other.
    """
    try:
        if "ß" in host or "ς" in host:
            return ".".join(map(_punycode_label, host.lower().split(".")))
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _punycode_label(label: str) -> str:
    if "ß" not in label and "ς" not in label:
        return label.encode("idna").decode("ascii").lower() if label else ""
    # Checked by the codec with letters that it knows, written as they are.
    label.replace("ß", "s").replace("ς", "σ").encode("idna")
    return f"xn--{unicodedata.normalize('NFC', label).encode('punycode').decode('ascii')}"


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


def hash_of(email: str, salt: bytes) -> str:
    """What is kept of an address (in normal form) whose owner asked to be erased.

    It tells the address again when it comes back, and cannot be turned into it without the salt.

    Args:
        email: In normal form.
        salt: At most 64 bytes, the same for all addresses of one database.

    Returns:
        64 hexadecimal digits: BLAKE2b with the salt as its key.
    """
    return hashlib.blake2b(email.encode(), digest_size=32, key=salt).hexdigest()


@dataclass(frozen=True, slots=True)
class DoNotContact:
    """Addresses and domains that nothing may be sent to. A domain covers its subdomains.

    Attributes:
        addresses: In normal form.
        domains: Lower case, punycode.
        hashes: What `hash_of` made of erased addresses.
        salt: With which it made them.
    """

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    hashes: frozenset[str] = frozenset()
    salt: bytes = field(default=b"", repr=False)

    @classmethod
    def of(
        cls, values: Iterable[str], hashes: Iterable[str] = (), salt: bytes = b""
    ) -> "DoNotContact":
        """Sort normal forms into addresses and domains."""
        values = tuple(values)
        return cls(
            frozenset(value for value in values if "@" in value),
            frozenset(value for value in values if "@" not in value),
            frozenset(hashes),
            salt,
        )

    def covers(self, email: str) -> bool:
        """Whether nothing may be sent to this address (in normal form)."""
        return (
            email in self.addresses
            or (bool(self.domains) and self.covers_host(email.rpartition("@")[2]))
            or (bool(self.hashes) and hash_of(email, self.salt) in self.hashes)
        )

    def covers_host(self, host: str) -> bool:
        """Whether nothing may be sent to anybody at this host name (in normal form)."""
        while host:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False
