"""The steps of a purchase of people, each noted in the journal before and after.

Whoever calls holds the lock that keeps two from buying at once, and has the founder's confirmation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vibe_desktop.domain.errors import Rejected, Trouble, uncertain
from vibe_desktop.domain.supersearch import Enrichment, EnrichmentState
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.credits import telling, told
from vibe_desktop.services.leads import LeadService
from vibe_desktop.services.people_rows import lead_row
from vibe_desktop.store.enrichments import EnrichmentRepository

if TYPE_CHECKING:
    from vibe_desktop.gateways.instantly.supersearch import OrderState

NOTHING_BOUGHT: Final = "Nothing was bought."
_PERHAPS_BOUGHT: Final = "These people may have been bought; they are not ordered a second time."
_BOUGHT: Final = "The people you bought stay at Instantly, and nothing is ordered twice."


@dataclass(frozen=True, slots=True)
class SuperSearchPatience:
    """How long to wait for Instantly.

    Attributes:
        search: Seconds between two looks for something that may just have been made.
        poll: Seconds before the second look at an order in progress; each wait is half as long
            again as the one before, up to `longest_poll`.
        longest_poll: Seconds between two looks at most.
        polls: Looks in one run; the order is looked at again later.
        empty: Looks in a row at a list that is empty and not in progress, before that is believed.
    """

    search: float = 3.0
    poll: float = 1.0
    longest_poll: float = 10.0
    polls: int = 400
    empty: int = 8


class Buyer:
    """Makes the list, orders, looks what came of an order, and takes the people in."""

    def __init__(
        self,
        enrichments: EnrichmentRepository,
        instantly: InstantlyClient,
        leads: Callable[[], LeadService],
        patience: SuperSearchPatience,
    ) -> None:
        self._enrichments = enrichments
        self._instantly = instantly
        self._leads = leads
        self._patience = patience

    def go_on(self, bought: Enrichment, work: Work) -> Enrichment:
        """Take every step that is left, the order included."""
        if bought.state is EnrichmentState.PLANNED:
            work.report("Making the list at Instantly")
            with telling(NOTHING_BOUGHT):
                bought = self._with_list(bought, work)
        if bought.state is EnrichmentState.LIST_CREATED:
            work.report("Ordering the people")
            bought = self._ordered(bought, work)
        return self.collected(bought, work)

    def _with_list(self, bought: Enrichment, work: Work) -> Enrichment:
        """Make the list, or adopt the one that was made before its answer was lost."""
        lists = self._instantly.lead_lists
        found = lists.named(bought.remote_name, bought.token, work)
        if found:
            made = found[0]
        else:
            try:
                made = lists.create(bought.remote_name, work)
            except Trouble as trouble:
                if not uncertain(trouble):
                    raise
                work.wait(self._patience.search)
                found = lists.named(bought.remote_name, bought.token, work)
                if not found:
                    raise
                made = found[0]
        return self._enrichments.move(
            bought.id,
            (EnrichmentState.PLANNED,),
            EnrichmentState.LIST_CREATED,
            instantly_list_id=made.id,
        )

    def _ordered(self, bought: Enrichment, work: Work) -> Enrichment:
        """Send the order. It counts as perhaps sent from just before it goes out."""
        work.check()
        bought = self._enrichments.move(
            bought.id,
            (EnrichmentState.LIST_CREATED,),
            EnrichmentState.UNSURE,
            reason="The order was sent, and no answer has come yet.",
        )
        try:
            self._instantly.supersearch.order(
                bought.filters, bought.wanted, bought.name, bought.instantly_list_id, work
            )
        except Trouble as trouble:
            if uncertain(trouble):
                return self.look(bought, work)
            refusal = told(trouble, NOTHING_BOUGHT)
            # The list may have been deleted at Instantly: the next order looks for it again.
            unknown = isinstance(trouble, Rejected) and trouble.status == 404
            self._enrichments.move(
                bought.id,
                (EnrichmentState.UNSURE,),
                EnrichmentState.PLANNED if unknown else EnrichmentState.LIST_CREATED,
                reason=refusal.what,
            )
            raise refusal from trouble
        return self._enrichments.move(bought.id, (EnrichmentState.UNSURE,), EnrichmentState.ORDERED)

    def look(self, bought: Enrichment, work: Work) -> Enrichment:
        """Whether an order without an answer was carried out; looks twice, orders nothing."""
        for attempt in range(2):
            if attempt:
                work.wait(self._patience.search)
            with telling(_PERHAPS_BOUGHT):
                traced = self._trace(bought, work)
            if traced:
                return self._enrichments.move(
                    bought.id, (EnrichmentState.UNSURE,), EnrichmentState.ORDERED
                )
        return self._enrichments.move(
            bought.id,
            (EnrichmentState.UNSURE,),
            EnrichmentState.UNSURE,
            reason="The answer to the order was lost, and Instantly shows no trace of it. Look at "
            f"the list “{bought.remote_name}” and at your credits there before you order again.",
        )

    def _trace(self, bought: Enrichment, work: Work) -> bool:
        """Whether Instantly knows of an order for the list, or has put somebody on it."""
        known = self._instantly.supersearch.state(bought.instantly_list_id, work) is not None
        return known or self._somebody(bought, work)

    def collected(self, bought: Enrichment, work: Work) -> Enrichment:
        """Wait for an order and take the people in; as it is when it cannot be collected yet."""
        if bought.state is EnrichmentState.UNSURE:
            bought = self.look(bought, work)
        if bought.state is not EnrichmentState.ORDERED:
            return bought
        with telling(_BOUGHT):
            finished = self._finished(bought, work)
        if not finished:
            return self._enrichments.move(
                bought.id,
                (EnrichmentState.ORDERED,),
                EnrichmentState.ORDERED,
                reason="Instantly is still looking for the addresses.",
            )
        with telling(_BOUGHT):
            return self._taken_in(bought, work)

    def _finished(self, bought: Enrichment, work: Work) -> bool:
        pause, calm, unknown = self._patience.poll, 0, 0
        for look in range(self._patience.polls):
            if look:
                work.wait(pause)
                pause = min(pause * 1.5, self._patience.longest_poll)
            work.report("Instantly looks for the addresses; you can close this, it goes on")
            state: OrderState | None = self._instantly.supersearch.state(
                bought.instantly_list_id, work
            )
            calm = 0 if state is not None and state.in_progress else calm + 1
            unknown = unknown + 1 if state is None else 0
            # What was ordered a moment ago may not have begun, and an order that Instantly does
            # not know for a moment may go on: both are believed to be over late.
            late = calm >= self._patience.empty
            if calm and (late or not unknown) and self._somebody(bought, work):
                return True
            if late and not unknown:
                return True
            if unknown >= 2 * self._patience.empty:
                return False  # paid for, and nobody there: not over before Instantly says so
        return False

    def _somebody(self, bought: Enrichment, work: Work) -> bool:
        """Whether anybody is on the list yet."""
        people = self._instantly.supersearch.people(bought.instantly_list_id, work)
        return next(people, None) is not None

    def _taken_in(self, bought: Enrichment, work: Work) -> Enrichment:
        """Import the people. Cut off and done again, the same list is continued."""
        work.report("Reading the people")
        bought = self._enrichments.get(bought.id)  # its campaign may be gone by now
        rows = []
        for person in self._instantly.supersearch.people(bought.instantly_list_id, work):
            rows.append(lead_row(person))
            work.report("Reading the people", len(rows), bought.wanted)
        list_id = ""
        if rows:
            report = (
                self._leads()
                .import_rows(
                    rows,
                    name=bought.name,
                    source=bought.remote_name,
                    campaign_id=bought.campaign_id,
                    work=work,
                )
                .value
            )
            list_id = report.list_id
        return self._enrichments.move(
            bought.id,
            (EnrichmentState.ORDERED,),
            EnrichmentState.DONE,
            list_id=list_id or None,
            found=len(rows),
        )
