"""Webhooks: kept and returned; the sandbox calls nobody."""

from vibe_desktop.sandbox.instantly.operation import PAGING, UUID, Call, Operation, page
from vibe_desktop.sandbox.instantly.shapes import mapping, number, record, text
from vibe_desktop.sandbox.state import Json

EVENTS = {
    "all_events": "All Events",
    "email_sent": "Email Sent",
    "email_opened": "Email Opened",
    "email_link_clicked": "Link Clicked",
    "reply_received": "Reply Received",
    "email_bounced": "Email Bounced",
    "lead_unsubscribed": "Lead Unsubscribed",
    "campaign_completed": "Campaign Completed",
    "account_error": "Account Error",
    "lead_neutral": "Lead Neutral",
    "lead_interested": "Lead Interested",
    "lead_not_interested": "Lead Not Interested",
    "lead_meeting_booked": "Lead Meeting Booked",
    "lead_meeting_completed": "Lead Meeting Completed",
    "lead_closed": "Lead Closed",
    "lead_out_of_office": "Lead Out of Office",
    "lead_wrong_person": "Lead Wrong Person",
    "lead_no_show": "Lead No Show",
    "supersearch_enrichment_completed": "Supersearch Enrichment Completed",
}
_LISTED = tuple(EVENTS)[:17]


def _webhook(call: Call) -> Json:
    return call.find("webhook", call.path["id"], "Webhook not found")


def listing(call: Call) -> Json:
    """Webhooks, oldest first."""
    found = call.state.all("webhook")
    for name in ("campaign", "event_type"):
        if name in call.query:
            found = [item for item in found if item.get(name) == call.query[name]]
    return page(found, call)


def create(call: Call) -> Json:
    """A new webhook."""
    key = call.state.new_id()
    made: Json = {
        **call.body,
        "id": key,
        "organization": call.organization,
        "timestamp_created": call.state.stamp(),
        "status": 1,
    }
    call.state.put("webhook", key, made)
    return made


def patch(call: Call) -> Json:
    """Change a webhook."""
    changed = {**_webhook(call), **call.body}
    call.state.put("webhook", changed["id"], changed)
    return changed


def delete(call: Call) -> Json:
    """Delete a webhook."""
    gone = _webhook(call)
    call.state.remove("webhook", gone["id"])
    return gone


def event_types(_call: Call) -> Json:
    """What can be subscribed to."""
    return {
        "event_types": [
            {"id": name, "label": label, "type": "standard"} for name, label in EVENTS.items()
        ]
    }


def _headers(value: object, where: str) -> object:
    return None if value is None else mapping(text())(value, where)


_FIELDS = {
    "campaign": text("uuid", null=True),
    "name": text(null=True),
    "target_hook_url": text("uri", pattern="^https?://"),
    "event_type": lambda value, where: (
        None if value is None else text(choices=tuple(EVENTS))(value, where)
    ),
    "custom_interest_value": number(null=True),
    "headers": _headers,
}
OPERATIONS = (
    Operation(
        "GET",
        "/webhooks",
        "webhooks:read",
        listing,
        query={**PAGING, "campaign": text("uuid"), "event_type": text(choices=_LISTED)},
    ),
    Operation(
        "POST",
        "/webhooks",
        "webhooks:create",
        create,
        body=record({"target_hook_url": _FIELDS["target_hook_url"]}, _FIELDS),
    ),
    Operation("GET", "/webhooks/event-types", "webhooks:read", event_types),
    Operation("GET", "/webhooks/{id}", "webhooks:read", _webhook, params=UUID),
    Operation(
        "PATCH",
        "/webhooks/{id}",
        "webhooks:update",
        patch,
        params=UUID,
        body=record({}, _FIELDS, least=1),
    ),
    Operation("DELETE", "/webhooks/{id}", "webhooks:delete", delete, params=UUID),
)
