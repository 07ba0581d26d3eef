"""Finding people in Instantly's own database: filters, what they would cost, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """Who is searched for; an empty filter restricts nothing.

    Attributes:
        titles: Job titles, any of them ("Founder", "Head of Finance").
        not_titles: Job titles to leave out.
        industries: Names of Instantly's list of industries.
        sizes: Ranges of Instantly's list of employee counts ("0 - 25").
        countries: ISO 3166-1 alpha-2 codes.
        keywords: Words that the company's profile should have.
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
    """The answer to the order was lost, and Instantly shows no trace of it: a person decides."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Enrichment:
    """One purchase of people.

    Attributes:
        token: Stands in the name of the list at Instantly, so that a lost answer can be looked up.
        wanted: People ordered at most.
        found: People that came.
        list_id: The lead list here, "" until it is there.
        reason: Why it failed or waits, "" otherwise.
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
