"""Leads: upload, one by one or up to a thousand at once."""

from collections.abc import Sequence

from vibe_desktop.sandbox.instantly.campaigns import learn_variables
from vibe_desktop.sandbox.instantly.lead_records import (
    among,
    blocked,
    domain_of,
    insert,
    new_lead,
    verdict,
)
from vibe_desktop.sandbox.instantly.operation import (
    Call,
    Operation,
    Refusal,
    new_job,
)
from vibe_desktop.sandbox.instantly.shapes import (
    array,
    flag,
    is_email,
    mapping,
    number,
    record,
    scalar,
    text,
)
from vibe_desktop.sandbox.instantly.workspace import LEAD_LIMIT, uploaded
from vibe_desktop.sandbox.state import Json

_NEVER = "0"
_REASONS = (
    "in_blocklist",
    "duplicated_leads",
    "skipped_count",
    "invalid_email_count",
    "incomplete_count",
    "duplicate_email_count",
)
_SUMMARY = ("id", "email", "first_name", "last_name", "phone")


def destination(call: Call, campaign: str | None, lead_list: str | None) -> None:
    """Refuse a target that is not there, none, or two at once."""
    if bool(campaign) == bool(lead_list):
        raise Refusal(400, "Either campaign_id or list_id must be provided, but not both")
    if campaign:
        call.find("campaign", campaign, "Campaign not found")
    if lead_list:
        call.find("list", lead_list, "Lead list not found")


class _Sieve:
    """Tells for each lead of an upload why it is not taken, in the order the API looks."""

    def __init__(self, call: Call, body: Json, emails: Sequence[str]) -> None:
        campaign, lead_list = body.get("campaign_id"), body.get("list_id")
        here = ("campaign = ?", (campaign,)) if campaign else ("list = ?", (lead_list,))
        self._into_list = bool(lead_list)
        self._present = among(call.state, emails, *here)
        self._elsewhere = among(call.state, emails, _skip_condition(body))
        self._block = blocked(call.state)
        self._seen: set[str] = set()

    def reason(self, given: Json, email: str) -> str:
        """The counter of the answer the lead goes to, "" when it is taken."""
        if not email:
            named = given.get("first_name") or given.get("last_name")
            if self._into_list:
                return "" if named else "incomplete_count"
            return "invalid_email_count"
        seen = email in self._seen
        self._seen.add(email)
        checks = (
            ("invalid_email_count", not is_email(email)),
            ("duplicate_email_count", seen),
            ("in_blocklist", email in self._block or domain_of(email) in self._block),
            ("duplicated_leads", email in self._present),
            ("skipped_count", email in self._elsewhere),
        )
        return next((name for name, hit in checks if hit), "")


def add(call: Call) -> Json:
    """Upload up to 1,000 leads to a campaign or to a list; answers with what was made of them."""
    body: Json = call.body
    campaign, lead_list = body.get("campaign_id"), body.get("list_id")
    destination(call, campaign, lead_list)
    emails = [(lead.get("email") or "").strip().lower() for lead in body["leads"]]
    sieve = _Sieve(call, body, emails)
    counts = dict.fromkeys(_REASONS, 0)
    made: list[tuple[int, Json]] = []
    for index, (given, email) in enumerate(zip(body["leads"], emails, strict=True)):
        reason = sieve.reason(given, email)
        if reason:
            counts[reason] += 1
        else:
            made.append((index, _taken(call, body, given, email)))
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
            {"index": index, **{name: lead.get(name) for name in _SUMMARY}} for index, lead in made
        ],
    }


def _taken(call: Call, body: Json, given: Json, email: str) -> Json:
    lead = new_lead(call, given, campaign=body.get("campaign_id"), lead_list=body.get("list_id"))
    if "assigned_to" in body:
        lead["assigned_to"] = body["assigned_to"]
    if body.get("verify_leads_on_import") and email:
        lead["verification_status"] = verdict(email)
    return lead


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


_INTEREST = number(choices=(1, 2, 3, 4, 0, -1, -2, -3, -4))
PERSON = {
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
OPERATIONS = (
    Operation(
        "POST",
        "/leads/add",
        "leads:create",
        add,
        body=record(
            {"leads": array(record({}, {"email": text(null=True), **PERSON}), least=1, most=1000)},
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
                **PERSON,
                **_SKIPS,
            },
        ),
        body_required=False,
    ),
)
