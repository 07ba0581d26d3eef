"""Prices of models as JSON: the list that comes with the app, and the founder's corrections.

Reading the founder's is forgiving, since another version may have written them; the list of the
app is a file of ours, and must be right.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeGuard

import vibe_desktop
from vibe_desktop.domain.costs import Price, PriceList

LARGEST_AMOUNT = 1e9


def shipped_prices() -> PriceList:
    """The dated list that comes with the app."""
    package = Path(vibe_desktop.__file__).parent
    inside = package / "_resources"
    folder = inside if inside.is_dir() else package.parent / "resources"
    data = json.loads((folder / "prices.json").read_text(encoding="utf-8"))
    prices = tuple(
        Price(row["model"], row["prompt"], row["cached"], row["completion"])
        for row in data["prices"]
    )
    return PriceList(date.fromisoformat(data["as_of"]), data["source"], prices)


def encode_prices(prices: Sequence[Price]) -> str:
    """`prices` as JSON text."""
    rows = [
        {
            "model": price.model,
            "prompt": price.prompt,
            "cached": price.cached,
            "completion": price.completion,
            "as_of": price.as_of.isoformat() if price.as_of else None,
        }
        for price in prices
    ]
    return json.dumps(rows, ensure_ascii=False)


def decode_prices(text: str) -> tuple[Price, ...]:
    """The prices in JSON text; what makes no sense is left out. Never raises."""
    try:
        rows = json.loads(text)
    except ValueError:
        return ()
    found = [_price(row) for row in rows] if isinstance(rows, list) else []
    # Of two prices for one model the later counts.
    return tuple({price.model: price for price in found if price is not None}.values())


def is_amount(value: object) -> TypeGuard[float]:
    """Whether this is a sum of money: a number from zero up, of a size that can be meant."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= LARGEST_AMOUNT


def _price(row: object) -> Price | None:
    if not isinstance(row, dict):
        return None
    model = row.get("model")
    amounts = [row.get(name) for name in ("prompt", "cached", "completion")]
    if not isinstance(model, str) or not model or not all(map(is_amount, amounts)):
        return None
    prompt, cached, completion = (float(amount or 0) for amount in amounts)
    return Price(model, prompt, cached, completion, _day(row))


def _day(row: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(row["as_of"])
    except (KeyError, TypeError, ValueError):
        return None
