"""What the law of a lead's country asks for before a first mail, and the evidence for it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CountryBasis:
    """Why the people of one country may be written to, in the founder's words.

    Attributes:
        country: ISO 3166-1 alpha-2.
        basis: "They asked for the newsletter at the trade fair of May 2026; list attached."
        lead_count: How many leads it was given for.
        rule: Which rule asked for it.
    """

    country: str
    basis: str
    lead_count: int
    rule: str
    recorded_at: datetime
