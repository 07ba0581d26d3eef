"""Which leads a screen asks for, and the page of them it gets."""

from dataclasses import dataclass
from typing import Final

from vibe_desktop.domain.leads import Lead

SORTS: Final = (
    "row",
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
)
"""What a list of leads can be sorted by; "row" is the order of import."""


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """Which leads, in which order.

    Attributes:
        list_id: Only of this list; "" for any.
        campaign_id: Only of this campaign's lists; "" for any.
        search: Text that address, name or company must contain; case does not matter.
        sort: One of `SORTS`.
        offset: Leads to skip.
        limit: Leads wanted.
    """

    list_id: str = ""
    campaign_id: str = ""
    search: str = ""
    sort: str = "row"
    descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class LeadPage:
    """The answer to a `LeadQuery`.

    Attributes:
        rows: At most `limit` leads.
        total: Leads that match, on all pages.
        offset: Place of the first of `rows` among them, from 0.
        suppressed: Those addresses of `rows` that nothing may be sent to.
    """

    rows: tuple[Lead, ...]
    total: int
    offset: int
    suppressed: frozenset[str] = frozenset()
