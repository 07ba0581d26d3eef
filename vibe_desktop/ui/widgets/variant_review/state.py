"""What the review shows, as values."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import Preview
from vibe_desktop.domain.variants import FIRST_STEP, Variant

if TYPE_CHECKING:
    from vibe_desktop.domain.diffs import Piece
    from vibe_desktop.domain.histories import Entry
    from vibe_desktop.domain.lint import Finding
    from vibe_desktop.jobs.runner import Job

EXAMPLE_LEAD = Lead(
    "ada@example.com",
    first_name="Ada",
    last_name="Okafor",
    company_name="Northwind Studio",
    job_title="Head of Growth",
    website="northwind.example",
    personalization="Saw your post on onboarding.",
)
"""Stands in while no leads are loaded."""

BARE_LEAD = Lead("someone@example.com")
"""A lead of whom nothing but the address is known: shows every gap a mail can have."""


class Decision(StrEnum):
    """Where a mail stands on its way to being sent."""

    OPEN = "open"
    BLOCKED = "blocked"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier text held against the one on screen.

    Attributes:
        revision_id: The earlier one.
        subject: What of the subject stays, what restoring would take away ("removed") and bring
            back ("added").
        body: The same of the body.
    """

    revision_id: str
    subject: "tuple[Piece, ...]"
    body: "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class VariantState:
    """One variant on screen.

    Attributes:
        variant: As stored.
        subject: As it stands in the editor.
        body: As it stands in the editor.
        approved: Whether exactly what is stored, footer included, was approved.
        locked: Whether the campaign was launched: the mail can be read, not changed.
        findings: What the lint says about `looked`, in the order it is listed.
        looked: Subject and body that `findings` and `preview` are about, None before the first.
        current: The finding that the keys act on, None when none was chosen.
        preview: The text filled in for the chosen lead, None before the first.
        entries: All saved states, newest first; None until asked for.
        comparison: The earlier text that is held against the present one, None when none is.
        saving: Whether a save or a decision is under way.
        rewriting: The rewrite under way, None when there is none.
        trouble: Why the last write failed, None when it did not.
    """

    variant: Variant
    subject: str
    body: str
    approved: bool
    locked: bool = False
    findings: "tuple[Finding, ...]" = ()
    looked: tuple[str, str] | None = None
    current: "Finding | None" = None
    preview: Preview | None = None
    entries: "tuple[Entry, ...] | None" = None
    comparison: Comparison | None = None
    saving: bool = False
    rewriting: "Job | None" = None
    trouble: Trouble | None = None

    @property
    def dirty(self) -> bool:
        """Whether the editor holds something that is not stored."""
        stored = self.variant.current
        return tidied(self.subject, self.body) != tidied(stored.subject, stored.body)

    @property
    def fresh(self) -> bool:
        """Whether the findings are about exactly the text on screen."""
        return self.looked == (self.subject, self.body)

    @property
    def shown_approved(self) -> bool:
        """Whether what is on screen is what was approved."""
        return self.approved and not self.dirty

    @property
    def decision(self) -> Decision:
        """What the pill says; an edit takes a decision back while it is typed."""
        if self.shown_approved:
            return Decision.APPROVED
        if self.variant.rejected_at is not None and not self.dirty:
            return Decision.REJECTED
        return Decision.BLOCKED if self.blocked else Decision.OPEN

    @property
    def decided(self) -> bool:
        """Whether a human said yes or no to exactly this text."""
        return self.decision in {Decision.APPROVED, Decision.REJECTED}

    @property
    def word_count(self) -> int:
        """Words in the body, each tag counted as one."""
        return len(self.body.split())

    @property
    def blocked(self) -> bool:
        """Whether a finding stands in the way of approving."""
        return any(finding.blocking for finding in self.findings)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What the variants have in common.

    Attributes:
        step: The step whose mails are on screen.
        waits: Days before each follow-up.
        custom: Custom fields that leads have.
        version: Counts up whenever the set of variants is another one.
    """

    loaded: bool = False
    campaign: Campaign | None = None
    step: int = FIRST_STEP
    waits: tuple[int, ...] = ()
    custom: frozenset[str] = field(default_factory=frozenset)
    version: int = 0

    @property
    def locked(self) -> bool:
        """Whether the mails are on their way already."""
        campaign = self.campaign
        if campaign is None or campaign.editing:
            return False
        still = {CampaignStatus.DRAFT, CampaignStatus.ATTENTION}
        return bool(campaign.instantly_id) or campaign.status not in still


def tidied(subject: str, body: str) -> tuple[str, str]:
    """A text without the white space that saving drops: what is left decides whether it differs."""
    lines = (line.rstrip() for line in body.strip().splitlines())
    return " ".join(subject.split()), "\n".join(lines)
