"""Ideal customers read off a product page by rule, and the card that an offer is put on.

Nothing is invented: a profile holds words of the page and a few words around them, and names the
facts it rests on. It is a beginning for the founder, who knows better.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vibe_desktop.domain.drafting import vocabulary
from vibe_desktop.domain.drafting.own_words import who_words
from vibe_desktop.domain.drafting.pains import Form, Pain, find_pain
from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.domain.prose import likeness, words
from vibe_desktop.domain.wizard import DEFAULT_ASK

_PROFILES = 3
_SAME = 0.8
_LONGEST_GROUP = 10
"""Words of a group as the page names it ("bakeries with 5 to 60 wholesale customers")."""
_LONGEST_QUOTE = 28
"""Words of a sentence that a profile quotes."""
_GROUP_NOUNS = (
    r"agencies|studios|clinics|bakeries|homes|shops|stores|teams|founders|freelancers|developers|"
    r"designers|engineers|marketers|consultants|accountants|bookkeepers|recruiters|sellers|schools|"
    r"teachers|doctors|dentists|vets|lawyers|firms|creators|publishers|makers|restaurants|cafés|"
    r"cafes|managers|businesses|companies|brands|hotels|gyms|garages|workshops|contractors|"
    r"builders|roofers|plumbers|electricians|installers|landlords|practices|offices|farms|"
    r"breweries|wineries|salons|charities|nonprofits|churches|startups|start-ups|salespeople|"
    r"wholesalers|manufacturers|photographers|coaches|tutors|owners|carers|pharmacies|growers|labs|workshops|organisers"
)
_WORD = r"(?!for\b|the\b|your\b|our\b|of\b|by\b|and\b|any\b|all\b|every\b)[a-zà-ÿ][\w-]*"
_GROUP = re.compile(rf"\b((?:{_WORD} ){{0,2}}(?:{_GROUP_NOUNS}))\b")
_MADE_FOR = re.compile(
    r"\b(?:built|made|designed|perfect|ideal|created|crafted|meant) for ([^.,;:!?()–—]+)",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"\b\w*(?:ers|ors|ists|accountants|consultants|vets|tutors|coaches|people|founders|landlords)\b",
    re.IGNORECASE,
)
"""Groups of people, who are "who"; groups of firms are "that"."""
_PROVES = re.compile(
    r"\b(?:trusted|used?|loved|rated|chosen|recommended|certified)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"(?:it|they|this|that|these|as always|also)\b", re.IGNORECASE)
_COMMON = "Companies"


@dataclass(frozen=True, slots=True)
class AudienceProfile:
    """A suggestion for the ideal customer.

    Attributes:
        title: What sets it apart, in a few words.
        text: The description itself.
        fact_ids: The facts it rests on; empty only when the page has none.
    """

    title: str
    text: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferCard:
    """The four things a first mail turns on; "" for what the page does not say."""

    who: str
    pain: str
    proof: str
    ask: str


def suggest(page: Page) -> tuple[AudienceProfile, ...]:
    """Exactly three ideal customers, the one the page names itself first."""
    chosen: list[AudienceProfile] = []
    for profile in _candidates(page):
        if all(likeness(profile.text, other.text) < _SAME for other in chosen):
            chosen.append(profile)
        if len(chosen) == _PROFILES:
            break
    return tuple(chosen)


def card(page: Page) -> OfferCard:
    """The card as far as the page fills it in."""
    facts = page.used_facts
    group = _group(facts)
    pain = next(_pains(facts), None)
    return OfferCard(
        who=_sentence_case(group[0]) if group else "",
        pain=pain[0].words if pain else "",
        proof=_proof(facts),
        ask=DEFAULT_ASK,
    )


def _candidates(page: Page) -> Iterator[AudienceProfile]:
    facts = page.used_facts
    found = _group(facts)
    who = _sentence_case(found[0]) if found else _COMMON
    base = (found[1].id,) if found else ()
    which = f"{who} {'who' if _PERSONS.fullmatch(_head(who)) else 'that'}"
    if found:
        yield AudienceProfile("As your page says it", f"{who}.", base)
    for pain, fact in _pains(facts):
        text = f"{which} {_suffering(pain)}."
        yield AudienceProfile("Those it hurts most", text, _ids(base, fact))
        break
    for kind, title, frame in _FRAMES:
        # A number that compares says more than one that only counts.
        for fact in sorted(facts, key=lambda one: not vocabulary.COMPARES.search(one.text)):
            fits = 2 < len(words(fact.text)) <= _LONGEST_QUOTE
            if fact.kind is kind and fits and not _POINTS_BACK.match(fact.text):
                text = frame.format(who=who, which=which, said=fact.text.strip(' ."“”'))
                yield AudienceProfile(title, text, _ids(base, fact))
                break
    rest = next((fact for fact in facts if fact.kind is not FactKind.NAME), None)
    ids = _ids(base, rest or (facts[0] if facts else None))
    yield AudienceProfile("Those who decide alone", "Owners of small firms who decide alone.", ids)
    yield AudienceProfile("Those who would use it", "The people who do this work every day.", ids)
    yield AudienceProfile("Those who answer for it", "Heads of the department it is for.", ids)


_FRAMES = (
    (FactKind.METRIC, "Those who count results", "{which} would notice this: “{said}”."),
    (FactKind.PROOF, "Like your customers now", "{who} like those behind this: “{said}”."),
    (FactKind.FEATURE, "Those who need this most", "{which} could use this: “{said}”."),
    (FactKind.PRICE, "Those who can decide alone", "{which} can decide on this: “{said}”."),
    (FactKind.PROMISE, "Those the promise fits", "{which} look for this: “{said}”."),
    (FactKind.AUDIENCE, "Those your page speaks to", "{which} this speaks to: “{said}”."),
    (FactKind.OTHER, "Those who look for this", "{which} ask for this: “{said}”."),
)


def _group(facts: Sequence[Fact]) -> tuple[str, Fact] | None:
    """Whom the page names, and the fact that does."""
    for fact in facts:
        made = _MADE_FOR.search(fact.text) if fact.kind is FactKind.AUDIENCE else None
        if made and len(words(made[1])) <= _LONGEST_GROUP and who_words(made[1]):
            return made[1].strip(), fact
    for preposition in ("for", r"by(?: [\d.,]+\+?)?", "of"):
        for fact in facts:
            pattern = rf"\b{preposition} {_GROUP.pattern[2:]}"
            if fact.kind is not FactKind.OTHER and (match := re.search(pattern, fact.text)):
                return match[1], fact
    return None


def _pains(facts: Sequence[Fact]) -> Iterator[tuple[Pain, Fact]]:
    for fact in facts:
        if fact.kind is not FactKind.OTHER and (pain := find_pain(fact)):
            yield pain, fact


def _suffering(pain: Pain) -> str:
    if pain.form is Form.VERB:
        return f"still have to {pain.words}"
    if pain.form is Form.GERUND:
        return f"still spend their time on {pain.words}"
    return f"have to deal with {pain.words}"


def _proof(facts: Sequence[Fact]) -> str:
    """The best proof or number: what stands in one plain sentence before what customers said."""

    def rank(fact: Fact) -> tuple[bool, bool, bool]:
        quoted = fact.text[:1] in '"“'
        digits = any(letter.isdigit() for letter in fact.text)
        return (quoted, not digits, fact.kind is not FactKind.PROOF)

    fitting = [
        fact
        for fact in facts
        if fact.kind in {FactKind.PROOF, FactKind.METRIC} and len(words(fact.text)) <= 30
    ]
    return min(fitting, key=rank).text if fitting else ""


def _head(group: str) -> str:
    """The noun of a group: "offices" of "offices with 10 to 200 people"."""
    before = re.split(r" (?:with|of|in|at|that|who|up) ", group, maxsplit=1)[0]
    return before.rsplit(" ", maxsplit=1)[-1]


def _ids(base: tuple[str, ...], fact: Fact | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*base, *((fact.id,) if fact else ()))))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
