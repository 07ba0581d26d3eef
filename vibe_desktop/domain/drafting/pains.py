"""Finding the words for what hurts in what a page promises to take away."""

import re
from dataclasses import dataclass

from vibe_desktop.domain.drafting import glue
from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.prose import words
from vibe_desktop.domain.variants import Claim

LONGEST = 8
"""Words; a longer phrase makes no question that reads well."""

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
_THING = re.compile(
    r"\b(?:fewer|no more|without(?: the| any)?|goodbye to|tired of) "
    r"((?:(?!\w+ing\b)[a-z][\w-]* ){0,2}(?!\w+ing\b)[a-z][\w-]*[^s\W]s)\b(?= |[,.;:!?]|$)",
)
_POLARITY = re.compile(r"\b(?:any\w*|ever|a single|at all|until|even)\b", re.IGNORECASE)
"""Words that only live in a sentence with "no" or "without"."""


@dataclass(frozen=True, slots=True)
class Pain:
    """A phrase for what hurts, and the questions it fits into."""

    words: str
    questions: tuple[str, ...]
    claim: Claim


def find_pain(fact: Fact) -> Pain | None:
    """What this fact promises to take away, None when it names nothing."""
    for pattern, questions, fewest in (
        (_VERB, glue.PAIN_VERB, 2),
        (_GERUND, glue.PAIN_GERUND, 2),
        (_THING, glue.PAIN_THING, 1),
    ):
        for match in pattern.finditer(fact.text):
            found = next((group for group in match.groups() if group), "").strip()
            if fewest <= len(words(found)) <= LONGEST and not _POLARITY.search(found):
                return Pain(found, questions, Claim(found, fact.id, found))
    return None
