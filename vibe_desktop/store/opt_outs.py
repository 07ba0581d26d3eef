"""Which entries of the do-not-contact list Instantly's block list has too, or does not take."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import settings, suppressions
from vibe_desktop.store.times import now, to_text

_AT_A_TIME: Final = 500
_REFUSED: Final = "block_list_refused"
"""The row of the settings with the ids of entries that Instantly did not take. An entry that is
taken off the list and put on it again has another id, and is tried anew."""


class OptOutRepository:
    """What is left to copy. Erased people are known by a hash only, and are not copied."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def to_copy(self, *, again: bool = False) -> tuple[str, ...]:
        """Addresses and domains that are not known to be on the block list, oldest first.

        Those that it refused are among them only `again`, on the founder's request.
        """
        with self._database.read() as connection:
            passed_over = frozenset() if again else read_refused(connection)
            return tuple(
                value for key, value in _uncopied(connection).items() if key not in passed_over
            )

    def refused(self) -> tuple[str, ...]:
        """Addresses and domains that the block list did not take, oldest first."""
        with self._database.read() as connection:
            known = read_refused(connection)
            return tuple(value for key, value in _uncopied(connection).items() if key in known)

    def copied(self, values: Collection[str]) -> None:
        """Remember that these are on it."""
        wanted, moment = tuple(values), to_text(now())
        if not wanted:
            return
        with self._database.write() as connection:
            for start in range(0, len(wanted), _AT_A_TIME):
                connection.execute(
                    update(suppressions)
                    .where(suppressions.c.value.in_(wanted[start : start + _AT_A_TIME]))
                    .values(blocked_at=moment)
                )

    def refuse(self, values: Collection[str]) -> None:
        """Remember that the block list does not take these, so that they are not sent again."""
        if not values:
            return
        with self._database.write() as connection:
            left = _uncopied(connection)
            fresh = {key for key, value in left.items() if value in values}
            # What was taken off the list, or is copied by now, is forgotten here too.
            kept = sorted(fresh | (read_refused(connection) & left.keys()))
            connection.execute(delete(settings).where(settings.c.key == _REFUSED))
            connection.execute(insert(settings).values(key=_REFUSED, value=json.dumps(kept)))


def read_refused(connection: Connection) -> frozenset[str]:
    """Ids of the entries that the block list did not take; some may be copied or gone by now."""
    found = connection.execute(
        select(settings.c.value).where(settings.c.key == _REFUSED)
    ).scalar_one_or_none()
    return frozenset(json.loads(found)) if found else frozenset()


def _uncopied(connection: Connection) -> dict[str, str]:
    """Values by id of what is not known to be on the block list, oldest first."""
    statement = (
        select(suppressions.c.id, suppressions.c.value)
        .where(suppressions.c.blocked_at.is_(None), suppressions.c.is_hash.is_(False))
        .order_by(suppressions.c.created_at, suppressions.c.id)
    )
    return {row.id: row.value for row in connection.execute(statement)}
