"""The form of the answer, and the ways of asking servers for it."""

from enum import IntEnum
from typing import Any

from vibe_desktop.domain.variants import ANGLES

Json = dict[str, Any]


class Rung(IntEnum):
    """How an answer in form is asked for; servers differ in what they understand.

    OpenAI, Ollama, vLLM, LM Studio and llama-server take a JSON schema; llama-cpp-python takes a
    JSON object with a schema beside it; the rest only what stands in the prompt.
    """

    SCHEMA = 0
    OBJECT = 1
    PROMPT = 2


def _strict(properties: Json) -> Json:
    """An object as strict mode wants it: every key required, no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


# The body stands before its claims, so that the mail itself is written first.
ANSWER: Json = _strict(
    {
        "variants": {
            "type": "array",
            "minItems": 3,
            "maxItems": 3,
            "items": _strict(
                {
                    "angle": {"type": "string", "enum": [angle.value for angle in ANGLES]},
                    "subject": {"type": "string"},
                    "body": {"type": "string"},
                    "claims": {
                        "type": "array",
                        "items": _strict(
                            {
                                "text": {"type": "string"},
                                "source_id": {"type": "string"},
                                "quote": {"type": "string"},
                            }
                        ),
                    },
                }
            ),
        }
    }
)


def response_format(rung: Rung) -> Json | None:
    """The `response_format` parameter, None when it is left out."""
    if rung is Rung.SCHEMA:
        named = {"name": "cold_mails", "strict": True, "schema": ANSWER}
        return {"type": "json_schema", "json_schema": named}
    if rung is Rung.OBJECT:
        return {"type": "json_object", "schema": ANSWER}
    return None
