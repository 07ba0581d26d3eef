"""Which entries of the do-not-contact list Instantly's block list has too."""

from collections.abc import Collection

from sqlalchemy import select, update

from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import suppressions
from vibe_desktop.store.times import now, to_text

_AT_A_TIME = 500


class OptOutRepository:
    """What is left to copy. Erased people are known by a hash only, and are not copied."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def to_copy(self) -> tuple[str, ...]:
        """Addresses and domains that are not known to be on the block list, oldest first."""
        statement = (
            select(suppressions.c.value)
            .where(suppressions.c.blocked_at.is_(None), suppressions.c.is_hash.is_(False))
            .order_by(suppressions.c.created_at, suppressions.c.id)
        )
        with self._database.read() as connection:
            return tuple(connection.execute(statement).scalars())

    def copied(self, values: Collection[str]) -> None:
        """Remember that these are on it."""
        wanted, moment = tuple(values), to_text(now())
        with self._database.write() as connection:
            for start in range(0, len(wanted), _AT_A_TIME):
                connection.execute(
                    update(suppressions)
                    .where(suppressions.c.value.in_(wanted[start : start + _AT_A_TIME]))
                    .values(blocked_at=moment)
                )
