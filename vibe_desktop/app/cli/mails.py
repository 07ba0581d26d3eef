"""Mails, claims and findings as the command line prints them. Keys are a promise to scripts."""

from collections.abc import Sequence

from vibe_desktop.domain.lint import Finding
from vibe_desktop.domain.variants import FIRST_STEP, Angle, Claim, Variant

FOLLOW_UP_WAIT_DAYS = 3
"""Days before each follow-up that is asked for without saying when."""


def waits(follow_ups: int) -> tuple[int, ...]:
    """The days before each of so many follow-ups."""
    return (FOLLOW_UP_WAIT_DAYS,) * follow_ups


def variant(value: Variant, findings: Sequence[Finding]) -> dict[str, object]:
    """A mail with what it claims and what is wrong with it."""
    return {
        "id": value.id,
        "angle": value.angle.value,
        "step": value.step,
        "subject": value.current.subject,
        "body": value.current.body,
        "claims": [claim(one) for one in value.current.claims],
        "findings": [finding(one) for one in findings],
    }


def claim(value: Claim) -> dict[str, object]:
    """A factual phrase and the sentence that supports it."""
    return {
        "text": value.text,
        "quote": value.quote,
        "fact": value.fact_id,
        "supported": value.supported,
        "problem": value.problem,
    }


def finding(value: Finding) -> dict[str, object]:
    """One thing that is wrong or could be better; `start` and `end` count in `where`."""
    return {
        "rule": value.rule,
        "words": value.words,
        "blocking": value.blocking,
        "where": value.where,
        "start": value.start,
        "end": value.end,
        "measured": value.measured,
        "limit": value.limit,
        "source": value.source,
    }


def lines(angle: Angle, step: int, subject: str, body: str) -> list[str]:
    """A mail for people."""
    head = f"Follow-up {step - FIRST_STEP}" if step > FIRST_STEP else f"{angle.value}: {subject}"
    return ["", head, "", *(f"   {line}".rstrip() for line in body.splitlines())]


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Findings for people; blockers are marked."""
    if not findings:
        return []
    return ["", *(f"   {'!!' if one.blocking else '- '} {one.words}" for one in findings)]
