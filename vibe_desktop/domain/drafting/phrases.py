"""Making a sentence for a mail out of a fact, without changing what the page says.

The words of the page are copied; only the capital at the beginning, the mark at the end and a
few words of glue around them differ.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.prose import SPAM_WORDS, TIRED_WORDS, WORD, normalise, words
from vibe_desktop.domain.variants import Claim

LONGEST = 30
"""Words; a longer sentence of a page is cut at a clause or left out."""

_IMPERATIVES = frozenset(
    """accept add adjust analyse analyze answer approve ask assign automate avoid book boost
    bring browse build call capture change chase check choose collect combine compare configure
    connect consume control convert create cut customise customize define deliver deploy design
    detect discover download draft drag edit embed enable engage enjoy ensure enter explore export
    extract filter find fix focus follow gain generate get give go grow handle help hire identify
    import improve include increase incrust install integrate invite invoice join keep know launch
    learn let link list listen look make manage map match measure meet merge migrate model monitor
    move notify offer open optimise optimize order organise organize pay pick plan play post predict
    prevent print produce protect publish pull push put reach read receive record recover reduce
    remove render replace reply report request resize resolve review run save scale schedule score
    search see segment select sell send set share ship show showcase sign simplify sort speed
    spend split start stay store submit summarise summarize switch sync tag take talk target teach
    tell test track train transcribe transform translate try turn understand update upgrade upload
    use validate verify view visualise visualize watch win work write""".split()  # noqa: SIM905 - 200 words
)
_THIRD_PERSON = re.compile(
    r"^(?:turns|works|integrates|syncs|connects|sends|builds|creates|finds|gives|helps|keeps|lets|"
    r"makes|reads|runs|saves|shows|supports|takes|tells|tracks|writes|detects|extracts|generates|"
    r"automates|replaces|includes|costs|starts|brings|puts|"
    r"offers|allows|enables|combines|collects|converts|answers)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"^(?:trusted|used|loved|chosen|recommended|backed|built|made|designed|rated|based|created|"
    r"crafted|hosted|written|free|open[- ]source|available|compatible|certified|priced)\b"
    r"(?! (?:landing|mobile|web|theme|software))",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:there|that|it)['’]s\b|(?<!\bto )\b"
    r"(?:is|are|was|were|has|have|had|can|will|does|do|did|makes?|gets?|needs?|takes?|saves?|"
    r"sends?|turns?|works?|gives?|keeps?|lets?|helps?|went|came|fell|rose|costs?|reads?|writes?|"
    r"builds?|syncs?|lands?|tells?|warns?|approves?|wastes?|types?|leaves|listens|answers?|"
    r"swaps?|stays?|sorts?|updates?|sells?|collects?|detects?|learns?|knows?|stops?|matches|"
    r"starts?|spend|spends|use|uses|wins?|closes?|grows?|shows?|runs?|finds?|puts?|cuts?)\b"
)
_ATTRIBUTION = re.compile(r"[\"”’](?=\s+[—–-]?\s*[A-Z])")
_CLAUSE = re.compile(r",\s+(?:so|and|but|which|while)\s|\s[–—-]\s|;\s|:\s")


class Style(StrEnum):
    """How a sentence was made; two of a kind in one mail would read like a list."""

    SENTENCE = "sentence"
    CAN = "can"
    ABOUT = "about"
    PART = "part"
    NUMBERS = "numbers"
    PRICE = "price"
    QUOTE = "quote"


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
    source = _trimmed(fact.text)
    if source is None or "?" in source or "{" in source or _ABOUT_THE_PAGE.match(source):
        return None
    if source[:1] in '"“':
        return _quoted(fact, source)
    said = source.rstrip(" .!…")
    if _in_title_case(said):
        if len(words(said)) < 4 and not _PARTICIPLE.match(said):
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
    copied = said if text.startswith(said) else small
    claim = Claim(text=copied, fact_id=fact.id, quote=copied)
    return Phrase(text, style, bool(_DANGLING.match(said)), claim)


def _statement(said: str, small: str, product: str) -> tuple[str, Style] | None:
    if _THIRD_PERSON.match(said):
        return f"{product} {small}.", Style.SENTENCE
    if _PARTICIPLE.match(said):
        return f"{product} is {small}.", Style.SENTENCE
    if _is_command(said):
        points_back = re.match(r"(?:\S+ ){1,2}(?:it|them)\b", said)
        return f"{'You' if points_back else f'With {product} you'} can {small}.", Style.CAN
    return None


def _fragment(fact: Fact, said: str, small: str, product: str) -> tuple[str, Style] | None:
    count = len(words(said))
    if _RIDDLE.match(said) or _FILLER_TEXT.search(said):
        return None
    # What begins small on the page is a caption, whatever verbs are in it.
    whole = bool(_FINITE.search(said)) and not said[0].islower()
    if whole and (fact.text.rstrip()[-1:] in ".!" or count >= 6):
        return f"{said}.", Style.SENTENCE
    if ": " in said:  # a second colon would follow ours
        return (f"{said}.", Style.SENTENCE) if count >= 6 and not said[0].islower() else None
    if fact.kind is FactKind.PRICE and not whole:
        return f"As for the price: {small}.", Style.PRICE
    if fact.kind is FactKind.METRIC:
        return f"In numbers: {small}.", Style.NUMBERS
    if count < 3:
        return None
    if fact.kind in {FactKind.PROMISE, FactKind.AUDIENCE, FactKind.PAIN}:
        return f"{product} in a few words: {small}.", Style.ABOUT
    return f"One part of it: {small}.", Style.PART


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
    """Words that stand with a capital inside sentences of the page: names, mostly."""
    found: set[str] = set()
    for fact in facts:
        if fact.text[-1:] in ".!":  # headings In Title Case say nothing about names
            for word in words(fact.text)[1:]:
                if word[0].isupper():
                    found.add(word)
    return frozenset(found)


def sells(text: str) -> bool:
    """Whether it holds wording that the lint would warn about."""
    folded = normalise(text)
    return "!" in text.rstrip("!") or any(word in folded for word in (*TIRED_WORDS, *SPAM_WORDS))


def _trimmed(text: str) -> str | None:
    """The text, or its first clause when it is too long; None when that does not help."""
    if len(words(text)) <= LONGEST:
        return text
    cut = _CLAUSE.split(text, maxsplit=1)[0]
    return cut if 6 <= len(words(cut)) <= LONGEST else None


def _quoted(fact: Fact, source: str) -> Phrase | None:
    """What a customer said, as a quotation of the page."""
    end = _ATTRIBUTION.search(source)
    said = source[: end.start() + 1] if end else source
    inner = said.strip('"“”’ ').rstrip("!")
    if len(words(inner)) < 4:
        return None
    claim = Claim(inner, fact.id, inner)
    return Phrase(f"A line from our page: “{inner}”", Style.QUOTE, dangling=False, claim=claim)


def _is_command(said: str) -> bool:
    """Whether it tells the reader to do something: "Track invoices", "Easily track invoices"."""
    found = [word.lower() for word in words(said)]
    if len(found) > 2 and found[0].endswith("ly"):
        del found[0]
    # "Screenshot support", "Order history": such words are nouns before other nouns.
    if len(found) < 3 or found[0] not in _IMPERATIVES or found[1] in _NOUN_FOLLOWERS:
        return False
    # "Call notes for clinics" is no command, "call the next patient" is one.
    return found[0] not in _ALSO_NOUNS or found[1] in _AFTER_COMMANDS


def _commands_in_a_row(said: str) -> bool:
    """Whether it strings commands together ("Enter an URL, receive information")."""
    parts = said.split(", ")
    return any(words(part)[:1] and words(part)[0].lower() in _IMPERATIVES for part in parts[1:])


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


_ABOUT_THE_PAGE = re.compile(r"this (?:section|page|site|website|demo|template)\b", re.IGNORECASE)
_RIDDLE = re.compile(r"(?:what|how|why|where|when|who)\b", re.IGNORECASE)
"""Headings that announce what follows: "What it costs you today"."""
_FILLER_TEXT = re.compile(r"\btext here\b|\blorem ipsum\b", re.IGNORECASE)
_ALSO_NOUNS = frozenset(
    """answer book call capture change check control design download draft export extract filter
    find fix focus follow gain help import increase invoice launch link list look manage map match
    measure model monitor offer order pay pick plan play post print produce publish pull push reach
    record release render reply report request review run scale schedule score search segment show
    sign sort speed split start stay stop store switch sync tag talk target test track train
    transcribe turn update upgrade upload use view watch win work""".split()  # noqa: SIM905 - long
) - {"extract", "manage", "render", "publish", "produce", "transcribe"}
_AFTER_COMMANDS = frozenset(
    """a an the your any all every each as it them in on with from to up more less our their this
    that these those what when where how who both only new""".split()  # noqa: SIM905 - long
)
_NOUN_FOLLOWERS = frozenset(
    {"and", "support", "detection", "mode", "layer", "management", "time", "check", "caching"}
)
_DANGLING = re.compile(
    r"(?:it|they|this|these|that|those|there|here|each|since|as always|also|then|so|and|but|or|"
    r"below|above|with this|when)\b|there['’]s\b|that['’]s\b|it['’]s\b",
    re.IGNORECASE,
)
