"""What the review shows, as values."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import Preview
from vibe_desktop.domain.variants import Revision, Variant

if TYPE_CHECKING:
    from vibe_desktop.domain.lint import Finding

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


@dataclass(frozen=True, slots=True)
class VariantState:
    """One variant on screen.

    Attributes:
        variant: As stored.
        subject: As it stands in the editor.
        body: As it stands in the editor.
        approved: Whether exactly what is stored, footer included, was approved.
        findings: What the lint says about the text on screen, blocking ones first.
        preview: The text on screen filled in for the chosen lead, None before the first.
        revisions: All saved states, newest first; None until asked for.
        saving: Whether a save or an approval is under way.
        trouble: Why the last one failed, None when it did not.
    """

    variant: Variant
    subject: str
    body: str
    approved: bool
    findings: "tuple[Finding, ...]" = ()
    preview: Preview | None = None
    revisions: tuple[Revision, ...] | None = None
    saving: bool = False
    trouble: Trouble | None = None

    @property
    def dirty(self) -> bool:
        """Whether the editor holds something that is not stored."""
        stored = self.variant.current
        return tidied(self.subject, self.body) != tidied(stored.subject, stored.body)

    @property
    def shown_approved(self) -> bool:
        """Whether what is on screen is what was approved."""
        return self.approved and not self.dirty

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
        leads: Whom the preview can be filled in for.
        real_leads: Whether they are leads of the campaign rather than made-up ones.
        chosen: Index of the lead in use.
        version: Counts up whenever the set of variants is another one.
    """

    loaded: bool = False
    campaign: Campaign | None = None
    leads: tuple[Lead, ...] = field(default=(EXAMPLE_LEAD, BARE_LEAD))
    real_leads: bool = False
    chosen: int = 0
    version: int = 0

    @property
    def lead(self) -> Lead:
        """The lead in use."""
        return self.leads[self.chosen]


def tidied(subject: str, body: str) -> tuple[str, str]:
    """A text without the white space that saving drops: what is left decides whether it differs."""
    lines = (line.rstrip() for line in body.strip().splitlines())
    return " ".join(subject.split()), "\n".join(lines)
