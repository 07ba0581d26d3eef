"""Whether what stands at Instantly is what was approved, told field by field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from vibe_desktop.domain.remote_campaigns import CampaignDraft, RemoteSchedule, RemoteVariant
from vibe_desktop.domain.templates import normalise_html


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not stand at Instantly as it was approved."""

    field: str
    wanted: str
    found: str

    @property
    def words(self) -> str:
        """The difference as the founder reads it."""
        return f"{self.field}: approved {self.wanted}, found {self.found}"


_LABELS = {
    "new_leads_per_day": "new leads a day",
    "gap_minutes": "minutes between mails",
    "extra_gap_minutes": "random extra minutes",
    "stop_on_reply": "stop on reply",
    "stop_on_auto_reply": "stop on automatic reply",
    "stop_for_company": "stop for the whole company",
    "insert_unsubscribe_header": "one-click opt-out",
    "allow_risky_contacts": "risky contacts",
    "auto_select": "automatic choice of variant",
}
_SIMPLE = tuple(
    field.name
    for field in fields(CampaignDraft)
    if field.name not in {"schedule", "steps", "waits", "mailboxes"}
)


def differences(wanted: CampaignDraft, found: CampaignDraft) -> tuple[Difference, ...]:
    """All differences between what was approved and what stands at Instantly, markup normalised."""
    return tuple(_differences(wanted, found))


def _differences(wanted: CampaignDraft, found: CampaignDraft) -> Iterator[Difference]:
    for name in _SIMPLE:
        label = _LABELS.get(name, name.replace("_", " "))
        yield from _value(label, getattr(wanted, name), getattr(found, name))
    for field in fields(RemoteSchedule):
        label = f"schedule, {field.name.replace('_', ' ')}"
        yield from _value(
            label, getattr(wanted.schedule, field.name), getattr(found.schedule, field.name)
        )
    yield from _value("senders", _addresses(wanted.mailboxes), _addresses(found.mailboxes))
    if len(wanted.steps) != len(found.steps):
        yield Difference("steps", str(len(wanted.steps)), str(len(found.steps)))
        return
    for number, (ours, other) in enumerate(zip(wanted.steps, found.steps, strict=True), start=1):
        if len(ours) != len(other):
            yield Difference(f"variants of step {number}", str(len(ours)), str(len(other)))
            continue
        for position, (one, two) in enumerate(zip(ours, other, strict=True)):
            letter = f"variant {chr(ord('A') + position)}"
            name = letter if number == 1 else f"follow-up {number - 1}"
            yield from _copy_differences(name, one, two)
    # Compared as a whole, so that a wait too many is seen as well.
    yield from _value("days between the steps", wanted.waits, found.waits)


def _value(label: str, wanted: object, found: object) -> Iterator[Difference]:
    if wanted is False and found is None:
        return  # a switch that is off may be left out of an answer
    if wanted != found:
        yield Difference(label, _shown(wanted), _shown(found))


def _copy_differences(
    name: str, wanted: RemoteVariant, found: RemoteVariant
) -> Iterator[Difference]:
    if wanted.subject.strip() != found.subject.strip():
        yield Difference(f"subject of {name}", _shown(wanted.subject), _shown(found.subject))
    mine, theirs = normalise_html(wanted.body_html), normalise_html(found.body_html)
    if mine != theirs:
        yield Difference(f"text of {name}", *_around_first_change(mine, theirs))
    if wanted.enabled != found.enabled:
        yield Difference(name, _shown(wanted.enabled), _shown(found.enabled))


def _addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(address.lower() for address in addresses))


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or "nothing"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _around_first_change(mine: str, theirs: str) -> tuple[str, str]:
    """A few words of each text around the place where they part."""
    index = next(
        (i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b),
        min(len(mine), len(theirs)),
    )
    window = slice(max(0, index - 20), index + 40)
    return f"“…{mine[window]}…”", f"“…{theirs[window]}…”"


@dataclass(frozen=True, slots=True)
class LeadCheck:
    """Planned leads against those found in the remote campaign, by address.

    Attributes:
        missing: Planned, not found.
        doubled: Found more than once.
        foreign: Found, never planned.
    """

    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is wrong, "" when every planned lead is there exactly once."""
        parts = [
            f"{len(addresses):,} {what} (the first: {addresses[0]})"
            for addresses, what in (
                (self.missing, "of the approved leads are missing"),
                (self.doubled, "are in it more than once"),
                (self.foreign, "are in it that were never approved"),
            )
            if addresses
        ]
        return "; ".join(parts)


def check_leads(planned: Iterable[str], found: Iterable[str]) -> LeadCheck:
    """Compare addresses, case aside."""
    wanted = {address.lower() for address in planned}
    counts = Counter(address.lower() for address in found)
    return LeadCheck(
        missing=tuple(sorted(wanted - counts.keys())),
        doubled=tuple(sorted(address for address, count in counts.items() if count > 1)),
        foreign=tuple(sorted(counts.keys() - wanted)),
    )
