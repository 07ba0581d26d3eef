"""The four operations of SuperSearch as an OpenAPI document, written by hand.

The reduced official document leaves them out. This one holds what the public reference of the API
and several clients of it agree on, and nothing that only one of them says; both what the app sends
and what the sandbox answers are held against it in the tests.
"""

from typing import Any, Final

from vibe_desktop.sandbox.instantly.supersearch_people import INDUSTRIES, SIZES

_TEXTS: Final = {"type": "array", "items": {"type": "string"}}


def _words(items: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"include": items, "exclude": items},
        "additionalProperties": False,
    }


_INDUSTRIES: Final = {"type": "array", "items": {"type": "string", "enum": list(INDUSTRIES)}}
_FILTERS: Final = {
    "type": "object",
    "properties": {
        "title": _words(_TEXTS),
        "company_name": _words(_TEXTS),
        "industry": _words(_INDUSTRIES),
        "employeeCount": {"type": "array", "items": {"type": "string", "enum": list(SIZES)}},
        "keyword_filter": _words({"type": "string"}),
        "domains": _TEXTS,
        "locations": {
            "type": "array",
            "items": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {
                            name: {"type": "string"} for name in ("city", "state", "country")
                        },
                        "required": ["country"],
                        "additionalProperties": False,
                    },
                    {
                        "type": "object",
                        "properties": {name: {"type": "string"} for name in ("place_id", "label")},
                        "required": ["place_id"],
                        "additionalProperties": False,
                    },
                ]
            },
        },
        "skip_owned_leads": {"type": "boolean"},
        "show_one_lead_per_company": {"type": "boolean"},
    },
    "additionalProperties": False,
}
_NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
_NULLABLE_TEXT: Final = {"type": ["string", "null"]}
_ID: Final = {"type": "string", "format": "uuid"}
_SHOWN: Final = (
    "firstName",
    "lastName",
    "fullName",
    "jobTitle",
    "location",
    "linkedIn",
    "companyName",
    "companyLogo",
    "companyId",
)
_PERSON: Final = {
    "type": "object",
    "properties": dict.fromkeys(_SHOWN, _NULLABLE_TEXT),
    # Addresses are what credits are spent for.
    "additionalProperties": False,
}
_ERROR: Final = {
    "type": "object",
    "properties": {
        "statusCode": {"type": "integer"},
        "error": {"type": "string"},
        "message": {"type": "string"},
    },
    "required": ["statusCode", "error", "message"],
}
_COMMON: Final = ("400", "401", "402", "403", "404", "429")


def _answers(schema: dict[str, Any]) -> dict[str, Any]:
    def content(one: dict[str, Any]) -> dict[str, Any]:
        return {"description": "", "content": {"application/json": {"schema": one}}}

    return {"200": content(schema), **{status: content(_ERROR) for status in _COMMON}}


def _post(body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "post": {
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": _answers(answer),
        }
    }


_LOOK: Final = {
    "type": "object",
    "properties": {"search_filters": _FILTERS},
    "required": ["search_filters"],
    "additionalProperties": False,
}
_ORDER: Final = {
    "type": "object",
    "properties": {
        "search_filters": _FILTERS,
        "limit": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "search_name": {"type": "string"},
        "list_name": {"type": "string"},
        "resource_id": _ID,
        "work_email_enrichment": {"type": "boolean"},
        "fully_enriched_profile": {"type": "boolean"},
        "skip_rows_without_email": {"type": "boolean"},
    },
    "required": ["search_filters", "limit"],
    "additionalProperties": False,
}
_PREFIX: Final = "/api/v2/supersearch-enrichment"

DOCUMENT: Final[dict[str, Any]] = {
    "openapi": "3.1.0",
    "info": {"title": "SuperSearch", "version": "2.0.0"},
    "servers": [{"url": "https://api.instantly.ai"}],
    "paths": {
        f"{_PREFIX}/count-leads-from-supersearch": _post(
            _LOOK,
            {
                "type": "object",
                "properties": {"number_of_leads": _NUMBER},
                "required": ["number_of_leads"],
            },
        ),
        f"{_PREFIX}/preview-leads-from-supersearch": _post(
            _LOOK,
            {
                "type": "object",
                "properties": {
                    "number_of_leads": _NUMBER,
                    "number_of_redacted_results": _NUMBER,
                    "leads": {"type": "array", "items": _PERSON},
                },
                "required": ["number_of_leads", "leads"],
            },
        ),
        f"{_PREFIX}/enrich-leads-from-supersearch": _post(
            _ORDER,
            {
                "type": "object",
                "properties": {
                    "id": _ID,
                    "organization_id": _ID,
                    "resource_id": _ID,
                    "resource_type": {"type": "integer"},
                    "limit": {"type": "integer"},
                    "search_name": _NULLABLE_TEXT,
                    "background_job_id": _NULLABLE_TEXT,
                },
                "required": ["id", "organization_id", "resource_id", "resource_type", "limit"],
            },
        ),
        f"{_PREFIX}/{{resource_id}}": {
            "get": {
                "parameters": [
                    {"name": "resource_id", "in": "path", "required": True, "schema": _ID}
                ],
                "responses": _answers(
                    {
                        "type": "object",
                        "properties": {
                            "exists": {"type": "boolean"},
                            "in_progress": {"type": "boolean"},
                            "resource_id": _ID,
                            "enrichment_payload": {"type": ["object", "null"]},
                        },
                        "required": ["exists", "in_progress"],
                    }
                ),
            }
        },
    },
}
"""The document; shaped as the official one is, so that the same referee reads it."""
