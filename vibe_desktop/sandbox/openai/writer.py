"""Writes what a model would: three grounded variants from the facts of the request.

Every statement about the product is copied word for word from a fact and named as a claim; the
rest is glue that asserts nothing. The same request writes the same text; one that asks for "draft
number 2" gets the facts in another order.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vibe_desktop.domain.drafting.phrases import Phrase, Style, phrase, proper_words
from vibe_desktop.domain.facts import Fact as KnownFact
from vibe_desktop.domain.facts import FactKind
from vibe_desktop.domain.prose import likeness
from vibe_desktop.domain.variants import Claim
from vibe_desktop.sandbox.openai.schemas import conforming, resolve
from vibe_desktop.sandbox.state import JsonValue

_FACTS = re.compile(r"FACTS[\w-]*\s*:?\s*(?=\[)")
_SENDER = re.compile(r"SENDER[\w-]*\s*:?\s*(?=\{)")
_ATTEMPT = re.compile(r"\bdraft number (\d{1,4})", re.IGNORECASE)
_ODD = re.compile(
    r"https?://|@|www\.|[{}<>\[\]]|ignore (?:all|previous)|system prompt", re.IGNORECASE
)
_KINDS = {kind.value: kind for kind in FactKind}
LEAST_WORDS, MOST_WORDS = 60, 100
_FEWEST_IN_SENTENCE = 4
_SAME_THING = 0.55
ANGLES = ("problem", "benefit", "question")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the request."""

    id: str
    text: str
    kind: str = ""


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
    name = _product(material)
    usable = sorted(_told(material.facts, name), key=_weight)
    if usable:
        turn %= len(usable)
        usable = usable[turn:] + usable[:turn]
    shares = [usable[index::3] or usable[:1] for index in (1, 0, 2)]
    return [
        # What points back ("It ...") cannot come first.
        _variant(angle, sorted(share, key=lambda told: told.dangling), name)
        for angle, share in zip(ANGLES, shares, strict=True)
    ]


def _told(facts: Sequence[Fact], name: str) -> list[Phrase]:
    """What can be told in a sentence; each thing once."""
    known = [
        KnownFact(fact.id, _KINDS.get(fact.kind, FactKind.OTHER), fact.text.strip())
        for fact in facts
        if fact.kind != "name" and not _ODD.search(fact.text)
    ]
    proper = proper_words(known)
    told: list[Phrase] = []
    for fact in known:
        said = phrase(fact, name, proper)
        if said is None or len(said.text.split()) < _FEWEST_IN_SENTENCE:
            continue
        if all(likeness(said.text, other.text) < _SAME_THING for other in told):
            told.append(replace(said, claim=_word_for_word(said.claim, fact.text)))
    return told


def _word_for_word(claim: Claim, text: str) -> Claim:
    """The claim with its quote exactly as the fact has it, capital included."""
    start = text.lower().find(claim.quote.lower())
    if start < 0:
        return claim
    return replace(claim, quote=text[start : start + len(claim.quote)])


def _weight(told: Phrase) -> tuple[bool, bool]:
    whole = told.style in (Style.SENTENCE, Style.CAN)
    return not whole, not re.search(r"\d", told.text)


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
    "problem": "Still doing this by hand?",
    "benefit": "An idea for {{companyName | your team}}",
    "question": "Who looks after this?",
}
_OPENINGS = {
    "problem": "Is there a small job that keeps eating into the week at {{companyName | your "
    "team}}?",
    "benefit": "",
    "question": "Who looks after this kind of work at {{companyName | your team}} today?",
}
_LEADS = {
    "problem": "Jobs like that are easy to put up with and hard to get rid of. I ask because I "
    "work on {name}.",
    "benefit": "That is {name} in one line, and I work on it.",
    "question": "I ask because I work on {name}.",
}
_FILLERS = {
    "problem": "If none of this sounds like your week, just say so and I will leave it there.",
    "benefit": "It may or may not fit the way {{companyName | your team}} works, and a short look "
    "is enough to tell. There is nothing to prepare for it.",
    "question": "If somebody else is closer to it, their name is all I need, and I will leave you "
    "in peace.",
}
_ASKS = {
    "problem": "Is it worth a look?",
    "benefit": "Would a short outline be of use to you?",
    "question": "Are you the right person to ask?",
}


def _variant(angle: str, told: Sequence[Phrase], name: str) -> dict[str, Any]:
    """Take as many facts as the length allows, one at the least."""
    chosen = list(told[:1])
    for phrase_ in told[1:]:
        if _count(_body(angle, chosen, name)) >= LEAST_WORDS:
            break
        if any(phrase_.style is one.style is not Style.SENTENCE for one in chosen):
            continue
        if _count(_body(angle, [*chosen, phrase_], name)) <= MOST_WORDS:
            chosen.append(phrase_)
    return {
        "angle": angle,
        "subject": _SUBJECTS[angle],
        "body": _body(angle, chosen, name),
        "claims": [
            {"text": one.claim.text, "source_id": one.claim.fact_id, "quote": one.claim.quote}
            for one in chosen
        ],
    }


def _body(angle: str, told: Sequence[Phrase], name: str) -> str:
    sentences = [one.text for one in told]
    lead = _LEADS[angle].format(name=name)
    if angle == "benefit":
        middle = [*sentences[:1], " ".join([lead, *sentences[1:]])]
    else:
        middle = [_OPENINGS[angle], " ".join([lead, *sentences])]
    paragraphs = ["Hi {{firstName | there}},", *middle, _FILLERS[angle], _ASKS[angle]]
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
