"""Lead lists."""

from vibe_desktop.sandbox.instantly.operation import (
    PAGING,
    UUID,
    Call,
    Operation,
    contains,
    page,
)
from vibe_desktop.sandbox.instantly.shapes import flag, record, text
from vibe_desktop.sandbox.state import Json


def lead_list(call: Call) -> Json:
    """One list."""
    return call.find("list", call.path["id"], "Lead list not found")


def listing(call: Call) -> Json:
    """Lists, newest first; the cursor is a time."""
    found = call.state.all("list")[::-1]
    if word := call.query.get("search"):
        found = [item for item in found if contains(item, word, "name")]
    if "has_enrichment_task" in call.query:
        wanted = call.query["has_enrichment_task"]
        found = [item for item in found if bool(item.get("has_enrichment_task")) is wanted]
    return page(found, call, cursor=lambda item: item["timestamp_created"])


def create(call: Call) -> Json:
    """A new list. Names need not be unique."""
    key = call.state.new_id()
    made: Json = {
        "id": key,
        "organization_id": call.organization,
        "has_enrichment_task": False,
        "owned_by": call.state.meta("owner"),
        "timestamp_created": call.state.stamp(),
        **call.body,
    }
    call.state.put("list", key, made)
    return made


def patch(call: Call) -> Json:
    """Rename a list, for example."""
    changed = {**lead_list(call), **call.body}
    call.state.put("list", changed["id"], changed)
    return changed


def delete(call: Call) -> Json:
    """Delete a list and the leads in it."""
    gone = lead_list(call)
    call.state.remove("list", gone["id"])
    call.state.run("DELETE FROM leads WHERE list = ?", (gone["id"],))
    return gone


_STATS = {
    1: "verified",
    -1: "invalid",
    -2: "risky",
    -3: "catch_all",
    -4: "job_change",
    11: "verification_job_pending_user",
    12: "verification_job_pending_leadfinder",
}


def verification_stats(call: Call) -> Json:
    """How many of the list's addresses are good."""
    found = lead_list(call)
    rows = call.state.rows(
        "SELECT json_extract(doc, '$.verification_status'), count(*) FROM leads"
        " WHERE list = ? GROUP BY 1",
        (found["id"],),
    )
    counted = {_STATS[status]: count for status, count in rows if status is not None}
    stats = {name: counted.get(name, 0) for name in _STATS.values()}
    return {"stats": stats, "total_leads": sum(count for _, count in rows)}


_FIELDS = {
    "has_enrichment_task": flag(null=True),
    "owned_by": text("uuid", null=True),
}

OPERATIONS = (
    Operation(
        "GET",
        "/lead-lists",
        "lead_lists:read",
        listing,
        query={**PAGING, "has_enrichment_task": flag(), "search": text()},
    ),
    Operation(
        "POST", "/lead-lists", "lead_lists:create", create, body=record({"name": text()}, _FIELDS)
    ),
    Operation("GET", "/lead-lists/{id}", "lead_lists:read", lead_list, params=UUID),
    Operation(
        "PATCH",
        "/lead-lists/{id}",
        "lead_lists:update",
        patch,
        params=UUID,
        body=record({}, {"name": text(), **_FIELDS}, least=1),
    ),
    Operation("DELETE", "/lead-lists/{id}", "lead_lists:delete", delete, params=UUID),
    Operation(
        "GET",
        "/lead-lists/{id}/verification-stats",
        "lead_lists:read",
        verification_stats,
        params=UUID,
    ),
)
