"""Leads: upload, look-up, change, move and delete."""

import json

from vibe_desktop.sandbox.instantly.campaigns import learn_variables
from vibe_desktop.sandbox.instantly.lead_records import (
    ACTIVE,
    among,
    blocked,
    domain_of,
    insert,
    keep,
    new_lead,
    payload,
    select,
    verdict,
)
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
    is_email,
    is_uuid,
    mapping,
    number,
    record,
    scalar,
    text,
)
from vibe_desktop.sandbox.instantly.workspace import LEAD_LIMIT, uploaded
from vibe_desktop.sandbox.simulation.engine import note_interest
from vibe_desktop.sandbox.state import Json

_NEVER = "0"


def _destination(call: Call, campaign: str | None, lead_list: str | None) -> None:
    if bool(campaign) == bool(lead_list):
        raise Refusal(400, "Either campaign_id or list_id must be provided, but not both")
    if campaign:
        call.find("campaign", campaign, "Campaign not found")
    if lead_list:
        call.find("list", lead_list, "Lead list not found")


def add(call: Call) -> Json:
    """Upload up to 1,000 leads to a campaign or to a list; answers with what was made of them."""
    body: Json = call.body
    campaign, lead_list = body.get("campaign_id"), body.get("list_id")
    _destination(call, campaign, lead_list)
    counts = dict.fromkeys(
        ("in_blocklist", "duplicated_leads", "skipped_count", "invalid_email_count",
         "incomplete_count", "duplicate_email_count"),
        0,
    )  # fmt: skip
    emails = [(lead.get("email") or "").strip().lower() for lead in body["leads"]]
    here = ("campaign = ?", (campaign,)) if campaign else ("list = ?", (lead_list,))
    present = among(call.state, emails, *here)
    elsewhere = among(call.state, emails, _skip_condition(body))
    block = blocked(call.state)
    seen: set[str] = set()
    made: list[tuple[int, Json]] = []
    for index, (given, email) in enumerate(zip(body["leads"], emails, strict=True)):
        if not email and lead_list and (given.get("first_name") or given.get("last_name")):
            reason = ""
        elif not email:
            reason = "incomplete_count" if lead_list else "invalid_email_count"
        elif not is_email(email):
            reason = "invalid_email_count"
        elif email in seen:
            reason = "duplicate_email_count"
        elif email in block or domain_of(email) in block:
            reason = "in_blocklist"
        elif email in present:
            reason = "duplicated_leads"
        else:
            reason = "skipped_count" if email in elsewhere else ""
        seen.add(email)
        if reason:
            counts[reason] += 1
            continue
        lead = new_lead(call, given, campaign=campaign, lead_list=lead_list)
        if "assigned_to" in body:
            lead["assigned_to"] = body["assigned_to"]
        if body.get("verify_leads_on_import"):
            lead["verification_status"] = verdict(email)
        made.append((index, lead))
    insert(call.state, (lead for _, lead in made))
    if campaign:
        learn_variables(call, campaign, [lead["payload"] for _, lead in made])
    if body.get("verify_leads_on_import") and made:
        kind = "campaign" if campaign else "list"
        new_job(call, "import-leads", campaign or lead_list, kind, {"leads": len(made)})
    return {
        "status": "success",
        "total_sent": len(emails),
        "leads_uploaded": len(made),
        **counts,
        "blocklist_used": body.get("blocklist_id"),
        "remaining_in_plan": max(0, LEAD_LIMIT - uploaded(call)) if campaign else None,
        "created_leads": [
            {
                "index": index,
                **{
                    name: lead.get(name)
                    for name in ("id", "email", "first_name", "last_name", "phone")
                },
            }
            for index, lead in made
        ],
    }


def _skip_condition(body: Json) -> str:
    if body.get("skip_if_in_workspace"):
        return "1"
    parts = [_NEVER]
    if body.get("skip_if_in_campaign"):
        parts.append("campaign IS NOT NULL")
    if body.get("skip_if_in_list"):
        parts.append("list IS NOT NULL")
    return f"({' OR '.join(parts)})"


def create(call: Call) -> Json:
    """One lead; here the campaign is called `campaign`, and both places may be missing."""
    body: Json = call.body or {}
    campaign, lead_list = body.get("campaign"), body.get("list_id")
    email = (body.get("email") or "").strip().lower()
    if campaign:
        call.find("campaign", campaign, "Campaign not found")
    if lead_list:
        call.find("list", lead_list, "Lead list not found")
    if not email and not body.get("first_name") and not body.get("last_name"):
        raise Refusal(400, "Lead must have an email, first name or last name")
    if email and not is_email(email):
        raise Refusal(400, "Invalid email address")
    if email and among(call.state, [email], _skip_condition(body)):
        raise Refusal(400, "Lead already exists in workspace")
    block = blocked(call.state)
    if email and (email in block or domain_of(email) in block):
        raise Refusal(400, "Lead is in the block list")
    lead = new_lead(call, body, campaign=campaign, lead_list=lead_list)
    insert(call.state, [lead])
    if campaign:
        learn_variables(call, campaign, [lead["payload"]])
    return lead


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
        f"SELECT doc FROM leads WHERE {where} {group} ORDER BY id LIMIT ?",  # noqa: S608 - ours
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
        f"DELETE FROM leads WHERE id IN (SELECT id FROM leads WHERE {where} ORDER BY id LIMIT ?)",  # noqa: S608 - ours
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
    rows = call.state.rows(f"SELECT id FROM leads WHERE {where}", values)  # noqa: S608 - ours
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
    _destination(call, campaign, lead_list)
    if "ids" in body and not body.get("campaign") and not body.get("list_id"):
        raise Refusal(400, "campaign or list_id is required when ids are given")
    where, values = select(body)
    rows = call.state.rows(
        f"SELECT doc FROM leads WHERE {where} ORDER BY id LIMIT ?",  # noqa: S608 - ours
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
    for name in ("campaign", "list_id", *(("lt_interest_status",) if body.get("reset_interest_status") else ())):  # fmt: skip
        fresh.pop(name, None)
    return {**fresh, **({"campaign": campaign} if campaign else {"list_id": lead_list})}


_INTEREST = number(choices=(1, 2, 3, 4, 0, -1, -2, -3, -4))
_PERSON = {
    name: text(null=True)
    for name in (
        "personalization",
        "website",
        "last_name",
        "first_name",
        "company_name",
        "job_title",
        "phone",
        "pl_value_lead",
    )
} | {
    "lt_interest_status": _INTEREST,
    "assigned_to": text("uuid", null=True),
    "custom_variables": mapping(scalar),
}
_SKIPS = {
    name: flag() for name in ("skip_if_in_workspace", "skip_if_in_campaign", "skip_if_in_list")
}
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
    Operation(
        "POST",
        "/leads/add",
        "leads:create",
        add,
        body=record(
            {"leads": array(record({}, {"email": text(null=True), **_PERSON}), least=1, most=1000)},
            {
                "campaign_id": text("uuid"),
                "list_id": text("uuid"),
                "blocklist_id": text("uuid", null=True),
                "assigned_to": text("uuid"),
                "verify_leads_on_import": flag(),
                **_SKIPS,
            },
        ),
    ),
    Operation(
        "POST",
        "/leads",
        "leads:create",
        create,
        body=record(
            {},
            {
                "campaign": text("uuid", null=True),
                "list_id": text("uuid", null=True),
                "email": text(null=True),
                "blocklist_id": text("uuid"),
                "verify_leads_for_lead_finder": flag(),
                "verify_leads_on_import": flag(),
                **_PERSON,
                **_SKIPS,
            },
        ),
        body_required=False,
    ),
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
        body=record({}, _PERSON, least=1),
    ),
    Operation("DELETE", "/leads/{id}", "leads:delete", delete, params=UUID),
)
