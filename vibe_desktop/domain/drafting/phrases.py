"""Making a sentence for a mail out of a fact, without changing what the page says.

The words of the page are copied; only the capital at the beginning, the mark at the end and a
few words of glue around them differ.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.drafting import vocabulary
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.prose import WORD, normalise, words
from vibe_desktop.domain.variants import Claim

LONGEST = 30
"""Words; a longer sentence of a page is cut at a clause or left out."""


_SENTENCE_WORDS = 8


class Style(StrEnum):
    """How a sentence was made; two of a kind in one mail would read like a list."""

    SENTENCE = "sentence"
    CAN = "can"
    ABOUT = "about"
    PART = "part"
    NUMBERS = "numbers"
    PRICE = "price"
    QUOTE = "quote"


_IN_NUMBERS = ("In numbers", Style.NUMBERS)
_ONE_PART = ("One part of it", Style.PART)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence for a mail and what in it is claimed.

    Attributes:
        text: A whole sentence with its end mark.
        dangling: Whether it points back ("It ...", "This ...") and so cannot stand first.
        claim: The copied words, their fact and their quote.
    """

    text: str
    style: Style
    dangling: bool
    claim: Claim


def phrase(fact: Fact, product: str, proper: Collection[str]) -> Phrase | None:
    """A sentence that says what the fact says; None when it cannot be put into a mail.

    Args:
        fact: What the page says.
        product: The product's name.
        proper: Words that keep their capital inside a sentence.
    """
    source = _trimmed(_without_figure(_without_answer(fact.text)))
    if source is None or "?" in source or "{" in source or vocabulary.ABOUT_THE_PAGE.match(source):
        return None
    if source[:1] in '"“„':
        return _quoted(fact, source)
    said = source.rstrip(" .!…。")
    if _in_title_case(said):
        if len(words(said)) < 4 and not vocabulary.PARTICIPLE.match(said):
            return None
        said = _without_capitals(said, product, proper)
    if not words(said):
        return None
    return _told(fact, said, lower_first(said, product, proper), product)


def _told(fact: Fact, said: str, small: str, product: str) -> Phrase | None:
    """The first way of saying it that fits; `small` is `said` as it reads inside a sentence."""
    worded = _statement(said, small, product) or _fragment(fact, said, small, product)
    if worded is None or (worded[0] != f"{said}." and _commands_in_a_row(said)):
        return None
    text, style = worded
    copied = said if said in text else small
    claim = Claim(text=copied, fact_id=fact.id, quote=copied)
    return Phrase(text, style, bool(vocabulary.DANGLING.match(said)), claim)


def _statement(said: str, small: str, product: str) -> tuple[str, Style] | None:
    if vocabulary.THIRD_PERSON.match(said):
        return f"{product} {small}.", Style.SENTENCE
    if vocabulary.PARTICIPLE.match(said):
        return f"{product} is {small}.", Style.SENTENCE
    if vocabulary.is_command(said):
        points_back = re.match(r"(?:\S+ ){1,2}(?:it|them)\b", said)
        return f"{'You' if points_back else f'With {product} you'} can {small}.", Style.CAN
    return None


def _fragment(fact: Fact, said: str, small: str, product: str) -> tuple[str, Style] | None:
    count = len(words(said))
    if vocabulary.RIDDLE.match(said) or vocabulary.FILLER_TEXT.search(said):
        return None
    # What begins small on the page is a caption, whatever verbs are in it.
    says = vocabulary.FINITE.search(said) or vocabulary.OURS.match(said)
    whole = (bool(says) and not said[0].islower()) or _says_what_it_does(said, product)
    ends = fact.text.rstrip()[-1:] in ".!"
    # What is as long as a sentence, ends like one and names the product, is taken for one.
    whole = whole or (ends and count >= _SENTENCE_WORDS and normalise(product) in normalise(said))
    if whole and (ends or count >= 6):
        return f"{said}.", Style.SENTENCE
    return _framed(fact.kind, said, small, product, count)


def _says_what_it_does(said: str, product: str) -> bool:
    """Whether a verb follows the product's name: "Acme plans and books kiln firings"."""
    rest = said.removeprefix(product)
    return rest != said and re.match(r" [a-z]+s,? (?!of\b)\w", rest) is not None


def _framed(
    kind: FactKind, said: str, small: str, product: str, count: int
) -> tuple[str, Style] | None:
    """A caption in a sentence of ours, as its kind asks for."""
    if ": " in said:  # a second colon would follow ours
        if kind is FactKind.PRICE:
            return f"On the price, our page says “{said}”.", Style.PRICE
        return (f"{said}.", Style.SENTENCE) if count >= 6 and not said[0].islower() else None
    ours = {FactKind.PRICE: ("As for the price", Style.PRICE), FactKind.METRIC: _IN_NUMBERS}
    if kind not in ours:
        if count < 3 or normalise(product) in normalise(said):
            return None  # "Acme in a few words: Acme for shops"
        if vocabulary.BEGINS_INSIDE.match(said):
            return None
        about = kind in {FactKind.PROMISE, FactKind.AUDIENCE, FactKind.PAIN}
        ours[kind] = (f"{product} in a few words", Style.ABOUT) if about else _ONE_PART
    words_of_ours, style = ours[kind]
    return f"{words_of_ours}: {small}.", style


def lower_first(text: str, product: str, proper: Collection[str]) -> str:
    """The text as it reads inside a sentence: without its capital unless that belongs to a name."""
    first = words(text)[:1]
    if not first or not text[0].isupper():
        return text
    word = first[0]
    keeps = (
        word == "I"
        or word.startswith(("I'", "I’"))
        or any(letter.isupper() or letter.isdigit() for letter in word[1:])
        or normalise(word) in set(words(normalise(product)))
        or word in proper
    )
    return text if keeps else text[0].lower() + text[1:]


def proper_words(facts: Collection[Fact]) -> frozenset[str]:
    """Words that stand with a capital inside sentences of the page: names, mostly.

    On a page in another language all of them: German writes its nouns with one.
    """
    every = [word for fact in facts for word in words(fact.text)]
    if vocabulary.is_foreign(every):
        return frozenset(word for word in every if word[0].isupper())
    found: set[str] = set()
    for fact in facts:
        if fact.text[-1:] in ".!":  # headings In Title Case say nothing about names
            for word in words(fact.text)[1:]:
                if word[0].isupper():
                    found.add(word)
    return frozenset(found)


def _without_answer(text: str) -> str:
    """What follows the "Yes, " that answers a question of the page."""
    said = vocabulary.ANSWER.sub("", text)
    return said if said == text else said[:1].upper() + said[1:]


def _without_figure(text: str) -> str:
    """A sentence without the big figure that stands above it and is said in it again."""
    match = vocabulary.FIGURE.match(text)
    return match[2] if match and match[1] in match[2] else text


def _trimmed(text: str) -> str | None:
    """The text, or its first clause when it is too long or has a dash that reads like a machine's.

    None when that does not help.
    """
    dashed = "—" in text or "--" in text
    if len(words(text)) <= LONGEST and not dashed:
        return text
    cut = vocabulary.CLAUSE.split(text, maxsplit=1)[0]
    fewest = 4 if dashed else 6
    fits = fewest <= len(words(cut)) <= LONGEST and "—" not in cut and "--" not in cut
    return cut if fits else None


def _quoted(fact: Fact, source: str) -> Phrase | None:
    """What a customer said, as a quotation of the page."""
    end = vocabulary.ATTRIBUTION.search(source)
    said = source[: end.start() + 1] if end else source
    inner = said.strip('"“”„’ ').rstrip("!.… ")
    if len(words(inner)) < 4:
        return None
    claim = Claim(inner, fact.id, inner)
    return Phrase(f"A line from our page: “{inner}.”", Style.QUOTE, dangling=False, claim=claim)


def _commands_in_a_row(said: str) -> bool:
    """Whether it strings commands together ("Enter an URL, receive information")."""
    parts = said.split(", ")
    return any(
        words(part)[:1] and words(part)[0].lower() in vocabulary.IMPERATIVES for part in parts[1:]
    )


def _in_title_case(said: str) -> bool:
    found = [word for word in words(said) if len(word) > 2]
    return len(found) > 1 and all(word[0].isupper() for word in found)


def _without_capitals(said: str, product: str, proper: Collection[str]) -> str:
    kept = set(words(product)) | set(proper)

    def lower(match: re.Match[str]) -> str:
        word = match[0]
        plain = word not in kept and word[1:].islower()
        return word.lower() if plain and match.start() > 0 else word

    return WORD.sub(lower, said)
