"""Having mails written: by a model when there is a key, else by rule."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vibe_desktop.domain.audiences import AudienceProfile, OfferCard
from vibe_desktop.domain.audiences import card as card_by_rule
from vibe_desktop.domain.audiences import suggest as suggest_by_rule
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.copy_records import Replay
from vibe_desktop.domain.copywriting import (
    CopyRun,
    Rewrite,
    RunKind,
    Tokens,
    WriterInfo,
    WriterKind,
)
from vibe_desktop.domain.costs import Forecast, Spending
from vibe_desktop.domain.errors import Cancelled, InvalidInput, NotAuthorised, Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.variants import FIRST_STEP, Angle, Author, DraftVariant, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.openai.prompt import estimate
from vibe_desktop.services.copy_checks import checked, faults, named, place
from vibe_desktop.services.copy_desk import CopyDesk, Errand, Writer
from vibe_desktop.services.copy_orders import OrderBook
from vibe_desktop.services.copy_recording import CopyRecorder
from vibe_desktop.services.copy_replay import replay
from vibe_desktop.services.costs import Meter
from vibe_desktop.services.pages import PageService
from vibe_desktop.services.variants import refuse_when_launched
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.variants import VariantRepository

SHORTEST_PREFIX = 8
"""Characters of a run's id that are enough to name it when no other starts with them."""
UNREAD_PAGE = Tokens(prompt=3_000)
"""What the facts of a page that is still to be read are taken to use: 12,000 characters."""
_OFFLINE_WORDS = (
    "Offline drafter: arranges sentences from your page, no AI. Its own words are English."
)
_WRITTEN = Changes(campaigns=True, variants=True)
_AUTHORS = {
    WriterKind.OPENAI: Author.WRITER,
    WriterKind.OFFLINE: Author.OFFLINE_DRAFTER,
}


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
        self._writer = writer
        self._key = key
        self._meter = Meter(copy_runs=copy_runs, settings=settings)
        self._orders = OrderBook(copy_runs=copy_runs, identity=identity, settings=settings)
        self._desk = CopyDesk(
            writer=writer,
            recorder=CopyRecorder(copy_runs=copy_runs, meter=self._meter),
            meter=self._meter,
        )

    # -- who writes, and what it costs -----------------------------------------------------------

    def writer(self, work: Work) -> WriterInfo:
        """Who would write the mails now."""
        work.check()
        if self._has_key():
            words = f"{self._writer.model} writes from the facts on your page."
            return WriterInfo(WriterKind.OPENAI, self._writer.model, words)
        return WriterInfo(WriterKind.OFFLINE, "", _OFFLINE_WORDS)

    def models(self, work: Work) -> tuple[str, ...]:
        """The names of the models that the server offers, sorted.

        Raises:
            NotAuthorised, RateLimited, Unreachable, Rejected, Cancelled: See
                `OpenAIWriter.list_models`.
        """
        return self._writer.list_models(work)

    def forecast(self, campaign_id: str, work: Work) -> Forecast:
        """What `draft` would use and cost now, an estimate. Nothing is sent or fetched for it.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        campaign = self._campaigns.get(campaign_id)
        if not self._has_key():
            return self._meter.forecast("", Tokens())
        page = self._pages.latest(campaign_id, work)
        order = self._orders.order(campaign, page, RunKind.DRAFT)
        tokens = estimate(order.request, self._writer.model)
        return self._meter.forecast(self._writer.model, tokens if page else tokens + UNREAD_PAGE)

    def spending(self, work: Work) -> Spending:
        """What the present calendar month (UTC) has cost so far, an estimate."""
        work.check()
        return self._meter.spending()

    # -- the founder's side of the request -------------------------------------------------------

    def audiences(self, campaign_id: str, work: Work) -> tuple[AudienceProfile, ...]:
        """Three ideal customers that the page suggests; reads it when it was never read.

        A model suggests them when there is a key, else they are suggested by rule.

        Raises:
            InvalidInput: There is no such campaign.
            OverCap: The monthly cap forbids asking the model.
            Trouble: The page could not be read, see `PageService.read`, or the model failed, see
                `OpenAIWriter.suggest_audiences`.
            Cancelled: The work was cancelled.
        """
        campaign = self._campaigns.get(campaign_id)
        page = self._page(campaign, work)
        if not self._has_key():
            return suggest_by_rule(page)
        order = self._orders.order(campaign, page, RunKind.AUDIENCES)
        errand = Errand(campaign, page, RunKind.AUDIENCES, WriterKind.OPENAI, order)
        return self._desk.audiences(errand, work)

    def card(self, campaign_id: str, work: Work) -> OfferCard:
        """Who, what hurts, proof, the ask: what the founder said, else what the page suggests.

        Raises:
            InvalidInput: There is no such campaign.
            Trouble: The page was never read and cannot be, see `PageService.read`.
        """
        campaign = self._campaigns.get(campaign_id)
        suggested = card_by_rule(self._page(campaign, work))
        setup = campaign.setup
        return OfferCard(
            who=campaign.target_audience or suggested.who,
            pain=setup.pain or suggested.pain,
            proof=setup.proof or suggested.proof,
            ask=setup.ask or suggested.ask,
        )

    # -- writing ---------------------------------------------------------------------------------

    def draft(
        self, campaign_id: str, work: Work, *, offline: bool = False
    ) -> Written[tuple[Variant, ...]]:
        """Write all mails anew; reads the product page first when it was never read.

        What a model wrote is checked, and what fails is sent back once, told exactly what failed;
        of the two texts of a mail the better one is kept. What still fails shows as findings.

        The mails that were there stay as revisions; their approvals fall. When writing fails or is
        cancelled, they stay as they were; of what had arrived, whole mails are kept where there
        was none, and the trouble's `safe` says which.

        Args:
            campaign_id: The campaign.
            work: Is told what is being written.
            offline: Write by rule although there is a key.

        Returns:
            The three first mails and the follow-ups that the campaign asks for, in step order.

        Raises:
            Conflict: The campaign was launched.
            OverCap: The monthly cap forbids the call; nothing was sent.
            Trouble: The page could not be read (see `PageService.read`) or the writer failed (see
                `OpenAIWriter.write`).
            Cancelled: The work was cancelled.
        """
        campaign, page = self._ready(campaign_id, work)
        kind = WriterKind.OPENAI if self._has_key() and not offline else WriterKind.OFFLINE
        order = self._orders.order(campaign, page, RunKind.DRAFT)
        errand = Errand(campaign, page, RunKind.DRAFT, kind, order)
        attempt = self._desk.attempt(errand, work)
        if attempt.failure is None and kind is WriterKind.OPENAI:
            attempt = self._desk.repaired(errand, attempt.drafts, work)
        if attempt.failure is not None:
            raise self._what_was_kept(campaign, attempt.drafts, attempt.failure, kind)
        work.check()
        written = self._variants.write_drafts(campaign_id, attempt.drafts, _AUTHORS[kind])
        return Written(_asked_for(written, campaign), _WRITTEN)

    def write_follow_ups(self, campaign_id: str, work: Work) -> Written[tuple[Variant, ...]]:
        """Write the follow-ups that the campaign asks for and that are missing; removes none.

        Returns:
            All mails that the campaign asks for, in step order.

        Raises:
            InvalidInput: There are no first mails to follow up on.
            Conflict, OverCap, Trouble, Cancelled: As `draft`.
        """
        campaign, page = self._ready(campaign_id, work)
        present = self._variants.list(campaign_id)
        steps = {variant.step for variant in present}
        if FIRST_STEP not in steps:
            raise InvalidInput(
                "There is no first mail yet that could be followed up.",
                next_step="Write the first mails, then their follow-ups.",
            )
        wanted = range(FIRST_STEP + 1, FIRST_STEP + 1 + len(campaign.setup.waits))
        missing = [step for step in wanted if step not in steps]
        if not missing:
            return Written(_asked_for(present, campaign), Changes())
        order = replace(
            self._orders.order(campaign, page, RunKind.REWRITE),
            rewrites=tuple(
                Rewrite(DraftVariant(Angle.FOLLOW_UP, "", "", step=step)) for step in missing
            ),
        )
        kind = self._kind()
        attempt = self._desk.attempt(Errand(campaign, page, RunKind.REWRITE, kind, order), work)
        if attempt.failure is not None:
            raise self._what_was_kept(campaign, attempt.drafts, attempt.failure, kind)
        work.check()
        written = self._variants.write_drafts(campaign_id, attempt.drafts, _AUTHORS[kind])
        return Written(_asked_for(written, campaign), _WRITTEN)

    def rewrite(
        self, variant_id: str, instruction: str, work: Work, sentence: str = ""
    ) -> Written[Variant]:
        """Write one mail anew, or one sentence of it, as a new revision; its approval falls.

        Args:
            variant_id: The mail.
            instruction: What shall change, "" for just another text. The rule drafter, which
                writes without a key, takes other facts and other words, whatever it says.
            work: Is told what is being written.
            sentence: The sentence of the body to change, as it stands there; "" for all of it.

        Raises:
            InvalidInput: There is no such mail, the sentence is not in it, or there is no key
                and so nobody who can change one sentence; `field` says which.
            Conflict, OverCap, Trouble, Cancelled: As `draft`; the mail stays as it is.
        """
        variant = self._variants.get(variant_id)
        kind = self._kind()
        _refuse_sentence(sentence, variant, kind)
        campaign, page = self._ready(variant.campaign_id, work)
        order = self._orders.order(campaign, page, RunKind.REWRITE)
        current = variant.current
        (present,) = checked(
            (
                DraftVariant(
                    variant.angle, current.subject, current.body, current.claims, variant.step
                ),
            ),
            order,
        )
        wrong = tuple(finding.words for finding in faults(present, order))
        rewrite = Rewrite(present, wrong, instruction.strip(), sentence)
        order = replace(order, rewrites=(rewrite,))
        attempt = self._desk.attempt(Errand(campaign, page, RunKind.REWRITE, kind, order), work)
        if attempt.failure is not None:
            raise attempt.failure
        work.check()
        (draft,) = attempt.drafts
        if (draft.subject, draft.body) == (current.subject, current.body):
            return Written(variant, Changes())
        written = self._variants.write(variant_id, draft, _AUTHORS[kind])
        return Written(written, _WRITTEN)

    def own_words(self, campaign_id: str, work: Work) -> tuple[str, ...]:
        """What the founder typed: names and numbers in it need no support from the page."""
        work.check()
        campaign, page = self._campaigns.get(campaign_id), self._pages.latest(campaign_id, work)
        return self._orders.order(campaign, page, RunKind.DRAFT).known

    # -- the record ------------------------------------------------------------------------------

    def runs(self, campaign_id: str, work: Work) -> tuple[CopyRun, ...]:
        """Everything that was ever asked of a writer for a campaign, newest first."""
        work.check()
        return self._copy_runs.list(campaign_id)

    def replay(self, run_id: str, work: Work) -> Replay:
        """Make a run once more from its record alone, without network, and compare.

        Args:
            run_id: The run's id, or the beginning of it (8 characters or more) when no other
                run's id begins so.
            work: May be cancelled.

        Raises:
            InvalidInput: There is no such run, there are several, or it was made by a version
                that recorded too little.
        """
        work.check()
        wanted = run_id.strip().lower()
        found = self._copy_runs.find(wanted) if len(wanted) >= SHORTEST_PREFIX else ()
        if len(found) > 1:
            raise InvalidInput(
                f"More than one run has an id that starts with “{wanted}”.",
                next_step="Give more of the id.",
                field="run_id",
            )
        if not found:
            raise InvalidInput(
                f"There is no run “{wanted}”.",
                next_step=f"Give the id of a run, or its first {SHORTEST_PREFIX} characters.",
                field="run_id",
            )
        return replay(found[0])

    # -- parts -----------------------------------------------------------------------------------

    def _ready(self, campaign_id: str, work: Work) -> tuple[Campaign, Page]:
        campaign = self._campaigns.get(campaign_id)
        refuse_when_launched(campaign)
        return campaign, self._page(campaign, work)

    def _page(self, campaign: Campaign, work: Work) -> Page:
        page = self._pages.latest(campaign.id, work)
        return page or self._pages.read(campaign.id, work).value

    def _what_was_kept(
        self,
        campaign: Campaign,
        drafts: Sequence[DraftVariant],
        failure: Trouble | Cancelled,
        writer: WriterKind,
    ) -> Trouble | Cancelled:
        """Keep whole mails where there is none yet; the failure, saying which those are."""
        present = {(v.angle, v.step) for v in self._variants.list(campaign.id)}
        new = [draft for draft in drafts if place(draft) not in present]
        if new:
            self._variants.write_drafts(campaign.id, new, _AUTHORS[writer])
        if not new or isinstance(failure, Cancelled):
            return failure
        kept = f"What had arrived whole was kept: {named(new)}."
        return failure.advised(
            safe=f"{kept} Your present mails stay as they are." if present else kept
        )

    def _kind(self) -> WriterKind:
        return WriterKind.OPENAI if self._has_key() else WriterKind.OFFLINE

    def _has_key(self) -> bool:
        try:
            return bool(self._key())
        except NotAuthorised:
            return False


def _asked_for(variants: Sequence[Variant], campaign: Campaign) -> tuple[Variant, ...]:
    """The mails of the steps that the campaign has; follow-ups beyond them rest."""
    last = FIRST_STEP + len(campaign.setup.waits)
    return tuple(variant for variant in variants if variant.step <= last)


def _refuse_sentence(sentence: str, variant: Variant, kind: WriterKind) -> None:
    if not sentence:
        return
    if sentence not in variant.current.body:
        raise InvalidInput(
            "This sentence does not stand in the mail any more.",
            safe="The mail stays as it is.",
            next_step="Choose the sentence once more.",
            field="sentence",
        )
    if kind is WriterKind.OFFLINE:
        raise InvalidInput(
            "Only a model can write one sentence anew, and there is no key for one.",
            safe="The mail stays as it is.",
            next_step="Add an OpenAI key in Settings, change the sentence by hand, or have the "
            "whole mail written anew.",
            field="sentence",
        )
