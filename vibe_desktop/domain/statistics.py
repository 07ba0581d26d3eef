"""Uncertainty of small counts, by formulas simple enough to check by hand."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from vibe_desktop.domain.analytics import Rate


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of shares, both ends between 0 and 1."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two ranges share at least one value."""
        return self.low <= other.high and other.low <= self.high


def wilson(rate: Rate, confidence: float = 0.95) -> Interval | None:
    """The score interval for a share; None when nothing was counted yet.

    Without continuity correction: method 3 in R. G. Newcombe, "Two-sided confidence intervals for
    the single proportion", Statistics in Medicine 17:857-872 (1998); after E. B. Wilson (1927).
    Unlike "share plus or minus two errors" it stays inside 0 to 1 and is honest at 0 of n.

    Raises:
        ValueError: The numerator is not between 0 and the denominator, or the confidence is not
            between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    successes, trials = rate.numerator, rate.denominator
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share")
    if trials == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    spread = z * sqrt(z * z + 4 * successes * (trials - successes) / trials)
    centre = 2 * successes + z * z
    scale = 2 * (trials + z * z)
    # At 0 of n and n of n the formula is exactly 0 and 1; rounding must not push it over.
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return Interval(low, high)
