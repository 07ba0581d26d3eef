"""What a site lets programs read: its robots.txt, understood as RFC 9309 has it.

The standard library's parser knows no wildcards and takes the first rule that fits instead of the
longest, which reads many files of today the wrong way round.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PRODUCT_TOKEN = "VibeMarketingAutopilot"  # noqa: S105 - the name programs go by, no secret
"""What a group of rules must name to be about this program alone."""
MAX_CHARACTERS = 500_000
"""RFC 9309, 2.5: at least 500 kibibytes are to be read."""


@dataclass(frozen=True, slots=True)
class _Rule:
    allows: bool
    path: str


def may_read(robots: str, url: str, token: str = PRODUCT_TOKEN) -> bool:
    """Whether the rules of a site let the program called `token` read `url`.

    The group that names the program counts, else the one for everybody. Of the rules that fit, the
    longest decides; of two as long, the one that allows (RFC 9309, 2.2.2).
    """
    parts = urlsplit(url)
    path = _spelt(parts.path or "/") + (f"?{_spelt(parts.query)}" if parts.query else "")
    decisive: _Rule | None = None
    for rule in _rules(robots[:MAX_CHARACTERS], token.lower()):
        if not _fits(rule.path, path):
            continue
        if decisive is None or (len(rule.path), rule.allows) > (
            len(decisive.path),
            decisive.allows,
        ):
            decisive = rule
    return decisive is None or decisive.allows


def _rules(robots: str, token: str) -> list[_Rule]:
    """The rules for `token`, of all its groups together; those of "*" when it has no group."""
    by_agent: dict[str, list[_Rule]] = {}
    agents: list[str] = []
    naming = False
    for line in robots.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [*(agents if naming else []), _agent(value)]
            naming = True
            for agent in agents:
                by_agent.setdefault(agent, [])
        elif key in {"allow", "disallow"}:
            naming = False
            if value:
                for agent in agents:
                    by_agent[agent].append(_Rule(key == "allow", _spelt(value)))
    return by_agent.get(token, by_agent.get("*", []))


def _agent(value: str) -> str:
    """The product's name without a version; "*" stays."""
    found = re.match(r"[a-zA-Z_-]+", value)
    return found[0].lower() if found else value


def _spelt(path: str) -> str:
    """One spelling for a path, whatever was written as "%..." in it."""
    return quote(path, safe="%/?:@!$&'()*+,;=~-._[]|")


def _fits(pattern: str, path: str) -> bool:
    """Whether a rule's path is about this one: "*" is any text, "$" at the end is the end.

    The pieces between the stars are looked for one after another, so that no file can keep this
    busy, whatever its stars.
    """
    whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    place = len(pieces[0])
    if len(pieces) == 1:
        return not whole or place == len(path)
    for piece in pieces[1:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    last = pieces[-1]
    if whole:
        return len(path) - len(last) >= place and path.endswith(last)
    return path.find(last, place) >= 0
