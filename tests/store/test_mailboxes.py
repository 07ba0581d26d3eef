from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from vibe_desktop.domain.mailboxes import (
    DomainCheck,
    Mailbox,
    MailboxStatus,
    Provider,
    WarmupStatus,
)
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


SEEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
CHECK = DomainCheck("acme.com", mx=True, spf=False, dkim=True, dmarc=False, checked_at=SEEN)


def test_everything_that_is_known_comes_back(database: Database) -> None:
    box = replace(
        A, provider=Provider.AIRMAIL, sending_gap=12, status_message="550 full", check=CHECK
    )
    mailboxes = MailboxRepository(database)
    mailboxes.replace([box])
    assert mailboxes.every() == (box,)


def test_a_check_of_the_domain_serves_all_its_mailboxes_and_outlives_a_refresh_without(
    database: Database,
) -> None:
    mailboxes = MailboxRepository(database)
    mailboxes.replace([replace(A, check=CHECK), B])
    assert [box.check for box in mailboxes.every()] == [CHECK, CHECK]
    assert not mailboxes.replace([A, B])
    assert [box.check for box in mailboxes.every()] == [CHECK, CHECK]


def test_a_newer_look_with_the_same_result_is_no_change(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    mailboxes.replace([replace(A, check=CHECK)])
    later = replace(CHECK, checked_at=SEEN + timedelta(days=1))
    assert not mailboxes.replace([replace(A, check=later)])
    assert mailboxes.every()[0].check == later
    assert mailboxes.replace([replace(A, check=replace(later, mx=False))])


def test_the_check_of_a_domain_without_a_mailbox_is_forgotten(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    mailboxes.replace([replace(A, check=CHECK)])
    mailboxes.replace([])
    mailboxes.replace([A])
    assert mailboxes.every()[0].check is None


def test_the_age_of_what_is_known_is_kept(database: Database) -> None:
    mailboxes = MailboxRepository(database)
    assert mailboxes.refreshed_at() is None
    mailboxes.replace([A, B])
    first = mailboxes.refreshed_at()
    mailboxes.replace([A, B])
    second = mailboxes.refreshed_at()
    assert first is not None
    assert second is not None
    assert second >= first
