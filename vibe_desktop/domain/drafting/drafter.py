"""The offline drafter: three mails and their follow-ups from the facts of a page, by rule.

Every claim is copied from the page, so that each passes the same check as a model's; the founder's
own words come first where they are given. The same product and attempt always give the same mails;
the next attempt takes other patterns and other facts. It never fails: with few facts the mails are
short, and the lint says so.
"""

from dataclasses import replace

from vibe_desktop.domain.copywriting import CopyRequest, Rewrite
from vibe_desktop.domain.drafting.desk import Desk
from vibe_desktop.domain.drafting.stock import Stock, stock_up
from vibe_desktop.domain.lint import alike
from vibe_desktop.domain.prose import likeness, normalise, sentences
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import (
    ANGLES,
    FIRST_STEP,
    MOST_FOLLOW_UPS,
    Angle,
    DraftVariant,
)

_TRIES = 8


def draft(request: CopyRequest) -> tuple[DraftVariant, ...]:
    """Three mails, problem, benefit, question; then as many follow-ups as are asked for."""
    stock = stock_up(request)
    before: frozenset[str] = frozenset()
    if request.attempt > 1:
        last = _draft(replace(request, attempt=request.attempt - 1), stock)
        before = frozenset(made.body for made in last)
    return _draft(request, stock, before)


def redraft(request: CopyRequest, rewrite: Rewrite) -> DraftVariant:
    """The same mail of the sequence in other words and with other facts.

    With `rewrite.sentence` only that sentence is exchanged for another one. Of an instruction only
    a wish for a shorter or longer mail is understood.
    """
    request = _as_instructed(request, rewrite.instruction)
    follow_ups = min(MOST_FOLLOW_UPS, max(request.follow_ups, rewrite.draft.step - FIRST_STEP))
    request = replace(request, follow_ups=follow_ups)
    stock = stock_up(request)
    if not rewrite.draft.body.strip():
        return _same_place(_draft(request, stock), rewrite.draft)
    candidates: list[DraftVariant] = []
    for attempt in range(request.attempt, request.attempt + _TRIES):
        made = _draft(replace(request, attempt=attempt), stock)
        candidates.append(_same_place(made, rewrite.draft))
    if rewrite.sentence.strip():
        return _exchanged(rewrite.draft, rewrite.sentence, candidates)
    others = [one for one in candidates if not alike([("", rewrite.draft.body), ("", one.body)])]
    if others:
        return others[0]
    return min(candidates, key=lambda one: likeness(one.body, rewrite.draft.body))


def _draft(
    request: CopyRequest, stock: Stock, before: frozenset[str] = frozenset()
) -> tuple[DraftVariant, ...]:
    desk = Desk(request, stock, before)
    first = [desk.write(angle) for angle in ANGLES]
    count = max(0, min(MOST_FOLLOW_UPS, request.follow_ups))
    steps = range(FIRST_STEP + 1, FIRST_STEP + 1 + count)
    return (*first, *(desk.write(Angle.FOLLOW_UP, step) for step in steps))


def _same_place(made: tuple[DraftVariant, ...], wanted: DraftVariant) -> DraftVariant:
    for one in made:
        if one.step == wanted.step and (one.step > FIRST_STEP or one.angle is wanted.angle):
            return one
    return made[0]


def _as_instructed(request: CopyRequest, instruction: str) -> CopyRequest:
    wish = normalise(instruction)
    if "short" in wish or "kürzer" in wish:
        return replace(request, length=Length.SHORT)
    if "longer" in wish or "more detail" in wish:
        return replace(request, length=Length.LONG)
    return request


def _exchanged(old: DraftVariant, sentence: str, candidates: list[DraftVariant]) -> DraftVariant:
    """The old mail with one sentence exchanged for one that it does not have yet.

    A question is exchanged for a question, a claim for a claim, and what stands last stays last.
    """
    wanted = sentence.strip()
    if wanted not in old.body:
        return old
    present = {normalise(one) for one in sentences(old.body)}
    kind = _kind(old, wanted)
    for candidate in candidates:
        for other in sentences(candidate.body):
            fits = normalise(other) not in present and kind == _kind(candidate, other)
            if fits and not other.startswith("Hi "):
                body = old.body.replace(wanted, other, 1)
                claims = (*old.claims, *candidate.claims)
                kept = tuple(
                    dict.fromkeys(one for one in claims if normalise(one.text) in normalise(body))
                )
                return replace(old, body=body, claims=kept)
    return old


def _kind(mail: DraftVariant, sentence: str) -> tuple[bool, bool, bool]:
    """Whether it is a question, claims something, and stands last."""
    claims = any(normalise(claim.text) in normalise(sentence) for claim in mail.claims)
    return sentence.endswith("?"), claims, mail.body.rstrip().endswith(sentence)
