"""Settings without secrets: read, checked and kept. So are the prices of models."""

import math
from dataclasses import replace

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.costs import Price, PriceList
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import (
    DEFAULT_INSTANTLY_URL,
    DEFAULT_MODEL,
    DEFAULT_OPENAI_URL,
    Settings,
)
from vibe_desktop.domain.urls import normalise_api_root
from vibe_desktop.domain.work import Work
from vibe_desktop.store.prices import shipped_prices
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.times import now

LONGEST_WORDS = 100
"""Most characters of the model's name, the tone and the language."""
SMALLEST_CAP_USD = 0.01
LARGEST_CAP_USD = 10_000.0
LARGEST_PRICE_USD = 10_000.0
"""More a million tokens is a slip of the pen."""


class SettingsService:
    """What the founder can set."""

    def __init__(self, *, settings: SettingsRepository) -> None:
        self._settings = settings

    def get(self, work: Work) -> Settings:
        """All settings, with defaults for what was never set."""
        work.check()
        return self._settings.get()

    def save(self, settings: Settings, work: Work) -> Written[Settings]:
        """Check and keep the settings. An emptied field returns to its default.

        Raises:
            InvalidInput: A value cannot be used; `field` names it. Nothing was kept.
        """
        work.check()
        default = Settings()
        tidy = Settings(
            openai_base_url=normalise_api_root(
                settings.openai_base_url.strip() or DEFAULT_OPENAI_URL, field="openai_base_url"
            ),
            instantly_base_url=normalise_api_root(
                settings.instantly_base_url.strip() or DEFAULT_INSTANTLY_URL,
                field="instantly_base_url",
            ),
            model=_model(settings.model),
            tone=_words("tone", settings.tone) or default.tone,
            language=_words("language", settings.language) or default.language,
            length=settings.length,
            monthly_cap_usd=_cap(settings.monthly_cap_usd),
            theme=settings.theme,
        )
        if tidy == self._settings.get():
            return Written(tidy, Changes())
        return Written(self._settings.save(tidy), Changes(settings=True))

    def prices(self, work: Work) -> PriceList:
        """The prices that count: those of the app, with the founder's in place of them."""
        work.check()
        return shipped_prices().with_edits(self._settings.prices())

    def save_prices(self, prices: PriceList, work: Work) -> Written[PriceList]:
        """Keep what differs from the list of the app, dated today where it is new.

        A model of the app's list that is missing in `prices` has the app's price again.

        Raises:
            InvalidInput: A price or a model's name cannot be used; `field` is "prices". Nothing
                was kept.
        """
        work.check()
        checked = PriceList(prices.as_of, prices.source, tuple(map(_price, prices.prices)))
        if len({price.model for price in checked.prices}) < len(checked.prices):
            raise InvalidInput(
                "A model stands in the list twice.",
                next_step="Leave one of its two prices out.",
                field="prices",
            )
        before = self._settings.prices()
        kept = {(p.model, p.prompt, p.cached, p.completion): p.as_of for p in before}
        edits = tuple(
            replace(p, as_of=kept.get((p.model, p.prompt, p.cached, p.completion), now().date()))
            for p in shipped_prices().edits_in(checked)
        )
        if edits == before:
            return Written(self.prices(work), Changes())
        self._settings.save_prices(edits)
        return Written(self.prices(work), Changes(settings=True))

    def reset_prices(self, work: Work) -> Written[PriceList]:
        """Forget the founder's prices: the list of the app counts again."""
        work.check()
        changed = bool(self._settings.prices())
        self._settings.save_prices(())
        return Written(self.prices(work), Changes(settings=changed))


def _cap(usd: float) -> float:
    if not (math.isfinite(usd) and 0 <= usd <= LARGEST_CAP_USD):
        raise InvalidInput(
            f"The monthly cap must be an amount from 0 to {LARGEST_CAP_USD:,.0f} dollars.",
            next_step="Type an amount such as 5.00, or 0 for no cap.",
            field="monthly_cap_usd",
        )
    # Whoever allows less than half a cent allows hardly anything; rounded to 0 it would be no cap.
    return max(round(usd, 2), SMALLEST_CAP_USD) if usd else 0.0


def _price(price: Price) -> Price:
    amounts = (price.prompt, price.cached, price.completion)
    if not all(math.isfinite(usd) and 0 <= usd <= LARGEST_PRICE_USD for usd in amounts):
        raise InvalidInput(
            f"A price must be an amount from 0 to {LARGEST_PRICE_USD:,.0f} dollars.",
            next_step="Type what a million tokens cost, for example 1.25.",
            field="prices",
        )
    model = " ".join(price.model.split())
    if not model or " " in model or len(model) > LONGEST_WORDS or not model.isprintable():
        raise InvalidInput(
            f"“{model}” is not the name of a model." if model else "A price has no model.",
            next_step="Type the name as the provider writes it, without spaces.",
            field="prices",
        )
    return replace(price, model=model)


def _model(text: str) -> str:
    name = _words("model", text) or DEFAULT_MODEL
    if " " in name or not name.isprintable():
        raise InvalidInput(
            f"“{name}” is not the name of a model: names have no spaces.",
            next_step=f"Type it as the provider writes it, for example {DEFAULT_MODEL}.",
            field="model",
        )
    return name


def _words(field: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(
            f"The {field} has {len(words)} characters; {LONGEST_WORDS} are the most.",
            next_step="Shorten it.",
            field=field,
        )
    return words
