"""SuperSearch: people are counted and shown for free, and enriched into a list for credits.

The reduced official document that the other operations are held against leaves these four out;
`supersearch_document` describes them, and the tests hold both sides against that.
"""

from typing import Any

from vibe_desktop.sandbox.instantly.lead_records import insert, new_lead
from vibe_desktop.sandbox.instantly.operation import Call, Operation, Refusal
from vibe_desktop.sandbox.instantly.shapes import array, flag, number, record, text
from vibe_desktop.sandbox.instantly.supersearch_people import (
    INDUSTRIES,
    SIZES,
    Person,
    matching,
    population,
)
from vibe_desktop.sandbox.instantly.workspace import credits_left
from vibe_desktop.sandbox.state import Json

CREDITS_EACH = 1
"""Credits for a person whose address is found; who has none costs nothing."""

POLLS = 3
"""How often an order is still in progress when it is looked at."""

_CAP = 1_000_000
_SHOWN = 20
_KIND = "enrichment"


def count(call: Call) -> Json:
    """How many people match."""
    return {"number_of_leads": min(len(_found(call)), _CAP)}


def preview(call: Call) -> Json:
    """How many people match, and the first of them without their addresses."""
    found = _found(call)
    return {
        "number_of_leads": min(len(found), _CAP),
        "number_of_redacted_results": 0,
        "leads": [person.preview for person in found[:_SHOWN]],
    }


def enrich(call: Call) -> Json:
    """Buy people into a list. Each call buys, whatever was bought before."""
    body: Json = call.body
    list_id: str = body.get("resource_id") or ""
    made: Json | None = None
    if list_id:
        call.find("list", list_id, "Resource not found")
    else:
        made = {
            "id": call.state.new_id(),
            "organization_id": call.organization,
            "has_enrichment_task": True,
            "owned_by": call.state.meta("owner"),
            "timestamp_created": call.state.stamp(),
            "name": body.get("list_name") or body.get("search_name") or "SuperSearch",
        }
        list_id = made["id"]
    people = _found(call)[: body["limit"]]
    bought = [person for person in people if person.email]
    cost = len(bought) * CREDITS_EACH
    left = credits_left(call)
    if left < cost or left < CREDITS_EACH:
        raise Refusal(402, "Not enough credits")
    if made is not None:
        call.state.put("list", list_id, made)
    call.state.set_meta("credits", str(left - cost))
    before = call.state.get(_KIND, list_id)
    order: Json = {
        "id": call.state.new_id(),
        "resource_id": list_id,
        "polls_left": POLLS,
        "people": [person.number for person in bought],
        "orders": (before or {}).get("orders", 0) + 1,
        "payload": {
            "work_email_enrichment": body.get("work_email_enrichment", True),
            "fully_enriched_profile": body.get("fully_enriched_profile", False),
        },
    }
    call.state.put(_KIND, list_id, order)
    return {
        "id": order["id"],
        "organization_id": call.organization,
        "resource_id": list_id,
        "resource_type": 1,
        "limit": body["limit"],
        "search_name": body.get("search_name"),
        "background_job_id": call.state.new_job_id(),
    }


def get(call: Call) -> Json:
    """How far the enrichment of a list has come; it goes on with every look."""
    list_id = call.path["resource_id"]
    order = call.state.get(_KIND, list_id)
    if order is None:
        return {
            "exists": False,
            "in_progress": False,
            "resource_id": list_id,
            "enrichment_payload": None,
        }
    if order["polls_left"] > 0:
        order["polls_left"] -= 1
        if order["polls_left"] == 0:
            _deliver(call, list_id, order)
        call.state.put(_KIND, list_id, order)
    return {
        "exists": True,
        "in_progress": order["polls_left"] > 0,
        "resource_id": list_id,
        "enrichment_payload": order["payload"],
    }


def _deliver(call: Call, list_id: str, order: Json) -> None:
    everybody = population(call.state.meta("seed"))
    insert(
        call.state,
        [
            new_lead(call, _lead(everybody[place]), campaign=None, lead_list=list_id)
            for place in order["people"]
        ],
    )


def _lead(person: Person) -> Json:
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "company_name": person.company,
        "job_title": person.job_title,
        "website": f"https://{person.domain}",
        "custom_variables": {
            "location": f"{person.city}, {person.country}",
            "linkedIn": person.preview["linkedIn"],
            "industry": person.industry,
            "companyHeadCount": person.size,
        },
    }


def _found(call: Call) -> list[Person]:
    filters: Json = call.body["search_filters"]
    found = matching(population(call.state.meta("seed")), filters)
    if filters.get("skip_owned_leads"):
        owned = {email for (email,) in call.state.rows("SELECT DISTINCT email FROM leads")}
        found = [person for person in found if not person.email or person.email not in owned]
    return found


def _words() -> Any:  # noqa: ANN401 - a shape
    return record({}, {"include": array(text()), "exclude": array(text())})


_FILTERS = record(
    {},
    {
        "title": _words(),
        "company_name": _words(),
        "industry": record(
            {},
            {
                "include": array(text(choices=INDUSTRIES)),
                "exclude": array(text(choices=INDUSTRIES)),
            },
        ),
        "employeeCount": array(text(choices=SIZES)),
        "keyword_filter": record({}, {"include": text(), "exclude": text()}),
        "domains": array(text()),
        "locations": array(
            record(
                {},
                {name: text() for name in ("city", "state", "country", "place_id", "label")},
                least=1,
            )
        ),
        "skip_owned_leads": flag(),
        "show_one_lead_per_company": flag(),
    },
)
_PREFIX = "/supersearch-enrichment"
_LOOK = record({"search_filters": _FILTERS})

OPERATIONS = (
    Operation(
        "POST",
        f"{_PREFIX}/count-leads-from-supersearch",
        "supersearch_enrichments:read",
        count,
        body=_LOOK,
    ),
    Operation(
        "POST",
        f"{_PREFIX}/preview-leads-from-supersearch",
        "supersearch_enrichments:read",
        preview,
        body=_LOOK,
    ),
    Operation(
        "POST",
        f"{_PREFIX}/enrich-leads-from-supersearch",
        "supersearch_enrichments:create",
        enrich,
        body=record(
            {
                "search_filters": _FILTERS,
                "limit": number(whole=True, least=1, most=1_000_000),
            },
            {
                "search_name": text(),
                "list_name": text(),
                "resource_id": text("uuid"),
                "work_email_enrichment": flag(),
                "fully_enriched_profile": flag(),
                "skip_rows_without_email": flag(),
            },
        ),
    ),
    Operation(
        "GET",
        f"{_PREFIX}/{{resource_id}}",
        "supersearch_enrichments:read",
        get,
        params={"resource_id": text("uuid")},
    ),
)
