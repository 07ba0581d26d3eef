"""Reading what a model wrote. Nothing of it is taken on trust."""

import json
import re
from typing import Any

from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.variants import ANGLES, Angle, Claim, DraftVariant

_ANGLE = re.compile(r'"angle"\s*:\s*"(problem|benefit|question)"')
_KEPT = "Your present mails stay as they are."
_AGAIN = "Try again, or choose another model in Settings."


class NotInForm(ContractBroken):
    """The answer is no JSON of the wanted form."""


def angles_begun(text: str) -> list[Angle]:
    """The angles whose mails have begun to arrive, in order of arrival."""
    return [Angle(name) for name in dict.fromkeys(_ANGLE.findall(text))]


def read(text: str) -> tuple[DraftVariant, ...]:
    """The three mails in an answer, in the order problem, benefit, question.

    Raises:
        NotInForm: It is prose, or JSON of another form.
    """
    data = _object_in(text)
    listed = data.get("variants")
    if not isinstance(listed, list):
        raise _not_in_form("The model's answer does not hold any mails.")
    drafts = {draft.angle: draft for item in listed if (draft := _draft(item))}
    if set(drafts) != set(ANGLES):
        missing = ", ".join(angle.value for angle in ANGLES if angle not in drafts)
        raise _not_in_form(f"The model left out a mail ({missing}).")
    return tuple(drafts[angle] for angle in ANGLES)


def _object_in(text: str) -> dict[str, Any]:
    """The first JSON object in a text: some models put a fence or a sentence around it."""
    start = text.find("{")
    if start < 0:
        raise _not_in_form("The model answered in prose instead of writing the mails in form.")
    try:
        data, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        raise _not_in_form(
            "The model answered in prose instead of writing the mails in form."
        ) from None
    if not isinstance(data, dict):
        raise _not_in_form("The model's answer does not hold any mails.")
    return data


def _draft(item: object) -> DraftVariant | None:
    if not isinstance(item, dict):
        return None
    angle, subject, body = (item.get(key) for key in ("angle", "subject", "body"))
    if angle not in set(ANGLES) or not isinstance(subject, str) or not isinstance(body, str):
        return None
    if not subject.strip() or not body.strip():
        return None
    claims = item.get("claims")
    found = [_claim(entry) for entry in claims] if isinstance(claims, list) else []
    return DraftVariant(
        Angle(angle),
        " ".join(subject.split()),
        "\n".join(line.rstrip() for line in body.strip().splitlines()),
        tuple(claim for claim in found if claim),
    )


def _claim(entry: object) -> Claim | None:
    if not isinstance(entry, dict):
        return None
    text, source, quote = (entry.get(key) for key in ("text", "source_id", "quote"))
    if not (isinstance(text, str) and isinstance(source, str) and isinstance(quote, str)):
        return None
    return Claim(" ".join(text.split()), source.strip(), " ".join(quote.split()))


def _not_in_form(what: str) -> NotInForm:
    return NotInForm(what, safe=_KEPT, next_step=_AGAIN)
