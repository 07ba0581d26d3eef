"""Mailboxes as last seen at Instantly, and the records of their domains."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from vibe_desktop.domain.mailboxes import (
    DomainCheck,
    Mailbox,
    MailboxStatus,
    Provider,
    WarmupStatus,
)
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import domain_checks, email_accounts
from vibe_desktop.store.ids import new_id


class MailboxRepository:
    """Reads and writes the local copy of the workspace's mailboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Mailbox, ...]:
        """All mailboxes by address, each with the last check of its domain."""
        with self._database.read() as connection:
            checks = _checks(connection)
            rows = connection.execute(select(email_accounts).order_by(email_accounts.c.email))
            boxes = [_mailbox(row) for row in rows]
        return tuple(replace(box, check=checks.get(box.domain)) for box in boxes)

    def refreshed_at(self) -> datetime | None:
        """When the mailboxes were last taken over from Instantly; None when there are none."""
        with self._database.read() as connection:
            newest = connection.scalar(select(func.max(email_accounts.c.refreshed_at)))
        return times.from_text(newest) if newest else None

    def replace(self, mailboxes: Iterable[Mailbox]) -> bool:
        """Keep exactly these, and the checks of the domains that they carry.

        A known address keeps its id, and a domain keeps its check when no mailbox carries a newer
        one. Returns whether anything changed but the time.
        """
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
            _keep_checks(connection, wanted.values())
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
                        "provider": mailbox.provider.value,
                        "sending_gap": mailbox.sending_gap,
                        "status_message": mailbox.status_message,
                    }
                )
            if rows:
                connection.execute(insert(email_accounts), rows)
        after = {mailbox.email: mailbox for mailbox in self.every()}
        return {email: _timeless(box) for email, box in after.items()} != {
            email: _timeless(box) for email, box in before.items()
        }


def _keep_checks(connection: Connection, mailboxes: Iterable[Mailbox]) -> None:
    """Keep the checks that the mailboxes carry, and forget those of domains without a mailbox."""
    domains, newer = set(), {}
    for box in mailboxes:
        domains.add(box.domain)
        if box.check is not None:
            newer[box.domain] = box.check
    kept = _checks(connection) | newer
    connection.execute(delete(domain_checks))
    rows = [
        {
            "domain": domain,
            "mx": check.mx,
            "spf": check.spf,
            "dkim": check.dkim,
            "dmarc": check.dmarc,
            "checked_at": times.to_text(check.checked_at),
        }
        for domain, check in kept.items()
        if domain in domains
    ]
    if rows:
        connection.execute(insert(domain_checks), rows)


def _checks(connection: Connection) -> dict[str, DomainCheck]:
    return {
        row.domain: DomainCheck(
            row.domain,
            mx=row.mx,
            spf=row.spf,
            dkim=row.dkim,
            dmarc=row.dmarc,
            checked_at=times.from_text(row.checked_at),
        )
        for row in connection.execute(select(domain_checks))
    }


def _mailbox(row: Row[Any]) -> Mailbox:
    return Mailbox(
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        status=MailboxStatus(row.status),
        warmup_status=WarmupStatus(row.warmup_status),
        warmup_score=row.warmup_score,
        daily_limit=row.daily_limit,
        setup_pending=row.setup_pending,
        provider=Provider(row.provider),
        sending_gap=row.sending_gap,
        status_message=row.status_message,
    )


def _timeless(box: Mailbox) -> tuple[object, ...]:
    check = box.check
    records = None if check is None else (check.mx, check.spf, check.dkim, check.dmarc)
    return replace(box, check=None), records
