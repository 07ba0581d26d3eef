"""What a machine can tell of a text that was just written, without a human looking at it."""

import json
import re
from collections.abc import Iterator, Sequence

from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.copy_records import CopyOrder
from vibe_desktop.domain.copywriting import Rewrite
from vibe_desktop.domain.lint import Finding, Mail, lint
from vibe_desktop.domain.variants import ANGLES, FIRST_STEP, Angle, DraftVariant
from vibe_desktop.gateways.openai.answers import NotInForm, read_rewrites

_GROUNDING = "unsupported_"
"""How the rules begin that hold a text against the page."""
_NAMES = {
    Angle.PROBLEM: "the problem-focused mail",
    Angle.BENEFIT: "the benefit-focused mail",
    Angle.QUESTION: "the question-based mail",
}


def place(draft: DraftVariant) -> tuple[Angle, int]:
    """What makes a mail this one and no other within its campaign: its angle and its step."""
    return draft.angle, draft.step


def named(drafts: Sequence[DraftVariant]) -> str:
    """Some mails for the founder: "the problem-focused mail and follow-up 1"."""
    names = [_NAMES.get(draft.angle) or f"follow-up {draft.step - FIRST_STEP}" for draft in drafts]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def checked(drafts: tuple[DraftVariant, ...], order: CopyOrder) -> tuple[DraftVariant, ...]:
    """The drafts with every claim held against the facts that were given."""
    return tuple(check_draft(draft, order.request.facts, order.known) for draft in drafts)


def faults(draft: DraftVariant, order: CopyOrder) -> tuple[Finding, ...]:
    """What forbids an approval of a checked draft, or stands nowhere on the page."""
    facts = tuple(fact.text for fact in order.request.facts)
    mail = Mail(
        draft.subject,
        draft.body,
        draft.claims,
        None,
        (*facts, *order.known) if facts else (),
        step=draft.step,
        length=order.request.length,
        language=order.request.language,
    )
    return tuple(
        finding for finding in lint(mail) if finding.blocking or finding.rule.startswith(_GROUNDING)
    )


def better(old: DraftVariant, new: DraftVariant | None, order: CopyOrder) -> DraftVariant:
    """Of two texts of one mail the one with fewer faults, and the old one when neither has."""
    if new is None or len(faults(new, order)) >= len(faults(old, order)):
        return old
    return new


def whole_mails(raw: str, order: CopyOrder) -> tuple[DraftVariant, ...]:
    """The mails that had arrived whole, claims included, when an answer broke off."""
    found: dict[tuple[Angle, int], DraftVariant] = {}
    for item, (angle, step) in _items_with_places(raw, order):
        wanted = (Rewrite(DraftVariant(angle, "", "", step=step)),)
        try:
            (draft,) = read_rewrites(json.dumps({"mails": [{**item, "number": 1}]}), wanted)
        except NotInForm:
            continue  # it has no body, or no subject: not a mail that anybody misses
        found.setdefault(place(draft), draft)
    return tuple(found.values())


def _items_with_places(
    raw: str, order: CopyOrder
) -> Iterator[tuple[dict[str, object], tuple[Angle, int]]]:
    if order.rewrites:
        places = {
            number: place(rewrite.draft)
            for number, rewrite in enumerate(order.rewrites, start=1)
            if not rewrite.sentence
        }
        for item in _whole_items(raw, "mails"):
            number = item.get("number")
            if isinstance(number, int) and number in places:
                yield item, places[number]
        return
    for item in _whole_items(raw, "variants"):
        angle = item.get("angle")
        if isinstance(angle, str) and angle in set(ANGLES):
            yield item, (Angle(angle), FIRST_STEP)
    later = _whole_items(raw, "follow_ups")
    for step, item in enumerate(later, start=FIRST_STEP + 1):
        if step <= FIRST_STEP + order.request.follow_ups:
            yield item, (Angle.FOLLOW_UP, step)


def _whole_items(raw: str, name: str) -> Iterator[dict[str, object]]:
    """The objects of a list in JSON text that may end anywhere, up to the first broken one."""
    begun = re.search(rf'"{name}"\s*:\s*\[', raw)
    at = begun.end() if begun else len(raw)
    decoder = json.JSONDecoder(strict=False)
    while True:
        at += len(raw[at:]) - len(raw[at:].lstrip(" \t\r\n,"))
        try:
            item, at = decoder.raw_decode(raw, at)
        except (ValueError, RecursionError):
            return
        if isinstance(item, dict):
            yield item
