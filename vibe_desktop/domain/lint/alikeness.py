"""Variants that are too alike to be tested against each other."""

from collections import Counter
from collections.abc import Iterator, Sequence

from vibe_desktop.domain.lint.findings import RULES, Finding
from vibe_desktop.domain.lint.mails import View
from vibe_desktop.domain.prose import likeness, normalise, words

ALIKE_BODIES, ALIKE_FIRST_LINES = 0.75, 0.60


def alike(mails: Sequence[tuple[str, str]]) -> tuple[tuple[int, int, Finding], ...]:
    """Pairs of (subject, body) that are too alike to test against each other.

    Returns:
        (index of the one, index of the other, the finding about the other one's body).
    """
    found: list[tuple[int, int, Finding]] = []
    for second, (_, body) in enumerate(mails):
        for first, (_, other) in enumerate(mails[:second]):
            finding = _compared(body, chr(ord("A") + first), other)
            if finding is not None:
                found.append((first, second, finding))
    return tuple(found)


def siblings(view: View) -> Iterator[Finding]:
    """Variants of the same step that say nearly the same."""
    for letter, body in view.mail.siblings:
        finding = _compared(view.text, letter, body)
        if finding is not None:
            yield finding


def _compared(body: str, letter: str, other: str) -> Finding | None:
    if not body.strip() or not other.strip():
        return None
    share, begins = _likeness(body, other, ALIKE_BODIES), 0.0
    if share >= ALIKE_BODIES:
        text = f"This mail is almost the same as {letter}: a test would tell you little."
        measured, limit = f"{share:.0%} of the words", f"under {ALIKE_BODIES:.0%}"
    else:
        begins = _likeness(_first_line(body), _first_line(other), ALIKE_FIRST_LINES)
        text = f"This mail begins almost like {letter}: give it a line of its own."
        measured, limit = f"{begins:.0%} of the first line", f"under {ALIKE_FIRST_LINES:.0%}"
    if share < ALIKE_BODIES and begins < ALIKE_FIRST_LINES:
        return None
    rule = RULES["too_alike"]
    return Finding(
        rule.name,
        text,
        rule.blocking,
        start=0,
        end=0,
        measured=measured,
        limit=limit,
        source=rule.source,
        concerns=letter,
    )


def _likeness(first: str, second: str, limit: float) -> float:
    """The likeness of two texts; 0 when counting their common words shows it under the limit."""
    left, right = (Counter(words(normalise(text))) for text in (first, second))
    total = left.total() + right.total()
    if not total or 2 * (left & right).total() / total < limit:
        return 0.0
    return likeness(first, second)


def _first_line(body: str) -> str:
    """The first line that is not the greeting."""
    lines = [line for line in body.splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 and len(words(lines[0])) <= 5 else "".join(lines[:1])
