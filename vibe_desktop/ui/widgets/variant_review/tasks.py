"""What the review has done on the worker threads, each a call that carries all it needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import Preview
from vibe_desktop.domain.variants import Revision, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.widgets.variant_review.findings import in_order
from vibe_desktop.ui.widgets.variant_review.state import Comparison, VariantState

if TYPE_CHECKING:
    from vibe_desktop.domain.histories import Entry
    from vibe_desktop.domain.lint import Finding
    from vibe_desktop.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that the review reads from the store in one go."""

    campaign: Campaign
    variants: tuple[Variant, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Read a campaign with its mails."""

    services: "Services"
    campaign_id: str

    def __call__(self, work: Work) -> Reviewed:
        """Do it."""
        services = self.services
        return Reviewed(
            campaign=services.campaigns.get(self.campaign_id, work),
            variants=services.variants.list(self.campaign_id, work),
            footer=footer(services.identity.get(work)),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a text, and the text it was found in."""

    subject: str
    body: str
    lead: Lead
    findings: "tuple[Finding, ...]"
    preview: Preview


@dataclass(frozen=True, slots=True)
class TakeLook:
    """Lint and preview the text on screen."""

    services: "Services"
    state: VariantState
    lead: Lead

    def __call__(self, work: Work) -> Look:
        """Do it."""
        state = self.state
        variants = self.services.variants
        findings = variants.findings(
            state.subject,
            state.body,
            state.variant.campaign_id,
            state.variant.current.claims,
            work,
            variant_id=state.variant.id,
        )
        preview = variants.preview_text(state.subject, state.body, self.lead, work)
        return Look(state.subject, state.body, self.lead, in_order(findings), preview)


@dataclass(frozen=True, slots=True)
class Edit:
    """Store the text on screen."""

    services: "Services"
    state: VariantState

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        state = self.state
        return self.services.variants.edit(state.variant.id, state.subject, state.body, work)


@dataclass(frozen=True, slots=True)
class Decide:
    """Store what is on screen, and approve or reject exactly that."""

    services: "Services"
    state: VariantState
    yes: bool

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        variants, state, changes = self.services.variants, self.state, Changes()
        if state.dirty:
            edited = Edit(self.services, state)(work)
            changes = edited.changes
        decide = variants.approve if self.yes else variants.reject
        decided = decide(state.variant.id, work)
        return Written(decided.value, changes | decided.changes)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a decision back."""

    services: "Services"
    variant_id: str

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        return self.services.variants.withdraw(self.variant_id, work)


@dataclass(frozen=True, slots=True)
class Sign:
    """Answer for a finding, or no longer when it is signed already."""

    services: "Services"
    variant_id: str
    finding: "Finding"

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        variants, finding = self.services.variants, self.finding
        sign = variants.take_back_sign_off if finding.signed else variants.sign_off
        return sign(self.variant_id, finding.rule, finding.concerns, work)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Have a mail, or one sentence of it, written anew."""

    services: "Services"
    variant_id: str
    instruction: str
    sentence: str

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        copywriting = self.services.copywriting
        return copywriting.rewrite(self.variant_id, self.instruction, work, self.sentence)


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring an earlier text back."""

    services: "Services"
    revision_id: str

    def __call__(self, work: Work) -> Written[Variant]:
        """Do it."""
        return self.services.variants.restore(self.revision_id, work)


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """Read every text a mail ever had, grouped by sitting."""

    services: "Services"
    variant_id: str

    def __call__(self, work: Work) -> "tuple[Entry, ...]":
        """Do it."""
        from vibe_desktop.domain.histories import entries

        return entries(self.services.variants.revisions(self.variant_id, work))


@dataclass(frozen=True, slots=True)
class Compare:
    """Hold an earlier text against the one on screen."""

    revision: Revision
    subject: str
    body: str

    def __call__(self, _work: Work) -> Comparison:
        """Do it."""
        from vibe_desktop.domain.diffs import compare

        old = self.revision
        return Comparison(old.id, compare(self.subject, old.subject), compare(self.body, old.body))
