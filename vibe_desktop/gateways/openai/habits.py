"""What a server with a model was found to understand; learnt once and kept."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vibe_desktop.gateways.openai.models import traits
from vibe_desktop.gateways.openai.schema import Json, Rung

if TYPE_CHECKING:
    import openai

_MOST_TOKENS = 6_000
_MOST_TOKENS_REASONING = 14_000
_FORM_WORDS = ("response_format", "json_schema", "json_object", "schema", "grammar")
_DROPPABLE = frozenset(
    {"temperature", "reasoning_effort", "max_completion_tokens", "max_tokens", "stream_options"}
)
_TELLING = frozenset({400, 422, 500})
"""Statuses with which servers answer a parameter or a form they do not know."""


@dataclass(slots=True)
class Habits:
    """How to ask.

    Attributes:
        rung: How the server is asked for the form.
        dropped: Parameters it refuses.
    """

    model: str
    is_openai: bool
    rung: Rung = Rung.SCHEMA
    dropped: set[str] = field(default_factory=set)

    def parameters(self) -> Json:
        """Model, limits and temperature as this model takes them."""
        model = traits(self.model)
        chosen: Json = {"model": self.model, "stream_options": {"include_usage": True}}
        if model.effort:
            chosen["reasoning_effort"] = model.effort
        if model.takes_temperature:
            chosen["temperature"] = 0.8
        # Only OpenAI itself knows the newer name; some servers silently ignore it.
        limit = "max_completion_tokens" if self.is_openai or model.known else "max_tokens"
        chosen[limit] = _MOST_TOKENS_REASONING if model.reasons else _MOST_TOKENS
        return {name: value for name, value in chosen.items() if name not in self.dropped}

    def learn(self, error: "openai.APIStatusError") -> bool:
        """Change what a refusal names; False when it names nothing that can be changed."""
        named = self._named(error)
        if named is None:
            return False
        if named:
            self.dropped.add(named)
        else:
            self.rung = Rung(self.rung + 1)
        return True

    def can_learn(self, error: "openai.APIStatusError") -> bool:
        """Whether a refusal names something that can be changed, so that repeating is in vain."""
        return self._named(error) is not None

    def _named(self, error: "openai.APIStatusError") -> str | None:
        """The parameter that is refused, "" for the form of the answer, None for neither."""
        if error.status_code not in _TELLING:
            return None
        said = f"{error.param or ''} {error.message}".lower()
        for name in sorted(self.parameters().keys() & _DROPPABLE):
            if name in said:
                return name
        if self.rung is not Rung.PROMPT and any(word in said for word in _FORM_WORDS):
            return ""
        return None
