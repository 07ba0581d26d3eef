"""Checks of a chat completion request, with the words OpenAI refuses them in."""

import json
import re

from vibe_desktop.sandbox.openai import models
from vibe_desktop.sandbox.openai.schemas import complaint
from vibe_desktop.sandbox.state import Json, JsonValue

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_FORMATS = ("text", "json_object", "json_schema")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HOTTEST = 2


class BadRequest(Exception):
    """A request that is refused with 400."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.param = param
        self.code = code


def check(body: bytes) -> Json:
    """The request, when nothing is wrong with it.

    Raises:
        BadRequest: Something is.
    """
    try:
        wanted = json.loads(body)
    except ValueError as trouble:
        raise BadRequest("We could not parse the JSON body of your request.") from trouble
    if not isinstance(wanted, dict):
        raise BadRequest("The body of the request must be a JSON object.")
    if not isinstance(wanted.get("model"), str) or not wanted["model"]:
        raise BadRequest("you must provide a model parameter", param="model")
    _messages(wanted.get("messages"))
    for name in ("max_tokens", "max_completion_tokens"):
        most = wanted.get(name)
        if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
            raise BadRequest(
                f"Invalid type for '{name}': expected a positive integer.",
                param=name,
                code="invalid_type",
            )
    if wanted.get("n", 1) != 1:
        raise BadRequest("The sandbox writes one completion a request.", param="n")
    _reasoning(wanted)
    _format(wanted.get("response_format"))
    return wanted


def _messages(messages: JsonValue) -> None:
    if not isinstance(messages, list) or not messages:
        raise BadRequest(
            "Invalid 'messages': empty array. Expected an array with minimum length 1.",
            param="messages",
            code="empty_array",
        )
    for index, message in enumerate(messages):
        role = message.get("role") if isinstance(message, dict) else None
        if role not in _ROLES:
            raise BadRequest(
                f"Invalid value: '{role}'. Supported values are: {', '.join(_ROLES)}.",
                param=f"messages[{index}].role",
                code="invalid_value",
            )
        if not isinstance(message.get("content"), str | list | None):
            raise BadRequest(
                f"Invalid type for 'messages[{index}].content'.",
                param=f"messages[{index}].content",
                code="invalid_type",
            )


def _reasoning(wanted: Json) -> None:
    temperature, effort = wanted.get("temperature"), wanted.get("reasoning_effort")
    if temperature is not None and (
        isinstance(temperature, bool)
        or not isinstance(temperature, int | float)
        or not 0 <= temperature <= _HOTTEST
    ):
        raise BadRequest(
            "Invalid 'temperature': expected a number between 0 and 2.",
            param="temperature",
            code="invalid_value",
        )
    model = models.find(wanted["model"])
    if model is None:
        return
    if effort is not None and effort not in model.efforts:
        raise BadRequest(
            f"Unsupported value: 'reasoning_effort' does not support '{effort}' with this model. "
            f"Supported values are: {', '.join(model.efforts)}.",
            param="reasoning_effort",
            code="unsupported_value",
        )
    thinking = (effort or model.default_effort) != "none"
    if thinking and temperature is not None and temperature != 1:
        raise BadRequest(
            "Unsupported parameter: 'temperature' is not supported with this model while it "
            "reasons.",
            param="temperature",
            code="unsupported_parameter",
        )


def _format(form: JsonValue) -> None:
    if form is None:
        return
    kind = form.get("type") if isinstance(form, dict) else None
    if kind not in _FORMATS:
        raise BadRequest(
            f"Invalid value: '{kind}'. Supported values are: {', '.join(_FORMATS)}.",
            param="response_format.type",
            code="invalid_value",
        )
    if kind != "json_schema":
        return
    given = form.get("json_schema")
    if not isinstance(given, dict) or not isinstance(given.get("schema"), dict):
        raise BadRequest(
            "Missing required parameter: 'response_format.json_schema.schema'.",
            param="response_format.json_schema",
            code="missing_required_parameter",
        )
    if not isinstance(given.get("name"), str) or not _NAME.fullmatch(given["name"]):
        raise BadRequest(
            "Invalid 'response_format.json_schema.name': expected letters, digits, '_' and '-', "
            "64 at most.",
            param="response_format.json_schema.name",
            code="invalid_value",
        )
    if given.get("strict") and (words := complaint(given["schema"])):
        raise BadRequest(
            f"Invalid schema for response_format '{given['name']}': {words}",
            param="response_format",
            code="invalid_json_schema",
        )
