"""Who writes, kept in the web system's table of users."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.identity import Identity
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import LOCAL_USER, users
from vibe_desktop.store.ids import new_id


class IdentityRepository:
    """Reads and writes the founder's identity: one row, that of the local user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> Identity:
        """The identity; empty when nothing was given yet."""
        query = select(users.c.name, users.c.company, users.c.postal_address)
        with self._database.read() as connection:
            row = connection.execute(query.where(users.c.user_id == LOCAL_USER)).first()
        if row is None:
            return Identity()
        return Identity(name=row.name, company=row.company, postal_address=row.postal_address)

    def save(self, identity: Identity) -> Identity:
        """Keep `identity` and return it."""
        given = {
            "name": identity.name,
            "company": identity.company,
            "postal_address": identity.postal_address,
        }
        row = insert(users).values(
            id=new_id(), user_id=LOCAL_USER, created_at=times.to_text(times.now()), **given
        )
        with self._database.write() as connection:
            connection.execute(
                row.on_conflict_do_update(index_elements=[users.c.user_id], set_=given)
            )
        return identity
