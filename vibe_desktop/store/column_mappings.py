"""What the founder took the columns of lead files for, by their column names."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import (
    IGNORED,
    ColumnMapping,
    ColumnTarget,
    plain_header,
    unnamed_column,
)
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import column_mappings
from vibe_desktop.store.times import now, to_text

KEPT: Final = 200
"""How many mappings are kept, those used last."""


class ColumnMappingRepository:
    """Mappings that were imported by. The next file with the same columns is read the same way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recall(self, headers: Sequence[str]) -> ColumnMapping | None:
        """The mapping that was last used for a file with these columns, in this order.

        Args:
            headers: As they stand in the file; case and punctuation do not matter. Neither does
                how many columns without a name follow: the next export may have values there.

        Returns:
            None when there is none, or when what was kept can no longer be imported by.
        """
        statement = select(column_mappings.c.targets).where(
            column_mappings.c.signature == _signature(headers)
        )
        with self._database.read() as connection:
            kept = connection.execute(statement).scalar()
        if kept is None:
            return None
        try:
            targets = tuple(map(_to_target, json.loads(kept)))[: len(headers)]
            targets += (IGNORED,) * (len(headers) - len(targets))
            mapping = ColumnMapping(targets)
            mapping.check(len(headers))
        except (InvalidInput, ValueError, TypeError):
            return None  # of a version of the app that knew other fields
        return mapping

    def remember(self, headers: Sequence[str], mapping: ColumnMapping) -> None:
        """Keep a mapping for the next file with these columns.

        Raises:
            InvalidInput: It does not fit the columns.
            StorageFull, StorageBroken: See `Database.write`.
        """
        mapping.check(len(headers))
        signature = _signature(headers)
        values = {
            "targets": json.dumps([_from_target(target) for target in mapping.targets]),
            "used_at": to_text(now()),
        }
        upsert = insert(column_mappings).values(signature=signature, **values)
        newest = (
            select(column_mappings.c.signature)
            .order_by(column_mappings.c.used_at.desc())
            .limit(KEPT)
        )
        with self._database.write() as connection:
            connection.execute(
                upsert.on_conflict_do_update(index_elements=["signature"], set_=values)
            )
            connection.execute(
                delete(column_mappings).where(column_mappings.c.signature.not_in(newest))
            )


def _signature(headers: Sequence[str]) -> str:
    """Names files whose columns are called the same, in the same order."""
    named = len(headers)
    while named and headers[named - 1] == unnamed_column(named - 1):
        named -= 1
    names = [
        plain_header(header) or header.strip().casefold()
        for header in headers[: named or len(headers)]
    ]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _from_target(target: ColumnTarget) -> dict[str, str]:
    if target.field is not None:
        return {"field": target.field.value}
    return {"custom": target.custom} if target.custom else {}


def _to_target(kept: dict[str, Any]) -> ColumnTarget:
    if not isinstance(kept, dict):
        raise TypeError("a target is an object")
    custom = kept.get("custom", "")
    if not isinstance(custom, str):
        raise TypeError("a variable's name is text")
    return ColumnTarget(LeadField(kept["field"]) if "field" in kept else None, custom)
