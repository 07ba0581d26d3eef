"""What the live Instantly does that its document does not say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.sandbox import RunningSandbox, sandbox_in
from vibe_desktop.sandbox.limits import Limits, Meter

JSON = {"Content-Type": "application/json"}
SCHEDULE = {
    "schedules": [
        {
            "name": "x",
            "timing": {"from": "09:00", "to": "17:00"},
            "days": {"1": True},
            "timezone": "Europe/Belgrade",
        }
    ]
}


@pytest.fixture
def http(shared_sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(
        base_url=f"{shared_sandbox.info.instantly_url}/api/v2",
        headers={"Authorization": f"Bearer {shared_sandbox.info.instantly_api_key}"},
        timeout=10,
    ) as client:
        yield client


def add(http: httpx.Client, leads: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    answer = http.post("/leads/add", json={"leads": leads, **fields})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def a_list(http: httpx.Client) -> str:
    return str(http.post("/lead-lists", json={"name": "list"}).json()["id"])


def a_campaign(http: httpx.Client) -> str:
    body = {"name": "campaign", "campaign_schedule": SCHEDULE}
    return str(http.post("/campaigns", json=body).json()["id"])


def test_json_without_a_body_is_refused(http: httpx.Client) -> None:
    path = f"/campaigns/{a_campaign(http)}/activate"
    refused = http.post(path, headers=JSON)
    assert refused.status_code == 400
    assert refused.json()["message"].startswith("Body cannot be empty")
    assert http.post(path).json()["status"] == 3
    assert http.post(path, json={}).json()["status"] == 3


def test_a_body_that_is_not_json_is_refused(http: httpx.Client) -> None:
    assert http.post("/lead-lists", content=b"{", headers=JSON).status_code == 400
    text = http.post("/lead-lists", content=b"name=x", headers={"Content-Type": "text/plain"})
    assert text.status_code == 415
    assert http.post("/lead-lists").json()["message"] == "body must be object"


def test_unknown_routes_and_methods_are_404(http: httpx.Client) -> None:
    for method, path in (("GET", "/nonsense"), ("PUT", "/campaigns")):
        answer = http.request(method, path)
        assert answer.status_code == 404
        assert answer.json()["message"] == f"Route {method}:/api/v2{path} not found"
    assert http.get("/campaigns/x").json()["message"] == 'params/id must match format "uuid"'


def test_a_missing_key_is_told_from_a_wrong_one(shared_sandbox: RunningSandbox) -> None:
    url = f"{shared_sandbox.info.instantly_url}/api/v2/accounts"
    assert httpx.get(url).json()["message"] == "Missing Authorization header"
    wrong = httpx.get(url, headers={"Authorization": "Bearer x"})
    assert (wrong.status_code, wrong.json()["message"]) == (401, "Invalid API key")


def test_the_edge_turns_urllib_away(http: httpx.Client) -> None:
    answer = http.get("/accounts", headers={"User-Agent": "Python-urllib/3.11"})
    assert (answer.status_code, answer.text) == (403, "error code: 1010")


def test_an_upload_says_what_became_of_each_lead(http: httpx.Client) -> None:
    key = a_list(http)
    other = a_campaign(http)
    add(http, [{"email": "known@x.example"}], list_id=key)
    add(http, [{"email": "elsewhere@x.example"}], campaign_id=other)
    answer = add(
        http,
        [
            {"email": "new@x.example"},
            {"email": "NEW@x.example"},
            {"email": "KNOWN@x.example"},
            {"email": "elsewhere@x.example"},
            {"email": "somebody@competitor.example"},
            {"email": "do-not-mail@optout.example"},
            {"email": "broken@"},
            {"first_name": "Only a name"},
            {"company_name": "Nothing"},
        ],
        list_id=key,
        skip_if_in_campaign=True,
    )
    assert {name: count for name, count in answer.items() if name != "created_leads"} == {
        "status": "success",
        "total_sent": 9,
        "leads_uploaded": 2,
        "in_blocklist": 2,
        "blocklist_used": None,
        "duplicated_leads": 1,
        "skipped_count": 1,
        "invalid_email_count": 1,
        "incomplete_count": 1,
        "duplicate_email_count": 1,
        "remaining_in_plan": None,
    }
    assert [lead["index"] for lead in answer["created_leads"]] == [0, 7]


def test_skip_if_in_workspace_overrides_the_others(http: httpx.Client) -> None:
    key = a_list(http)
    lead = {"email": "once@only.example"}
    assert add(http, [lead], list_id=key)["leads_uploaded"] == 1
    target = a_campaign(http)
    flags = {"skip_if_in_workspace": True, "skip_if_in_campaign": False}
    assert add(http, [lead], campaign_id=target, **flags)["skipped_count"] == 1
    assert add(http, [lead], campaign_id=target)["leads_uploaded"] == 1
    assert add(http, [lead], campaign_id=target)["duplicated_leads"] == 1


def test_a_full_last_page_carries_a_cursor(http: httpx.Client) -> None:
    key = a_list(http)
    add(http, [{"email": f"p{n}@pages.example"} for n in range(20)], list_id=key)

    def page(**fields: Any) -> dict[str, Any]:
        found: dict[str, Any] = http.post("/leads/list", json={"list_id": key, **fields}).json()
        return found

    first = page()
    second = page(starting_after=first["next_starting_after"])
    assert len(first["items"]) == len(second["items"]) == 10
    assert page(starting_after=second["next_starting_after"]) == {"items": []}
    seen = [lead["email"] for lead in first["items"] + second["items"]]
    assert seen == [f"p{n}@pages.example" for n in range(20)]


def test_an_invented_cursor_is_a_500(http: httpx.Client) -> None:
    assert http.get("/campaigns", params={"starting_after": "mine"}).status_code == 500
    assert http.post("/leads/list", json={"starting_after": "mine"}).status_code == 500


def test_listing_mails_has_a_limit_of_its_own(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as running:
        headers = {"Authorization": f"Bearer {running.info.instantly_api_key}"}
        with httpx.Client(base_url=f"{running.info.instantly_url}/api/v2", headers=headers) as http:
            statuses = [http.get("/emails").status_code for _ in range(21)]
            assert statuses == [200] * 20 + [429]
            assert http.get("/accounts").status_code == 200


def test_limits_slide_with_time() -> None:
    moment = 0.0
    meter = Meter(Limits(per_second=2, per_minute=3), now=lambda: moment)
    assert [meter.admit("") for _ in range(3)] == [True, True, False]
    moment = 1.0
    assert [meter.admit("") for _ in range(2)] == [True, False]
    moment = 60.5
    assert meter.admit("")
