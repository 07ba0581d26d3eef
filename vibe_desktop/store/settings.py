"""Settings as rows of key and JSON value."""

import json
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.costs import Price
from vibe_desktop.domain.settings import Settings
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import settings as table
from vibe_desktop.store.prices import decode_prices, encode_prices, is_amount

PRICES = "prices"
"""The row that holds the founder's prices; no setting has this name."""


class SettingsRepository:
    """Reads and writes the settings.

    Only what differs from the default is kept, so that a better default in a later version
    reaches everybody who never chose. Rows of settings unknown here (another version's) stay.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> Settings:
        """All settings; what is missing or makes no sense has its default."""
        with self._database.read() as connection:
            rows = connection.execute(select(table.c.key, table.c.value)).all()
        stored = {row.key: row.value for row in rows}
        default = Settings()
        chosen: dict[str, Any] = {}
        for field in fields(Settings):
            if field.name in stored:
                fallback = getattr(default, field.name)
                chosen[field.name] = _decode(stored[field.name], fallback)
        return Settings(**chosen)

    def save(self, settings: Settings) -> Settings:
        """Keep `settings` and return them."""
        default = Settings()
        with self._database.write() as connection:
            for field in fields(Settings):
                value = getattr(settings, field.name)
                if value == getattr(default, field.name):
                    connection.execute(delete(table).where(table.c.key == field.name))
                    continue
                row = insert(table).values(key=field.name, value=json.dumps(value))
                connection.execute(
                    row.on_conflict_do_update(
                        index_elements=[table.c.key], set_={"value": row.excluded.value}
                    )
                )
        return settings

    def prices(self) -> tuple[Price, ...]:
        """The prices that the founder entered; those that make no sense are left out."""
        with self._database.read() as connection:
            text = connection.execute(
                select(table.c.value).where(table.c.key == PRICES)
            ).scalar_one_or_none()
        return () if text is None else decode_prices(text)

    def save_prices(self, prices: Sequence[Price]) -> None:
        """Keep the founder's prices in place of those kept before; none of them forgets all."""
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.key == PRICES))
            if prices:
                connection.execute(insert(table).values(key=PRICES, value=encode_prices(prices)))


def _decode(text: str, default: str | float) -> str | float:
    """The value in a JSON text when it is of the default's kind, else the default."""
    try:
        value = json.loads(text)
    except ValueError:
        return default
    if isinstance(default, float):
        return float(value) if is_amount(value) else default
    if not isinstance(value, str):
        return default
    if isinstance(default, StrEnum):
        return next((choice for choice in type(default) if choice.value == value), default)
    return value
