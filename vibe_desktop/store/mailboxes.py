"""Mailboxes as last seen at Instantly."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import email_accounts
from vibe_desktop.store.ids import new_id


class MailboxRepository:
    """Reads and writes the local copy of the workspace's mailboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Mailbox, ...]:
        """All mailboxes by address."""
        with self._database.read() as connection:
            rows = connection.execute(select(email_accounts).order_by(email_accounts.c.email))
            return tuple(
                Mailbox(
                    email=row.email,
                    first_name=row.first_name,
                    last_name=row.last_name,
                    status=MailboxStatus(row.status),
                    warmup_status=WarmupStatus(row.warmup_status),
                    warmup_score=row.warmup_score,
                    daily_limit=row.daily_limit,
                    setup_pending=row.setup_pending,
                )
                for row in rows
            )

    def replace(self, mailboxes: Iterable[Mailbox]) -> bool:
        """Keep exactly these; a known address keeps its id. Returns whether anything changed."""
        wanted = {mailbox.email: mailbox for mailbox in mailboxes}
        before = {mailbox.email: mailbox for mailbox in self.every()}
        moment = times.to_text(times.now())
        with self._database.write() as connection:
            kept = {
                row.email: (row.id, row.created_at)
                for row in connection.execute(
                    select(email_accounts.c.email, email_accounts.c.id, email_accounts.c.created_at)
                )
            }
            connection.execute(delete(email_accounts))
            rows = []
            for email, mailbox in wanted.items():
                row_id, created_at = kept.get(email) or (new_id(), moment)
                rows.append(
                    {
                        "id": row_id,
                        "email": email,
                        "status": mailbox.status.value,
                        "warmup_enabled": mailbox.warmup_status is WarmupStatus.ACTIVE,
                        "created_at": created_at,
                        "first_name": mailbox.first_name,
                        "last_name": mailbox.last_name,
                        "warmup_status": mailbox.warmup_status.value,
                        "warmup_score": mailbox.warmup_score,
                        "daily_limit": mailbox.daily_limit,
                        "setup_pending": mailbox.setup_pending,
                        "refreshed_at": moment,
                    }
                )
            if rows:
                connection.execute(insert(email_accounts), rows)
        return wanted != before
