"""What a drafter has to write from: the facts of a page as sentences, and the founder's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vibe_desktop.domain.copywriting import CopyRequest
from vibe_desktop.domain.drafting.own_words import proof_phrase, who_words
from vibe_desktop.domain.drafting.pains import Pain, find_pain, own_pain
from vibe_desktop.domain.drafting.phrases import Phrase, phrase, proper_words
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.lint import Mail, lint
from vibe_desktop.domain.prose import likeness, reading_grade, words

_LONGEST_NAME = 30
_OFTEN = 3
"""Sentences that begin with the short name and not with the long one."""
_HARD = 15.0
"""A school grade; one such sentence makes a short mail hard to read."""
_WORDING = frozenset(
    {"spam_wording", "tired_word", "em_dash", "exclamation", "link", "list", "asks_for_meeting"}
)
_SAME_PAIN = 0.5


@dataclass(frozen=True, slots=True)
class Material:
    """One fact as a sentence.

    Attributes:
        flaws: How much in its wording a check would find; the fewer the better.
    """

    fact: Fact
    told: Phrase
    flaws: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything to write from.

    Attributes:
        product: The name to write.
        materials: The facts that can be told, in the order of the page.
        pains: What the page promises to take away, without what `own_pain` says already.
        who: The ideal customer in a few words, "" when there are none that fit.
        own_pain: What hurts in the founder's words, None when not said.
        own_proof: The proof in the founder's words, None when not said.
    """

    product: str
    materials: tuple[Material, ...]
    pains: tuple[Pain, ...]
    who: str
    own_pain: Pain | None
    own_proof: Phrase | None


def stock_up(request: CopyRequest) -> Stock:
    """Turn a request into what can be written."""
    product = short_name(request.product, request.facts)
    facts = tuple(fact for fact in request.facts if fact.used and fact.kind is not FactKind.NAME)
    proper = proper_words(facts)
    materials = []
    for fact in facts:
        told = phrase(fact, product, proper)
        if told is not None:
            materials.append(Material(fact, told, _flaws(told)))
    own = own_pain(request.pain, facts)
    return Stock(
        product=product,
        materials=tuple(materials),
        pains=_pains(facts, own),
        who=who_words(request.audience),
        own_pain=own,
        own_proof=proof_phrase(request.proof, facts, product, proper),
    )


def short_name(title: str, facts: Sequence[Fact] = ()) -> str:
    """A product's name out of a page's title: what the page itself begins its sentences with."""
    name = " ".join(re.sub(r"[{}\[\]<>]", " ", title).split())
    if len(name) > _LONGEST_NAME:
        name = re.split(r"\s[-–—|•·]\s|:\s|\s?\|", name, maxsplit=1)[0].strip()
    first = name.split(" ", maxsplit=1)[0]
    if first != name and first[0].isupper():
        by_first = sum(fact.text.startswith(f"{first} ") for fact in facts)
        by_name = sum(fact.text.startswith(f"{name} ") for fact in facts)
        name = first if by_first - by_name >= _OFTEN else name
    return name if words(name) else "our product"


def _flaws(told: Phrase) -> int:
    findings = lint(Mail(subject="A subject", body=told.text))
    wording = sum(finding.rule in _WORDING for finding in findings)
    return wording + (reading_grade(told.text) > _HARD)


def _pains(facts: Sequence[Fact], own: Pain | None) -> tuple[Pain, ...]:
    found: list[Pain] = []
    for fact in facts:
        pain = find_pain(fact) if fact.kind is not FactKind.OTHER else None
        known = (*found, *((own,) if own else ()))
        if pain and all(likeness(pain.words, other.words) < _SAME_PAIN for other in known):
            found.append(pain)
    return tuple(found)
