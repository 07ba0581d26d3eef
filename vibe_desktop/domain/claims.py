"""The mechanical check of what a mail claims: is the sentence there, do numbers and names match?

It finds what is made up, not what is twisted: a human still reads claim and sentence side by side.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.prose import normalise, words
from vibe_desktop.domain.quantities import with_plain_numbers
from vibe_desktop.domain.variants import Claim, DraftVariant

_SMALL = """a an and are as at be but by can do does for from get has have how i if in into is it
    its me my no not of on or our out so that the their them they this to up us was we what when
    which who why will with without you your"""
_SMALL_WORDS = frozenset(_SMALL.split())


def check_claim(
    claim: Claim, facts: Collection[Fact], body: str, known: Collection[str] = ()
) -> Claim:
    """The claim with `supported` and `problem` filled in.

    Args:
        claim: What the mail says, and on which sentence that rests.
        facts: What the page says.
        body: The mail's text, in which the claim must stand.
        known: Texts of the founder's own whose names may appear: audience, product, company.
    """
    problem = _problem(claim, {fact.id: fact for fact in facts}, body, known)
    return replace(claim, supported=not problem, problem=problem)


def check_draft(
    draft: DraftVariant, facts: Collection[Fact], known: Collection[str] = ()
) -> DraftVariant:
    """The draft with every claim checked against its own text."""
    text = f"{draft.subject}\n{draft.body}"
    claims = tuple(check_claim(claim, facts, text, known) for claim in draft.claims)
    return replace(draft, claims=claims)


def _problem(claim: Claim, facts: dict[str, Fact], body: str, known: Collection[str]) -> str:
    fact = facts.get(claim.fact_id)
    if fact is None:
        return f"It names the sentence {claim.fact_id or '(none)'}, which is not on the page."
    if not fact.used:
        return "You switched off the sentence on the page that it rests on."
    if not _says(fact.text, claim.quote):
        return "The quoted words do not stand in that sentence on the page."
    if not _says(body, claim.text):
        return "These words do not stand in the mail."
    for number in Grounds.of((fact.text,)).unsupported_numbers(claim.text):
        return f"The sentence on the page does not say {number.text}."
    for name in Grounds.of((fact.text, *known)).unsupported_names(claim.text):
        return f"The sentence on the page does not name {name.text}."
    if not _content(normalise(claim.text)) & _content(normalise(fact.text)):
        return "It shares no word with the sentence it names."
    return ""


def _says(text: str, words_of_it: str) -> bool:
    """Whether the words stand in the text: whole words and numbers, however these are written."""
    return any(_contains(text, words_of_it, units=units) for units in (False, True))


def _contains(text: str, words_of_it: str, *, units: bool) -> bool:
    wanted = with_plain_numbers(normalise(words_of_it), units=units).strip(" .,;:!?\"'")
    if not wanted:
        return False
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    pattern = f"{before}{re.escape(wanted)}{after}"
    return re.search(pattern, with_plain_numbers(normalise(text), units=units)) is not None


def _content(text: str) -> set[str]:
    """The first letters of the words that carry meaning, so that "invoicing" meets "invoices"."""
    return {word[:5] for word in words(text) if word not in _SMALL_WORDS}
