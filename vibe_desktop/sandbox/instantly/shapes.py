"""Checks of requests, with the words the live API refuses them in (Ajv, by way of Fastify).

A shape takes a value and where it stood ("body/leads/0/email") and returns the value as the API
goes on with it: unknown keys are dropped without a word, as the live API does.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from vibe_desktop.sandbox.state import JsonValue

Shape = Callable[[Any, str], Any]
"""Checks a value; returns what is kept of it; raises Invalid."""

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(
    r"[^@\s<>\"',;]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE
)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+", re.IGNORECASE)


class Invalid(Exception):
    """A request the contract refuses; the text is the message of the 400."""


def is_email(value: str) -> bool:
    """Whether it reads like a mail address."""
    return _EMAIL.fullmatch(value) is not None


def is_uuid(value: str) -> bool:
    """Whether it reads like a UUID."""
    return _UUID.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _is_time(value: str) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return moment.tzinfo is not None


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uuid": is_uuid,
    "email": is_email,
    "date": _is_date,
    "date-time": _is_time,
    "uri": lambda value: _URI.fullmatch(value) is not None,
}


def _refuse_type(where: str, word: str, *, null: bool) -> Invalid:
    return Invalid(f"{where} must be {word}{',null' if null else ''}")


def text(
    kind: str = "", *, pattern: str = "", choices: Sequence[str] = (), null: bool = False
) -> Shape:
    """A string, of a format ("uuid", "email", "date", "date-time", "uri") when one is named."""
    matches = re.compile(pattern) if pattern else None

    def check(value: JsonValue, where: str) -> JsonValue:
        if value is None and null:
            return None
        if not isinstance(value, str):
            raise _refuse_type(where, "string", null=null)
        if kind and not _FORMATS[kind](value):
            raise Invalid(f'{where} must match format "{kind}"')
        if matches and not matches.search(value):
            raise Invalid(f'{where} must match pattern "{pattern}"')
        if choices and value not in choices:
            raise Invalid(f"{where} must be equal to one of the allowed values")
        return value

    return check


def number(
    *,
    whole: bool = False,
    least: float | None = None,
    most: float | None = None,
    choices: Sequence[float] = (),
    null: bool = False,
) -> Shape:
    """A number within bounds."""

    def check(value: JsonValue, where: str) -> JsonValue:
        if value is None and null:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _refuse_type(where, "integer" if whole else "number", null=null)
        if whole and value != int(value):
            raise _refuse_type(where, "integer", null=null)
        if least is not None and value < least:
            raise Invalid(f"{where} must be >= {least:g}")
        if most is not None and value > most:
            raise Invalid(f"{where} must be <= {most:g}")
        if choices and value not in choices:
            raise Invalid(f"{where} must be equal to one of the allowed values")
        return int(value) if whole else value

    return check


def flag(*, null: bool = False) -> Shape:
    """True or false."""

    def check(value: JsonValue, where: str) -> JsonValue:
        if not isinstance(value, bool) and not (null and value is None):
            raise _refuse_type(where, "boolean", null=null)
        return value

    return check


def array(item: Shape, *, least: int = 0, most: int | None = None) -> Shape:
    """A list of so many items."""

    def check(value: JsonValue, where: str) -> JsonValue:
        if not isinstance(value, list):
            raise Invalid(f"{where} must be array")
        if len(value) < least:
            raise Invalid(f"{where} must NOT have fewer than {least} items")
        if most is not None and len(value) > most:
            raise Invalid(f"{where} must NOT have more than {most} items")
        return [item(entry, f"{where}/{index}") for index, entry in enumerate(value)]

    return check


def record(
    required: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    *,
    least: int = 0,
    null: bool = False,
) -> Shape:
    """An object; keys that are not named here are dropped."""
    shapes = {**required, **(optional or {})}

    def check(value: JsonValue, where: str) -> JsonValue:
        if value is None and null:
            return None
        if not isinstance(value, dict):
            raise _refuse_type(where, "object", null=null)
        for name in required:
            if name not in value:
                raise Invalid(f"{where} must have required property '{name}'")
        known = {name: value[name] for name in shapes if name in value}
        if len(known) < least:
            raise Invalid(f"{where} must NOT have fewer than {least} properties")
        return {name: shapes[name](entry, f"{where}/{name}") for name, entry in known.items()}

    return check


def mapping(item: Shape) -> Shape:
    """An object with keys of the caller's choice."""

    def check(value: JsonValue, where: str) -> JsonValue:
        if not isinstance(value, dict):
            raise Invalid(f"{where} must be object")
        return {name: item(entry, f"{where}/{name}") for name, entry in value.items()}

    return check


def scalar(value: JsonValue, where: str) -> JsonValue:
    """What a custom variable may hold."""
    if value is not None and not isinstance(value, str | int | float | bool):
        raise Invalid(f"{where} must be string,number,boolean,null")
    return value


def anything(value: JsonValue, _where: str) -> JsonValue:
    """Whatever it is."""
    return value


def from_query(shape: Shape, values: Sequence[str], where: str, *, many: bool) -> JsonValue:
    """Check a query parameter: words become numbers and flags first, as the live API does."""
    if many:
        return shape(list(values), where)
    word = values[-1]
    guesses: list[Any] = [word]
    if word in ("true", "false"):
        guesses.insert(0, word == "true")
    elif re.fullmatch(r"-?\d+(?:\.\d+)?", word):
        guesses.insert(0, float(word) if "." in word else int(word))
    trouble: Invalid | None = None
    for guess in reversed(guesses):
        try:
            return shape(guess, where)
        except Invalid as refusal:
            trouble = refusal
    raise trouble or Invalid(where)
