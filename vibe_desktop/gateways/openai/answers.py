"""Reading what a model wrote. Nothing of it is taken on trust."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from vibe_desktop.domain.audiences import AudienceProfile
from vibe_desktop.domain.copywriting import PartialDraft, Rewrite
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.variants import ANGLES, FIRST_STEP, Angle, Claim, DraftVariant
from vibe_desktop.gateways.openai.schema import AUDIENCES, numbers

_KEPT = "Your present mails stay as they are."
_AGAIN = "Try again, or choose another model in Settings."
_PROSE = "The model answered in prose instead of writing the mails in form."


class NotInForm(ContractBroken):
    """The answer is no JSON of the wanted form."""


def read(text: str, follow_ups: int = 0) -> tuple[DraftVariant, ...]:
    """The mails in an answer: problem, benefit, question, then so many follow-ups.

    Raises:
        NotInForm: It is prose, or JSON of another form, or a mail is missing.
    """
    data = _object_in(text)
    first = _listed(data, "variants")
    drafts = {draft.angle: draft for item in first if (draft := _variant(item))}
    missing = [angle.value for angle in ANGLES if angle not in drafts]
    later = _listed(data, "follow_ups") if follow_ups else []
    written = [_draft(item, Angle.FOLLOW_UP, FIRST_STEP + 1) for item in later[:follow_ups]]
    followed = [draft for draft in written if draft]
    if len(followed) < follow_ups:
        missing.append(f"follow-up {len(followed) + 1}")
    if missing:
        mails = "a mail" if len(missing) == 1 else "mails"
        raise _not_in_form(f"The model left out {mails} ({', '.join(missing)}).")
    steps = enumerate(followed, start=FIRST_STEP + 1)
    return (
        *(drafts[angle] for angle in ANGLES),
        *(replace(draft, step=step) for step, draft in steps),
    )


def read_rewrites(text: str, rewrites: Sequence[Rewrite]) -> tuple[DraftVariant, ...]:
    """The mails of an answer to a rewrite, one for each of `rewrites` in their order.

    Where one sentence was asked for, that sentence is put in its place and every other character
    of the mail stays; its claims stay as far as their words still stand.

    Raises:
        NotInForm: It is prose, or JSON of another form, or a mail is missing.
    """
    data = _object_in(text)
    whole = _numbered(data, "mails") if numbers(rewrites, sentences=False) else {}
    lone = _numbered(data, "sentences") if numbers(rewrites, sentences=True) else {}
    found: list[DraftVariant] = []
    for number, rewrite in enumerate(rewrites, start=1):
        draft = (
            _with_sentence(lone.get(number), rewrite)
            if rewrite.sentence
            else _draft(whole.get(number), rewrite.draft.angle, rewrite.draft.step)
        )
        if draft is None:
            raise _not_in_form(f"The model left out mail {number} of {len(rewrites)}.")
        found.append(draft)
    return tuple(found)


def read_audiences(text: str, fact_ids: Collection[str]) -> tuple[AudienceProfile, ...]:
    """The three ideal customers of an answer, each resting on facts that exist.

    Raises:
        NotInForm: It is prose, or JSON of another form, or fewer than three rest on a fact.
    """
    found: list[AudienceProfile] = []
    for item in _listed(_object_in(text), "audiences"):
        title, words, ids = (_get(item, name) for name in ("title", "text", "fact_ids"))
        if not (isinstance(title, str) and isinstance(words, str) and isinstance(ids, list)):
            continue
        known = tuple(dict.fromkeys(one for one in ids if isinstance(one, str) and one in fact_ids))
        if title.strip() and words.strip() and known:
            found.append(AudienceProfile(_in_a_row(title), _in_a_row(words), known))
    if len(found) < AUDIENCES:
        raise _not_in_form(
            f"The model suggested {len(found)} of {AUDIENCES} ideal customers that rest on facts."
        )
    return tuple(found[:AUDIENCES])


def read_partial(text: str) -> tuple[PartialDraft, ...]:
    """The mails that have begun to arrive in the beginning of an answer, in order of arrival.

    Never raises, whatever the text is. Takes time in proportion to the text.
    """
    data = _begun(text)
    found: list[PartialDraft] = []
    for item, over in _items(data, "variants"):
        angle = _angle(item)
        if angle is not None:
            found.append(_partial(item, over, DraftVariant(angle, "", "")))
    for step, (item, over) in enumerate(_items(data, "follow_ups"), start=FIRST_STEP + 1):
        found.append(_partial(item, over, DraftVariant(Angle.FOLLOW_UP, "", "", (), step)))
    return tuple(found)


def read_partial_rewrites(text: str, rewrites: Sequence[Rewrite]) -> tuple[PartialDraft, ...]:
    """As `read_partial`, for the answer to a rewrite: the mails as they will be, so far."""
    data = _begun(text)
    wanted = dict(enumerate(rewrites, start=1))
    found: list[PartialDraft] = []
    for name in ("mails", "sentences"):
        for item, over in _items(data, name):
            number = _get(item, "number")
            rewrite = wanted.pop(number, None) if isinstance(number, int) else None
            if rewrite is not None:
                found.append(_partial(item, over, rewrite.draft, rewrite.sentence))
    return tuple(found)


def _begun(text: str) -> object:
    """What can be read of a JSON object that is still arriving."""
    import jiter  # not before it is needed: it is loaded with the SDK

    start = text.find("{")
    if start < 0:
        return None
    # Some models put bare line ends into strings, and servers cut characters in two.
    for attempt in (text[start:], _STRING.sub(_escaped, text[start:])):
        try:
            return jiter.from_json(
                attempt.encode(errors="replace"), partial_mode="trailing-strings"
            )
        except ValueError:
            continue
    return None


_STRING = re.compile(r'"(?:[^"\\]|\\.)*', re.DOTALL)


def _escaped(match: re.Match[str]) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", match[0])


def _items(data: object, name: str) -> list[tuple[object, bool]]:
    """The items of a list that is still arriving, and whether each is whole."""
    items = _get(data, name)
    if not isinstance(items, list):
        return []
    return [(item, index < len(items) - 1) for index, item in enumerate(items)]


def _partial(item: object, over: bool, draft: DraftVariant, sentence: str = "") -> PartialDraft:  # noqa: FBT001 - goes with its item
    """A mail so far. Its claims come after its text, so where they have begun that is whole."""
    finished = over or _get(item, "claims") is not None
    subject, body = (value if isinstance(value, str) else "" for value in _texts(item))
    if sentence:
        said = _get(item, "sentence")
        new = _in_a_row(said) if isinstance(said, str) else ""
        whole = put_in_place(draft.body, sentence, new or sentence)
        return PartialDraft(draft.angle, draft.subject, whole, draft.step, finished)
    shown = "" if draft.step > FIRST_STEP else _in_a_row(subject)
    return PartialDraft(draft.angle, shown, tidy(body), draft.step, finished)


def _texts(item: object) -> tuple[object, object]:
    return _get(item, "subject"), _get(item, "body")


def put_in_place(body: str, old: str, new: str) -> str:
    """The body with one sentence changed and every other character as it was."""
    before, found, after = body.partition(old)
    return f"{before}{new}{after}" if found else body


def _object_in(text: str) -> dict[str, Any]:
    """The first JSON object in a text: some models put a fence or a sentence around it."""
    start = text.find("{")
    if start < 0:
        raise _not_in_form(_PROSE)
    try:
        data, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        raise _not_in_form(_PROSE) from None
    if not isinstance(data, dict):
        raise _not_in_form("The model's answer does not hold any mails.")
    return data


def _listed(data: dict[str, Any], name: str) -> list[Any]:
    items = data.get(name)
    if not isinstance(items, list):
        raise _not_in_form(f"The model's answer does not hold any {_NOUNS[name]}.")
    return items


_NOUNS = {
    "variants": "mails",
    "follow_ups": "follow-ups",
    "mails": "mails",
    "sentences": "sentences",
    "audiences": "ideal customers",
}


def _numbered(data: dict[str, Any], name: str) -> dict[int, Any]:
    """The items of a list by their number; of two with one number the first counts."""
    found: dict[int, Any] = {}
    for item in _listed(data, name):
        number = _get(item, "number")
        if isinstance(number, int):
            found.setdefault(number, item)
    return found


def _get(item: object, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else None


def _variant(item: object) -> DraftVariant | None:
    angle = _angle(item)
    return _draft(item, angle, FIRST_STEP) if angle is not None else None


def _angle(item: object) -> Angle | None:
    named = _get(item, "angle")
    return next((angle for angle in ANGLES if angle.value == named), None)


def _draft(item: object, angle: Angle, step: int) -> DraftVariant | None:
    """A mail; one without a body, or a first one without a subject, is none."""
    subject, body = _texts(item)
    if not isinstance(body, str) or not (clean := tidy(body)):
        return None
    if step > FIRST_STEP:
        return DraftVariant(angle, "", clean, _claims(item), step)
    if not isinstance(subject, str) or not subject.strip():
        return None
    return DraftVariant(angle, _in_a_row(subject), clean, _claims(item), step)


def _with_sentence(item: object, rewrite: Rewrite) -> DraftVariant | None:
    said = _get(item, "sentence")
    if not isinstance(said, str) or not said.strip():
        return None
    body = put_in_place(rewrite.draft.body, rewrite.sentence, _in_a_row(said))
    standing = [claim for claim in rewrite.draft.claims if claim.text in body]
    claims = tuple(dict.fromkeys([*standing, *_claims(item)]))
    return replace(rewrite.draft, body=body, claims=claims)


def _claims(item: object) -> tuple[Claim, ...]:
    entries = _get(item, "claims")
    found = map(_claim, entries if isinstance(entries, list) else ())
    return tuple(claim for claim in found if claim)


def _claim(entry: object) -> Claim | None:
    text, source, quote = (_get(entry, name) for name in ("text", "source_id", "quote"))
    if not (isinstance(text, str) and isinstance(source, str) and isinstance(quote, str)):
        return None
    return Claim(_in_a_row(text), source.strip(), _in_a_row(quote))


def tidy(body: str) -> str:
    """A body without space at its ends and at the ends of its lines, and without odd characters."""
    lines = [_CONTROL.sub("", line).rstrip() for line in mended(body).splitlines()]
    return "\n".join(lines).strip()


def mended(text: str) -> str:
    """The text with characters that came in two halves put together; lone halves become "�".

    A half of a character can neither be stored nor shown.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def _in_a_row(text: str) -> str:
    return _CONTROL.sub("", " ".join(mended(text).split()))


def _not_in_form(what: str) -> NotInForm:
    return NotInForm(what, safe=_KEPT, next_step=_AGAIN)
