"""What a request gives to write from, found in its messages."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vibe_desktop.sandbox.state import JsonValue

_FACTS = re.compile(r"FACTS[\w-]*\s*:?\s*(?=\[)")
_MAILS = re.compile(r"MAILS[\w-]*\s*:?\s*(?=\[)")
_SENDER = re.compile(r"SENDER[\w-]*\s*:?\s*(?=\{)")
_SCHEMA = re.compile(r"\bschema and nothing else\s*:?\s*(?=\{)")
_ATTEMPT = re.compile(r"\bdraft number (\d{1,4})", re.IGNORECASE)
_WORDS = re.compile(r"\bfirst mail: (\d{1,3}) to (\d{1,3}) words")
_USUAL_WORDS = (50, 125)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the request."""

    id: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What the request gives to write from.

    Attributes:
        sender: Product, name, company, ask, pain and proof, as far as they are given.
        attempt: Which draft for the same page it is, from 1.
        entries: The mails that are to be written anew.
        words: The fewest and the most words of a first mail.
        schema: The form of the answer, when the prompt says it; {} when it does not.
    """

    facts: tuple[Fact, ...]
    sender: Mapping[str, Any]
    attempt: int = 1
    entries: tuple[Mapping[str, Any], ...] = ()
    words: tuple[int, int] = _USUAL_WORDS
    schema: Mapping[str, Any] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """What the sender says about something, "" when nothing is said."""
        given = self.sender.get(name)
        return " ".join(given.split()) if isinstance(given, str) else ""

    @property
    def product(self) -> str:
        """The name of what is sold."""
        named = (self.said(name) for name in ("product", "product_name", "company"))
        facts = (fact.text.strip() for fact in self.facts if fact.kind == "name")
        return next((name for name in (*named, *facts) if name), "we")


def read(messages: Sequence[Mapping[str, Any]]) -> Material:
    """Find what there is in the messages; the last mention counts."""
    text = "\n\n".join(map(_text, messages))
    facts = tuple(
        Fact(str(item.get("id", "")), str(item["text"]), str(item.get("kind", "")))
        for item in _last(_FACTS, text, list)
        if isinstance(item, dict) and "text" in item
    )
    attempts = [int(number) for number in _ATTEMPT.findall(text)]
    words = [(int(low), int(high)) for low, high in _WORDS.findall(text)]
    return Material(
        facts,
        _last(_SENDER, text, dict),
        max(1, attempts[-1]) if attempts else 1,
        tuple(item for item in _last(_MAILS, text, list) if isinstance(item, dict)),
        words[-1] if words else _USUAL_WORDS,
        _last(_SCHEMA, text, dict),
    )


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def _last(name: re.Pattern[str], text: str, kind: type[Any]) -> Any:  # noqa: ANN401 - JSON
    """The last JSON value of a kind that stands behind a name; an empty one when there is none."""
    found = [_json_at(text, match.end()) for match in name.finditer(text)]
    return next((value for value in reversed(found) if isinstance(value, kind)), kind())


def _json_at(text: str, start: int) -> JsonValue:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except ValueError:
        return None
