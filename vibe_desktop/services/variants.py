"""Reviewing mails: edit, preview, check, approve. Everything here works without a network."""

from dataclasses import replace

from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.claims import check_claim
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.lint import Finding, Mail, lint
from vibe_desktop.domain.previews import EXAMPLE_LEAD, Preview, preview
from vibe_desktop.domain.variants import (
    Author,
    Claim,
    DraftVariant,
    Revision,
    Variant,
    content_hash,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.variants import VariantRepository

_VARIANTS = Changes(variants=True)


class VariantService:
    """What the founder can ask for about the mails of a campaign.

    An approval counts only for exactly what would be sent now: variants come back without it when
    the text or the footer under it (that is, the founder's identity) has changed since.
    """

    def __init__(
        self,
        *,
        variants: VariantRepository,
        pages: PageRepository,
        campaigns: CampaignRepository,
        identity: IdentityRepository,
        leads: LeadRepository,
    ) -> None:
        self._variants = variants
        self._pages = pages
        self._campaigns = campaigns
        self._identity = identity
        self._leads = leads

    def list(self, campaign_id: str, work: Work) -> tuple[Variant, ...]:
        """The mails of a campaign, A first; empty before the first draft."""
        work.check()
        identity = self._identity.get()
        return tuple(_honest(found, identity) for found in self._variants.list(campaign_id))

    def edit(self, variant_id: str, subject: str, body: str, work: Work) -> Written[Variant]:
        """Keep a new text. Nothing happens when it is the present one.

        Raises:
            InvalidInput: There is no such mail.
            Conflict: The campaign was launched: what was approved is on its way.
        """
        work.check()
        variant = self._variants.get(variant_id)
        subject, body = " ".join(subject.split()), _tidy(body)
        if (subject, body) == (variant.current.subject, variant.current.body):
            return self._written(variant, Changes())
        return self._written(self._rewrite(variant, subject, body, variant.current.claims))

    def restore(self, revision_id: str, work: Work) -> Written[Variant]:
        """Make an older revision the newest one again, as a copy.

        Raises:
            InvalidInput: There is no such revision.
            Conflict: The campaign was launched.
        """
        work.check()
        old = self._variants.revision(revision_id)
        variant = self._variants.get(old.variant_id)
        if (old.subject, old.body) == (variant.current.subject, variant.current.body):
            return self._written(variant, Changes())
        return self._written(self._rewrite(variant, old.subject, old.body, old.claims))

    def revisions(self, variant_id: str, work: Work) -> tuple[Revision, ...]:
        """Every text a mail ever had, newest first."""
        work.check()
        return self._variants.revisions(variant_id)

    def approve(self, variant_id: str, work: Work) -> Written[Variant]:
        """Approve exactly what would be sent now: subject, body, footer.

        Raises:
            InvalidInput: A blocking finding stands; it says which.
            Conflict: The mail was changed in the meantime.
        """
        work.check()
        variant = self._variants.get(variant_id)
        current = variant.current
        found = self.findings(
            current.subject, current.body, variant.campaign_id, current.claims, work
        )
        blocker = next((finding for finding in found if finding.blocking), None)
        if blocker is not None:
            raise InvalidInput(
                f"Mail {variant.letter} cannot be approved yet: {blocker.words}",
                next_step="Fix it and approve the mail then.",
                field=blocker.where,
            )
        hashed = content_hash(current.subject, current.body, footer(self._identity.get()))
        return self._written(self._variants.approve(variant_id, current.id, hashed))

    def withdraw(self, variant_id: str, work: Work) -> Written[Variant]:
        """Take an approval back.

        Raises:
            InvalidInput: There is no such mail.
        """
        work.check()
        return self._written(self._variants.withdraw(variant_id))

    def preview(self, variant_id: str, lead: Lead | None, work: Work) -> Preview:
        """The mail that a lead would get; without a lead, an invented one.

        Raises:
            InvalidInput: There is no such mail.
        """
        current = self._variants.get(variant_id).current
        return self.preview_text(current.subject, current.body, lead, work)

    def preview_text(self, subject: str, body: str, lead: Lead | None, work: Work) -> Preview:
        """As `preview`, for a text that was not saved yet."""
        work.check()
        return preview(subject, body, self._identity.get(), lead or EXAMPLE_LEAD)

    def findings(
        self, subject: str, body: str, campaign_id: str, claims: tuple[Claim, ...], work: Work
    ) -> tuple[Finding, ...]:
        """What is wrong, or could be better, with a text; blocking findings first.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        campaign = self._campaigns.get(campaign_id)
        page = self._pages.latest(campaign_id)
        facts = page.facts if page else ()
        own = self._own_words(campaign, page)
        text = f"{subject}\n{body}"
        checked = tuple(check_claim(claim, facts, text, own) for claim in claims) if facts else ()
        supported = (*(fact.text for fact in facts), *own) if page else ()
        custom = self._leads.custom_variables(campaign_id)
        return lint(Mail(subject, body, checked, custom, supported))

    def _own_words(self, campaign: Campaign, page: Page | None) -> tuple[str, ...]:
        """What the founder typed: names and numbers in it need no support from the page."""
        identity = self._identity.get()
        product = page.title if page else ""
        return (
            campaign.target_audience,
            campaign.setup.ask,
            campaign.name,
            product,
            identity.name,
            identity.company,
        )

    def _rewrite(
        self, variant: Variant, subject: str, body: str, claims: tuple[Claim, ...]
    ) -> Variant:
        campaign = self._campaigns.get(variant.campaign_id)
        refuse_when_launched(campaign)
        page = self._pages.latest(campaign.id)
        draft = DraftVariant(variant.angle, subject, body, claims)
        if page is not None:
            text = f"{subject}\n{body}"
            own = self._own_words(campaign, page)
            draft = replace(
                draft, claims=tuple(check_claim(claim, page.facts, text, own) for claim in claims)
            )
        return self._variants.write(variant.id, draft, Author.FOUNDER)

    def _written(self, variant: Variant, changes: Changes = _VARIANTS) -> Written[Variant]:
        return Written(_honest(variant, self._identity.get()), changes)


def refuse_when_launched(campaign: Campaign) -> None:
    """Stop a change of copy that could no longer reach anybody.

    Raises:
        Conflict: The campaign was launched.
    """
    if campaign.instantly_id or campaign.status not in {
        CampaignStatus.DRAFT,
        CampaignStatus.ATTENTION,
    }:
        raise Conflict(
            "This campaign has been launched; its mails are fixed.",
            safe="The mails stay as they were approved.",
            next_step="Make a new campaign to try other words.",
        )


def _honest(variant: Variant, identity: Identity) -> Variant:
    if variant.approved_hash and not variant.is_approved(footer(identity)):
        return replace(variant, approved_hash="", approved_at=None)
    return variant


def _tidy(body: str) -> str:
    r"""Line ends as `\n`, no white space at the ends of lines or of the text."""
    return "\n".join(line.rstrip() for line in body.strip().splitlines())
