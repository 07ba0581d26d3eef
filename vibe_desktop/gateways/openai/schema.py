"""The forms of the answers, and the ways of asking servers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from vibe_desktop.domain.copywriting import Rewrite
from vibe_desktop.domain.variants import ANGLES

Json = dict[str, Any]

AUDIENCES = 3
"""Ideal customers that are suggested."""


class Rung(IntEnum):
    """How an answer in form is asked for; servers differ in what they understand.

    OpenAI, Ollama, vLLM, LM Studio and llama-server take a JSON schema; llama-cpp-python takes a
    JSON object with a schema beside it; the rest only what stands in the prompt.
    """

    SCHEMA = 0
    OBJECT = 1
    PROMPT = 2


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer has to look like.

    Attributes:
        name: Letters and underscores, for the server.
        schema: A JSON schema by the rules of strict mode: no lengths, no defaults.
    """

    name: str
    schema: Json

    def response_format(self, rung: Rung) -> Json | None:
        """The `response_format` parameter, None when it is left out."""
        if rung is Rung.SCHEMA:
            named = {"name": self.name, "strict": True, "schema": self.schema}
            return {"type": "json_schema", "json_schema": named}
        if rung is Rung.OBJECT:
            return {"type": "json_object", "schema": self.schema}
        return None


def mails(follow_ups: int) -> Form:
    """Three variants and so many follow-ups."""
    variant = {"angle": {"type": "string", "enum": [angle.value for angle in ANGLES]}}
    lists = {"variants": _exactly(len(ANGLES), _strict(variant | _SUBJECT | _BODY | _CLAIMS))}
    if follow_ups:
        lists["follow_ups"] = _exactly(follow_ups, _strict(_BODY | _CLAIMS))
    return Form("cold_mails", _strict(lists))


def rewritten(rewrites: Sequence[Rewrite]) -> Form:
    """Each mail or sentence anew, with the number that it was given."""
    lists: Json = {}
    for name, parts, wanted in (
        ("mails", _SUBJECT | _BODY, numbers(rewrites, sentences=False)),
        ("sentences", {"sentence": {"type": "string"}}, numbers(rewrites, sentences=True)),
    ):
        if wanted:
            number = {"number": {"type": "integer", "enum": wanted}}
            lists[name] = _exactly(len(wanted), _strict(number | parts | _CLAIMS))
    return Form("rewritten_mails", _strict(lists))


def numbers(rewrites: Sequence[Rewrite], *, sentences: bool) -> list[int]:
    """The numbers (from 1) of the rewrites that concern one sentence, or a whole mail."""
    return [
        number
        for number, rewrite in enumerate(rewrites, start=1)
        if bool(rewrite.sentence) is sentences
    ]


def audiences() -> Form:
    """Three ideal customers, each with the ids of the facts that suggest it."""
    ids = {"type": "array", "items": {"type": "string"}}
    profile = {"title": {"type": "string"}, "text": {"type": "string"}, "fact_ids": ids}
    return Form("ideal_customers", _strict({"audiences": _exactly(AUDIENCES, _strict(profile))}))


def _strict(properties: Json) -> Json:
    """An object as strict mode wants it: every key required, no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _exactly(count: int, item: Json) -> Json:
    return {"type": "array", "minItems": count, "maxItems": count, "items": item}


_SUBJECT: Json = {"subject": {"type": "string"}}
_BODY: Json = {"body": {"type": "string"}}
# What supports a text stands after it, so that the text itself is written first.
_CLAIMS: Json = {
    "claims": {
        "type": "array",
        "items": _strict(
            {
                "text": {"type": "string"},
                "source_id": {"type": "string"},
                "quote": {"type": "string"},
            }
        ),
    }
}
