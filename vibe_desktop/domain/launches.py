"""A launch: the approved plan, and the journal that makes it resumable without repeating itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vibe_desktop.domain.campaigns import Pacing, SendingRules
from vibe_desktop.domain.compliance import CountryBasis, Gate
from vibe_desktop.domain.schedules import Schedule


class LaunchState(StrEnum):
    """The states of a launch, in the order they are reached."""

    PLANNED = "planned"
    LIST_CREATED = "list_created"
    CAMPAIGN_DRAFTED = "campaign_drafted"
    LEADS_ADDED = "leads_added"
    VERIFIED = "verified"
    ACTIVATED = "activated"
    DONE = "done"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlannedVariant:
    """A mail as it will be sent: subject with tags, body as HTML with tags, footer included.

    Attributes:
        position: `Variant.position`. Among the mails of a step that are sent Instantly counts from
            0 without gaps: a rejected variant takes no place there.
        step: `Variant.step`.
    """

    position: int
    subject: str
    body_html: str
    content_hash: str
    step: int = 1


@dataclass(frozen=True, slots=True)
class LaunchPlan:
    """Everything that will be created at Instantly, fixed at the moment of approval.

    Attributes:
        token: "vm-" and six hex digits; stands in every remote name, so that a lost answer can be
            looked up instead of repeated.
        name: The remote name of campaign and list, token included.
        timezone: The name for the schedule's zone on Instantly's list.
        waits: Days before each follow-up, counted from the mail before it.
        bases: The evidence that was given for the leads' countries.
        overrides: Mailboxes among `mailboxes` that send although they are not healthy.
    """

    token: str
    name: str
    variants: tuple[PlannedVariant, ...]
    mailboxes: tuple[str, ...]
    schedule: Schedule
    pacing: Pacing
    rules: SendingRules
    lead_count: int
    timezone: str = ""
    waits: tuple[int, ...] = ()
    bases: tuple[CountryBasis, ...] = ()
    overrides: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[tuple[PlannedVariant, ...], ...]:
        """The mails of each step, by position: the places they have at Instantly."""
        numbers = sorted({variant.step for variant in self.variants})
        by_position = sorted(self.variants, key=lambda variant: variant.position)
        return tuple(
            tuple(variant for variant in by_position if variant.step == number)
            for number in numbers
        )

    def position_of(self, step: int, place: int) -> int | None:
        """The `Variant.position` of what Instantly counts as `place` of `step`, from 0 and from 1.

        None when the plan has no such mail.
        """
        found = [variant for variant in self.variants if variant.step == step]
        positions = sorted(variant.position for variant in found)
        return positions[place] if 0 <= place < len(positions) else None


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch of one campaign.

    Attributes:
        uploaded: Leads known to be in the remote campaign.
        reason: Why it failed or waits, for the founder; "" otherwise.
    """

    id: str
    campaign_id: str
    plan: LaunchPlan
    state: LaunchState
    instantly_campaign_id: str
    instantly_lead_list_id: str
    uploaded: int
    reason: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A line of the launch journal: the intent before a request, or the result after it."""

    number: int
    operation: str
    kind: str
    detail: Mapping[str, object]
    at: datetime


COUNTRIES = "countries"
"""The key of the line about the law of the leads' countries: put right by an answer."""
SUPPRESSED = "suppressed"
"""The key of the line about leads that nothing may be sent to: put right by taking them out."""


@dataclass(frozen=True, slots=True)
class PreflightItem:
    """One line of the check before a launch.

    Attributes:
        key: Stable word for tests and JSON.
        title: What is checked.
        ok: Green or red.
        blocking: Whether red stops the launch (else it is advice).
        detail: What was found and, when red, what to do.
    """

    key: str
    title: str
    ok: bool
    blocking: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """The whole check: may this campaign be launched now?"""

    items: tuple[PreflightItem, ...]
    lead_count: int
    mailboxes: tuple[str, ...]
    gates: tuple[Gate, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the launch."""
        return all(item.ok or not item.blocking for item in self.items)
