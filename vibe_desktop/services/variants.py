"""Reviewing mails: edit, preview, check, approve. Everything here works without a network."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.claims import check_claim
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.facts import Fact, Page
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.grammar import LEAD_TAGS
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.lint import SIGNABLE, Finding, Mail, lint, signed_words
from vibe_desktop.domain.previews import EXAMPLE_LEAD, Preview, preview
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import (
    Author,
    Claim,
    DraftVariant,
    Revision,
    SignOff,
    Variant,
    asked_for,
    content_hash,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.sign_offs import SignOffRepository
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
        sign_offs: SignOffRepository,
        settings: SettingsRepository,
    ) -> None:
        self._variants = variants
        self._pages = pages
        self._campaigns = campaigns
        self._identity = identity
        self._leads = leads
        self._sign_offs = sign_offs
        self._settings = settings
        # Both are asked for at every pause in typing, and change with pages and imports only.
        self._grounds = lru_cache(maxsize=4)(Grounds.of)
        self._gaps = lru_cache(maxsize=4)(lambda campaign_id, _state: leads.lacking(campaign_id))

    def list(self, campaign_id: str, work: Work) -> tuple[Variant, ...]:
        """The mails of a campaign by step, A first; empty before the first draft.

        Follow-ups beyond those that the campaign waits for are kept, but not listed.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        identity = self._identity.get()
        waits = self._campaigns.get(campaign_id).setup.waits
        found = asked_for(self._variants.list(campaign_id), len(waits))
        return tuple(_honest(variant, identity) for variant in found)

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
            *(current.subject, current.body, variant.campaign_id, current.claims, work),
            variant_id=variant_id,
        )
        blocker = next((finding for finding in found if finding.blocking), None)
        if blocker is not None:
            raise InvalidInput(
                f"{_name(variant)} cannot be approved yet: {blocker.words}",
                next_step="Fix it and approve the mail then.",
                field=blocker.where,
            )
        hashed = content_hash(current.subject, current.body, footer(self._identity.get()))
        return self._written(self._variants.approve(variant_id, current.id, hashed))

    def reject(self, variant_id: str, work: Work) -> Written[Variant]:
        """Decide that this text is not to be sent; an approval of it falls.

        Like an approval, the decision falls with the next edit, and `withdraw` takes it back.

        Raises:
            InvalidInput: There is no such mail.
            Conflict: The campaign was launched.
        """
        work.check()
        variant = self._changeable(variant_id)
        current = variant.current
        hashed = content_hash(current.subject, current.body, footer(self._identity.get()))
        return self._written(self._variants.reject(variant_id, hashed))

    def withdraw(self, variant_id: str, work: Work) -> Written[Variant]:
        """Take an approval or a rejection back.

        Raises:
            InvalidInput: There is no such mail.
        """
        work.check()
        return self._written(self._variants.withdraw(variant_id))

    def sign_off(self, variant_id: str, rule: str, concerns: str, work: Work) -> Written[Variant]:
        """Answer for words that the page does not support; they no longer block an approval.

        It holds for this mail and these words, also after edits, until it is taken back.

        Args:
            variant_id: The mail.
            rule: `Finding.rule`.
            concerns: `Finding.concerns`.
            work: Asked whether to stop.

        Raises:
            InvalidInput: There is no such mail, or nobody can answer for such a finding.
            Conflict: The campaign was launched.
        """
        work.check()
        variant = self._changeable(variant_id)
        words = signed_words(concerns)
        if rule not in SIGNABLE or not words:
            raise InvalidInput(
                "Nobody can answer for that: it has to be fixed.",
                next_step="Change the words it is about.",
                field="rule",
            )
        self._sign_offs.add(variant_id, rule, words)
        return self._written(variant)

    def take_back_sign_off(
        self, variant_id: str, rule: str, concerns: str, work: Work
    ) -> Written[Variant]:
        """No longer answer for some words; an approval, which rests on that, falls.

        Raises:
            InvalidInput: There is no such mail.
            Conflict: The campaign was launched.
        """
        work.check()
        variant = self._changeable(variant_id)
        if not self._sign_offs.remove(variant_id, rule, signed_words(concerns)):
            return self._written(variant, Changes())
        if variant.approved_hash:
            variant = self._variants.withdraw(variant_id)
        return self._written(variant)

    def sign_offs(self, variant_id: str, work: Work) -> tuple[SignOff, ...]:
        """What the founder answers for in one mail, the oldest first."""
        work.check()
        return self._sign_offs.list(variant_id)

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
        self,
        subject: str,
        body: str,
        campaign_id: str,
        claims: tuple[Claim, ...],
        work: Work,
        *,
        variant_id: str = "",
    ) -> tuple[Finding, ...]:
        """What is wrong, or could be better, with a text; blocking findings first.

        Args:
            subject: As it stands in the editor.
            body: As it stands in the editor.
            campaign_id: Whose page, leads and settings it is held against.
            claims: The factual phrases that its writer named.
            work: Asked whether to stop.
            variant_id: Which mail it is: its step, sign-offs and siblings count then. Without one
                the text is looked at as a first mail of its own.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        desk = self._desk(campaign_id)
        text = f"{subject}\n{body}"
        mail = Mail(
            subject,
            body,
            claims=desk.checked(claims, text),
            custom_fields=desk.custom_fields,
            grounds=desk.grounds,
            lacking=desk.lacking,
            lead_count=desk.lead_count,
            length=desk.length,
            language=desk.language,
            identity=desk.identity,
        )
        if variant_id:
            mail = self._among_siblings(mail, campaign_id, variant_id)
        work.check()
        return lint(mail)

    def _among_siblings(self, mail: Mail, campaign_id: str, variant_id: str) -> Mail:
        everyone = self._variants.list(campaign_id)
        own = next((one for one in everyone if one.id == variant_id), None)
        if own is None:
            return mail
        return replace(
            mail,
            step=own.step,
            siblings=tuple(
                (one.letter, one.current.body)
                for one in everyone
                if one.step == own.step and one.id != own.id and one.rejected_at is None
            ),
            signed=frozenset((one.rule, one.words) for one in self._sign_offs.list(variant_id)),
        )

    def _desk(self, campaign_id: str) -> "_Desk":
        campaign = self._campaigns.get(campaign_id)
        page = self._pages.latest(campaign_id)
        identity, settings = self._identity.get(), self._settings.get()
        own = own_words(campaign, page, identity)
        count, lacking = self._gaps(campaign_id, self._leads.state(campaign_id))
        texts = (*(fact.text for fact in page.used_facts), *own) if page else ()
        return _Desk(
            facts=page.facts if page else (),
            own=own,
            grounds=self._grounds(texts) if page else None,
            lead_count=count,
            lacking=lacking,
            length=settings.length,
            language=settings.language,
            identity=identity,
        )

    def _changeable(self, variant_id: str) -> Variant:
        variant = self._variants.get(variant_id)
        refuse_when_launched(self._campaigns.get(variant.campaign_id))
        return variant

    def _rewrite(
        self, variant: Variant, subject: str, body: str, claims: tuple[Claim, ...]
    ) -> Variant:
        campaign = self._campaigns.get(variant.campaign_id)
        refuse_when_launched(campaign)
        page = self._pages.latest(campaign.id)
        draft = DraftVariant(variant.angle, subject, body, claims)
        if page is not None:
            text = f"{subject}\n{body}"
            own = own_words(campaign, page, self._identity.get())
            draft = replace(
                draft, claims=tuple(check_claim(claim, page.facts, text, own) for claim in claims)
            )
        return self._variants.write(variant.id, draft, Author.FOUNDER)

    def _written(self, variant: Variant, changes: Changes = _VARIANTS) -> Written[Variant]:
        return Written(_honest(variant, self._identity.get()), changes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the mails of one campaign are held against."""

    facts: tuple[Fact, ...]
    own: tuple[str, ...]
    grounds: Grounds | None
    lead_count: int
    lacking: Mapping[str, int]
    length: Length
    language: str
    identity: Identity

    @property
    def custom_fields(self) -> frozenset[str] | None:
        """The custom variables that leads have; None without leads."""
        return frozenset(self.lacking).difference(LEAD_TAGS) if self.lead_count else None

    def checked(self, claims: tuple[Claim, ...], text: str) -> tuple[Claim, ...]:
        """The claims, checked against the page; none when there is no page."""
        if not self.facts:
            return ()
        return tuple(check_claim(claim, self.facts, text, self.own) for claim in claims)


def own_words(campaign: Campaign, page: Page | None, identity: Identity) -> tuple[str, ...]:
    """What the founder typed: names and numbers in it need no support from the page."""
    return (
        campaign.target_audience,
        campaign.setup.ask,
        campaign.setup.pain,
        campaign.setup.proof,
        campaign.name,
        campaign.url,
        page.title if page else "",
        identity.name,
        identity.company,
    )


def refuse_when_launched(campaign: Campaign) -> None:
    """Stop a change of copy that could no longer reach anybody.

    Raises:
        Conflict: The campaign was launched.
    """
    if not campaign.editing and (
        campaign.instantly_id
        or campaign.status not in {CampaignStatus.DRAFT, CampaignStatus.ATTENTION}
    ):
        raise Conflict(
            "This campaign has been launched; its mails are fixed.",
            safe="The mails stay as they were approved.",
            next_step="Use “Change the mails…” on its results, or make a new campaign.",
        )


def _name(variant: Variant) -> str:
    return f"Follow-up {variant.follow_up}" if variant.follow_up else f"Mail {variant.letter}"


def _honest(variant: Variant, identity: Identity) -> Variant:
    if variant.approved_hash and not variant.is_approved(footer(identity)):
        return replace(variant, approved_hash="", approved_at=None)
    return variant


def _tidy(body: str) -> str:
    r"""Line ends as `\n`, no white space at the ends of lines or of the text."""
    return "\n".join(line.rstrip() for line in body.strip().splitlines())
