"""JSON schemas of `response_format`: the strict rules, and a value that conforms."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
_FORBIDDEN = ("minLength", "maxLength", "uniqueItems", "minProperties", "maxProperties", "default",
              "patternProperties", "contains", "oneOf")  # fmt: skip
_MAX_DEPTH = 10


def complaint(schema: Any, where: str = "()", depth: int = 0) -> str:
    """Why a strict schema would be refused, "" when it would not."""
    if not isinstance(schema, dict):
        return f"In context={where}, schema must be an object."
    if depth > _MAX_DEPTH:
        return f"In context={where}, schema exceeds the nesting limit of {_MAX_DEPTH} levels."
    for word in _FORBIDDEN:
        if word in schema:
            return f"In context={where}, '{word}' is not permitted."
    if depth == 0 and schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"'."
    properties = schema.get("properties", {})
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return (
                f"In context={where}, 'additionalProperties' is required to be supplied and to be "
                "false."
            )
        missing = [name for name in properties if name not in schema.get("required", ())]
        if missing:
            return (
                f"In context={where}, 'required' is required to be supplied and to be an array "
                f"including every key in properties. Missing '{missing[0]}'."
            )
    inner = [(f"('properties', '{name}')", child) for name, child in properties.items()]
    inner += [(f"('$defs', '{name}')", child) for name, child in schema.get("$defs", {}).items()]
    inner += [("('anyOf')", child) for child in schema.get("anyOf", ())]
    if "items" in schema:
        inner.append(("('items')", schema["items"]))
    for place, child in inner:
        if words := _inner(child, place, depth):
            return words
    return ""


def _inner(child: Any, place: str, depth: int) -> str:
    return complaint(child, place, depth + 1)


def resolve(schema: Schema, root: Schema) -> Schema:
    """The schema behind a `$ref`, which points into `$defs` or at the root."""
    seen = 0
    while "$ref" in schema and seen < _MAX_DEPTH:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#").strip("/").split("/"):
            target = target[part] if part else target
        schema, seen = target, seen + 1
    return schema


def conforming(schema: Schema, root: Schema, depth: int = 0) -> Any:
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
