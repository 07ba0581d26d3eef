"""Having the three mails written: by a model when there is a key, else by rule."""

from collections.abc import Callable
from typing import Protocol

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.copywriting import (
    CopyAnswer,
    CopyRequest,
    CopyRun,
    CopyTrace,
    WriterInfo,
    WriterKind,
)
from vibe_desktop.domain.drafting.drafter import draft as draft_by_rule
from vibe_desktop.domain.errors import Cancelled, ContractBroken, NotAuthorised, Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.variants import ANGLES, Angle, Author, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.services.pages import PageService
from vibe_desktop.services.variants import refuse_when_launched
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.times import now
from vibe_desktop.store.variants import VariantRepository

_OFFLINE_WORDS = "Offline drafter: arranges sentences from your page, no AI."


class Writer(Protocol):
    """Whoever writes with a model; see `gateways.openai.writer.OpenAIWriter`."""

    @property
    def model(self) -> str:
        """The model it will ask for."""

    def write(self, request: CopyRequest, work: Work, trace: CopyTrace) -> CopyAnswer:
        """Write the three mails."""


class CopywritingService:
    """What the founder can ask for about writing mails. Every attempt is recorded."""

    def __init__(
        self,
        *,
        campaigns: CampaignRepository,
        pages: PageService,
        variants: VariantRepository,
        copy_runs: CopyRunRepository,
        identity: IdentityRepository,
        settings: SettingsRepository,
        writer: Writer,
        key: Callable[[], str],
    ) -> None:
        self._campaigns = campaigns
        self._pages = pages
        self._variants = variants
        self._copy_runs = copy_runs
        self._identity = identity
        self._settings = settings
        self._writer = writer
        self._key = key

    def writer(self, work: Work) -> WriterInfo:
        """Who would write the mails now."""
        work.check()
        if self._has_key():
            words = f"{self._writer.model} writes from the facts on your page."
            return WriterInfo(WriterKind.OPENAI, self._writer.model, words)
        return WriterInfo(WriterKind.OFFLINE, "", _OFFLINE_WORDS)

    def draft(self, campaign_id: str, work: Work) -> Written[tuple[Variant, Variant, Variant]]:
        """Write the three mails anew; reads the product page first when it was never read.

        The mails that were there stay as revisions; their approvals fall. When writing fails,
        everything stays as it was.

        Raises:
            Conflict: The campaign was launched.
            Trouble: The page could not be read (see `PageService.read`) or the writer failed (see
                `OpenAIWriter.write`).
            Cancelled: The work was cancelled.
        """
        campaign = self._campaigns.get(campaign_id)
        refuse_when_launched(campaign)
        page = self._pages.latest(campaign_id, work) or self._pages.read(campaign_id, work).value
        request = self._request(campaign, page)
        kind = WriterKind.OPENAI if self._has_key() else WriterKind.OFFLINE
        answer = self._recorded(campaign, page, kind, request, work)
        author = Author.WRITER if kind is WriterKind.OPENAI else Author.OFFLINE_DRAFTER
        known = (request.product, request.audience, request.sender_name, request.sender_company)
        checked = [check_draft(draft, page.facts, known) for draft in answer.variants]
        work.check()
        written = self._variants.write_drafts(campaign_id, checked, author)
        by_angle = {variant.angle: variant for variant in written}
        three = (by_angle[Angle.PROBLEM], by_angle[Angle.BENEFIT], by_angle[Angle.QUESTION])
        return Written(three, Changes(campaigns=True, variants=True))

    def _request(self, campaign: Campaign, page: Page) -> CopyRequest:
        settings, identity = self._settings.get(), self._identity.get()
        return CopyRequest(
            product=page.title or campaign.name,
            facts=page.facts,
            audience=campaign.target_audience,
            sender_name=identity.name,
            sender_company=identity.company,
            ask=campaign.setup.ask,
            tone=settings.tone,
            language=settings.language,
            attempt=self._copy_runs.successes(campaign.id) + 1,
        )

    def _recorded(
        self, campaign: Campaign, page: Page, kind: WriterKind, request: CopyRequest, work: Work
    ) -> CopyAnswer:
        """Have it written, and keep a record of that whatever comes of it."""
        trace = CopyTrace()
        outcome = "bug"
        try:
            answer = self._write(kind, request, work, trace)
            outcome = "ok"
        except Trouble as trouble:
            outcome = trouble.code
            raise
        except Cancelled:
            outcome = "cancelled"
            raise
        finally:
            self._copy_runs.add(
                CopyRun(
                    id=new_id(),
                    campaign_id=campaign.id,
                    page_hash=page.content_hash,
                    writer=kind,
                    model=trace.model,
                    prompt=trace.prompt,
                    raw_answer=trace.raw,
                    tokens=trace.tokens,
                    request_id=trace.request_id,
                    outcome=outcome,
                    created_at=now(),
                )
            )
        return answer

    def _write(
        self, kind: WriterKind, request: CopyRequest, work: Work, trace: CopyTrace
    ) -> CopyAnswer:
        if kind is WriterKind.OFFLINE:
            work.report("Arranging sentences from your page …")
            return CopyAnswer(draft_by_rule(request))
        answer = self._writer.write(request, work, trace)
        if {draft.angle for draft in answer.variants} != set(ANGLES):
            raise ContractBroken(
                "The model did not write one mail for each of the three angles.",
                safe="Your present mails stay as they are.",
                next_step="Try again, or choose another model in Settings.",
            )
        return answer

    def _has_key(self) -> bool:
        try:
            return bool(self._key())
        except NotAuthorised:
            return False
