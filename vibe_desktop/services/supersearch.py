"""People from Instantly's own database: searched for nothing, bought for credits, never twice.

Instantly has no idempotency keys, and ordering the same people again costs the same again. So a
purchase is kept in a journal: the list that the people land in is made first, under a name with a
token; that the order goes out is noted before it does. After a lost answer Instantly is asked
whether the list has an order. Where it shows no trace, nobody but the founder may order again.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vibe_desktop.domain import icp_filters
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Conflict, InvalidInput, Trouble
from vibe_desktop.domain.supersearch import (
    CREDITS_EACH,
    MOST_PEOPLE,
    NOT_ORDERED,
    OPEN_STATES,
    Enrichment,
    EnrichmentOffer,
    EnrichmentState,
    PeopleFilters,
    PeoplePreview,
    credits_for,
    title_of,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.buying import NOTHING_BOUGHT, Buyer, SuperSearchPatience
from vibe_desktop.services.credits import DUST, telling
from vibe_desktop.services.leads import LeadService
from vibe_desktop.services.locks import lock_in, taken
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.enrichments import EnrichmentRepository

_TOUCHED: Final = Changes(leads=True)


class SuperSearchService:
    """What the founder can ask for about finding people."""

    def __init__(
        self,
        *,
        enrichments: EnrichmentRepository,
        campaigns: CampaignRepository,
        leads: Callable[[], LeadService],
        instantly: InstantlyClient,
        locks: Path,
        patience: SuperSearchPatience = SuperSearchPatience(),  # noqa: B008 - a frozen value
    ) -> None:
        """Join the parts.

        Args:
            enrichments: Where purchases are kept.
            campaigns: Where ideal customers stand.
            leads: Gives the service that takes people in.
            instantly: What is searched.
            locks: Folder for the lock file that keeps two processes from buying at once.
            patience: How long to wait.
        """
        self._enrichments = enrichments
        self._campaigns = campaigns
        self._instantly = instantly
        self._locks = locks
        self._buyer = Buyer(enrichments, instantly, leads, patience)

    # -- free of charge --------------------------------------------------------------------------

    def suggest(self, campaign_id: str, work: Work) -> PeopleFilters:
        """Filters from the campaign's ideal customer, to be looked over; empty without one.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        if not campaign_id:
            return PeopleFilters()
        return icp_filters.suggest(self._campaigns.get(campaign_id).target_audience)

    def preview(self, filters: PeopleFilters, work: Work) -> PeoplePreview:
        """How many people match, and a few of them. Free.

        Raises:
            InvalidInput: No filter is set, which would match everybody.
            Trouble: Instantly could not be asked.
        """
        _refuse_empty(filters)
        with telling(NOTHING_BOUGHT):
            return self._instantly.supersearch.preview(filters, work)

    def offer(self, filters: PeopleFilters, people: int, work: Work) -> EnrichmentOffer:
        """What so many people would cost now. Spends nothing.

        Raises:
            InvalidInput: No filter is set, nobody matches, or the number is out of range.
            Trouble: Instantly could not be asked.
        """
        _refuse_empty(filters)
        if not 1 <= people <= MOST_PEOPLE:
            raise InvalidInput(
                f"Between 1 and {MOST_PEOPLE:,} people can be bought at once.",
                safe=NOTHING_BOUGHT,
                next_step="Type a number between them.",
                field="people",
            )
        with telling(NOTHING_BOUGHT):
            matching = self._instantly.supersearch.count(filters, work)
            available = self._instantly.billing.credits(work)
        if matching == 0:
            raise InvalidInput(
                "Nobody matches these filters.",
                safe=NOTHING_BOUGHT,
                next_step="Take a filter out.",
            )
        wanted = min(people, matching)
        return EnrichmentOffer(
            filters=filters,
            people=wanted,
            credits=credits_for(wanted),
            credit_each=CREDITS_EACH,
            available=available,
        )

    def credits(self, work: Work) -> float | None:
        """Credits that the workspace has left, None when Instantly does not say.

        Raises:
            Trouble: Instantly could not be asked.
        """
        return self._instantly.billing.credits(work)

    def unfinished(self, work: Work) -> tuple[Enrichment, ...]:
        """Purchases that are not finished, oldest first. Asks nobody."""
        work.check()
        return self._enrichments.unfinished()

    # -- for credits -----------------------------------------------------------------------------

    def buy(
        self, offer: EnrichmentOffer, campaign_id: str, confirmed_credits: float, work: Work
    ) -> Written[Enrichment]:
        """Buy people and take them in as a lead list named after the search.

        Args:
            offer: What was shown to the founder.
            campaign_id: The campaign that the list is for, "" for none.
            confirmed_credits: The number of credits that the founder confirmed.
            work: Cancelling it before the order leaves nothing bought; after it, `collect` goes on.

        Returns:
            The purchase: done; or ordered, when Instantly takes its time; or unsure, when the
            answer to the order was lost and Instantly shows no trace of it.

        Raises:
            Conflict: It would cost more than was confirmed or than there is, the same purchase is
                unfinished, or another one is under way. Nothing was bought.
            InvalidInput: There is no such campaign, or nobody matches any more.
            NotAuthorised: No credits or no permission. Nothing was bought.
            Trouble: A step could not be taken now; `unfinished` shows how far it came.
            Cancelled: As above.
        """
        with self._alone():
            if campaign_id:
                self._campaigns.get(campaign_id)
            self._check_price(offer.filters, offer.people, offer.credits, confirmed_credits, work)
            bought = self._enrichments.plan(
                campaign_id,
                f"vf-{secrets.token_hex(3)}",
                offer.filters,
                offer.people,
                confirmed_credits,
                title_of(offer.filters),
            )
            return Written(self._buyer.go_on(bought, work), _TOUCHED)

    def order_again(
        self, enrichment_id: str, confirmed_credits: float, work: Work
    ) -> Written[Enrichment]:
        """Go on with a purchase that came to no order, or of whose order there is no trace.

        Instantly is looked at once more first: what was ordered after all is only collected.

        Raises:
            Conflict: It is not in such a state, or would cost more than was confirmed.
            Trouble: As `buy`.
        """
        with self._alone():
            bought = self._enrichments.get(enrichment_id)
            if bought.state not in (*NOT_ORDERED, EnrichmentState.UNSURE):
                raise Conflict(
                    "This purchase has gone on meanwhile.",
                    safe="Nothing was bought twice.",
                    next_step="Look at it again.",
                )
            if bought.state is EnrichmentState.UNSURE:
                bought = self._buyer.look(bought, work)
            if bought.state is not EnrichmentState.ORDERED:
                self._check_price(
                    bought.filters,
                    bought.wanted,
                    credits_for(bought.wanted),
                    confirmed_credits,
                    work,
                )
                bought = self._enrichments.move(
                    bought.id,
                    (bought.state,),
                    EnrichmentState.PLANNED
                    if bought.state is EnrichmentState.PLANNED
                    else EnrichmentState.LIST_CREATED,
                    credits=confirmed_credits,
                )
            return Written(self._buyer.go_on(bought, work), _TOUCHED)

    def give_up(self, enrichment_id: str, work: Work) -> Written[Enrichment]:
        """Stop caring for a purchase. What was bought at Instantly stays there.

        Raises:
            Conflict: It is finished by now.
        """
        work.check()
        with self._alone():
            given_up = self._enrichments.move(
                enrichment_id, OPEN_STATES, EnrichmentState.FAILED, reason="You gave it up."
            )
            return Written(given_up, Changes())

    def collect(self, work: Work) -> Written[tuple[Enrichment, ...]]:
        """Go on with purchases that were ordered: wait for them and take the people in.

        Orders nothing: what was not ordered yet, or has left no trace, waits for the founder.
        Asks nobody when there is nothing to collect.

        Raises:
            Conflict: A purchase is under way in another window or command.
            Trouble: One of them could not go on now; the others were tried all the same.
        """
        collected: list[Enrichment] = []
        trouble: Trouble | None = None
        if not any(one.state not in NOT_ORDERED for one in self._enrichments.unfinished()):
            return Written((), Changes())
        with self._alone():
            for one in self._enrichments.unfinished():
                if one.state in NOT_ORDERED:
                    continue
                try:
                    collected.append(self._buyer.collected(one, work))
                except Trouble as met:
                    trouble = trouble or met
        if trouble is not None:
            raise trouble
        return Written(tuple(collected), _TOUCHED)

    # -- steps -----------------------------------------------------------------------------------

    def _check_price(
        self, filters: PeopleFilters, people: int, asked: float, confirmed: float, work: Work
    ) -> None:
        """Refuse what costs more than was confirmed, by what it costs now.

        Raises:
            Conflict: It does, or the workspace has not got it.
        """
        now = self.offer(filters, people, work)
        if max(asked, now.credits) > confirmed + DUST:
            raise Conflict(
                f"This may cost up to {now.credits:g} credits; you confirmed {confirmed:g}.",
                safe=NOTHING_BOUGHT,
                next_step="Look at the price again.",
            )
        if not now.affordable:
            raise Conflict(
                f"The workspace has {now.available:g} credits left, and this may cost up to "
                f"{now.credits:g}.",
                safe=NOTHING_BOUGHT,
                next_step="Take fewer people, or get more credits at Instantly.",
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock that keeps two from buying at once; a crash lets go of it.

        Raises:
            Conflict: Somebody else holds it.
            StorageBroken: It cannot be made.
        """
        lock = lock_in(self._locks, "purchase.lock")
        if not taken(lock, NOTHING_BOUGHT):
            raise Conflict(
                "Another purchase of people is under way.",
                safe=NOTHING_BOUGHT,
                next_step="Wait until it is done.",
            )
        try:
            yield
        finally:
            lock.release()


def _refuse_empty(filters: PeopleFilters) -> None:
    if filters.empty:
        raise InvalidInput(
            "Without a filter everybody matches.",
            next_step="Add a job title, an industry, a size or a country.",
            field="filters",
        )
