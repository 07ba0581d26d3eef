"""Collecting an answer from its pieces. Servers differ, so any part of a piece may be missing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vibe_desktop.domain.copywriting import Tokens
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.gateways.openai import errors
from vibe_desktop.gateways.openai.answers import mended

MOST_CHARACTERS = 400_000
"""Some 100,000 tokens: many times what three mails and four follow-ups take."""


@dataclass(slots=True)
class Heard:
    """What has arrived so far.

    Attributes:
        length: Characters of all pieces.
        finish: The server's reason for ending, "" while it gave none.
        thinking: Whether the model reasons aloud and has not begun its answer.
        tokens: As the server counted; it may say so at any moment, or never.
    """

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    refusals: list[str] = field(default_factory=list)
    finish: str = ""
    model: str = ""
    thinking: bool = False
    tokens: Tokens = field(default_factory=Tokens)

    @property
    def text(self) -> str:
        """The answer so far."""
        return mended("".join(self.pieces))

    def take(self, chunk: Mapping[str, Any], message: str = "delta") -> None:
        """Add a piece.

        Raises:
            ContractBroken: The answer grew beyond `MOST_CHARACTERS`; the rest is not listened to.
        """
        self.model = _text(chunk.get("model")) or self.model
        if counted := _tokens(_mapping(chunk.get("usage"))):
            self.tokens = counted
        choices = chunk.get("choices")
        if not isinstance(choices, list) or not choices:
            return
        choice = _mapping(choices[0])
        said = _mapping(choice.get(message))
        if words := _text(said.get("content")):
            self.pieces.append(words)
            self.length += len(words)
        if words := _text(said.get("refusal")):
            self.refusals.append(words)
        if self.length > MOST_CHARACTERS:
            raise errors.endless()
        self.thinking = not self.pieces and (
            self.thinking or bool(said.get("reasoning") or said.get("reasoning_content"))
        )
        self.finish = _text(choice.get("finish_reason")) or self.finish

    def take_whole(self, body: bytes) -> object:
        """Take an answer that came in one piece.

        Returns:
            The error that it holds instead of an answer, None when it holds none.

        Raises:
            ValueError: It is no JSON object.
        """
        data = json.loads(body)
        if not isinstance(data, dict):
            raise ValueError("no object")  # noqa: TRY004 - like JSON that cannot be read
        self.take(data, "message")
        return data.get("error")

    def judge(self, label: str) -> None:
        """Stop here when this is no whole answer.

        Raises:
            Rejected: It was refused or filtered.
            Unreachable: It broke off.
            ContractBroken: It was cut off, or is empty.
        """
        if self.refusals:
            raise errors.refused(mended("".join(self.refusals)))
        if self.finish == "length":
            raise errors.cut_off()
        if self.finish == "content_filter":
            raise errors.filtered()
        if self.finish == "error" or (not self.finish and not self._looks_whole()):
            raise errors.broken_off(label)
        if not self.text.strip():
            raise ContractBroken(
                "The model's answer is empty.",
                safe=errors.KEPT,
                next_step="Try again, or choose another model in Settings.",
            )

    def _looks_whole(self) -> bool:
        """Some servers never name a reason for finishing; then the text has to speak for itself."""
        text = self.text
        try:
            json.JSONDecoder(strict=False).raw_decode(text, text.find("{"))
        except (ValueError, RecursionError):
            return False
        return True


def _tokens(usage: Mapping[str, Any]) -> Tokens | None:
    """The tokens of a call; None when nothing was counted."""
    asked = _mapping(usage.get("prompt_tokens_details"))
    answered = _mapping(usage.get("completion_tokens_details"))
    counted = Tokens(
        prompt=_count(usage.get("prompt_tokens")),
        completion=_count(usage.get("completion_tokens")),
        cached=_count(asked.get("cached_tokens")),
        reasoning=_count(answered.get("reasoning_tokens")),
    )
    return counted if counted != Tokens() else None


def _count(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
