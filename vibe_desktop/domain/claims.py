"""The mechanical check of what a mail claims: is the sentence there, do numbers and names match?

It finds what is made up, not what is twisted: a human still reads claim and sentence side by side.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.grounds import Grounds, word_forms
from vibe_desktop.domain.prose import names, normalise, numbers, words
from vibe_desktop.domain.variants import Claim, DraftVariant

_SMALL = """a an and are as at be but by can do does for from get has have how i if in into is it
    its me my no not of on or our out so that the their them they this to up us was we what when
    which who why will with without you your"""
_SMALL_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A number or a name in a mail that no fact and nothing the founder typed contains.

    Attributes:
        text: As it stands in the mail.
        start: Index in the checked text.
        end: Index after its last character.
    """

    text: str
    start: int
    end: int


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


def unsupported_numbers(text: str, grounds: Grounds) -> Iterator[Unsupported]:
    """Numbers in `text` that nothing supports."""
    for value, start, end in numbers(text):
        if value not in grounds.numbers:
            yield Unsupported(text[start:end], start, end)


def unsupported_names(text: str, grounds: Grounds) -> Iterator[Unsupported]:
    """Words of `text` that look like names and that nothing supports."""
    for word, start, end in names(text):
        if not word_forms(word) & grounds.words:
            yield Unsupported(word, start, end)


def _problem(claim: Claim, facts: dict[str, Fact], body: str, known: Collection[str]) -> str:
    fact = facts.get(claim.fact_id)
    if fact is None:
        return f"It names the sentence {claim.fact_id or '(none)'}, which is not on the page."
    quote = normalise(claim.quote).strip(" .,;:!?\"'")
    if not quote or quote not in normalise(fact.text):
        return "The quoted words do not stand in that sentence on the page."
    claimed = normalise(claim.text).strip(" .,;:!?\"'")
    if not claimed or claimed not in normalise(body):
        return "These words do not stand in the mail."
    for number in unsupported_numbers(claim.text, Grounds.of((fact.text,))):
        return f"The sentence on the page does not say {number.text}."
    for name in unsupported_names(claim.text, Grounds.of((fact.text, *known))):
        return f"The sentence on the page does not name {name.text}."
    if not _content(claimed) & _content(normalise(fact.text)):
        return "It shares no word with the sentence it names."
    return ""


def _content(text: str) -> set[str]:
    """The first letters of the words that carry meaning, so that "invoicing" meets "invoices"."""
    return {word[:5] for word in words(text) if word not in _SMALL_WORDS}
