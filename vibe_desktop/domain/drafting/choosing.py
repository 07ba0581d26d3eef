"""Which fact comes next in a mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vibe_desktop.domain.drafting import vocabulary
from vibe_desktop.domain.drafting.phrases import Phrase, Style
from vibe_desktop.domain.drafting.stock import Material
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.prose import likeness, normalise, words
from vibe_desktop.domain.variants import Angle

ABOUT = {
    Angle.PROBLEM: (FactKind.PROMISE, FactKind.PAIN, FactKind.AUDIENCE, FactKind.FEATURE),
    Angle.BENEFIT: (FactKind.PROMISE, FactKind.AUDIENCE, FactKind.PAIN, FactKind.FEATURE),
    Angle.QUESTION: (FactKind.AUDIENCE, FactKind.PROMISE, FactKind.FEATURE, FactKind.PAIN),
}
"""The facts that say what the product is, the best first."""
_REST = (FactKind.FEATURE, FactKind.PROMISE, FactKind.AUDIENCE, FactKind.PROOF, FactKind.METRIC)
SUPPORT = {
    Angle.PROBLEM: (FactKind.PAIN, *_REST, FactKind.PRICE),
    Angle.BENEFIT: (FactKind.METRIC, FactKind.PROOF, *_REST, FactKind.PRICE, FactKind.PAIN),
    Angle.QUESTION: (*_REST, FactKind.PRICE, FactKind.PAIN),
    Angle.FOLLOW_UP: (
        FactKind.PROOF,
        FactKind.METRIC,
        FactKind.FEATURE,
        FactKind.PRICE,
        FactKind.PROMISE,
        FactKind.AUDIENCE,
        FactKind.PAIN,
    ),
}
"""The facts each angle goes on with, the best first."""
LEAD = (FactKind.METRIC, FactKind.PROOF, FactKind.PROMISE, FactKind.FEATURE)

_SAME_THING = 0.55
_WHOLE = (Style.SENTENCE, Style.CAN)
_LEADING = (*_WHOLE, Style.NUMBERS)
"""A number stands well on its own."""
_DESCRIBING = (*_WHOLE, Style.ABOUT)
_POINTS_TO_PRODUCT = re.compile(r"it(?:s|['’]s)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a fact has to be.

    Attributes:
        kinds: The kinds to look among, the best first.
        stands_first: It must not point back to a sentence before it.
        describes: It has to say what the product is; a single feature would be a riddle.
        strong: A number that compares goes before one that only counts.
        answer: The id of the fact that answers the question asked before, "" when none was.
    """

    kinds: tuple[FactKind, ...]
    stands_first: bool = False
    describes: bool = False
    answer: str = ""
    strong: bool = False


def choose(
    materials: Sequence[Material],
    choice: Choice,
    product: str,
    used: Sequence[Fact],
    told: Sequence[Phrase],
) -> Material | None:
    """The best fact, None when none fits.

    Args:
        materials: What may be told, in the order in which equals are taken.
        choice: What it has to be.
        product: The product's name.
        used: The facts that the mail has already.
        told: The sentences that the mail has already, in order.
    """
    styles = {one.style for one in told} - {Style.SENTENCE}
    places = {kind: place for place, kind in enumerate(choice.kinds)}
    best: tuple[tuple[bool, int, bool, bool, bool, int, bool], Material] | None = None
    for one in materials:
        if one.fact.kind not in places or one.told.style in styles:
            continue
        if one.told.dangling and not (
            not choice.stands_first and _follows(one.told, told, product)
        ):
            continue
        if any(_same(one.fact, other) for other in used):
            continue
        if choice.describes and one.told.style not in _DESCRIBING:
            continue
        whole = one.told.style in (_LEADING if choice.strong else _WHOLE)
        weak = choice.strong and not vocabulary.COMPARES.search(one.fact.text)
        rank = (
            not (whole and one.fact.id == choice.answer),
            one.flaws,
            choice.describes and one.fact.kind is FactKind.FEATURE and not _names(one, product),
            weak,
            not whole,
            places[one.fact.kind],
            _aside(one, product),
        )
        if best is None or rank < best[0]:
            best = (rank, one)
    return best[1] if best else None


def _aside(material: Material, product: str) -> bool:
    """Whether it speaks neither of the product nor to the reader: "Basements have no signal."."""
    if material.fact.kind is not FactKind.FEATURE or material.told.style is not Style.SENTENCE:
        return False
    said = set(words(normalise(material.told.text)))
    return not said & {"you", "your", "it", "we", "our", *words(normalise(product))}


def _names(material: Material, product: str) -> bool:
    return normalise(material.fact.text).startswith(f"{normalise(product)} ")


def says_no_more(fact: Fact, said: str) -> bool:
    """Whether the fact is little more than words that the mail has already."""
    return likeness(fact.text, said) > _SAME_THING


def _follows(dangling: Phrase, told: Sequence[Phrase], product: str) -> bool:
    """Whether "It ..." would mean the product: the sentence before it speaks of nothing else."""
    if not told or not _POINTS_TO_PRODUCT.match(dangling.text):
        return False
    return normalise(told[-1].text).startswith(normalise(product))


def _same(fact: Fact, other: Fact) -> bool:
    """Whether two facts say nearly the same: pages repeat their promise."""
    return fact.id == other.id or likeness(fact.text, other.text) > _SAME_THING
