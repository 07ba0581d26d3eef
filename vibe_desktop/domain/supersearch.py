"""Finding people in Instantly's own database: filters, what they would cost, what came of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MOST_PEOPLE: Final = 50_000
"""People in one purchase; more than that is refused by us before Instantly is asked."""

LEAST_CREDITS_EACH: Final = 1.0
CREDITS_EACH: Final = 1.5
"""Credits for one person with a work address, at least and at most.

An estimate: the API names no price; public clients of it report 1 to 1.5 credits. What is offered
and confirmed is reckoned with the higher of the two.
"""

COUNT_CAP: Final = 1_000_000
"""Instantly counts no further than this."""

INDUSTRIES: Final = (
    "Agriculture & Mining",
    "Business Services",
    "Computers & Electronics",
    "Consumer Services",
    "Education",
    "Energy & Utilities",
    "Financial Services",
    "Government",
    "Healthcare, Pharmaceuticals, & Biotech",
    "Manufacturing",
    "Media & Entertainment",
    "Non-Profit",
    "Other",
    "Real Estate & Construction",
    "Retail",
    "Software & Internet",
    "Telecommunications",
    "Transportation & Storage",
    "Travel, Recreation, and Leisure",
    "Wholesale & Distribution",
)
"""The names that the search takes for an industry; any other matches nobody."""

SIZES: Final = (
    "0 - 25",
    "25 - 100",
    "100 - 250",
    "250 - 1000",
    "1K - 10K",
    "10K - 50K",
    "50K - 100K",
    "> 100K",
)
"""The ranges of employees that the search takes."""

_token: Final = re.compile(r" \[vf-[0-9a-f]+\]\Z")


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """Who is searched for; an empty filter restricts nothing.

    Attributes:
        titles: Job titles, any of them ("Founder", "Head of Finance").
        not_titles: Job titles to leave out.
        industries: Names of Instantly's list of industries.
        sizes: Ranges of Instantly's list of employee counts ("0 - 25").
        countries: ISO 3166-1 alpha-2 codes.
        keywords: Words that the company's profile should have; the search takes them as one
            phrase.
        domains: Only people of these companies.
        one_per_company: At most one person of a company.
        skip_known: Leave out people the workspace has already.
    """

    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    one_per_company: bool = True
    skip_known: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for, which would match everybody."""
        return not (
            self.titles
            or self.industries
            or self.sizes
            or self.countries
            or self.keywords
            or self.domains
        )


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person of a preview: without an address, which is what credits are spent for."""

    name: str
    job_title: str
    company_name: str
    location: str


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """A look at who would be found; free of charge.

    Attributes:
        count: People who match; Instantly stops counting at one million.
        people: A sample.
    """

    count: int
    people: tuple[FoundPerson, ...]


@dataclass(frozen=True, slots=True)
class EnrichmentOffer:
    """What a purchase would take, before anything is spent.

    Attributes:
        people: How many would be bought at most.
        credits: Credits at most, by the price of `credit_each`.
        credit_each: Credits for one person with a work address.
        available: Credits that the workspace has, None when Instantly did not say.
    """

    filters: PeopleFilters
    people: int
    credits: float
    credit_each: float
    available: float | None

    @property
    def affordable(self) -> bool:
        """Whether the workspace has that many credits, as far as is known."""
        return self.available is None or self.available >= self.credits


class EnrichmentState(StrEnum):
    """Where a purchase stands, in the order it goes."""

    PLANNED = "planned"
    LIST_CREATED = "list_created"
    ORDERED = "ordered"
    """Bought; Instantly fills the list."""
    DONE = "done"
    """The people are an ordinary lead list here."""
    UNSURE = "unsure"
    """The order went out and its answer was lost: either Instantly shows a trace of it, or a person
    decides. A purchase is in this state before its order is sent, so that a crash finds it so."""
    FAILED = "failed"
    """Given up by the founder, or nothing can come of it any more."""


OPEN_STATES: Final = (
    EnrichmentState.PLANNED,
    EnrichmentState.LIST_CREATED,
    EnrichmentState.UNSURE,
    EnrichmentState.ORDERED,
)
"""States of a purchase that is not finished."""

NOT_ORDERED: Final = (EnrichmentState.PLANNED, EnrichmentState.LIST_CREATED)
"""States in which certainly nothing was bought yet."""


@dataclass(frozen=True, slots=True)
class Enrichment:
    """One purchase of people.

    Attributes:
        token: Stands in the name of the list at Instantly, so that a lost answer can be looked up.
        wanted: People ordered at most.
        found: People that came.
        list_id: The lead list here, "" until it is there.
        reason: Why it failed or waits, "" otherwise.
        credits: Credits that the founder confirmed at most.
        name: What the search is called, and the list at Instantly before its token.
    """

    id: str
    campaign_id: str
    token: str
    filters: PeopleFilters
    wanted: int
    state: EnrichmentState
    instantly_list_id: str
    list_id: str
    found: int
    reason: str
    created_at: datetime
    updated_at: datetime
    credits: float = 0.0
    name: str = ""

    @property
    def remote_name(self) -> str:
        """The name of its list at Instantly; the token finds it again after a lost answer."""
        return f"{self.name} [{self.token}]"


def without_token(remote_name: str) -> str:
    """The name of a list at Instantly as the founder knows it; any other text as it is."""
    return _token.sub("", remote_name)


def title_of(filters: PeopleFilters) -> str:
    """What to call a search, in a few words: "Founder, CEO · Software & Internet"."""
    parts = [
        ", ".join(words[:2])
        for words in (filters.titles, filters.industries or filters.keywords or filters.domains)
        if words
    ]
    return " · ".join(parts)[:80] or "People found"


def credits_for(people: int) -> float:
    """Credits that so many people cost at most."""
    return people * CREDITS_EACH
