"""What writing costs: this month's spending, the prices of models, and the models on offer."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.costs import Price, PriceList, Spending
from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from vibe_desktop.domain.changes import Written
    from vibe_desktop.domain.work import Work


@dataclass(frozen=True, slots=True)
class CostsState:
    """What is shown of costs.

    Attributes:
        spending: This month's; None until it is read.
        prices: Those that count; None until they are read.
        price_error: What is wrong with a price that was typed; it was not kept.
        models: The models that the server offers, () until they were asked for.
        listing: Whether the server is being asked.
        models_words: What came of asking, "" before.
        models_failed: Whether it failed.
    """

    spending: Spending | None = None
    prices: PriceList | None = None
    price_error: str = ""
    models: tuple[str, ...] = ()
    listing: bool = False
    models_words: str = ""
    models_failed: bool = False


class CostsPresenter(QObject):
    """Spending and prices come from the database; the models from their server, on request."""

    state_changed = Signal(object)
    """Emits the new `CostsState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = CostsState()

    @property
    def state(self) -> CostsState:
        """What is on screen."""
        return self._state

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read spending and prices."""
        prices = self._context.jobs.submit(lambda work: self._services.settings.prices(work))
        prices.succeeded.connect(self._prices_read)
        # Making the service may wait for the sandbox to start, and reads much code.
        spending = self._context.jobs.submit(
            lambda work: self._services.copywriting.spending(work), lane=Lane.REMOTE
        )
        spending.succeeded.connect(self._spending_read)

    def changes_arrived(self, changes: Changes) -> None:
        """Something was written, or another screen changed the settings."""
        if changes.settings or changes.variants:
            self.load()

    def list_models(self) -> None:
        """Ask the server which models it offers."""
        if self._state.listing:
            return
        self._set(replace(self._state, listing=True, models_words="", models_failed=False))
        job = self._context.jobs.submit(
            lambda work: self._services.copywriting.models(work),
            lane=Lane.REMOTE,
            title=self.tr("Listing models"),
        )
        job.succeeded.connect(self._models_listed)
        job.failed.connect(self._listing_failed)
        job.cancelled.connect(self._listing_stopped)

    def set_price(self, row: int, part: str, text: str) -> None:
        """Keep an amount that was typed; `part` is "prompt", "cached" or "completion"."""
        prices = self._state.prices
        if prices is None or not 0 <= row < len(prices.prices):
            return
        usd = _amount(text)
        if usd is None:
            words = self.tr("“{text}” is not an amount. Type dollars for a million tokens: 1.25")
            self._refuse(words.format(text=text.strip()))
            return
        changed = list(prices.prices)
        before = changed[row]
        changed[row] = Price(
            before.model,
            usd if part == "prompt" else before.prompt,
            usd if part == "cached" else before.cached,
            usd if part == "completion" else before.completion,
            before.as_of,
        )
        self._save(PriceList(prices.as_of, prices.source, tuple(changed)))

    def add_model(self, name: str) -> None:
        """Give a model a row of its own, free of charge until its prices are typed."""
        prices = self._state.prices
        if prices is None or not name.strip():
            return
        added = (*prices.prices, Price(name.strip(), 0.0, 0.0, 0.0))
        self._save(PriceList(prices.as_of, prices.source, added))

    def reset_prices(self) -> None:
        """Let the list that came with the app count again."""
        self._write(lambda work: self._services.settings.reset_prices(work))

    # -- news ------------------------------------------------------------------------------------

    def _save(self, prices: PriceList) -> None:
        self._write(lambda work: self._services.settings.save_prices(prices, work))

    def _write(self, change: "Callable[[Work], Written[PriceList]]") -> None:
        job = self._context.jobs.submit(change, key="prices", keeps=True)
        job.succeeded.connect(self._prices_read)
        job.failed.connect(self._prices_refused)

    @Slot(object)
    def _prices_read(self, prices: PriceList) -> None:
        self._set(replace(self._state, prices=prices, price_error=""))

    @Slot(object)
    def _spending_read(self, spending: Spending) -> None:
        self._set(replace(self._state, spending=spending))

    @Slot(object)
    def _prices_refused(self, trouble: Trouble) -> None:
        if isinstance(trouble, InvalidInput):
            self._refuse(" ".join(part for part in (trouble.what, trouble.next_step) if part))
        else:
            self._context.notices.trouble(trouble)

    def _refuse(self, words: str) -> None:
        # Told even when the words are the same: the table shows again what is kept.
        self._state = replace(self._state, price_error=words)
        self.state_changed.emit(self._state)

    @Slot(object)
    def _models_listed(self, names: tuple[str, ...]) -> None:
        words = (
            self.tr("{count} models on offer; choose one, or type a name.")
            if names
            else self.tr("The server lists no models; type the name of one.")
        )
        self._set(
            replace(
                self._state,
                listing=False,
                models=names,
                models_words=words.format(count=len(names)),
            )
        )

    @Slot(object)
    def _listing_failed(self, trouble: Trouble) -> None:
        words = " ".join(part for part in (trouble.what, trouble.next_step) if part)
        self._set(replace(self._state, listing=False, models_words=words, models_failed=True))

    @Slot()
    def _listing_stopped(self) -> None:
        self._set(replace(self._state, listing=False))

    def _set(self, state: CostsState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _amount(text: str) -> float | None:
    """Dollars as people type them: "1.25", "$1.25", "1,25"; None when it is no amount."""
    plain = text.strip().removeprefix("$").strip()
    if "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
