from tests.gateways.instantly.conftest import CannedInstantly
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient


def test_mailboxes_are_read_from_all_pages(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        "/api/v2/accounts",
        {
            "items": [
                {
                    "email": "A@Acme.com",
                    "first_name": "Ada",
                    "last_name": "L",
                    "status": 1,
                    "warmup_status": 1,
                    "daily_limit": 30,
                    "setup_pending": False,
                    "timestamp_last_used": "x",
                }
            ],
            "next_starting_after": "2026-01-01T00:00:00.000Z&a@acme.com",
        },
        {"items": [{"email": "b@acme.com", "status": -1, "warmup_status": -9}]},
    )
    assert instantly.accounts.every(work) == (
        Mailbox("a@acme.com", "Ada", "L", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, None, 30),
        Mailbox(
            "b@acme.com",
            "",
            "",
            MailboxStatus.CONNECTION_ERROR,
            WarmupStatus.UNKNOWN,
            None,
            None,
        ),
    )


def test_warmup_scores_are_asked_a_hundred_at_a_time(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        "/api/v2/accounts/warmup-analytics",
        {"aggregate_data": {"m1@acme.com": {"health_score": 91.6}, "M2@acme.com": {}}},
        {"aggregate_data": {"m110@acme.com": {"health_score": 80}}},
    )
    emails = [f"m{number}@acme.com" for number in range(120)]
    assert instantly.accounts.warmup_scores(emails, work) == {
        "m1@acme.com": 92,
        "m110@acme.com": 80,
    }
    assert [len(canned.body(index)["emails"]) for index in (0, 1)] == [100, 20]


def test_no_mailbox_needs_no_request(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    assert instantly.accounts.warmup_scores([], work) == {}
    assert not canned.requests
