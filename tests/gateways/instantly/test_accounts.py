from typing import Any

import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from vibe_desktop.domain.background_jobs import BackgroundJob, JobStatus
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, Provider, WarmupStatus
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
                    "provider_code": 3,
                    "sending_gap": 10,
                    "status_message": {"response": "550 was full last week"},
                    "timestamp_last_used": "x",
                }
            ],
            "next_starting_after": "2026-01-01T00:00:00.000Z&a@acme.com",
        },
        {
            "items": [
                {
                    "email": "b@acme.com",
                    "status": -1,
                    "warmup_status": -9,
                    "provider_code": 99,
                    "status_message": {"e_message": "535  not\naccepted"},
                }
            ]
        },
    )
    assert instantly.accounts.every(work) == (
        Mailbox(
            "a@acme.com",
            "Ada",
            "L",
            MailboxStatus.ACTIVE,
            WarmupStatus.ACTIVE,
            None,
            30,
            provider=Provider.MICROSOFT,
            sending_gap=10,
        ),
        Mailbox(
            "b@acme.com",
            "",
            "",
            MailboxStatus.CONNECTION_ERROR,
            WarmupStatus.UNKNOWN,
            None,
            None,
            status_message="535 not accepted",
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


def test_each_domain_is_looked_up_once(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    def verdict(domain: str, **found: object) -> dict[str, object]:
        return {"domain": domain, **found}

    canned.answer(
        "/api/v2/accounts/test/vitals",
        {
            "status": "success",
            "success_list": [verdict("Acme.com", allPass=True, mx=True)],
            "failure_list": [
                verdict("b.com", allPass=False, mx=False, spf=True, dkim=False, dmarc=False),
                verdict("unsure.com", allPass=False),
                verdict("stranger.com", mx=True),
            ],
        },
    )
    emails = ["a@acme.com", "z@acme.com", "b@b.com", "c@unsure.com"]
    checks = instantly.accounts.vitals(emails, work)
    assert canned.body()["accounts"] == ["a@acme.com", "b@b.com", "c@unsure.com"]
    # What is not said to take mail is not said not to: it is left out.
    assert set(checks) == {"acme.com", "b.com"}
    assert checks["acme.com"].problems == ()
    assert checks["b.com"].dead
    assert (checks["b.com"].spf, checks["b.com"].dkim) == (True, False)


def test_many_domains_are_looked_up_in_chunks(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/accounts/test/vitals", {"success_list": [], "failure_list": []})
    assert instantly.accounts.vitals([f"a@d{n}.com" for n in range(45)], work) == {}
    assert [len(canned.body(n)["accounts"]) for n in range(3)] == [20, 20, 5]


def test_checks_of_another_shape_are_trouble(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/accounts/test/vitals", {"success_list": {"acme.com": True}})
    with pytest.raises(ContractBroken):
        instantly.accounts.vitals(["a@acme.com"], work)


@pytest.mark.parametrize(("on", "word"), [(True, "enable"), (False, "disable")])
def test_warm_up_is_asked_for_and_the_job_followed(
    canned: CannedInstantly,
    instantly: InstantlyClient,
    work: Work,
    on: bool,
    word: str,
) -> None:
    job: dict[str, Any] = {"id": "675266e304a8e55b17f0228b", "status": "pending", "progress": 0}
    canned.answer(f"/api/v2/accounts/warmup/{word}", job)
    canned.answer(
        f"/api/v2/background-jobs/{job['id']}",
        {**job, "status": "in-progress", "progress": 40},
        {**job, "status": "a new one"},
        {**job, "status": "success", "progress": 100},
    )
    asked = instantly.accounts.switch_warmup(["a@acme.com"], on=on, work=work)
    assert asked == BackgroundJob(job["id"], JobStatus.PENDING)
    assert canned.body() == {"emails": ["a@acme.com"]}
    seen = [instantly.background_jobs.get(asked.id, work) for _ in range(3)]
    assert [one.status for one in seen] == [
        JobStatus.IN_PROGRESS,
        JobStatus.UNKNOWN,
        JobStatus.SUCCESS,
    ]
    assert [one.over for one in seen] == [False, False, True]
    assert seen[0].progress == 40


@pytest.mark.parametrize("count", [0, 101])
def test_warm_up_is_never_asked_for_nobody_or_for_too_many(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, count: int
) -> None:
    with pytest.raises(ValueError, match=f"{count} mailboxes"):
        instantly.accounts.switch_warmup(["a@acme.com"] * count, on=True, work=work)
    assert not canned.requests
