"""What the search for people shows, as one value."""

from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.supersearch import (
    Enrichment,
    EnrichmentOffer,
    PeopleFilters,
    PeoplePreview,
)

FIRST_WANTED = 100
EVERYBODY = PeopleFilters()


class Phase(StrEnum):
    """Where the founder stands."""

    SEARCH = "search"
    CONFIRM = "confirm"
    BUYING = "buying"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble, as it is shown: what happened, and what is safe and to be done."""

    what: str
    more: str = ""
    about_key: bool = False


@dataclass(frozen=True, slots=True)
class FindingState:
    """The search, the price and the purchase.

    Attributes:
        loaded: Whether the beginnings (suggestion, campaigns, unfinished purchases) are there.
        campaigns: (id, name) of those that the list can be for.
        campaign_id: The one chosen, "" for none.
        filters: Who is searched for.
        wanted: People to buy at most.
        preview: Who was found last; None before the first answer.
        looking: Whether an answer to the present filters is under way.
        available: Credits that are left, None while not known.
        problem: Trouble with the search or the purchase.
        offer: What the founder is asked to confirm.
        again: The unfinished purchase that the offer is for, None for a new one.
        unfinished: Purchases that need a look.
        bought: The purchase that has just ended.
    """

    loaded: bool = False
    campaigns: tuple[tuple[str, str], ...] = ()
    campaign_id: str = ""
    filters: PeopleFilters = EVERYBODY
    wanted: int = FIRST_WANTED
    preview: PeoplePreview | None = None
    looking: bool = False
    available: float | None = None
    problem: Problem | None = None
    phase: Phase = Phase.SEARCH
    offer: EnrichmentOffer | None = None
    again: Enrichment | None = None
    unfinished: tuple[Enrichment, ...] = ()
    bought: Enrichment | None = None

    @property
    def people(self) -> int:
        """People that would be bought at most: not more than there are."""
        return min(self.wanted, self.preview.count) if self.preview else 0
