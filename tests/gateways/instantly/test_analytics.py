from datetime import date

import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from vibe_desktop.domain.analytics import Counters, DayResult, VariantResult
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient

ID = "019ffad2-5c4b-761a-9bc4-0599e8a95bea"
PATH = "/api/v2/campaigns/analytics"
TOTALS = {
    "campaign_id": ID,
    "campaign_status": 1,
    "emails_sent_count": 200,
    "contacted_count": 199,
    "new_leads_contacted_count": 150,
    "open_count": 900,
    "open_count_unique": 80,
    "reply_count": 30,
    "reply_count_unique": 12,
    "reply_count_automatic": 9,
    "reply_count_automatic_unique": 7,
    "link_click_count": 40,
    "link_click_count_unique": 20,
    "bounced_count": 3,
    "unsubscribed_count": 2,
}


def test_people_are_counted_not_events(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, [TOTALS])
    found = instantly.analytics.totals(work, ID)[ID]
    assert found.counters == Counters(
        sent=200,
        contacted=150,
        opened=80,
        clicked=20,
        replied=12,
        auto_replied=7,
        bounced=3,
        unsubscribed=2,
    )
    assert (found.status, found.complete) == (RemoteStatus.ACTIVE, True)


def test_all_campaigns_come_in_one_request(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, [TOTALS, {**TOTALS, "campaign_id": "x"}])
    assert set(instantly.analytics.totals(work)) == {ID, "x"}
    assert canned.requests[0].query == "exclude_total_leads_count=true"


def test_before_the_first_send_there_is_nothing(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, [])
    canned.answer(f"{PATH}/overview", {})
    assert instantly.analytics.totals(work, ID) == {}
    assert instantly.analytics.overview(ID, work) == Counters()


def test_days_are_read_by_date(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        f"{PATH}/daily",
        [{"date": "2026-03-01", "sent": 5, "new_leads_contacted": 4, "unique_replies": 1}],
    )
    assert instantly.analytics.days(ID, work) == (
        DayResult(date(2026, 3, 1), Counters(sent=5, contacted=4, replied=1)),
    )
    assert canned.requests[0].query == f"campaign_id={ID}"


@pytest.mark.parametrize(("first", "second"), [("1", "2"), ("0", "1")])
def test_steps_count_from_one_whichever_base_is_used(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, first: str, second: str
) -> None:
    canned.answer(
        f"{PATH}/steps",
        [
            {"step": first, "variant": "0", "sent": 5},
            {"step": first, "variant": "1", "sent": 4},
            {"step": second, "variant": "0", "sent": 3},
        ],
    )
    assert instantly.analytics.variants(ID, work) == (
        VariantResult(1, 0, Counters(sent=5, contacted=5)),
        VariantResult(1, 1, Counters(sent=4, contacted=4)),
        VariantResult(2, 0, Counters(sent=3, contacted=3)),
    )


def test_what_cannot_be_attributed_is_kept_apart(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        f"{PATH}/steps",
        [
            {"step": "null", "variant": "null", "sent": 1},
            {"step": None, "variant": None, "sent": 2},
            {"step": "1", "variant": None, "sent": 4},
        ],
    )
    assert instantly.analytics.variants(ID, work) == (
        VariantResult(None, None, Counters(sent=7, contacted=7)),
    )


def test_results_of_another_shape_are_trouble(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, {"message": "?"})
    with pytest.raises(ContractBroken):
        instantly.analytics.totals(work)
