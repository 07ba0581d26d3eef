"""What costs credits: answers are read tolerantly, but never so that something is bought twice."""

import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from tests.support.servers import PageServer
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.supersearch import PeopleFilters
from vibe_desktop.domain.verifications import VerificationStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.supersearch import search_filters

PLAN = "/api/v2/workspace-billing/plan-details"
VERIFY = "/api/v2/email-verification"


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        ({"subscriptions": {"credits": {"available_credits": 12.5}}}, 12.5),
        ({"subscriptions": {"credits": {"available_credits": 0}}}, 0.0),
        ({"subscriptions": {"credits": None}}, None),
        ({"subscriptions": {}}, None),
        ({}, None),
    ],
)
def test_credits_are_read_or_not_known(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, plan: object, left: object
) -> None:
    canned.answer(PLAN, plan)
    assert instantly.billing.credits(work) == left


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"verification_status": "verified", "catch_all": False}, VerificationStatus.VERIFIED),
        ({"verification_status": "verified", "catch_all": "pending"}, VerificationStatus.VERIFIED),
        ({"verification_status": "verified", "catch_all": True}, VerificationStatus.CATCH_ALL),
        ({"verification_status": "invalid", "catch_all": True}, VerificationStatus.INVALID),
        # "status" is about the request.
        ({"verification_status": "invalid", "status": "success"}, VerificationStatus.INVALID),
        ({"verification_status": "pending", "credits_used": None}, VerificationStatus.PENDING),
    ],
)
def test_the_answer_about_an_address_is_read(
    canned: CannedInstantly,
    instantly: InstantlyClient,
    work: Work,
    answer: dict[str, object],
    status: VerificationStatus,
) -> None:
    canned.answer(VERIFY, {"email": "a@b.example", **answer})
    assert instantly.verifications.ask("a@b.example", work).status is status


@pytest.mark.parametrize("answer", [[], {}, {"verification_status": "risky"}, {"status": "error"}])
def test_an_answer_that_says_nothing_about_the_address_is_trouble(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, answer: object
) -> None:
    canned.answer(VERIFY, answer)
    with pytest.raises(ContractBroken):
        instantly.verifications.ask("a@b.example", work)


def test_an_address_cannot_reach_another_path(
    page_server: PageServer, canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    assert instantly.verifications.known("a/../b@c.example", work) is None
    assert page_server.requests[0].path.startswith(f"{VERIFY}/a%2F..%2Fb")
    page_server.requests.clear()


def test_filters_that_restrict_nothing_are_left_out() -> None:
    assert search_filters(PeopleFilters(titles=("Owner",), countries=("DE", "GB"))) == {
        "title": {"include": ["Owner"]},
        "locations": [
            {"city": "", "state": "", "country": "Germany"},
            {"city": "", "state": "", "country": "United Kingdom"},
        ],
        "skip_owned_leads": True,
        "show_one_lead_per_company": True,
    }
