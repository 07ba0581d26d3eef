"""Results of a campaign: counters as Instantly reports them, rates that show both their sides."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of people (or mails) that shows its numerator and denominator."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None when it cannot be known because the denominator is 0."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def words(self) -> str:
        """Both sides: "3.4 % (12 of 350)", or "n/a"."""
        if self.value is None:
            return "n/a"
        return f"{self.value * 100:.1f} % ({self.numerator:,} of {self.denominator:,})"


@dataclass(frozen=True, slots=True)
class Counters:
    """Counted events; people unless the name says mails.

    Attributes:
        sent: Mails sent.
        contacted: People who got the first mail: the denominator of every people rate.
        opened: People with at least one open. Inflated by machines; never decides anything.
        clicked: People with at least one click.
        replied: People who replied themselves; automatic replies are not in it.
        auto_replied: People from whom an automatic reply came.
        bounced: People whose mail bounced.
        unsubscribed: People who opted out.
    """

    sent: int = 0
    contacted: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    auto_replied: int = 0
    bounced: int = 0
    unsubscribed: int = 0

    @property
    def open_rate(self) -> Rate:
        """Of the people contacted, those with an open."""
        return Rate(self.opened, self.contacted)

    @property
    def click_rate(self) -> Rate:
        """Of the people contacted, those with a click."""
        return Rate(self.clicked, self.contacted)

    @property
    def reply_rate(self) -> Rate:
        """Of the people contacted, those who replied themselves."""
        return Rate(self.replied, self.contacted)

    @property
    def bounce_rate(self) -> Rate:
        """Of the mails sent, those that bounced."""
        return Rate(self.bounced, self.sent)


@dataclass(frozen=True, slots=True)
class DayResult:
    """One UTC day of one campaign."""

    day: date
    counters: Counters


@dataclass(frozen=True, slots=True)
class VariantResult:
    """One variant of one step; `position` is None for what Instantly could not attribute.

    `counters.bounced` and `.unsubscribed` are always 0: Instantly does not count them per variant.
    """

    step: int | None
    position: int | None
    counters: Counters


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """All results of one campaign as last known.

    Attributes:
        as_of: When they were fetched (UTC), None when never.
        opens_tracked: False when open tracking is off, so that opens are unknowable rather than 0.
    """

    campaign_id: str
    totals: Counters = field(default_factory=Counters)
    days: tuple[DayResult, ...] = ()
    variants: tuple[VariantResult, ...] = ()
    as_of: datetime | None = None
    opens_tracked: bool = False
    clicks_tracked: bool = False
