"""Every operation of the sandbox's Instantly over HTTP, judged by the official document."""

import itertools
from typing import Any

import pytest

from tests.contracts.conftest import Client
from tests.support.contract import Contract
from vibe_desktop.sandbox.instantly import supersearch
from vibe_desktop.sandbox.instantly.service import OPERATIONS as EVERY_OPERATION
from vibe_desktop.sandbox.instantly.service import PREFIX
from vibe_desktop.sandbox.instantly.timezones import ALLOWED
from vibe_desktop.sandbox.seed import MAILBOXES

pytestmark = pytest.mark.contract
# The reduced document leaves SuperSearch out: `test_supersearch_document` holds it against its own.
OPERATIONS = [one for one in EVERY_OPERATION if one not in supersearch.OPERATIONS]
SENDER = MAILBOXES[0][0]
NOBODY = "019ffad2-5c4b-761a-9bc4-0599e8a95bea"
SCHEDULE = {
    "schedules": [
        {
            "name": "Always",
            "timing": {"from": "00:00", "to": "23:59"},
            "days": {str(day): True for day in range(7)},
            "timezone": "Europe/Belgrade",
        }
    ]
}
STEPS = [
    {
        "type": "email",
        "delay": 2,
        "variants": [
            {"subject": "a {{firstName | there}}", "body": "<div>Hi<br>A&nbsp;1</div>"},
            {"subject": "b", "body": '<div>B <a href="https://x.example">x</a></div>'},
        ],
    },
    {"type": "email", "delay": 0, "variants": [{"subject": "", "body": "<p>Again</p>"}]},
]
_numbers = itertools.count()


def a_campaign(api: Client, **fields: Any) -> dict[str, Any]:
    body = {
        "name": f"Campaign {next(_numbers)}",
        "campaign_schedule": SCHEDULE,
        "sequences": [{"steps": STEPS}],
        "email_list": [SENDER],
        "open_tracking": True,
        "link_tracking": True,
        "email_gap": 1,
        "random_wait_max": 0,
        **fields,
    }
    made: dict[str, Any] = api("POST", "/campaigns", body)
    return made


def a_list(api: Client) -> dict[str, Any]:
    made: dict[str, Any] = api("POST", "/lead-lists", {"name": f"List {next(_numbers)}"})
    return made


def some_leads(count: int, **fields: object) -> list[dict[str, object]]:
    batch = next(_numbers)
    return [
        {"email": f"p{n}.{batch}@firm{n}.example", "first_name": f"P{n}", **fields}
        for n in range(count)
    ]


def a_running_campaign(api: Client, leads: int = 60, **fields: Any) -> dict[str, Any]:
    campaign = a_campaign(api, **fields)
    api("POST", "/leads/add", {"campaign_id": campaign["id"], "leads": some_leads(leads)})
    api("POST", f"/campaigns/{campaign['id']}/activate")
    return campaign


def test_every_operation_of_the_document_is_there_and_no_other(contract: Contract) -> None:
    declared = {
        (method.upper(), path.removeprefix(PREFIX))
        for path, methods in contract.document["paths"].items()
        for method in methods
    }
    assert {(operation.method, operation.path) for operation in OPERATIONS} == declared


def test_each_operation_asks_for_the_permission_that_the_document_names(contract: Contract) -> None:
    for operation in OPERATIONS:
        declared = contract.document["paths"][PREFIX + operation.path][operation.method.lower()]
        scopes = declared.get("x-scopes")
        if scopes is not None:
            assert operation.scope in scopes, operation.path


def test_query_parameters_are_those_of_the_document(contract: Contract) -> None:
    for operation in OPERATIONS:
        declared = contract.document["paths"][PREFIX + operation.path][operation.method.lower()]
        names = {item["name"] for item in declared.get("parameters", ()) if item["in"] == "query"}
        assert set(operation.query) == names, operation.path


def test_time_zones_are_those_of_the_document(contract: Contract) -> None:
    declared = contract.document["components"]["schemas"]["ScheduleTimezone"]["enum"]
    assert set(declared) == ALLOWED


def test_workspace_plan_keys_labels(api: Client) -> None:
    assert api("GET", "/workspaces/current")["name"] == "Sandbox workspace"
    plan = api("GET", "/workspace-billing/plan-details")
    assert plan["subscriptions"]["outreach"]["total_lead_limit"] > 0
    assert api("GET", "/api-keys")["items"]
    assert api("GET", "/lead-labels", params={"interest_status": "positive"})["items"]
    assert not api("GET", "/lead-labels", params={"search": "nothing"})["items"]


def test_accounts_are_listed_read_changed_paused(api: Client) -> None:
    listed = api("GET", "/accounts", params={"limit": 100})["items"]
    assert [account["email"] for account in listed] == [mailbox[0] for mailbox in MAILBOXES]
    assert listed[0]["warmup"] == {"limit": 20}
    path = f"/accounts/{SENDER.replace('@', '%40')}"
    assert "advanced" in api("GET", path)["warmup"]
    changed = api("PATCH", path, {"daily_limit": 33, "warmup": {"limit": 5}})
    assert (changed["daily_limit"], changed["warmup"]["limit"]) == (33, 5)
    assert api("POST", f"{path}/pause")["status"] == 2
    assert api("GET", "/accounts", params={"status": 2})["items"][0]["email"] == SENDER
    assert api("POST", f"{path}/resume")["status"] == 1
    broken = f"/accounts/{MAILBOXES[3][0]}"
    assert api("GET", "/accounts", params={"filter": "ACC_FILTER_ERROR"})["items"]
    assert api("POST", f"{broken}/resume")["status"] == -1
    assert api("POST", f"{broken}/mark-fixed")["status"] == 1
    api("GET", "/accounts/nobody%40x.example", status=404)


def test_accounts_page_by_page(api: Client) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = api("GET", "/accounts", params={"limit": 3, **cursor})
        seen += [account["email"] for account in page["items"]]
        if not page["items"] or "next_starting_after" not in page:
            break
        cursor = {"starting_after": page["next_starting_after"]}
    assert seen == [mailbox[0] for mailbox in MAILBOXES]
    api("GET", "/accounts", params={"starting_after": "made-up"}, status=500)


def test_warm_up_and_vitals(api: Client) -> None:
    job = api("POST", "/accounts/warmup/disable", {"emails": [SENDER]})
    assert api("GET", f"/background-jobs/{job['id']}")["status"] == "success"
    assert api("GET", f"/accounts/{SENDER}")["warmup_status"] == 0
    api("POST", "/accounts/warmup/enable", {"include_all_emails": True})
    assert api("GET", f"/accounts/{SENDER}")["warmup_status"] == 1
    found = api("POST", "/accounts/warmup-analytics", {"emails": [SENDER, "nobody@x.example"]})
    assert list(found["aggregate_data"]) == [SENDER]
    assert found["aggregate_data"][SENDER]["health_score"] >= 80
    vitals = api("POST", "/accounts/test/vitals", {"accounts": [SENDER]})
    assert vitals["success_list"][0]["allPass"] is True
    api("POST", "/accounts/test/vitals", {"accounts": ["nonsense"]}, status=400)
    assert api("GET", "/accounts/ctd/status", params={"host": "track.x.example"})["host"]
    api("GET", "/accounts/ctd/status", params={"host": "x"}, status=400)


def test_lead_lists_live_and_die(api: Client) -> None:
    made = a_list(api)
    assert api("GET", "/lead-lists", params={"search": made["name"].upper()})["items"] == [made]
    assert api("GET", f"/lead-lists/{made['id']}") == made
    assert api("PATCH", f"/lead-lists/{made['id']}", {"name": "Other"})["name"] == "Other"
    body = {"list_id": made["id"], "leads": some_leads(30), "verify_leads_on_import": True}
    assert api("POST", "/leads/add", body)["remaining_in_plan"] is None
    stats = api("GET", f"/lead-lists/{made['id']}/verification-stats")
    assert stats["total_leads"] == sum(stats["stats"].values()) == 30
    api("DELETE", f"/lead-lists/{made['id']}")
    api("GET", f"/lead-lists/{made['id']}", status=404)
    left = api("POST", "/leads/list", {"list_id": made["id"]})
    assert left["items"] == []


def test_a_campaign_is_drafted_changed_duplicated_deleted(api: Client) -> None:
    made = a_campaign(api)
    assert made["status"] == 0
    body = made["sequences"][0]["steps"][0]["variants"][0]["body"]
    assert body == "<div>Hi<br />A 1</div>"
    assert api("GET", f"/campaigns/{made['id']}") == made
    steps = [
        {"type": "email", "delay": 0, "variants": [{"subject": "n", "body": "bare <b>kept</b>"}]}
    ]
    changed = api(
        "PATCH", f"/campaigns/{made['id']}", {"sequences": [{"steps": steps}], "daily_limit": 7}
    )
    assert changed["daily_limit"] == 7
    assert changed["sequences"][0]["steps"][0]["variants"][0]["body"] == "<b>kept</b>"
    named = api("POST", f"/campaigns/{made['id']}/variables", {"variables": ["pain_point"]})
    assert named["custom_variables"] == {"pain_point": "pain_point"}
    copy = api("POST", f"/campaigns/{made['id']}/duplicate", {"name": "Twin"})
    assert (copy["name"], copy["status"]) == ("Twin", 0)
    found = api("GET", "/campaigns", params={"search": made["name"], "limit": 100})["items"]
    assert made["id"] in {campaign["id"] for campaign in found}
    assert api("DELETE", f"/campaigns/{made['id']}")["id"] == made["id"]
    api("GET", f"/campaigns/{made['id']}", status=404)


def test_a_campaign_starts_pauses_and_says_why_it_is_silent(api: Client) -> None:
    made = a_campaign(api)
    path = f"/campaigns/{made['id']}"
    assert api("GET", f"{path}/sending-status")["summary"]["status"] == "campaign_draft"
    assert api("POST", f"{path}/activate")["status"] == 3  # nobody to write to
    api("POST", "/leads/add", {"campaign_id": made["id"], "leads": some_leads(3)})
    assert api("POST", f"{path}/activate")["status"] == 1
    status = api("GET", f"{path}/sending-status", params={"with_ai_summary": "true"})
    assert status["diagnostics"]["status"] == "healthy"
    assert status["summary"]["ai_summary"]
    assert api("POST", f"{path}/pause")["status"] == 2
    assert api("GET", "/campaigns/count-launched")["count"] >= 0
    mapped = api("GET", f"/account-campaign-mappings/{SENDER}", params={"limit": 100})["items"]
    assert made["id"] in {item["campaign_id"] for item in mapped}


def test_leads_are_added_found_changed_moved_deleted(api: Client) -> None:
    campaign, lead_list = a_campaign(api), a_list(api)
    leads = some_leads(4, company_name="Firm", custom_variables={"pain_point": "slow"})
    added = api("POST", "/leads/add", {"campaign_id": campaign["id"], "leads": leads})
    assert added["leads_uploaded"] == 4
    assert [lead["index"] for lead in added["created_leads"]] == [0, 1, 2, 3]
    found = api(
        "POST", "/leads/list", {"campaign": campaign["id"], "contacts": [leads[1]["email"]]}
    )["items"]
    assert [lead["email"] for lead in found] == [leads[1]["email"]]
    assert found[0]["payload"]["pain_point"] == "slow"
    assert api("GET", f"/campaigns/{campaign['id']}")["custom_variables"]
    changed = api(
        "PATCH", f"/leads/{found[0]['id']}", {"first_name": "Other", "custom_variables": {"x": 1}}
    )
    assert changed["payload"] == {
        "firstName": "Other",
        "companyName": "Firm",
        "pain_point": "slow",
        "x": 1,
    }
    assert api("GET", f"/leads/{found[0]['id']}") == changed
    api(
        "POST",
        "/leads/update-interest-status",
        {"lead_email": leads[1]["email"], "interest_value": -1, "campaign_id": campaign["id"]},
        status=202,
    )
    assert api("GET", f"/leads/{found[0]['id']}")["lt_interest_status"] == -1
    job = api(
        "POST",
        "/leads/move",
        {"campaign": campaign["id"], "to_list_id": lead_list["id"], "copy_leads": True},
    )
    assert job["status"] == "pending"
    done = api(
        "GET", "/background-jobs", params={"type": "move-leads", "entity_id": lead_list["id"]}
    )
    assert done["items"][0]["data"]["moved_leads"] == 4
    assert api("DELETE", f"/leads/{found[0]['id']}")["id"] == found[0]["id"]
    api("GET", f"/leads/{found[0]['id']}", status=404)
    assert api("DELETE", "/leads", {"list_id": lead_list["id"]})["count"] == 4
    single = api("POST", "/leads", {**some_leads(1)[0], "campaign": campaign["id"]})
    assert single["campaign"] == campaign["id"]
    contact = api("GET", "/campaigns/search-by-contact", params={"search": single["email"]})
    assert [item["id"] for item in contact["items"]] == [campaign["id"]]


def test_results_and_mails_after_some_days(api: Client) -> None:
    campaign = a_running_campaign(api)
    by_id, by_campaign = {"id": campaign["id"]}, {"campaign_id": campaign["id"]}
    assert api("GET", "/campaigns/analytics", params=by_id) == []
    assert api("GET", "/campaigns/analytics/daily", params=by_campaign) == []
    assert api("GET", "/campaigns/analytics/steps", params=by_campaign) == []
    api.sandbox.advance(8)
    totals = api("GET", "/campaigns/analytics", params=by_id)[0]
    assert totals["new_leads_contacted_count"] == totals["leads_count"] == 60
    overview = api("GET", "/campaigns/analytics/overview", params=by_id)
    assert overview["emails_sent_count"] == totals["emails_sent_count"]
    assert api("GET", "/campaigns/analytics/daily", params=by_campaign)
    steps = api(
        "GET",
        "/campaigns/analytics/steps",
        params={**by_campaign, "include_opportunities_count": "true"},
    )
    assert {(row["step"], row["variant"]) for row in steps} == {("1", "0"), ("1", "1"), ("2", "0")}
    assert api("GET", "/accounts/analytics/daily", params={"emails": [SENDER]})
    sent = api("GET", "/emails", params={**by_campaign, "email_type": "sent", "limit": 100})
    assert len(sent["items"]) == 100
    assert sent["next_starting_after"]
    rest = api(
        "GET",
        "/emails",
        params={
            **by_campaign,
            "email_type": "sent",
            "limit": 100,
            "starting_after": sent["next_starting_after"],
        },
    )
    assert len(sent["items"]) + len(rest["items"]) == totals["emails_sent_count"]
    assert not {mail["id"] for mail in sent["items"]} & {mail["id"] for mail in rest["items"]}
    words = "Start Date must be earlier than End Date"
    dates = {"start_date": "2026-01-02", "end_date": "2026-01-02"}
    assert api("GET", "/campaigns/analytics", params=dates, status=400) == {"message": words}


def test_answers_are_read_and_replied_to(api: Client) -> None:
    campaign = a_running_campaign(api, leads=150)
    api.sandbox.advance(9)
    query = {"campaign_id": campaign["id"], "email_type": "received", "limit": 100}
    received = api("GET", "/emails", params={**query, "latest_of_thread": "true"})["items"]
    assert received
    first = received[0]
    assert first["is_unread"] == 1
    assert api("GET", f"/emails/{first['id']}") == first
    reply = api(
        "POST",
        "/emails/reply",
        {
            "reply_to_uuid": first["id"],
            "eaccount": first["eaccount"],
            "subject": f"Re: {first['subject']}",
            "body": {"html": "Thanks,<br>Tuesday works."},
        },
    )
    assert reply["body"]["html"] == "Thanks,<br />Tuesday works."
    thread = api("GET", "/emails", params={"search": f"thread:{first['thread_id']}"})["items"]
    assert reply["id"] in {mail["id"] for mail in thread}
    unread = api("GET", "/emails/unread/count")["count"]
    api("POST", f"/emails/threads/{first['thread_id']}/mark-as-read")
    assert api("GET", "/emails/unread/count")["count"] < unread
    assert api("PATCH", f"/emails/{first['id']}", {"is_unread": 1})["is_unread"] == 1
    lonely = {"reply_to_uuid": NOBODY, "eaccount": SENDER, "subject": "x", "body": {"text": "x"}}
    api("POST", "/emails/reply", lonely, status=404)


def test_test_mails_report_trouble_with_status_200(api: Client) -> None:
    body = {"to_address_email_list": "me@x.example", "subject": "s", "body": {"html": "Hi"}}
    assert api("POST", "/emails/test", {**body, "eaccount": SENDER}) == {"status": "success"}
    found = api("POST", "/emails/test", {**body, "eaccount": "nobody@x.example"})
    assert found == {"error": "ACC_NOT_FOUND"}


def test_the_block_list(api: Client) -> None:
    made = api("POST", "/block-lists-entries", {"bl_value": "rival.example"})
    assert made["is_domain"] is True
    assert api("POST", "/block-lists-entries", {"bl_value": "Rival.example"})["id"] == made["id"]
    path = f"/block-lists-entries/{made['id']}"
    assert api("GET", path) == made
    assert api("PATCH", path, {"bl_value": "a@rival.example"})["is_domain"] is False
    assert api("GET", "/block-lists-entries", params={"search": "a@rival"})["items"]
    assert api("DELETE", path)["id"] == made["id"]
    many = api(
        "POST", "/block-lists-entries/bulk-create", {"bl_values": ["x.example", "b@c.example", "?"]}
    )
    assert (many["valid_count"], many["invalid_count"]) == (2, 1)
    gone = api(
        "POST",
        "/block-lists-entries/bulk-delete",
        {"ids": [entry["id"] for entry in many["items"]]},
    )
    assert len(gone) == 2
    api("POST", "/block-lists-entries", {"bl_value": "??"}, status=400)


def test_verification_of_one_address(api: Client) -> None:
    done = api("POST", "/email-verification", {"email": "ada@acme.example"})
    assert done["verification_status"] == "verified"
    assert api("GET", "/email-verification/ada@acme.example")["credits_used"] > 0
    slow = api("POST", "/email-verification", {"email": "slow.joe@acme.example"})
    assert slow["verification_status"] == "pending"
    assert (
        api("GET", "/email-verification/slow.joe@acme.example")["verification_status"] != "pending"
    )
    api("GET", "/email-verification/nobody@acme.example", status=404)


def test_subsequences_and_webhooks_are_kept(api: Client) -> None:
    campaign = a_campaign(api)
    made = api(
        "POST",
        "/subsequences",
        {
            "parent_campaign": campaign["id"],
            "name": "After a click",
            "conditions": {"lead_activity": [4]},
            "subsequence_schedule": SCHEDULE,
            "sequences": [{"steps": STEPS}],
        },
    )
    path = f"/subsequences/{made['id']}"
    assert api("POST", f"{path}/resume")["status"] == 1
    assert api("POST", f"{path}/pause")["status"] == 2
    assert api("PATCH", path, {"name": "Renamed"})["name"] == "Renamed"
    found = api("GET", "/subsequences", params={"parent_campaign": campaign["id"]})["items"]
    assert [item["id"] for item in found] == [made["id"]]
    api("GET", path)
    api("DELETE", path)
    wanted = {"target_hook_url": "https://x.example/h", "event_type": "all_events"}
    hook = api("POST", "/webhooks", wanted)
    assert api("PATCH", f"/webhooks/{hook['id']}", {"name": "Mine"})["name"] == "Mine"
    assert api("GET", "/webhooks", params={"event_type": "all_events"})["items"]
    api("GET", f"/webhooks/{hook['id']}")
    api("DELETE", f"/webhooks/{hook['id']}")
    assert api("GET", "/webhooks/event-types")["event_types"]


_WHEN = "body/campaign_schedule/schedules/0"
REFUSED: tuple[tuple[str, str, Any, str], ...] = (
    ("POST", "/lead-lists", {}, "body must have required property 'name'"),
    ("POST", "/lead-lists", {"name": 5}, "body/name must be string"),
    ("POST", "/campaigns", {"name": "x"}, "body must have required property 'campaign_schedule'"),
    (
        "POST",
        "/campaigns",
        {"name": "x", "campaign_schedule": {"schedules": []}},
        "body/campaign_schedule/schedules must NOT have fewer than 1 items",
    ),
    (
        "POST",
        "/campaigns",
        {
            "name": "x",
            "campaign_schedule": {
                "schedules": [{**SCHEDULE["schedules"][0], "timezone": "Europe/Berlin"}]
            },
        },
        f"{_WHEN}/timezone must be equal to one of the allowed values",
    ),
    (
        "POST",
        "/campaigns",
        {
            "name": "x",
            "campaign_schedule": {
                "schedules": [
                    {**SCHEDULE["schedules"][0], "timing": {"from": "9:00", "to": "17:00"}}
                ]
            },
        },
        f'{_WHEN}/timing/from must match pattern "^([01][0-9]|2[0-3]):([0-5][0-9])$"',
    ),
    (
        "POST",
        "/campaigns",
        {"name": "x", "campaign_schedule": SCHEDULE, "open_tracking": None},
        "body/open_tracking must be boolean",
    ),
    (
        "POST",
        "/campaigns",
        {"name": "x", "campaign_schedule": SCHEDULE, "daily_max_leads": -1},
        "body/daily_max_leads must be >= 0",
    ),
    (
        "POST",
        "/leads/add",
        {"campaign_id": NOBODY, "leads": []},
        "body/leads must NOT have fewer than 1 items",
    ),
    (
        "POST",
        "/leads/add",
        {"campaign_id": "x", "leads": [{"email": "a@b.example"}]},
        'body/campaign_id must match format "uuid"',
    ),
    ("POST", "/leads/list", {"limit": 101}, "body/limit must be <= 100"),
    ("POST", "/leads/list", {"contacts": ["x"]}, 'body/contacts/0 must match format "email"'),
    ("PATCH", f"/campaigns/{NOBODY}", {}, "body must NOT have fewer than 1 properties"),
)


@pytest.mark.parametrize(("method", "path", "body", "words"), REFUSED)
def test_what_the_document_refuses_is_refused_in_its_words(
    api: Client, method: str, path: str, body: object, words: str
) -> None:
    answer = api(method, path, body, status=400, sound=False)
    assert answer == {"statusCode": 400, "error": "Bad Request", "message": words}


def test_unknown_keys_are_dropped_without_a_word(api: Client) -> None:
    made = api("POST", "/lead-lists", {"name": "x", "nonsense": 1}, sound=False)
    assert "nonsense" not in made
    body = {"name": "x", "campaign_schedule": SCHEDULE, "lead_list_ids": [NOBODY]}
    assert "lead_list_ids" not in api("POST", "/campaigns", body, sound=False)


def test_strange_senders_and_strange_targets_are_refused(api: Client) -> None:
    body = {"name": "x", "campaign_schedule": SCHEDULE, "email_list": ["nobody@x.example"]}
    api("POST", "/campaigns", body, status=400)
    campaign, lead_list = a_campaign(api)["id"], a_list(api)["id"]
    both = {"campaign_id": campaign, "list_id": lead_list, "leads": some_leads(1)}
    api("POST", "/leads/add", both, status=400)
    api("POST", "/leads/add", {"leads": some_leads(1)}, status=400)
    api("POST", "/leads/add", {"campaign_id": NOBODY, "leads": some_leads(1)}, status=404)


def test_a_page_has_a_hundred_items_at_most(api: Client) -> None:
    answer = api("GET", "/campaigns", params={"limit": 101}, status=400, sound=False)
    assert answer["message"] == "querystring/limit must be <= 100"
    answer = api("GET", "/campaigns", params={"status": 77}, status=400, sound=False)
    assert answer["message"] == "querystring/status must be equal to one of the allowed values"


def test_a_key_with_fewer_permissions_gets_403(api: Client) -> None:
    key = api.sandbox.info.instantly_api_key
    api("GET", "/campaigns", key=f"{key}-readonly")
    refused = api("POST", "/lead-lists", {"name": "x"}, key=f"{key}-readonly", status=403)
    assert "lead_lists:create" in refused["message"]
    api("GET", "/campaigns", key=f"{key}-without-campaigns", status=403)
    api("GET", "/accounts", key=f"{key}-without-campaigns")
    api("GET", "/accounts", key="somebody-else", status=401)


def test_an_unpaid_plan_gets_402(api: Client) -> None:
    api.sandbox.settings(paid=False)
    try:
        api("GET", "/accounts", status=402)
    finally:
        api.sandbox.settings(paid=True)


def test_rate_limits_answer_429(api: Client) -> None:
    api.sandbox.settings(emails_per_minute=2)
    try:
        for status in (200, 200, 429):
            api("GET", "/emails", status=status)
        api("GET", "/accounts")
    finally:
        api.sandbox.settings(emails_per_minute=10_000)
