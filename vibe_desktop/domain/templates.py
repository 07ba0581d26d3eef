"""Filling a template in for one recipient: the same code for preview, lint and launch.

The grammar itself is in `grammar`, the HTML in `markup`; their public names are offered here too.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vibe_desktop.domain.grammar import (
    KNOWN_FIELDS,
    LEAD_TAGS,
    SENDER_TAGS,
    UNSUBSCRIBE_TAG,
    Literal,
    Node,
    Problem,
    Random,
    Tag,
    TagKind,
    Template,
    Unsubscribe,
    Variable,
    parse,
)
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.markup import UNSUBSCRIBE_WORD, normalise_html, to_html, to_text

__all__ = [
    "LEAD_TAGS",
    "SENDER_TAGS",
    "UNSUBSCRIBE_TAG",
    "Choose",
    "Problem",
    "Rendered",
    "Tag",
    "TagKind",
    "Template",
    "chooser",
    "lead_values",
    "normalise_html",
    "parse",
    "render",
    "to_html",
    "to_text",
]

Choose = Callable[[int], int]
"""Given how many wordings there are, the index of the one to take."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template filled in for one recipient.

    Attributes:
        missing: Fields that had neither a value nor a fallback, each once, in order. A known field
            leaves a gap in the text; an unknown one stays as the literal tag, as it would be sent.
    """

    text: str
    missing: tuple[str, ...]


def render(template: Template, values: Mapping[str, str], choose: Choose) -> Rendered:
    """Fill a template in.

    Args:
        template: What to fill in.
        values: Field name to text, see `lead_values`. "unsubscribe_link" is what the opt-out tag
            becomes; without it, the word "unsubscribe".
        choose: Picks the wording of each `RANDOM`, see `chooser`.
    """
    missing: list[str] = []
    text = _text(template.nodes, values, choose, missing)
    return Rendered(text, tuple(dict.fromkeys(missing)))


def chooser(seed: str) -> Choose:
    """A `choose` that takes the same way through the wordings whenever the seed is the same.

    Seed it with the lead's address and make a new one for each text. Which wording Instantly takes
    is not ours to know: a preview shows one of those that can be sent.
    """
    count = 0

    def choose(options: int) -> int:
        nonlocal count
        count += 1
        digest = hashlib.blake2b(f"{count}:{seed}".encode(errors="replace"), digest_size=8).digest()
        return int.from_bytes(digest) % options

    return choose


def lead_values(lead: Lead) -> dict[str, str]:
    """The values of a lead by the names of the tags; no custom variable hides a lead field."""
    return {
        **lead.custom,
        "email": lead.email,
        "firstName": lead.first_name,
        "lastName": lead.last_name,
        "companyName": lead.company_name,
        "jobTitle": lead.job_title,
        "website": lead.website,
        "phone": lead.phone,
        "personalization": lead.personalization,
    }


def _text(
    nodes: tuple[Node, ...], values: Mapping[str, str], choose: Choose, missing: list[str]
) -> str:
    pieces: list[str] = []
    for node in nodes:
        match node:
            case Literal(text):
                pieces.append(text)
            case Unsubscribe():
                pieces.append(values.get(UNSUBSCRIBE_TAG, UNSUBSCRIBE_WORD))
            case Random(options):
                option = options[choose(len(options))]
                pieces.append(_text(option.nodes, values, choose, missing))
            case Variable():
                pieces.append(_field(node, values, choose, missing))
    return "".join(pieces)


def _field(node: Variable, values: Mapping[str, str], choose: Choose, missing: list[str]) -> str:
    # {{unsubscribe_link}} with two braces does not resolve at Instantly, so it does not here.
    value = values.get(node.name, "") if node.name != UNSUBSCRIBE_TAG else ""
    if value.strip():
        return value
    for part in node.fallbacks:
        unfilled: list[str] = []
        word = part.word
        if word in KNOWN_FIELDS or (word and word in values):
            value = values.get(word, "")
        else:
            value = _text(part.nodes, values, choose, unfilled)
        if value.strip() or not part.nodes:
            missing += unfilled
            return value
    missing.append(node.name)
    known = (
        node.name in KNOWN_FIELDS
        or bool(node.fallbacks)
        or (node.name in values and node.name != UNSUBSCRIBE_TAG)
    )
    return "" if known else f"{{{{{node.name}}}}}"
