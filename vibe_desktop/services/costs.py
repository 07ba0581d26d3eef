"""The meter: what calls cost by the prices that count, what a month has cost, what it may cost."""

from datetime import UTC, datetime

from vibe_desktop.domain.copywriting import CopyTrace, Tokens
from vibe_desktop.domain.costs import Forecast, Spending, refuse_over_cap
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.prices import shipped_prices
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.times import now

CHARACTERS_PER_TOKEN = 4
"""OpenAI's rule of thumb for English text."""


class Meter:
    """Counts what models cost. Everything it says is an estimate."""

    def __init__(self, *, copy_runs: CopyRunRepository, settings: SettingsRepository) -> None:
        self._copy_runs = copy_runs
        self._settings = settings

    def cost(self, model: str, tokens: Tokens) -> float | None:
        """What `tokens` of `model` cost today in USD, None when its price is not known."""
        price = shipped_prices().with_edits(self._settings.prices()).find(model)
        return None if price is None else price.cost(tokens)

    def cost_of(self, trace: CopyTrace, asked_model: str) -> float | None:
        """What a call cost, from what is known of it, in USD; None without a price.

        A stream that broke off carries no count of its tokens, and is paid for all the same: it is
        counted from the characters that went out and came back. Nothing came back, nothing counts.
        """
        tokens = trace.tokens
        if tokens == Tokens() and trace.raw:
            tokens = Tokens(
                len(trace.prompt) // CHARACTERS_PER_TOKEN, len(trace.raw) // CHARACTERS_PER_TOKEN
            )
        known = self.cost(trace.model or asked_model, tokens)
        return self.cost(asked_model, tokens) if known is None else known

    def spending(self) -> Spending:
        """What the present calendar month (UTC) has cost so far."""
        since, until = _month_of(now())
        totals = self._copy_runs.totals(since, until)
        cap = self._settings.get().monthly_cap_usd
        return Spending(since.date(), totals.usd, totals.tokens, totals.runs, cap, totals.unpriced)

    def forecast(self, model: str, tokens: Tokens) -> Forecast:
        """What a call is expected to cost, beside what was spent and what is allowed."""
        spent = self.spending()
        return Forecast(model, tokens, self.cost(model, tokens), spent.usd, spent.cap_usd)

    def refuse_over_cap(self, model: str, tokens: Tokens) -> None:
        """Stop a call that would pass the monthly cap.

        Raises:
            OverCap: It would. Nothing was sent.
        """
        refuse_over_cap(self.forecast(model, tokens))


def _month_of(moment: datetime) -> tuple[datetime, datetime]:
    """The beginning of the month that `moment` (UTC) is in, and of the next."""
    since = datetime(moment.year, moment.month, 1, tzinfo=UTC)
    year, month = divmod(moment.year * 12 + moment.month, 12)
    return since, datetime(year, month + 1, 1, tzinfo=UTC)
