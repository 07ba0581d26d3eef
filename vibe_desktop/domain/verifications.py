"""Whether a mailbox exists: asked of Instantly for chosen leads, for credits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

CREDIT_EACH: Final = 0.25
"""Credits for one address, from Instantly's help pages on verification; the API names no price."""

FRESH_DAYS: Final = 90
"""Days for which an answer counts: addresses go stale as people change their work."""

MOST_AT_ONCE: Final = 50_000
"""Addresses in one run; a run asks for one after the other."""


class VerificationStatus(StrEnum):
    """What is known about an address."""

    VERIFIED = "verified"
    INVALID = "invalid"
    CATCH_ALL = "catch_all"
    """Its server takes mail for every name, so that nobody can know."""
    PENDING = "pending"
    """Asked for, not answered yet."""


@dataclass(frozen=True, slots=True)
class Verification:
    """One answer.

    Attributes:
        credits_used: What Instantly took for it, None when it did not say.
    """

    email: str
    status: VerificationStatus
    credits_used: float | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class VerificationOffer:
    """What verifying a selection would take, before anything is spent.

    Attributes:
        addresses: How many would be asked about.
        known: How many of the selection were answered before and are not asked again.
        credits: What that costs by the price of `credit_each`.
        credit_each: Credits for one address.
        available: Credits that the workspace has, None when Instantly did not say.
        suppressed: How many of the selection are on the do-not-contact list and not asked about.
    """

    addresses: int
    known: int
    credits: float
    credit_each: float
    available: float | None
    suppressed: int = 0

    @property
    def affordable(self) -> bool:
        """Whether the workspace has that many credits, as far as is known."""
        return self.available is None or self.available >= self.credits


@dataclass(frozen=True, slots=True)
class VerificationOutcome:
    """What came of a run.

    Attributes:
        counts: Addresses of the selection by what is known of them now.
        credits_used: The sum of what Instantly said it took.
        invalid: The addresses that no mail can reach.
        left: Addresses that were not asked about.
        stopped: Why the run ended before its end, in words; "" when it did not.
    """

    counts: Mapping[VerificationStatus, int]
    credits_used: float
    invalid: tuple[str, ...] = ()
    left: int = 0
    stopped: str = ""
