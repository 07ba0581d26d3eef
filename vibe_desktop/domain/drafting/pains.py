"""The words for what hurts: in what a page promises to take away, or as the founder says it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.drafting import vocabulary
from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.prose import normalise, sentences, words
from vibe_desktop.domain.variants import Claim

LONGEST = 8
"""Words; a longer phrase of a page makes no question that reads well."""
LONGEST_OWN = 12
LONGEST_SAYING = 26
"""Words; what the founder says at greater length is cut after the sentence that exceeds it."""


class Form(StrEnum):
    """What kind of words they are, which decides the questions they fit into."""

    VERB = "verb"
    GERUND = "gerund"
    THINGS = "things"
    NOUN = "noun"
    SAYING = "saying"

    @property
    def names_something(self) -> bool:
        """Whether they can stand where a noun stands."""
        return self in {Form.GERUND, Form.THINGS, Form.NOUN}


_REST = r"([^,.;:!?()–—\"“”]+)"
_VERB = re.compile(
    r"\b(?:nobody|no[ -]?one) (?:ever )?(?:has|needs) to "
    rf"{_REST}|\byou (?:never|don['’]t|no longer) (?:have|need) to {_REST}",
    re.IGNORECASE,
)
_GERUND = re.compile(
    r"\b(?:without|stop|instead of|no more|tired of|goodbye to|never again)(?: ever)? "
    r"(\w+ing\b(?! (?:it|them)\b)[^,.;:!?()–—\"“”]*)",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:fewer|no more|without(?: the| any)?|goodbye to|tired of) "
    r"((?:(?!\w+ing\b)[a-z][\w-]* ){0,2}(?!\w+ing\b)[a-z][\w-]*[^s\W]s)\b(?= |[,.;:!?]|$)",
)
_POLARITY = re.compile(
    r"\b(?:any\w*|ever|a single|at all|until|even|your?|ours?|my|us)\b", re.IGNORECASE
)
"""Words that only live in a sentence with "no" or "without", or that speak to somebody else."""
_JOINED = re.compile(r",|\b(?:and|or|that|which|who|when|because|is|are|have|has)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:i|we|you|they|he|she|it|nobody|everybody|everyone|people|there|their|your|our|"
    r"when|because|if)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"[^\W_]*[^s\W_]s$")


@dataclass(frozen=True, slots=True)
class Pain:
    """Words for what hurts.

    Attributes:
        claim: The copied words and their fact; None for the founder's own words.
    """

    words: str
    form: Form
    claim: Claim | None = None


def find_pain(fact: Fact) -> Pain | None:
    """What this fact promises to take away, None when it names nothing."""
    for pattern, form, fewest in (
        (_VERB, Form.VERB, 2),
        (_GERUND, Form.GERUND, 2),
        (_THINGS, Form.THINGS, 1),
    ):
        for match in pattern.finditer(fact.text):
            found = next((group for group in match.groups() if group), "").strip()
            if fewest <= len(words(found)) <= LONGEST and not _POLARITY.search(found):
                return Pain(found, form, Claim(found, fact.id, found))
    return None


def own_pain(text: str, facts: tuple[Fact, ...] = ()) -> Pain | None:
    """What the founder says hurts; None when nothing was said.

    Words that stand on the page as well keep their fact as their source.
    """
    said = " ".join(text.split()).strip(" .!?;,:").strip("\"“”'")
    if not words(said):
        return None
    form = _form(said)
    said = _shortened(said) if form is Form.SAYING else vocabulary.lower_common(said)
    source = next((fact for fact in facts if normalise(said) in normalise(fact.text)), None)
    return Pain(said, form, Claim(said, source.id, said) if source else None)


def _form(said: str) -> Form:
    found = [word.lower() for word in words(said)]
    if len(found) > LONGEST_OWN or "{" in said or len(sentences(said)) > 1:
        return Form.SAYING
    if _SUBJECT.match(said):
        return Form.SAYING
    if found[0].endswith("ing") and len(found[0]) > 4:
        return Form.GERUND
    if vocabulary.is_command(said) and not _PLURAL.match(found[1]):
        return Form.VERB
    if _JOINED.search(said) or vocabulary.FINITE.search(said):
        return Form.SAYING if vocabulary.FINITE.search(said) else Form.NOUN
    return Form.THINGS if _PLURAL.match(found[-1]) and len(found) <= 4 else Form.NOUN


def _shortened(said: str) -> str:
    kept: list[str] = []
    for sentence in sentences(said):
        if kept and len(words(" ".join((*kept, sentence)))) > LONGEST_SAYING:
            break
        kept.append(sentence)
    return " ".join(kept).rstrip(" .!?")
