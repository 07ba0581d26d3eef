"""Leads as rows: made from a request, found by conditions, changed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from vibe_desktop.sandbox.instantly.operation import Call
from vibe_desktop.sandbox.state import Json, State

ACTIVE = 1
_PAYLOAD_NAMES = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company_name": "companyName",
    "job_title": "jobTitle",
    "website": "website",
    "phone": "phone",
    "personalization": "personalization",
}
_CHUNK = 500
Row = tuple[object, ...]

CONDITIONS: dict[str, str] = {
    "FILTER_VAL_CONTACTED": "step > 0",
    "FILTER_VAL_NOT_CONTACTED": "step = 0",
    "FILTER_VAL_COMPLETED": "status = 3",
    "FILTER_VAL_UNSUBSCRIBED": "status = -2",
    "FILTER_VAL_ACTIVE": "status = 1",
    "FILTER_VAL_BOUNCED": "status = -1",
    "FILTER_VAL_SKIPPED": "status = -3",
    "FILTER_LEAD_INTERESTED": "json_extract(doc, '$.lt_interest_status') = 1",
    "FILTER_LEAD_NOT_INTERESTED": "json_extract(doc, '$.lt_interest_status') = -1",
    "FILTER_LEAD_MEETING_BOOKED": "json_extract(doc, '$.lt_interest_status') = 2",
    "FILTER_LEAD_MEETING_COMPLETED": "json_extract(doc, '$.lt_interest_status') = 3",
    "FILTER_LEAD_CLOSED": "json_extract(doc, '$.lt_interest_status') = 4",
    "FILTER_LEAD_OUT_OF_OFFICE": "json_extract(doc, '$.lt_interest_status') = 0",
    "FILTER_LEAD_WRONG_PERSON": "json_extract(doc, '$.lt_interest_status') = -2",
    "FILTER_LEAD_LOST": "json_extract(doc, '$.lt_interest_status') = -3",
    "FILTER_LEAD_NO_SHOW": "json_extract(doc, '$.lt_interest_status') = -4",
    "FILTER_LEAD_CUSTOM_LABEL_POSITIVE": "json_extract(doc, '$.lt_interest_status') > 4",
    "FILTER_LEAD_CUSTOM_LABEL_NEGATIVE": "json_extract(doc, '$.lt_interest_status') < -4",
    "FILTER_VAL_RISKY": "json_extract(doc, '$.verification_status') IN (-2, -3)",
    "FILTER_VAL_INVALID": "json_extract(doc, '$.verification_status') = -1",
    "FILTER_VAL_VALID": "json_extract(doc, '$.verification_status') = 1",
    "FILTER_VAL_IN_SUBSEQUENCE": "json_extract(doc, '$.subsequence_id') IS NOT NULL",
    "FILTER_VAL_OPENED_NO_REPLY": "json_extract(doc, '$.email_open_count') > 0"
    " AND json_extract(doc, '$.email_reply_count') = 0",
    "FILTER_VAL_COMPLETED_NO_REPLY": "status = 3 AND json_extract(doc, '$.email_reply_count') = 0",
    "FILTER_VAL_NO_OPENS": "json_extract(doc, '$.email_open_count') = 0",
    "FILTER_VAL_REPLIED": "json_extract(doc, '$.email_reply_count') > 0",
    "FILTER_VAL_LINK_CLICKED": "json_extract(doc, '$.email_click_count') > 0",
}
"""The filters of `leads/list`, as conditions on a row."""


def domain_of(email: str) -> str:
    """What stands after the @."""
    return email.rpartition("@")[2].lower()


def payload(given: Json) -> Json:
    """The merge values of a lead under the names templates use."""
    values = {new: given[old] for old, new in _PAYLOAD_NAMES.items() if given.get(old) is not None}
    return {**values, **(given.get("custom_variables") or {})}


def new_lead(call: Call, given: Json, *, campaign: str | None, lead_list: str | None) -> Json:
    """The document of a new lead."""
    stamp = call.state.stamp()
    email = (given.get("email") or "").strip()
    lead: Json = {
        "id": call.state.new_id(),
        "timestamp_created": stamp,
        "timestamp_updated": stamp,
        "organization": call.organization,
        "status": ACTIVE,
        "email": email or None,
        "email_open_count": 0,
        "email_reply_count": 0,
        "email_click_count": 0,
        "company_domain": domain_of(email),
        "status_summary": {},
        "payload": payload(given),
        "upload_method": "api",
        "esp_code": 0,
        "uploaded_by_user": call.state.meta("owner"),
    }
    lead.update({name: given[name] for name in _PAYLOAD_NAMES if given.get(name) is not None})
    for name in ("lt_interest_status", "pl_value_lead", "assigned_to"):
        if name in given:
            lead[name] = given[name]
    if campaign:
        lead["campaign"] = campaign
    if lead_list:
        lead["list_id"] = lead_list
    return lead


def insert(state: State, leads: Iterable[Json]) -> None:
    """Keep new leads."""
    state.run_many(
        "INSERT INTO leads (id, email, domain, campaign, list, status, doc)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                lead["id"],
                (lead["email"] or "").lower(),
                lead["company_domain"],
                lead.get("campaign"),
                lead.get("list_id"),
                lead["status"],
                json.dumps(lead),
            )
            for lead in leads
        ),
    )


def keep(state: State, lead: Json) -> None:
    """Keep a changed lead."""
    lead["timestamp_updated"] = state.stamp()
    state.run(
        "UPDATE leads SET status = ?, doc = ? WHERE id = ?",
        (lead["status"], json.dumps(lead), lead["id"]),
    )


def among(state: State, emails: Sequence[str], condition: str, values: Row = ()) -> set[str]:
    """Which of the lower-case addresses belong to leads that meet the condition."""
    found: set[str] = set()
    for start in range(0, len(emails), _CHUNK):
        chunk = emails[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        statement = " ".join(
            ("SELECT email FROM leads WHERE email IN (", marks, ") AND", condition)
        )
        rows = state.rows(statement, (*chunk, *values))
        found.update(email for (email,) in rows)
    return found


def blocked(state: State) -> set[str]:
    """Every blocked address and domain, in lower case."""
    return {entry["bl_value"].lower() for entry in state.all("block")}


def select(body: Json) -> tuple[str, list[Any]]:
    """The WHERE clause, and its values, for what `leads/list` and `leads/move` can filter by."""
    conditions, values = ["1"], list[Any]()
    # Addresses find their rows faster than the campaign does; "+" keeps SQLite from trying that.
    plus = "+" if "contacts" in body else ""
    for name, column in (("campaign", "campaign"), ("list_id", "list")):
        if body.get(name):
            conditions.append(f"{plus}{column} = ?")
            values.append(body[name])
    for name, column in (("in_campaign", "campaign"), ("in_list", "list")):
        if name in body:
            conditions.append(f"{column} IS {'NOT ' if body[name] else ''}NULL")
    for name, column, word in (
        ("ids", "id", "IN"),
        ("excluded_ids", "id", "NOT IN"),
        ("contacts", "email", "IN"),
    ):
        if name in body:
            conditions.append(" ".join((column, word, "(SELECT value FROM json_each(?))")))
            values.append(json.dumps([item.lower() for item in body[name]]))
    if body.get("filter") in CONDITIONS:
        conditions.append(f"({CONDITIONS[body['filter']]})")
    if body.get("search"):
        conditions.append(
            "(instr(email, ?) OR instr(lower(json_extract(doc, '$.first_name') || ' ' ||"
            " coalesce(json_extract(doc, '$.last_name'), '')), ?))"
        )
        values += [body["search"].lower()] * 2
    return " AND ".join(conditions), values


def verdict(email: str) -> int:
    """What verification says about an address, always the same: most are good."""
    draw = hashlib.blake2b(email.lower().encode(), digest_size=2).digest()
    share = int.from_bytes(draw) / 0xFFFF
    for limit, status in ((0.90, 1), (0.94, -1), (0.97, -2)):
        if share < limit:
            return status
    return -3
