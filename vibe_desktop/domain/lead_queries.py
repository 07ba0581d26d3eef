"""Which leads a screen asks for, and the page of them it gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from vibe_desktop.domain.leads import Lead, LeadFlag

SORTS: Final = (
    "row",
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "country",
)
"""What a list of leads can be sorted by; "row" is the order of import."""


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """Which leads, in which order.

    Attributes:
        list_id: Only of this list; "" for any.
        campaign_id: Only of this campaign's lists; "" for any.
        search: Text that any of the columns must contain; case does not matter.
        tag: Only with this tag; "" for any.
        country: Only of this country, a code; "?" for those not known, "" for any.
        flag: Only with this flag; None for any.
        suppressed: Only those that must (not) be written to; None for all.
        verification: Only with this `VerificationStatus`; "none" for never verified, "" for any.
        sort: One of `SORTS`.
        offset: Leads to skip.
        limit: Leads wanted.
        count_at_most: Counting may stop here, so that the first leads of a long answer are there
            at once; 0 for counting all.
    """

    list_id: str = ""
    campaign_id: str = ""
    search: str = ""
    tag: str = ""
    country: str = ""
    flag: LeadFlag | None = None
    suppressed: bool | None = None
    verification: str = ""
    sort: str = "row"
    descending: bool = False
    offset: int = 0
    limit: int = 200
    count_at_most: int = 0


@dataclass(frozen=True, slots=True)
class LeadPage:
    """The answer to a `LeadQuery`.

    Attributes:
        rows: At most `limit` leads.
        total: Leads that match, on all pages.
        offset: Place of the first of `rows` among them, from 0.
        version: Changes with every change of leads: a selection made in one version means
            something else in the next.
        more: Whether counting stopped at `LeadQuery.count_at_most`, so that there are more leads
            than `total`.
        lists: Names of the lists that `rows` are in, by id.
    """

    rows: tuple[Lead, ...]
    total: int
    offset: int
    version: int = 0
    more: bool = False
    lists: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def suppressed(self) -> frozenset[str]:
        """Those addresses of `rows` that nothing may be sent to."""
        return frozenset(lead.email for lead in self.rows if lead.suppressed)


@dataclass(frozen=True, slots=True)
class LeadSelection:
    """Leads chosen on a screen: places in the answer to a query.

    Attributes:
        query: Its offset and limit do not matter.
        ranges: First and last place of each run, from 0, both included, rising.
        version: The `LeadPage.version` that the places were seen in.
    """

    query: LeadQuery
    ranges: tuple[tuple[int, int], ...]
    version: int

    @property
    def count(self) -> int:
        """How many leads are chosen."""
        return sum(last - first + 1 for first, last in self.ranges)
