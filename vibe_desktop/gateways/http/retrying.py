"""When a request may be repeated, and how long to wait before."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum


class Retry(Enum):
    """Whether repeating a request can do harm."""

    SAFE = "safe"
    """Repeating has the same effect as sending once: any GET, and calls marked so."""
    UNSAFE = "unsafe"
    """Repeating could do the work twice: only repeated when it certainly was not carried out."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """How patient to be.

    Attributes:
        attempts: Requests sent at most for one call, first one included.
        first: Seconds before the first repetition; doubles each time.
        most: Longest wait between two attempts that we choose ourselves, in seconds.
        longest_asked: Longest `Retry-After` that is waited out, in seconds.
        deadline: Seconds for the whole call, waits included.
    """

    attempts: int = 5
    first: float = 0.5
    most: float = 8.0
    longest_asked: float = 60.0
    deadline: float = 100.0

    def pause(self, attempt: int) -> float:
        """Seconds to wait after attempt `attempt` (1, 2, ...): doubling, with jitter of a half.

        Jitter keeps several clients that failed together from coming back together.
        """
        ceiling = min(self.most, self.first * 2.0 ** (attempt - 1))
        return ceiling * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing


def asked_pause(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a `Retry-After` header asks for (RFC 9110 10.2.3), None when it says nothing."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        pass
    else:
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
