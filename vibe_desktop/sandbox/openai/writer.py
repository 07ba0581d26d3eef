"""Writes what a model would: three grounded variants from the facts of the request.

Every statement about the product is copied word for word from a fact and named as a claim; the
rest is glue that asserts nothing. The same request writes the same text; one that asks for "draft
number 2" gets the facts in another order.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vibe_desktop.sandbox.openai.schemas import conforming, resolve
from vibe_desktop.sandbox.state import JsonValue

_FACTS = re.compile(r"FACTS[\w-]*\s*:?\s*(?=\[)")
_SENDER = re.compile(r"SENDER[\w-]*\s*:?\s*(?=\{)")
_ATTEMPT = re.compile(r"\bdraft number (\d{1,4})", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*(?:[.!?;|•\u2022\n]+(?=\s|$)|\s[\u2013\u2014-]+\s)\s*")
_ODD = re.compile(
    r"https?://|@|www\.|[{}<>\[\]]|ignore (?:all|previous)|system prompt", re.IGNORECASE
)
_SUBSTANCE = ("metric", "proof", "feature", "promise", "pain", "audience", "other", "")
LEAST_WORDS, MOST_WORDS = 60, 100
_MOST_IN_CLAIM = 24
ANGLES = ("problem", "benefit", "question")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the request."""

    id: str
    text: str
    kind: str = ""

    @property
    def phrase(self) -> str:
        """A part of it that can stand as a sentence, word for word; "" when there is none."""
        for part in _CLAUSE.split(self.text):
            words = part.strip(" ,:\"'").split()
            if 4 <= len(words) <= _MOST_IN_CLAIM and not _ODD.search(part):
                return part.strip(" ,:.!?\"'")
        return ""


@dataclass(frozen=True, slots=True)
class Material:
    """What the request gives to write from."""

    facts: tuple[Fact, ...]
    sender: Mapping[str, Any]
    attempt: int = 1


def read(messages: Sequence[Mapping[str, Any]]) -> Material:
    """Find facts and sender in the messages; the last mention counts."""
    facts: tuple[Fact, ...] = ()
    sender: Mapping[str, Any] = {}
    attempt = 1
    for text in map(_text, messages):
        for match in _FACTS.finditer(text):
            found = _json_at(text, match.end())
            if isinstance(found, list):
                facts = tuple(
                    Fact(str(item.get("id", "")), str(item["text"]), str(item.get("kind", "")))
                    for item in found
                    if isinstance(item, dict) and "text" in item
                )
        for match in _SENDER.finditer(text):
            found = _json_at(text, match.end())
            if isinstance(found, dict):
                sender = found
        if number := _ATTEMPT.search(text):
            attempt = max(1, int(number[1]))
    return Material(facts, sender, attempt)


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def _json_at(text: str, start: int) -> JsonValue:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except ValueError:
        return None


def variants(material: Material, turn: int = 0) -> list[dict[str, Any]]:
    """Three variants: problem, benefit, question. `turn` counts earlier drafts."""
    usable = [fact for fact in material.facts if fact.kind != "name" and fact.phrase]
    usable.sort(key=_weight)
    if usable:
        turn %= len(usable)
        usable = usable[turn:] + usable[:turn]
    shares = [usable[index::3] or usable[:1] for index in (1, 0, 2)]
    name = _product(material)
    return [_variant(angle, share, name) for angle, share in zip(ANGLES, shares, strict=True)]


def _weight(fact: Fact) -> tuple[int, int]:
    has_number = not re.search(r"\d", fact.text)
    kind = _SUBSTANCE.index(fact.kind) if fact.kind in _SUBSTANCE else len(_SUBSTANCE)
    return int(has_number), kind


def _product(material: Material) -> str:
    for name in ("product", "product_name", "company"):
        given = material.sender.get(name)
        if isinstance(given, str) and given.strip():
            return given.strip()
    for fact in material.facts:
        if fact.kind == "name":
            return fact.text.strip()
    return "we"


_SUBJECTS = {
    "problem": "still doing this by hand",
    "benefit": "an idea for {{companyName | your team}}",
    "question": "who looks after this",
}
_OPENINGS = {
    "problem": "Does the same small job keep eating into the week at {{companyName | your team}}?",
    "benefit": "",
    "question": "Who looks after this kind of work at {{companyName | your team}} today?",
}
_LEADS = {
    "problem": "It is the kind of work that is easy to put up with and hard to put an end to. Here "
    "is what {name} has to say about it.",
    "benefit": "That is the short version of what {name} can do for {{{{companyName | your "
    "team}}}}.",
    "question": "I ask because of one thing that {name} does.",
}
_FILLERS = {
    "problem": "If none of this sounds like your week, just say so and I will leave it there.",
    "benefit": "It may fit the way you work now or it may not, and a short look is enough to tell. "
    "There is nothing to prepare for it.",
    "question": "If somebody else is closer to it, a name is all I need, and I will take it up "
    "with them and leave you in peace.",
}
_ASKS = {
    "problem": "Worth a look?",
    "benefit": "Would a short outline be of use to you?",
    "question": "Are you the right person to ask about it?",
}


def _variant(angle: str, facts: Sequence[Fact], name: str) -> dict[str, Any]:
    """Take as many facts as the length allows, one at the least."""
    chosen = list(facts[:1])
    for fact in facts[1:]:
        if _count(_body(angle, chosen, name)) >= LEAST_WORDS:
            break
        if _count(_body(angle, [*chosen, fact], name)) <= MOST_WORDS:
            chosen.append(fact)
    return {
        "angle": angle,
        "subject": _SUBJECTS[angle],
        "body": _body(angle, chosen, name),
        "claims": [
            {"text": fact.phrase, "source_id": fact.id, "quote": fact.phrase} for fact in chosen
        ],
    }


def _body(angle: str, facts: Sequence[Fact], name: str) -> str:
    sentences = [f"{fact.phrase}." for fact in facts]
    lead = _LEADS[angle].format(name=name)
    if angle == "benefit":
        middle = [*sentences[:1], " ".join([lead, *sentences[1:]])]
    else:
        middle = [_OPENINGS[angle], " ".join([lead, *sentences])]
    paragraphs = ["Hi {{firstName | there}},", *middle, f"{_FILLERS[angle]} {_ASKS[angle]}"]
    return "\n\n".join(part for part in paragraphs if part)


def _count(body: str) -> int:
    return len(re.sub(r"\{\{[^}]*\}\}", "tag", body).split())


def compose(schema: Mapping[str, Any], material: Material, turn: int) -> JsonValue:
    """A value of the schema: variants where it asks for them, else the plainest that conforms."""
    root = resolve(schema, schema)
    properties = root.get("properties", {})
    written = variants(material, turn)
    value = conforming(root, schema)
    if "variants" in properties:
        items = resolve(properties["variants"], schema).get("items", {})
        most = resolve(properties["variants"], schema).get("maxItems", len(written))
        value["variants"] = [_fit(item, items, schema) for item in written[:most]]
    elif {"subject", "body"} <= set(properties):
        angle = resolve(properties.get("angle", {}), schema)
        wanted = angle.get("const") or (angle.get("enum") or ANGLES)[0]
        index = ANGLES.index(wanted) if wanted in ANGLES else 0
        value = _fit(written[index], root, schema)
    return value


def _fit(item: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any]) -> JsonValue:
    """The item with exactly the keys that the schema names."""
    shape = resolve(schema, root)
    properties = shape.get("properties")
    if not isinstance(properties, Mapping):
        return dict(item)
    value = {}
    for name, child in properties.items():
        given = item.get(name)
        if given is None:
            value[name] = conforming(child, root)
        elif isinstance(given, list):
            inner = resolve(child, root).get("items", {})
            value[name] = [
                _fit(entry, inner, root) if isinstance(entry, Mapping) else entry for entry in given
            ]
        else:
            value[name] = given
    return value
