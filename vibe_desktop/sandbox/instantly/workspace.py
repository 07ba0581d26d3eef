"""The workspace, its plan, API keys, labels and background jobs."""

from typing import Any

from vibe_desktop.sandbox.info import INSTANTLY_KEY
from vibe_desktop.sandbox.instantly.operation import PAGING, Call, Operation, contains, page
from vibe_desktop.sandbox.instantly.shapes import text
from vibe_desktop.sandbox.state import Json

LEAD_LIMIT = 250_000
"""Leads the sandbox's plan has room for."""

_JOB_TYPES = (
    "move-leads",
    "import-leads",
    "export-leads",
    "update-warmup-accounts",
    "rename-variable",
    "broadcast-ai-generate",
    "broadcast-website-scrape",
    "import-subscribers-from-crm",
    "resync-subscriber-crm-tags",
)
_ENTITY_TYPES = (
    "list",
    "campaign",
    "workspace",
    "broadcast",
    "subscriber-group-sync",
    "subscriber-group",
)


def current(call: Call) -> Json:
    """The workspace of the key."""
    return call.find("workspace", "current")


def uploaded(call: Call) -> int:
    """Leads that count against the plan."""
    return call.state.number("SELECT count(*) FROM leads WHERE campaign IS NOT NULL")


def plan_details(call: Call) -> Json:
    """What the plan allows and how much of it is used."""
    workspace = current(call)
    return {
        "organization_id": workspace["id"],
        "organization_name": workspace["name"],
        "subscriptions": {
            "outreach": {
                "plan_name": "Hypergrowth Plan",
                "addons_qty": 0,
                "total_lead_limit": LEAD_LIMIT,
                "current_lead_count": uploaded(call),
                "base_lead_limit": LEAD_LIMIT,
                "interval": "month",
                "current_period_end": None,
                "cancel_at_time": None,
                "price_in_dollars": 97,
                "product_id": "pid_hg_v1",
            },
            "credits": {
                "plan_name": "Instantly Credits Growth",
                "total_credits": 1500,
                "available_credits": credits_left(call),
                "interval": "month",
                "current_period_end": None,
                "cancel_at_time": None,
                "price_in_dollars": 47,
                "product_id": "pid_gic_v1",
                "price_option_id": None,
            },
        },
    }


def credits_left(call: Call) -> float:
    """Credits for verifications that are left."""
    return float(call.state.meta("credits", "1500"))


def api_keys(call: Call) -> Json:
    """The keys of the workspace; their secrets are not shown."""
    workspace = current(call)
    key: Json = {
        "id": workspace["owner"],
        "name": "Sandbox key",
        "scopes": ["all:all"],
        "key": INSTANTLY_KEY[:8] + "...",
        "organization_id": workspace["id"],
        "timestamp_created": workspace["timestamp_created"],
        "timestamp_updated": workspace["timestamp_updated"],
    }
    return page([key], call)


def labels(call: Call) -> Json:
    """Custom labels for leads."""
    found = call.state.all("label")
    if word := call.query.get("search"):
        found = [label for label in found if contains(label, word, "label")]
    if kind := call.query.get("interest_status"):
        found = [label for label in found if label["interest_status_label"] == kind]
    return page(found, call, cursor=lambda label: label["timestamp_created"])


def _split(call: Call, name: str) -> set[str]:
    given: Any = call.query.get(name)
    return set(str(given).split(",")) if given else set()


def jobs(call: Call) -> Json:
    """Background jobs, oldest first unless asked otherwise."""
    found = call.state.all("job")
    for name in ("type", "entity_type"):
        if given := call.query.get(name):
            found = [job for job in found if job[name] == given]
    for name, key in (("ids", "id"), ("included_ids", "id"), ("entity_id", "entity_id")):
        if wanted := _split(call, name):
            found = [job for job in found if job[key] in wanted]
    if wanted := _split(call, "status"):
        found = [job for job in found if job["status"] in wanted]
    if unwanted := _split(call, "excluded_ids"):
        found = [job for job in found if job["id"] not in unwanted]
    column = call.query.get("sort_column", "created_at")
    found.sort(key=lambda job: job[column], reverse=call.query.get("sort_order") == "desc")
    return page(found, call)


def job(call: Call) -> Json:
    """One background job."""
    found = call.find("job", call.path["id"])
    if fields := _split(call, "data_fields"):
        found["data"] = {name: value for name, value in found["data"].items() if name in fields}
    return found


OPERATIONS = (
    Operation("GET", "/workspaces/current", "workspaces:read", current),
    Operation("GET", "/workspace-billing/plan-details", "workspace_billing:read", plan_details),
    Operation("GET", "/api-keys", "api_keys:read", api_keys, query=PAGING),
    Operation(
        "GET",
        "/lead-labels",
        "lead-labels:read",
        labels,
        query={
            **PAGING,
            "search": text(),
            "interest_status": text(choices=("positive", "neutral", "negative")),
        },
    ),
    Operation(
        "GET",
        "/background-jobs",
        "background-jobs:read",
        jobs,
        query={
            **PAGING,
            **{
                name: text()
                for name in ("ids", "included_ids", "excluded_ids", "entity_id", "status")
            },
            "type": text(choices=_JOB_TYPES),
            "entity_type": text(choices=_ENTITY_TYPES),
            "sort_column": text(choices=("created_at", "updated_at")),
            "sort_order": text(choices=("asc", "desc")),
        },
    ),
    Operation(
        "GET",
        "/background-jobs/{id}",
        "background-jobs:read",
        job,
        params={"id": text()},
        query={"data_fields": text()},
    ),
)
