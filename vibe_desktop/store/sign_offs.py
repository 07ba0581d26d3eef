"""What the founder answers for: findings in doubt that may be sent all the same."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.variants import SignOff
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import sign_offs, variants
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.times import from_text, now, to_text


class SignOffRepository:
    """Sign-offs by mail, rule and words. They outlive edits: the same words need no second one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, variant_id: str) -> tuple[SignOff, ...]:
        """The sign-offs of one mail, the oldest first."""
        return self._read(sign_offs.c.variant_id == variant_id)

    def of_campaign(self, campaign_id: str) -> tuple[SignOff, ...]:
        """The sign-offs of all mails of a campaign, the oldest first."""
        of_campaign = select(variants.c.id).where(variants.c.campaign_id == campaign_id)
        return self._read(sign_offs.c.variant_id.in_(of_campaign))

    def add(self, variant_id: str, rule: str, words: str) -> None:
        """Keep one more; nothing happens when it is there already.

        Raises:
            StorageFull, StorageBroken: See `Database.write`.
        """
        statement = insert(sign_offs).values(
            id=new_id(), variant_id=variant_id, rule=rule, words=words, signed_at=to_text(now())
        )
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_nothing())

    def remove(self, variant_id: str, rule: str, words: str) -> bool:
        """Take one back.

        Returns:
            Whether it was there.
        """
        statement = delete(sign_offs).where(
            sign_offs.c.variant_id == variant_id,
            sign_offs.c.rule == rule,
            sign_offs.c.words == words,
        )
        with self._database.write() as connection:
            return connection.execute(statement).rowcount > 0

    def _read(self, condition: ColumnElement[bool]) -> tuple[SignOff, ...]:
        query = (
            select(sign_offs).where(condition).order_by(sign_offs.c.signed_at, sign_offs.c.words)
        )
        with self._database.read() as connection:
            return tuple(
                SignOff(row.variant_id, row.rule, row.words, from_text(row.signed_at))
                for row in connection.execute(query)
            )
