"""What is kept of a run besides the bare texts, as JSON: the request, and what was made of it.

Both are written so that the same value always gives the same bytes: a replay compares them.
Reading is strict, since nobody but this module writes them.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from vibe_desktop.domain.audiences import AudienceProfile
from vibe_desktop.domain.copywriting import CopyRequest, CopyRun, Rewrite
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import Angle, Claim, DraftVariant

FORM = 1
"""Changes when a record of the form before can no longer be read."""


class NoRecord(ValueError):
    """There is no record, or one of a form that is not known here."""


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """All that a writer was given for one run.

    Attributes:
        request: Facts and wishes.
        rewrites: The mails to be written anew; empty when all were to be written.
        known: The founder's own words, whose names and numbers need no support from the page.
    """

    request: CopyRequest
    rewrites: tuple[Rewrite, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """A run made once more from its record alone.

    Attributes:
        drafts: The mails that came out of it; empty for a run that suggested audiences.
        identical: Whether all that came out equals what was kept then, byte for byte.
    """

    run: CopyRun
    drafts: tuple[DraftVariant, ...]
    identical: bool


def order_to_json(order: CopyOrder) -> str:
    """`order` as JSON text."""
    return _dump({"form": FORM, **asdict(order)})


def order_from_json(text: str) -> CopyOrder:
    """The order in JSON text that `order_to_json` wrote.

    Raises:
        NoRecord: It is none.
    """
    try:
        data = json.loads(text)
        if data["form"] != FORM:
            raise NoRecord(f"form {data['form']!r}")
        return CopyOrder(
            _request(data["request"]),
            tuple(_rewrite(item) for item in data["rewrites"]),
            tuple(data["known"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NoRecord(str(error)) from error


def drafts_to_json(drafts: tuple[DraftVariant, ...]) -> str:
    """`drafts` as JSON text."""
    return _dump([asdict(draft) for draft in drafts])


def drafts_from_json(text: str) -> tuple[DraftVariant, ...]:
    """The drafts in JSON text that `drafts_to_json` wrote.

    Raises:
        NoRecord: It holds none.
    """
    try:
        return tuple(_draft(item) for item in json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise NoRecord(str(error)) from error


def audiences_to_json(profiles: tuple[AudienceProfile, ...]) -> str:
    """`profiles` as JSON text."""
    return _dump([asdict(profile) for profile in profiles])


def _request(data: dict[str, Any]) -> CopyRequest:
    facts = tuple(Fact(**{**fact, "kind": FactKind(fact["kind"])}) for fact in data["facts"])
    return CopyRequest(
        **{**data, "facts": facts, "tags": tuple(data["tags"]), "length": Length(data["length"])}
    )


def _rewrite(data: dict[str, Any]) -> Rewrite:
    return Rewrite(**{**data, "draft": _draft(data["draft"]), "findings": tuple(data["findings"])})


def _draft(data: dict[str, Any]) -> DraftVariant:
    claims = tuple(Claim(**claim) for claim in data["claims"])
    return DraftVariant(**{**data, "angle": Angle(data["angle"]), "claims": claims})


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
