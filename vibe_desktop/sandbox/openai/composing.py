"""Puts what was written into the form that a request asks for."""

from collections.abc import Callable, Mapping
from typing import Any

from vibe_desktop.sandbox.openai import writer
from vibe_desktop.sandbox.openai.material import Material
from vibe_desktop.sandbox.openai.schemas import conforming, resolve
from vibe_desktop.sandbox.state import Json, JsonValue

_DEFAULT = {"properties": {"variants": {"type": "array"}}}


def compose(schema: Mapping[str, Any], material: Material, *, invented: bool = False) -> JsonValue:
    """A value of the schema: mails where it asks for them, else the plainest that conforms.

    Args:
        schema: The form; {} for three variants.
        material: What to write from.
        invented: Whether one mail is to hold a number that no fact has.
    """
    schema = schema or _DEFAULT
    root = resolve(schema, schema)
    properties = root.get("properties", {})
    turn = material.attempt - 1
    lists: dict[str, Callable[[int], list[Json]]] = {
        "variants": lambda _: writer.variants(material, turn),
        "follow_ups": lambda count: writer.follow_ups(material, count, turn),
        "mails": lambda _: writer.rewritten(material)[0],
        "sentences": lambda _: writer.rewritten(material)[1],
        "audiences": lambda _: writer.audiences(material),
    }
    value = conforming(root, schema)
    if {"subject", "body"} <= set(properties):
        return _fit(_one(properties, schema, material, turn), root, schema)
    for name in [name for name in lists if name in properties]:
        form = resolve(properties[name], schema)
        written = lists[name](form.get("minItems", 1))
        if invented and written and "body" in written[0]:
            writer.invent(written[0], material)
            invented = False
        most = form.get("maxItems", len(written))
        value[name] = [_fit(item, form.get("items", {}), schema) for item in written[:most]]
    return value


def _one(
    properties: Mapping[str, Any], schema: Mapping[str, Any], material: Material, turn: int
) -> Json:
    angle = resolve(properties.get("angle", {}), schema)
    wanted = angle.get("const") or (angle.get("enum") or writer.ANGLES)[0]
    index = writer.ANGLES.index(wanted) if wanted in writer.ANGLES else 0
    return writer.variants(material, turn)[index]


def _fit(item: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any]) -> JsonValue:
    """The item with exactly the keys that the schema names."""
    shape = resolve(schema, root)
    properties = shape.get("properties")
    if not isinstance(properties, Mapping):
        return dict(item)
    value = {}
    for name, child in properties.items():
        given = item.get(name)
        if given is None:
            value[name] = conforming(child, root)
        elif isinstance(given, list):
            inner = resolve(child, root).get("items", {})
            value[name] = [
                _fit(entry, inner, root) if isinstance(entry, Mapping) else entry for entry in given
            ]
        else:
            value[name] = given
    return value
