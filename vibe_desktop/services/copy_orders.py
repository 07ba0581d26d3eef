"""What a writer is given for a campaign: facts, wishes, and the founder's own words."""

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.copy_records import CopyOrder
from vibe_desktop.domain.copywriting import CopyRequest, RunKind
from vibe_desktop.domain.facts import Page
from vibe_desktop.services.variants import own_words
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.settings import SettingsRepository


class OrderBook:
    """Puts orders together from what the founder set."""

    def __init__(
        self,
        *,
        copy_runs: CopyRunRepository,
        identity: IdentityRepository,
        settings: SettingsRepository,
    ) -> None:
        self._copy_runs = copy_runs
        self._identity = identity
        self._settings = settings

    def order(self, campaign: Campaign, page: Page | None, kind: RunKind) -> CopyOrder:
        """The order for all mails of `campaign`; without a page it holds no facts."""
        settings, identity, setup = self._settings.get(), self._identity.get(), campaign.setup
        # A rewrite counts what was rewritten before, so that no two of them take the same words.
        kinds = {RunKind.DRAFT} if kind is RunKind.DRAFT else {RunKind.DRAFT, RunKind.REWRITE}
        request = CopyRequest(
            product=(page.title if page else "") or campaign.name,
            facts=page.used_facts if page else (),
            audience=campaign.target_audience,
            sender_name=identity.name,
            sender_company=identity.company,
            ask=setup.ask,
            tone=settings.tone,
            language=settings.language,
            attempt=self._copy_runs.successes(campaign.id, kinds) + 1,
            pain=setup.pain,
            proof=setup.proof,
            length=settings.length,
            follow_ups=len(setup.waits),
        )
        own = own_words(campaign, page, identity)
        return CopyOrder(
            request, known=tuple(dict.fromkeys(words for words in (request.product, *own) if words))
        )
