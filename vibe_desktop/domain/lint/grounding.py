"""What nothing supports: claims, numbers and names that neither the page nor the founder gives."""

import re
from collections.abc import Iterator

from vibe_desktop.domain.lint.findings import Finding
from vibe_desktop.domain.lint.links import found_links
from vibe_desktop.domain.lint.mails import View
from vibe_desktop.domain.lint.wording import PLACEHOLDER
from vibe_desktop.domain.prose import WORD, normalise

_BOAST = re.compile(
    r"(?<![\w-])(?:award-?\s?winning|certified|certification|accredited|patented|compliant"
    r"|(?:industry|market|world)[- ](?:leading|leader)|leading (?:provider|platform|tool|solution)"
    r"|number one|no\. ?1|guaranteed?s?|trusted by|used by|backed by|recommended by|featured in"
    r"|(?:official|certified|preferred) partner|money-back|lifetime warranty)(?!\w)",
    re.IGNORECASE,
)
_BRACES = re.compile(r"\{+[^{}\n]*\}*")
_WEIGHT = 4
"""Words as long as this carry the meaning of a boast."""
_STEM = 5


def claims(view: View) -> Iterator[Finding]:
    """Claims whose check failed, as long as their words stand in the text."""
    for claim in view.mail.claims:
        # A claim whose words were edited away says nothing any more.
        at = view.text.find(claim.text) if claim.text else -1
        if not claim.supported and at >= 0:
            text = f"“{claim.text}” is not supported. {claim.problem}"
            yield view.finding("unsupported_claim", text, (at, at + len(claim.text)))


def boasts(view: View) -> Iterator[Finding]:
    """Claims that need no number to be false: awards, certificates, guarantees."""
    if view.grounds is None or not view.mail.english:
        return
    stems = {word[:_STEM] for word in view.grounds.words}
    for match in _BOAST.finditer(view.masked):
        said = [word for word in WORD.findall(normalise(match[0])) if len(word) >= _WEIGHT]
        if not all(word[:_STEM] in stems for part in said for word in part.split("-")):
            text = f"“{match[0]}” is a claim that none of your facts makes."
            yield view.finding("unsupported_claim", text, match.span())


def numbers(view: View) -> Iterator[Finding]:
    """Numbers that nobody gave."""
    if view.grounds is not None:
        for number in view.grounds.unsupported_numbers(view.masked):
            text = f"“{number.text}” stands in none of the facts from your page."
            yield view.finding("unsupported_number", text, (number.start, number.end))


def names(view: View) -> Iterator[Finding]:
    """Names that nobody gave. A subject in title case says nothing about names."""
    if view.grounds is None or (view.where == "subject" and _is_title(view.masked)):
        return
    told = _told_elsewhere(view)
    for name in view.grounds.unsupported_names(view.masked):
        if any(start <= name.start < end for start, end in told):
            continue
        # Other languages write capitals where English has none.
        if view.mail.english or any(sign.isupper() for sign in name.text[1:]):
            text = (
                f"“{name.text}” looks like a name and stands in none of the facts from your page."
            )
            yield view.finding("unsupported_name", text, (name.start, name.end))


def _told_elsewhere(view: View) -> list[tuple[int, int]]:
    """Where tags and placeholders stand, whole or broken: other rules tell of them."""
    patterns = (_BRACES, PLACEHOLDER)
    return [match.span() for pattern in patterns for match in pattern.finditer(view.text)]


def addresses(view: View) -> Iterator[Finding]:
    """Links to somewhere that nobody named."""
    if view.grounds is None:
        return
    for start, end in found_links(view):
        host = re.sub(r"^\w+://", "", view.text[start:end]).partition("/")[0].lower()
        labels = re.split(r"[.@:]", host.removeprefix("www."))[:-1]
        if not any(label in view.grounds.words for label in labels):
            text = f"“{host}” is an address that stands in none of the facts from your page."
            yield view.finding("unsupported_name", text, (start, end))


def _is_title(subject: str) -> bool:
    found = [word for word in WORD.findall(subject) if len(word) >= _WEIGHT][1:]
    return bool(found) and sum(word[0].isupper() for word in found) * 2 > len(found)
