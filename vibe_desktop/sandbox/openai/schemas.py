"""JSON schemas of `response_format`: the strict rules, and a value that conforms."""

from collections.abc import Mapping
from typing import Any

from vibe_desktop.sandbox.state import JsonValue

Schema = Mapping[str, Any]
_FORBIDDEN = ("minLength", "maxLength", "uniqueItems", "minProperties", "maxProperties", "default",
              "patternProperties", "contains", "oneOf")  # fmt: skip
_MAX_DEPTH = 10


def complaint(schema: JsonValue, where: str = "()", depth: int = 0) -> str:
    """Why a strict schema would be refused, "" when it would not."""
    if words := _own_complaint(schema, where, depth):
        return words
    inner = [
        (f"('properties', '{name}')", child) for name, child in _children(schema, "properties")
    ]
    inner += [(f"('$defs', '{name}')", child) for name, child in _children(schema, "$defs")]
    inner += [("('anyOf')", child) for child in schema.get("anyOf", ())]
    if "items" in schema:
        inner.append(("('items')", schema["items"]))
    complaints = (complaint(child, place, depth + 1) for place, child in inner)
    return next((words for words in complaints if words), "")


def _children(schema: Schema, name: str) -> list[tuple[str, JsonValue]]:
    return list(schema.get(name, {}).items())


def _own_complaint(schema: JsonValue, where: str, depth: int) -> str:
    if not isinstance(schema, dict):
        return f"In context={where}, schema must be an object."
    if depth > _MAX_DEPTH:
        return f"In context={where}, schema exceeds the nesting limit of {_MAX_DEPTH} levels."
    for word in _FORBIDDEN:
        if word in schema:
            return f"In context={where}, '{word}' is not permitted."
    if depth == 0 and schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"'."
    if schema.get("type") != "object":
        return ""
    if schema.get("additionalProperties") is not False:
        return (
            f"In context={where}, 'additionalProperties' is required to be supplied and to be "
            "false."
        )
    required = schema.get("required", ())
    missing = [name for name, _ in _children(schema, "properties") if name not in required]
    if missing:
        return (
            f"In context={where}, 'required' is required to be supplied and to be an array "
            f"including every key in properties. Missing '{missing[0]}'."
        )
    return ""


def resolve(schema: Schema, root: Schema) -> Schema:
    """The schema behind a `$ref`, which points into `$defs` or at the root."""
    seen = 0
    while "$ref" in schema and seen < _MAX_DEPTH:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#").strip("/").split("/"):
            target = target[part] if part else target
        schema, seen = target, seen + 1
    return schema


def conforming(schema: Schema, root: Schema, depth: int = 0) -> JsonValue:
    """The plainest value a schema allows."""
    schema = resolve(schema, root)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for word in ("anyOf", "oneOf"):
        if schema.get(word):
            return conforming(schema[word][0], root, depth)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if (kind == "object" or "properties" in schema) and depth < _MAX_DEPTH:
        return {
            name: conforming(child, root, depth + 1)
            for name, child in schema.get("properties", {}).items()
        }
    if kind == "array":
        least = schema.get("minItems", 0)
        return [conforming(schema.get("items", {}), root, depth + 1) for _ in range(least)]
    plain: dict[str, Any] = {
        "string": "",
        "integer": int(schema.get("minimum", 0)),
        "number": schema.get("minimum", 0),
        "boolean": False,
        "null": None,
    }
    return plain.get(str(kind), {})
