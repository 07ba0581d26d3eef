from typing import Any

import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from tests.support.plans import PLAN
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.readback import differences
from vibe_desktop.domain.remote_campaigns import RemoteStatus, draft_of
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.campaigns import request_of
from vibe_desktop.gateways.instantly.client import USER_AGENT, InstantlyClient

ID = "019ffad2-5c4b-761a-9bc4-0599e8a95bea"
OTHER_ID = "019ffad2-5c4b-761a-9bc4-0599e8a95beb"
PATH = "/api/v2/campaigns"
DRAFT = draft_of(PLAN)


def _document(**changes: object) -> dict[str, Any]:
    """A campaign as the live API gives it, extra keys included."""
    return {
        **request_of(DRAFT),
        "id": ID,
        "status": 0,
        "timestamp_created": "2026-08-13T11:11:58.027Z",
        "timestamp_updated": "2026-08-13T11:11:58.027Z",
        "never_heard_of": {"x": 1},
        **changes,
    }


@pytest.mark.usefixtures("contract")
def test_a_draft_is_created_by_the_book(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, _document())
    made = instantly.campaigns.create(DRAFT, work)
    assert (made.id, made.status) == (ID, RemoteStatus.DRAFT)
    assert differences(DRAFT, made.draft) == ()


def test_the_request_says_what_the_plan_says(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(PATH, _document())
    instantly.campaigns.create(DRAFT, work)
    body = canned.body()
    (window,) = body["campaign_schedule"]["schedules"]
    assert window["timezone"] == "Europe/Belgrade"
    assert window["days"] == {
        "0": False, "1": True, "2": True, "3": True, "4": True, "5": True, "6": False,
    }  # fmt: skip
    (sequence,) = body["sequences"]
    (step,) = sequence["steps"]
    assert (step["type"], step["delay"], len(step["variants"])) == ("email", 0, 3)
    assert body["open_tracking"] is False
    assert body["text_only"] is True
    assert body["insert_unsubscribe_header"] is True
    assert body["auto_variant_select"] is None
    assert canned.requests[0].headers["user-agent"] == USER_AGENT


def test_starting_and_pausing_send_no_body_and_no_content_type(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(f"{PATH}/{ID}/activate", _document(status=1))
    canned.answer(f"{PATH}/{ID}/pause", _document(status=2))
    assert instantly.campaigns.activate(ID, work) is RemoteStatus.ACTIVE
    assert instantly.campaigns.pause(ID, work) is RemoteStatus.PAUSED
    assert all(request.body == b"" for request in canned.requests)
    assert all("content-type" not in request.headers for request in canned.requests)


def test_only_the_exact_name_is_a_hit_and_the_oldest_comes_first(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        PATH,
        {
            "items": [
                _document(id=OTHER_ID, timestamp_created="2026-08-14T00:00:00Z"),
                _document(name=f"{PLAN.name} copy"),
                _document(),
            ]
        },
    )
    found = instantly.campaigns.named(PLAN.name, PLAN.token, work)
    assert [one.id for one in found] == [ID, OTHER_ID]
    assert canned.requests[0].query == "limit=100&search=vm-7f3a2c"


def test_left_out_settings_are_read_as_nothing(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    document = _document()
    for key in ("daily_limit", "stop_on_reply", "sequences", "email_list", "auto_variant_select"):
        del document[key]
    canned.answer(f"{PATH}/{ID}", document)
    draft = instantly.campaigns.get(ID, work).draft
    assert (draft.daily_limit, draft.stop_on_reply, draft.steps, draft.mailboxes) == (
        None,
        None,
        (),
        (),
    )


def test_a_status_of_the_future_is_unknown(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(f"{PATH}/{ID}", _document(status=77))
    assert instantly.campaigns.get(ID, work).status is RemoteStatus.UNKNOWN


@pytest.mark.parametrize(
    "document",
    [
        [],
        "no",
        {},
        _document(id=None),
        _document(status="active"),
        _document(campaign_schedule=None),
        _document(sequences=[{"steps": "none"}]),
    ],
)
def test_an_unusable_campaign_is_trouble_in_words(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, document: object
) -> None:
    canned.answer(f"{PATH}/{ID}", document)
    with pytest.raises(ContractBroken, match="unexpected way"):
        instantly.campaigns.get(ID, work)
