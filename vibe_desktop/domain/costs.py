"""What writing costs: prices of models, what a call is expected to cost, what a month has cost.

All money is US dollars and an estimate: prices are dated data that the founder may correct, and
the bill is the provider's. Prices are per million tokens. A model without a price has a cost of
None, never of zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from vibe_desktop.domain.copywriting import Tokens
from vibe_desktop.domain.errors import Rejected

MILLION = 1_000_000
_HALF_A_MICRODOLLAR = 5e-7
"""Sums of floats are compared with so much room."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in USD per 1,000,000 tokens.

    Attributes:
        model: The name as the provider writes it.
        prompt: Tokens of the question.
        cached: Tokens of the question that the provider had in its cache.
        completion: Tokens of the answer, reasoning included.
        as_of: When the founder entered it; None when it came with the app.
    """

    model: str
    prompt: float
    cached: float
    completion: float
    as_of: date | None = None

    def cost(self, tokens: Tokens) -> float:
        """What `tokens` cost, in USD."""
        cached = min(tokens.cached, tokens.prompt)
        fresh = tokens.prompt - cached
        return (
            fresh * self.prompt + cached * self.cached + tokens.completion * self.completion
        ) / MILLION


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices that are known.

    Attributes:
        as_of: The day on which those that came with the app were looked up.
        source: Where they were looked up.
        prices: One a model, in the order in which they are shown.
    """

    as_of: date
    source: str
    prices: tuple[Price, ...]

    def find(self, model: str) -> Price | None:
        """The price of a model, None when it is not known.

        Providers add a date to the name of the model that answered ("gpt-6-luna-2026-08-01"); such
        a name has the price of the name without it.
        """
        wanted = model.strip().lower()
        known = {price.model.lower(): price for price in self.prices}
        return known.get(wanted) or known.get(_undated(wanted))

    def with_edits(self, edits: Sequence[Price]) -> "PriceList":
        """The list with the founder's prices in place of those of the same models, others added."""
        edited = {price.model: price for price in edits}
        kept = tuple(edited.pop(price.model, price) for price in self.prices)
        return PriceList(self.as_of, self.source, (*kept, *edited.values()))

    def edits_in(self, other: "PriceList") -> tuple[Price, ...]:
        """The prices of `other` that this list does not have, or has otherwise."""
        own = {price.model: _numbers(price) for price in self.prices}
        return tuple(p for p in other.prices if own.get(p.model) != _numbers(p))


def _undated(model: str) -> str:
    head, _, day = model.rpartition("-")
    if len(day) == 8 and day.isdigit():
        return head
    name, dash, tail = model[:-10], model[-11:-10], model[-10:]
    parts = tail.split("-")
    dated = [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)
    return name.removesuffix("-") if dated and dash == "-" else model


def _numbers(price: Price) -> tuple[float, float, float]:
    return (price.prompt, price.cached, price.completion)


@dataclass(frozen=True, slots=True)
class Spending:
    """What the writer has cost in one calendar month (UTC): an estimate.

    Attributes:
        month: The first day of the month.
        usd: The sum of all runs whose price was known.
        tokens: The tokens of all runs.
        runs: How often a model was asked, failures included.
        cap_usd: The most the founder allows a month, 0 for no cap.
        unpriced: How many of the runs had no known price, and are missing in `usd`.
    """

    month: date
    usd: float = 0.0
    tokens: Tokens = field(default_factory=Tokens)
    runs: int = 0
    cap_usd: float = 0.0
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one call is expected to use, before it is made: an estimate.

    At most one more call follows by itself, to repair what failed its checks; it costs about as
    much again, and the cap is looked at once more before it.

    Attributes:
        model: The model that would be asked, "" for the offline drafter, which costs nothing.
        tokens: What the call is expected to use.
        usd: What that costs, None when the model's price is not known.
        spent_usd: What this month has cost so far.
        cap_usd: The most the founder allows a month, 0 for no cap.
    """

    model: str
    tokens: Tokens
    usd: float | None
    spent_usd: float = 0.0
    cap_usd: float = 0.0

    @property
    def over_cap(self) -> bool:
        """Whether this call would pass the cap. Without a price only what was spent counts."""
        if not self.cap_usd or not self.model:
            return False
        return self.spent_usd + (self.usd or 0.0) > self.cap_usd + _HALF_A_MICRODOLLAR


class OverCap(Rejected):
    """The founder's own cap forbids this call."""

    code = "over_cap"


def refuse_over_cap(forecast: Forecast) -> None:
    """Stop a call that would pass the monthly cap.

    Raises:
        OverCap: It would. Nothing was sent.
    """
    if not forecast.over_cap:
        return
    this_call = (
        f"this call would cost about {dollars(forecast.usd)}"
        if forecast.usd is not None
        else f"the price of {forecast.model} is not known"
    )
    raise OverCap(
        f"By estimate the writer has cost {dollars(forecast.spent_usd)} of the "
        f"{dollars(forecast.cap_usd)} you allow a month, and {this_call}.",
        safe="Nothing was sent, and your mails stay as they are.",
        next_step="Raise the monthly cap in Settings, or go on without a model.",
    )


def dollars(usd: float | None) -> str:
    """An amount for the founder: "$4.98", "$0.0071", "less than $0.0001", "price not known"."""
    if usd is None:
        return "price not known"
    if usd == 0 or usd >= 0.995:
        return f"${usd:,.2f}"
    if usd < 0.0001:
        return "less than $0.0001"
    places = 4 if usd < 0.1 else 2
    return f"${usd:.{places}f}"
