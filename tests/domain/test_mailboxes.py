"""What is said about a mailbox."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vibe_desktop.domain.mailboxes import DomainCheck, Mailbox, MailboxStatus, WarmupStatus

WELL = Mailbox("a@acme.com", "A", "", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 80, 30)
CHECK = DomainCheck(
    "acme.com",
    mx=True,
    spf=True,
    dkim=True,
    dmarc=True,
    checked_at=datetime(2026, 3, 1, tzinfo=UTC),
)
ILL = [
    *(replace(WELL, status=one) for one in MailboxStatus if one is not MailboxStatus.ACTIVE),
    *(replace(WELL, warmup_status=one) for one in WarmupStatus if one is not WarmupStatus.ACTIVE),
    replace(WELL, setup_pending=True),
    replace(WELL, warmup_score=79),
    replace(WELL, warmup_score=None),
    replace(WELL, check=replace(CHECK, mx=False)),
]


@pytest.mark.parametrize("box", ILL, ids=lambda box: box.trouble)
def test_every_trouble_has_words_and_a_remedy(box: Mailbox) -> None:
    assert not box.healthy
    assert box.trouble
    assert box.remedy.endswith(".")


def test_a_healthy_mailbox_has_neither() -> None:
    assert (WELL.trouble, WELL.remedy, WELL.healthy) == ("", "", True)


def test_a_domain_that_was_not_looked_up_is_not_dead() -> None:
    assert not WELL.dead
    assert replace(WELL, check=CHECK).healthy


def test_missing_records_are_told_worst_first() -> None:
    bare = replace(CHECK, mx=False, spf=False, dkim=False, dmarc=False)
    assert [words.split()[0] for words in bare.problems] == ["MX", "SPF", "DKIM", "DMARC"]
    assert bare.problems[0].startswith("MX is missing: acme.com takes no mail")
    assert CHECK.problems == ()


def test_weak_records_do_not_keep_a_mailbox_from_sending() -> None:
    assert replace(WELL, check=replace(CHECK, spf=False, dkim=False, dmarc=False)).healthy
