"""Keep secrets out of words that are shown, stored or logged."""

import re
from collections.abc import Iterable, Mapping

_SECRET_HEADERS = frozenset({"authorization", "x-api-key", "cookie", "proxy-authorization"})
_LEAST_SECRET = 6
_LONGEST = 300


def secrets_in(headers: Mapping[str, str]) -> frozenset[str]:
    """The parts of request headers that must never be repeated to anybody."""
    found = set()
    for name, value in headers.items():
        if name.lower() in _SECRET_HEADERS:
            found.add(value)
            found.update(value.split())
    return frozenset(part for part in found if len(part) >= _LEAST_SECRET)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Server text fit for a message: secrets out, white space folded, 300 characters at most."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[redacted]")
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
