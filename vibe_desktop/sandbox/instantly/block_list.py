"""The workspace's block list: addresses and domains that are never mailed."""

from vibe_desktop.sandbox.instantly.operation import (
    PAGING,
    UUID,
    Call,
    Operation,
    Refusal,
    contains,
    page,
)
from vibe_desktop.sandbox.instantly.shapes import array, flag, is_email, record, text
from vibe_desktop.sandbox.state import Json


def _is_domain(value: str) -> bool:
    return is_email(f"someone@{value}")


def _entry(call: Call) -> Json:
    return call.find("block", call.path["id"], "Block list entry not found")


def _known(call: Call) -> dict[str, Json]:
    return {item["bl_value"]: item for item in call.state.all("block")}


def _make(call: Call, value: str, known: dict[str, Json]) -> Json | None:
    value = value.strip().lower()
    if not is_email(value) and not _is_domain(value):
        return None
    if value in known:
        return known[value]
    key = call.state.new_id()
    made: Json = {
        "id": key,
        "timestamp_created": call.state.stamp(),
        "organization_id": call.organization,
        "bl_value": value,
        "is_domain": _is_domain(value),
    }
    call.state.put("block", key, made)
    known[value] = made
    return made


def listing(call: Call) -> Json:
    """Entries, oldest first."""
    found = call.state.all("block")
    if call.query.get("domains_only"):
        found = [item for item in found if item["is_domain"]]
    if word := call.query.get("search"):
        found = [item for item in found if contains(item, word, "bl_value")]
    return page(found, call)


def create(call: Call) -> Json:
    """Block an address or a domain; one that is blocked already is returned as it is."""
    made = _make(call, call.body["bl_value"], _known(call))
    if made is None:
        raise Refusal(400, "body/bl_value must be an email address or a domain")
    return made


def patch(call: Call) -> Json:
    """Change an entry."""
    value = call.body["bl_value"].strip().lower()
    if not is_email(value) and not _is_domain(value):
        raise Refusal(400, "body/bl_value must be an email address or a domain")
    changed = {**_entry(call), "bl_value": value, "is_domain": _is_domain(value)}
    call.state.put("block", changed["id"], changed)
    return changed


def delete(call: Call) -> Json:
    """Remove an entry."""
    gone = _entry(call)
    call.state.remove("block", gone["id"])
    return gone


def bulk_create(call: Call) -> Json:
    """Block many at once."""
    known = _known(call)
    made = [_make(call, value, known) for value in call.body["bl_values"]]
    valid = [item for item in made if item is not None]
    return {"items": valid, "valid_count": len(valid), "invalid_count": len(made) - len(valid)}


def bulk_delete(call: Call) -> list[Json]:
    """Remove many at once; ids that are not there are passed over."""
    found = [item for key in call.body["ids"] if (item := call.state.get("block", key))]
    for item in found:
        call.state.remove("block", item["id"])
    return found


_PATH = "/block-lists-entries"
_SCOPE = "block_list_entries"
OPERATIONS = (
    Operation(
        "GET",
        _PATH,
        f"{_SCOPE}:read",
        listing,
        query={**PAGING, "domains_only": flag(), "search": text()},
    ),
    Operation("POST", _PATH, f"{_SCOPE}:create", create, body=record({"bl_value": text()})),
    Operation(
        "POST",
        f"{_PATH}/bulk-create",
        f"{_SCOPE}:create",
        bulk_create,
        body=record({"bl_values": array(text(), least=1, most=1000)}),
    ),
    Operation(
        "POST",
        f"{_PATH}/bulk-delete",
        f"{_SCOPE}:delete",
        bulk_delete,
        body=record({"ids": array(text(), least=1, most=1000)}),
    ),
    Operation("GET", f"{_PATH}/{{id}}", f"{_SCOPE}:read", _entry, params=UUID),
    Operation(
        "PATCH",
        f"{_PATH}/{{id}}",
        f"{_SCOPE}:update",
        patch,
        params=UUID,
        body=record({}, {"bl_value": text()}, least=1),
    ),
    Operation("DELETE", f"{_PATH}/{{id}}", f"{_SCOPE}:delete", delete, params=UUID),
)
