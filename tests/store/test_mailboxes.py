from dataclasses import replace

from sqlalchemy import select

from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import email_accounts
from vibe_desktop.store.mailboxes import MailboxRepository

A = Mailbox("a@acme.com", "Ada", "L", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 92, 30)
B = Mailbox("b@acme.com", "", "", MailboxStatus.UNKNOWN, WarmupStatus.BANNED, None, None, True)


def _ids(database: Database) -> dict[str, str]:
    with database.read() as connection:
        rows = connection.execute(select(email_accounts.c.email, email_accounts.c.id))
        return {row.email: row.id for row in rows}


def test_mailboxes_come_back_by_address(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    assert mailboxes.every() == ()
    assert mailboxes.replace([B, A])
    assert mailboxes.every() == (A, B)


def test_the_same_mailboxes_are_no_change(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    mailboxes.replace([A, B])
    assert not mailboxes.replace([B, A])
    assert mailboxes.replace([replace(A, warmup_score=93), B])


def test_a_mailbox_keeps_its_id_and_a_removed_one_goes(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    mailboxes.replace([A, B])
    before = _ids(database)
    mailboxes.replace([replace(A, first_name="Augusta")])
    assert _ids(database) == {"a@acme.com": before["a@acme.com"]}
