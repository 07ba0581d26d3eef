"""Campaigns: drafts, changes, activation and why one is not sending."""

import re
from typing import Any

from vibe_desktop.sandbox.instantly.campaign_shapes import CREATE, PATCH, STATUSES
from vibe_desktop.sandbox.instantly.markup import sanitised, without_bare_text
from vibe_desktop.sandbox.instantly.operation import (
    PAGING,
    UUID,
    Call,
    Operation,
    Refusal,
    contains,
    page,
)
from vibe_desktop.sandbox.instantly.shapes import array, flag, is_email, number, record, text
from vibe_desktop.sandbox.simulation.status import DRAFT_WORDS, diagnose
from vibe_desktop.sandbox.state import Json

DRAFT, ACTIVE, PAUSED, COMPLETED = 0, 1, 2, 3
_CORE_VARIABLES = ("firstName", "lastName", "companyName", "jobTitle", "website", "phone")
_DEFAULTS: Json = {
    "email_gap": 10,
    "random_wait_max": 10,
    "text_only": False,
    "first_email_text_only": False,
    "daily_limit": None,
    "stop_on_reply": True,
    "stop_on_auto_reply": False,
    "link_tracking": False,
    "open_tracking": False,
    "daily_max_leads": None,
    "is_evergreen": False,
    "sequences": [],
    "email_list": [],
    "email_tag_list": [],
    "cc_list": [],
    "bcc_list": [],
}


def campaign(call: Call) -> Json:
    """One campaign."""
    return call.find("campaign", call.path["id"], "Campaign not found")


def listing(call: Call) -> Json:
    """Campaigns, newest first."""
    found = call.state.all("campaign")[::-1]
    if word := call.query.get("search"):
        found = [item for item in found if contains(item, word, "name")]
    if "status" in call.query:
        found = [item for item in found if item["status"] == call.query["status"]]
    if "exclude_status" in call.query:
        found = [item for item in found if item["status"] != call.query["exclude_status"]]
    return page(found, call)


def create(call: Call) -> Json:
    """A new draft. It sends nothing before it is activated."""
    body = _checked(call, call.body, patching=False)
    stamp = call.state.stamp()
    count = int(call.state.meta("campaigns", "0")) + 1
    call.state.set_meta("campaigns", str(count))
    key = call.state.new_id()
    made: Json = {
        **_DEFAULTS,
        **body,
        "id": key,
        "status": DRAFT,
        "timestamp_created": stamp,
        "timestamp_updated": stamp,
        "organization": call.organization,
        "owned_by": body.get("owned_by") or call.state.meta("owner"),
        "core_variables": None,
        "custom_variables": None,
    }
    call.state.put("campaign", key, made)
    # The simulation draws recipients by the number of the campaign, not by its random id.
    call.state.put("campaign_sim", key, {"number": count, "active_since": 0})
    return made


def patch(call: Call) -> Json:
    """Change a campaign; sequences and senders are replaced as a whole."""
    return _keep(call, {**campaign(call), **_checked(call, call.body, patching=True)})


def delete(call: Call) -> Json:
    """Delete a campaign and its leads."""
    gone = campaign(call)
    for kind in ("campaign", "campaign_sim"):
        call.state.remove(kind, gone["id"])
    for table in ("leads", "events", "pending"):
        call.state.run(" ".join(("DELETE FROM", table, "WHERE campaign = ?")), (gone["id"],))
    return gone


def _keep(call: Call, changed: Json) -> Json:
    changed["timestamp_updated"] = call.state.stamp()
    call.state.put("campaign", changed["id"], changed)
    return changed


def _checked(call: Call, body: Json, *, patching: bool) -> Json:
    body = dict(body)
    for sender in body.get("email_list", ()):
        if not is_email(sender) or call.state.get("account", sender.lower()) is None:
            raise Refusal(400, f"Email account {sender} not found in workspace")
    if "sequences" in body:
        body["sequences"] = [
            _sequence(sequence, patching=patching) for sequence in body["sequences"]
        ]
    return body


def _sequence(sequence: Json, *, patching: bool) -> Json:
    return {**sequence, "steps": [_step(step, patching=patching) for step in sequence["steps"]]}


def _step(step: Json, *, patching: bool) -> Json:
    variants = []
    for variant in step["variants"]:
        body = variant["body"]
        if patching and re.search(r"<[a-z]", body, re.IGNORECASE):
            body = without_bare_text(body)
        variants.append({**variant, "body": sanitised(body)})
    return {"delay_unit": "days", **step, "variants": variants}


def activate(call: Call) -> Json:
    """Start or resume. A campaign without leads is completed at once, having sent nothing."""
    found = campaign(call)
    waiting = call.state.number(
        "SELECT count(*) FROM (SELECT 1 FROM leads WHERE campaign = ? AND status = 1 LIMIT 1)",
        (found["id"],),
    )
    found["status"] = ACTIVE if waiting else COMPLETED
    sim = call.find("campaign_sim", found["id"])
    call.state.put("campaign_sim", found["id"], {**sim, "active_since": int(call.state.now())})
    return _keep(call, found)


def pause(call: Call) -> Json:
    """Stop sending; answers still come in."""
    found = campaign(call)
    return _keep(call, {**found, "status": PAUSED})


def sending_status(call: Call) -> Json:
    """Why a campaign is, or is not, sending now."""
    found = campaign(call)
    summary = call.query.get("with_ai_summary", False)
    if found["status"] in DRAFT_WORDS:
        word = DRAFT_WORDS[found["status"]]
        return {"diagnostics": None, "summary": {"status": word, "status_message": word}}
    diagnostics = diagnose(call.state, found)
    words = None
    if summary:
        status = diagnostics["status"]
        words = {"status": status, "status_message": status, "ai_summary": f"Status: {status}."}
    return {"diagnostics": diagnostics, "summary": words}


def variables(call: Call) -> Json:
    """Announce custom variables."""
    found = campaign(call)
    known = dict(found["custom_variables"] or {})
    known.update({name: name for name in call.body["variables"]})
    return _keep(call, {**found, "custom_variables": known})


def learn_variables(call: Call, key: str, payloads: list[Json]) -> None:
    """Note on the campaign which variables its leads bring along."""
    found = call.find("campaign", key, "Campaign not found")
    core, custom = dict(found["core_variables"] or {}), dict(found["custom_variables"] or {})
    before = len(core), len(custom)
    for payload in payloads:
        for name in payload:
            (core if name in _CORE_VARIABLES else custom)[name] = name
    if (len(core), len(custom)) != before:
        _keep(call, {**found, "core_variables": core or None, "custom_variables": custom or None})


def duplicate(call: Call) -> Json:
    """A draft with the same content and no leads."""
    found = campaign(call)
    skip = ("id", "status", "timestamp_created", "timestamp_updated")
    content = {name: value for name, value in found.items() if name not in skip}
    content["name"] = (call.body or {}).get("name") or f"{found['name']} (copy)"
    return create(Call(call.state, {}, {}, content, call.key))


def by_contact(call: Call) -> Json:
    """Campaigns that hold a lead with this address."""
    rows = call.state.rows(
        "SELECT DISTINCT campaign FROM leads WHERE email = ? AND campaign IS NOT NULL",
        (str(call.query.get("search", "")).lower(),),
    )
    found = [doc for (key,) in rows if (doc := call.state.get("campaign", key))]
    found.sort(
        key=lambda doc: doc["timestamp_created"], reverse=call.query.get("sort_order") == "desc"
    )
    return {"items": found}


def count_launched(call: Call) -> Json:
    """How many campaigns run."""
    return {"count": sum(doc["status"] == ACTIVE for doc in call.state.all("campaign"))}


_STATUS: Any = number(choices=STATUSES)

OPERATIONS = (
    Operation(
        "GET",
        "/campaigns",
        "campaigns:read",
        listing,
        query={
            **PAGING,
            "search": text(),
            "tag_ids": text(),
            "ai_sales_agent_id": text("uuid"),
            "status": _STATUS,
            "exclude_status": _STATUS,
        },
    ),
    Operation("POST", "/campaigns", "campaigns:create", create, body=CREATE),
    Operation("GET", "/campaigns/count-launched", "campaigns:read", count_launched),
    Operation(
        "GET",
        "/campaigns/search-by-contact",
        "campaigns:read",
        by_contact,
        query={"search": text(), "sort_column": text(), "sort_order": text()},
    ),
    Operation("GET", "/campaigns/{id}", "campaigns:read", campaign, params=UUID),
    Operation("PATCH", "/campaigns/{id}", "campaigns:update", patch, params=UUID, body=PATCH),
    Operation("DELETE", "/campaigns/{id}", "campaigns:delete", delete, params=UUID),
    Operation("POST", "/campaigns/{id}/activate", "campaigns:update", activate, params=UUID),
    Operation("POST", "/campaigns/{id}/pause", "campaigns:update", pause, params=UUID),
    Operation(
        "GET",
        "/campaigns/{id}/sending-status",
        "campaigns:read",
        sending_status,
        params=UUID,
        query={"with_ai_summary": flag()},
    ),
    Operation(
        "POST",
        "/campaigns/{id}/variables",
        "campaigns:update",
        variables,
        params=UUID,
        body=record({"variables": array(text())}),
    ),
    Operation(
        "POST",
        "/campaigns/{id}/duplicate",
        "campaigns:create",
        duplicate,
        params=UUID,
        body=record({}, {"name": text()}),
        body_required=False,
    ),
)
