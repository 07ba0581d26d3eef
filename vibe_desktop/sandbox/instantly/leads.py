"""Leads: look-up, change, move and delete; `leads_upload` puts them there."""

import json

from vibe_desktop.sandbox.instantly import leads_upload
from vibe_desktop.sandbox.instantly.campaigns import learn_variables
from vibe_desktop.sandbox.instantly.lead_records import (
    ACTIVE,
    among,
    insert,
    keep,
    payload,
    select,
)
from vibe_desktop.sandbox.instantly.leads_upload import PERSON, destination
from vibe_desktop.sandbox.instantly.operation import (
    DEFAULT_PAGE,
    UUID,
    Call,
    Operation,
    Refusal,
    new_job,
    paged,
)
from vibe_desktop.sandbox.instantly.shapes import (
    array,
    flag,
    is_uuid,
    number,
    record,
    text,
)
from vibe_desktop.sandbox.simulation.engine import note_interest
from vibe_desktop.sandbox.state import Json


def listing(call: Call) -> Json:
    """Leads by conditions, by id."""
    body: Json = call.body or {}
    where, values = select(body)
    limit = body.get("limit", DEFAULT_PAGE)
    if body.get("starting_after"):
        if not is_uuid(body["starting_after"]):
            raise Refusal(500, "Internal Server Error")
        where += " AND id > ?"
        values.append(body["starting_after"])
    group = "GROUP BY email" if body.get("distinct_contacts") else ""
    rows = call.state.rows(
        " ".join(("SELECT doc FROM leads WHERE", where, group, "ORDER BY id LIMIT ?")),
        (*values, limit),
    )
    return paged([json.loads(doc) for (doc,) in rows], limit, lambda lead: str(lead["id"]))


def get(call: Call) -> Json:
    """One lead."""
    found = call.state.row("SELECT doc FROM leads WHERE id = ?", (call.path["id"],))
    if found is None:
        raise Refusal(404, "Lead not found")
    lead: Json = json.loads(found[0])
    return lead


def patch(call: Call) -> Json:
    """Change a lead; its address stays. Custom variables are merged in."""
    lead, changes = get(call), dict(call.body)
    custom = changes.pop("custom_variables", {})
    lead.update(changes)
    lead["payload"] = {**(lead.get("payload") or {}), **payload(changes), **custom}
    keep(call.state, lead)
    return lead


def delete(call: Call) -> Json:
    """Delete one lead."""
    lead = get(call)
    call.state.run("DELETE FROM leads WHERE id = ?", (lead["id"],))
    call.state.run("DELETE FROM pending WHERE lead = ?", (lead["id"],))
    return lead


def delete_many(call: Call) -> Json:
    """Delete leads of a campaign or list."""
    body: Json = call.body or {}
    if not body.get("campaign_id") and not body.get("list_id"):
        raise Refusal(400, "body must have required property 'campaign_id'")
    where, values = select({**body, "campaign": body.get("campaign_id")})
    if "status" in body:
        where += " AND status = ?"
        values.append(body["status"])
    count = call.state.run(
        " ".join(
            (
                "DELETE FROM leads WHERE id IN (SELECT id FROM leads WHERE",
                where,
                "ORDER BY id LIMIT ?)",
            )
        ),
        (*values, body.get("limit", -1)),
    )
    call.state.run("DELETE FROM pending WHERE lead NOT IN (SELECT id FROM leads)")
    return {"count": count}


def update_interest(call: Call) -> Json:
    """Set or reset what a person thinks of the offer; ends the sequence for them."""
    body: Json = call.body
    where, values = "email = ?", [body["lead_email"].lower()]
    for name, column in (("campaign_id", "campaign"), ("list_id", "list")):
        if name in body:
            where += f" AND {column} = ?"
            values.append(body[name])
    rows = call.state.rows(" ".join(("SELECT id FROM leads WHERE", where)), values)
    if not rows:
        raise Refusal(404, "Lead not found")
    for (key,) in rows:
        note_interest(call.state, key, body["interest_value"])
    return {"message": "Lead interest status update job submitted"}


def move(call: Call) -> Json:
    """Move or copy leads to another campaign or list; a background job, done at once here."""
    body: Json = call.body or {}
    campaign, lead_list = body.get("to_campaign_id"), body.get("to_list_id")
    if not campaign and not lead_list:
        raise Refusal(400, "Either to_campaign_id or to_list_id must be provided")
    destination(call, campaign, lead_list)
    if "ids" in body and not body.get("campaign") and not body.get("list_id"):
        raise Refusal(400, "campaign or list_id is required when ids are given")
    where, values = select(body)
    rows = call.state.rows(
        " ".join(("SELECT doc FROM leads WHERE", where, "ORDER BY id LIMIT ?")),
        (*values, int(body.get("limit", -1))),
    )
    chosen = [json.loads(doc) for (doc,) in rows]
    emails = [(lead["email"] or "").lower() for lead in chosen]
    target = ("campaign = ?", (campaign,)) if campaign else ("list = ?", (lead_list,))
    taken = among(call.state, emails, *target)
    if body.get("check_duplicates_in_campaigns"):
        taken |= among(call.state, emails, "campaign IS NOT NULL AND campaign IS NOT ?", (
            body.get("campaign"),))  # fmt: skip
    moved = [lead for lead in chosen if (lead["email"] or "").lower() not in taken]
    gone = [] if body.get("copy_leads") else [lead["id"] for lead in moved]
    fresh = [_moved(call, lead, campaign, lead_list, body) for lead in moved]
    call.state.run_many("DELETE FROM leads WHERE id = ?", ((key,) for key in gone))
    insert(call.state, fresh)
    if campaign:
        learn_variables(call, campaign, [lead["payload"] or {} for lead in fresh])
    data = {
        "moved_leads": len(fresh),
        "moved_lead_emails": [lead["email"] for lead in fresh if lead["email"]][:10_000],
    }
    kind = "campaign" if campaign else "list"
    return new_job(call, "move-leads", campaign or lead_list, kind, data)


def _moved(call: Call, lead: Json, campaign: str | None, lead_list: str | None, body: Json) -> Json:
    stamp = call.state.stamp()
    fresh = {
        **lead,
        "id": call.state.new_id() if body.get("copy_leads") else lead["id"],
        "status": ACTIVE,
        "timestamp_created": stamp if body.get("copy_leads") else lead["timestamp_created"],
        "timestamp_updated": stamp,
        "status_summary": {},
        "email_open_count": 0,
        "email_reply_count": 0,
        "email_click_count": 0,
    }
    drop = ["campaign", "list_id"]
    if body.get("reset_interest_status"):
        drop.append("lt_interest_status")
    for name in drop:
        fresh.pop(name, None)
    return {**fresh, **({"campaign": campaign} if campaign else {"list_id": lead_list})}


_FILTERS = {
    "search": text(),
    "filter": text(),
    "campaign": text("uuid"),
    "list_id": text("uuid"),
    "in_campaign": flag(),
    "in_list": flag(),
    "ids": array(text("uuid")),
    "excluded_ids": array(text("uuid")),
    "contacts": array(text("email")),
    "esg_code": text(choices=("0", "1", "2", "3", "4", "all", "none")),
}

OPERATIONS = (
    *leads_upload.OPERATIONS,
    Operation(
        "DELETE",
        "/leads",
        "leads:delete",
        delete_many,
        body=record(
            {},
            {
                "campaign_id": text("uuid"),
                "list_id": text("uuid"),
                "status": number(choices=(1, 2, 3, -1, -2, -3)),
                "ids": array(text("uuid")),
                "limit": number(whole=True, least=1, most=10_000),
            },
        ),
        body_required=False,
    ),
    Operation(
        "POST",
        "/leads/list",
        "leads:read",
        listing,
        body=record(
            {},
            {
                **_FILTERS,
                "limit": number(whole=True, least=1, most=100),
                "starting_after": text(),
                "organization_user_ids": array(text("uuid")),
                "smart_view_id": text("uuid"),
                "is_website_visitor": flag(),
                "distinct_contacts": flag(),
                "enrichment_status": number(choices=(1, -1, 11, -2)),
            },
        ),
        body_required=False,
    ),
    Operation(
        "POST",
        "/leads/update-interest-status",
        "leads:update",
        update_interest,
        body=record(
            {"lead_email": text(), "interest_value": number(null=True)},
            {
                "campaign_id": text(),
                "list_id": text(),
                "ai_interest_value": number(),
                "disable_auto_interest": flag(),
            },
        ),
        status=202,
    ),
    Operation(
        "POST",
        "/leads/move",
        "leads:update",
        move,
        body=record(
            {},
            {
                **_FILTERS,
                "to_campaign_id": text("uuid"),
                "to_list_id": text("uuid"),
                "limit": number(),
                "assigned_to": text("uuid"),
                "esp_code": number(choices=(0, 1, 2, 3, 8, 9, 10, 12, 13, 999, 1000)),
                **{
                    name: flag()
                    for name in (
                        "ignore_resource_filter_clauses",
                        "check_duplicates_in_campaigns",
                        "skip_leads_in_verification",
                        "copy_leads",
                        "check_duplicates",
                        "reset_interest_status",
                    )
                },
            },
        ),
        body_required=False,
    ),
    Operation("GET", "/leads/{id}", "leads:read", get, params=UUID),
    Operation(
        "PATCH",
        "/leads/{id}",
        "leads:update",
        patch,
        params=UUID,
        body=record({}, PERSON, least=1),
    ),
    Operation("DELETE", "/leads/{id}", "leads:delete", delete, params=UUID),
)
