"""Subsequences: kept and returned, but not played by the simulation."""

from vibe_desktop.sandbox.instantly.campaign_shapes import (
    AUTO_SELECT,
    SCHEDULE,
    enabled_variants,
    sequences,
)
from vibe_desktop.sandbox.instantly.operation import (
    PAGING,
    UUID,
    Call,
    Operation,
    contains,
    page,
)
from vibe_desktop.sandbox.instantly.shapes import array, flag, number, record, text
from vibe_desktop.sandbox.state import Json


def _subsequence(call: Call) -> Json:
    return call.find("subsequence", call.path["id"], "Subsequence not found")


def listing(call: Call) -> Json:
    """Subsequences, oldest first."""
    found = call.state.all("subsequence")
    if parent := call.query.get("parent_campaign"):
        found = [item for item in found if item["parent_campaign"] == parent]
    if parent := call.query.get("parent_campaign_not"):
        found = [item for item in found if item["parent_campaign"] != parent]
    if word := call.query.get("search"):
        found = [item for item in found if contains(item, word, "name")]
    return page(found, call)


def create(call: Call) -> Json:
    """A new subsequence of a campaign."""
    call.find("campaign", call.body["parent_campaign"], "Campaign not found")
    key, stamp = call.state.new_id(), call.state.stamp()
    made: Json = {
        **call.body,
        "id": key,
        "timestamp_created": stamp,
        "timestamp_leads_updated": stamp,
        "workspace": call.organization,
        "status": 0,
    }
    call.state.put("subsequence", key, made)
    return made


def _keep(call: Call, changed: Json) -> Json:
    call.state.put("subsequence", changed["id"], changed)
    return changed


def patch(call: Call) -> Json:
    """Change a subsequence."""
    return _keep(call, {**_subsequence(call), **call.body})


def delete(call: Call) -> Json:
    """Delete a subsequence."""
    gone = _subsequence(call)
    call.state.remove("subsequence", gone["id"])
    return gone


def pause(call: Call) -> Json:
    """Pause it."""
    return _keep(call, {**_subsequence(call), "status": 2})


def resume(call: Call) -> Json:
    """Let it run."""
    return _keep(call, {**_subsequence(call), "status": 1})


_FIELDS = {
    "name": text(),
    "conditions": record(
        {},
        {
            "crm_status": array(number(least=-30000, most=30000)),
            "lead_activity": array(number(choices=(4, 91, 2))),
            "reply_contains": text(),
        },
    ),
    "subsequence_schedule": SCHEDULE,
    "sequences": sequences(enabled_variants),
    "auto_variant_select": AUTO_SELECT,
    "daily_limit_mode": text(choices=("inherit", "custom", "unlimited")),
    "daily_limit": number(null=True),
    "ignore_account_daily_limit": flag(),
}
_NEEDED = ("name", "conditions")

OPERATIONS = (
    Operation(
        "GET",
        "/subsequences",
        "subsequences:read",
        listing,
        query={
            **PAGING,
            "parent_campaign": text("uuid"),
            "parent_campaign_not": text("uuid"),
            "search": text(),
        },
    ),
    Operation(
        "POST",
        "/subsequences",
        "subsequences:create",
        create,
        body=record(
            {"parent_campaign": text("uuid"), **{name: _FIELDS[name] for name in _NEEDED}},
            {name: shape for name, shape in _FIELDS.items() if name not in _NEEDED},
        ),
    ),
    Operation("GET", "/subsequences/{id}", "subsequences:read", _subsequence, params=UUID),
    Operation(
        "PATCH",
        "/subsequences/{id}",
        "subsequences:update",
        patch,
        params=UUID,
        body=record({}, _FIELDS, least=1),
    ),
    Operation("DELETE", "/subsequences/{id}", "subsequences:delete", delete, params=UUID),
    Operation("POST", "/subsequences/{id}/pause", "subsequences:update", pause, params=UUID),
    Operation("POST", "/subsequences/{id}/resume", "subsequences:update", resume, params=UUID),
)
