"""One call for three mails: asked in the form the server understands, read as it streams in."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from vibe_desktop.domain.copywriting import CopyAnswer, CopyRequest, CopyTrace, Tokens
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.openai import errors
from vibe_desktop.gateways.openai.answers import NotInForm, angles_begun, read
from vibe_desktop.gateways.openai.patience import patiently
from vibe_desktop.gateways.openai.prompt import messages
from vibe_desktop.gateways.openai.schema import Json, Rung, response_format

if TYPE_CHECKING:
    import openai
    from openai import AsyncStream
    from openai.types.chat import ChatCompletionChunk

MAX_TOKENS = 4_000
MAX_TOKENS_REASONING = 12_000
_FORM_WORDS = ("response_format", "json_schema", "json_object", "schema", "grammar")
_DROPPABLE = frozenset(
    {"temperature", "reasoning_effort", "max_completion_tokens", "max_tokens", "stream_options"}
)
_EXTRA = frozenset({400, 422, 500})
"""Statuses with which servers answer a parameter or a form they do not know."""


@dataclass(slots=True)
class Habits:
    """What a server with a model was found to understand.

    Attributes:
        rung: How it is asked for the form.
        dropped: Parameters it refuses.
    """

    model: str
    is_openai: bool
    rung: Rung = Rung.SCHEMA
    dropped: set[str] = field(default_factory=set)

    def parameters(self) -> Json:
        """Model, limits and temperature as this model takes them."""
        name = self.model.lower()
        known = name.startswith(("gpt-5.", "gpt-6"))
        quick = known and any(kind in name for kind in ("luna", "terra"))
        chosen: Json = {"model": self.model, "stream_options": {"include_usage": True}}
        # These models reason unless told not to, and while reasoning take no temperature.
        if quick:
            chosen |= {"reasoning_effort": "none", "temperature": 0.8}
        elif known:
            chosen |= {"reasoning_effort": "low"}
        # Only OpenAI itself knows the newer name; some servers silently ignore it.
        limit = "max_completion_tokens" if self.is_openai or known else "max_tokens"
        chosen[limit] = MAX_TOKENS if quick or not known else MAX_TOKENS_REASONING
        return {name: value for name, value in chosen.items() if name not in self.dropped}

    def learn(self, error: "openai.APIStatusError") -> bool:
        """Change what a refusal names; False when it names nothing that can be changed."""
        if error.status_code not in _EXTRA:
            return False
        said = f"{error.param or ''} {error.message}".lower()
        for name in sorted(self.parameters().keys() & _DROPPABLE):
            if name in said:
                self.dropped.add(name)
                return True
        if self.rung is not Rung.PROMPT and any(word in said for word in _FORM_WORDS):
            self.rung = Rung(self.rung + 1)
            return True
        return False


class Conversation:
    """Asks until there is an answer in form, and no more often than that takes."""

    def __init__(
        self,
        client: "openai.AsyncOpenAI",
        habits: Habits,
        label: str,
        patience: Backoff,
        work: Work,
        trace: CopyTrace,
    ) -> None:
        self._client = client
        self._habits = habits
        self._label = label
        self._patience = patience
        self._work = work
        self._trace = trace

    async def hold(self, request: CopyRequest) -> CopyAnswer:
        """Get the three mails.

        Raises:
            openai.APIError: The server refused or broke off.
            Trouble: The answer is of no use; see `OpenAIWriter.write`.
        """
        while True:
            rung = self._habits.rung
            await self._ask(request)
            try:
                variants = read(self._trace.raw)
            except NotInForm:
                if rung is Rung.PROMPT:
                    raise
                # Some servers take the schema and then ignore it: tell the model itself, once.
                self._habits.rung = Rung.PROMPT
                continue
            trace = self._trace
            return CopyAnswer(variants, trace.raw, trace.model, trace.tokens, trace.request_id)

    async def _ask(self, request: CopyRequest) -> None:
        import openai

        while True:
            asked: Json = {
                "messages": messages(request, self._habits.rung),
                **self._habits.parameters(),
            }
            form = response_format(self._habits.rung)
            if form is not None:
                asked["response_format"] = form
            self._trace.prompt = json.dumps(asked, ensure_ascii=False)
            self._trace.raw = ""
            self._trace.model = self._habits.model
            try:
                stream = await patiently(
                    partial(self._create, asked), self._label, self._patience, self._work
                )
            except openai.APIStatusError as error:
                if not self._habits.learn(error):
                    raise
                continue
            async with stream:
                await self._receive(stream)
            return

    async def _create(self, asked: Json) -> "AsyncStream[ChatCompletionChunk]":
        stream: AsyncStream[ChatCompletionChunk] = await self._client.chat.completions.create(
            **asked, stream=True
        )
        return stream

    async def _receive(self, stream: "AsyncStream[ChatCompletionChunk]") -> None:
        self._trace.request_id = stream.response.headers.get("x-request-id", "")
        kind = stream.response.headers.get("content-type", "").lower()
        if "html" in kind:
            raise errors.not_an_api(self._label)
        heard = _Heard()
        if "json" in kind:  # a server that does not stream
            heard.take_whole(await stream.response.aread())
            self._note(heard)
        else:
            await self._listen(stream, heard)
        heard.judge(self._label)

    async def _listen(self, stream: "AsyncStream[ChatCompletionChunk]", heard: "_Heard") -> None:
        import openai

        begun = 0
        try:
            async for chunk in stream:
                heard.take(chunk.model_dump())
                self._note(heard)
                angles = angles_begun(heard.text)
                if len(angles) > begun:
                    begun = len(angles)
                    words = f"Writing the {angles[-1].value}-focused mail …"
                    self._work.report(words, begun - 1, 3)
        except openai.APIStatusError:
            raise
        except (openai.APIError, ValueError):
            raise errors.broken_off(self._label) from None

    def _note(self, heard: "_Heard") -> None:
        self._trace.raw = heard.text
        self._trace.tokens = heard.tokens
        self._trace.model = heard.model or self._trace.model


@dataclass(slots=True)
class _Heard:
    """What has arrived so far."""

    pieces: list[str] = field(default_factory=list)
    refusal: str = ""
    finish: str = ""
    model: str = ""
    tokens: Tokens = field(default_factory=Tokens)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def take(self, chunk: dict[str, Any], message: str = "delta") -> None:
        """Add a chunk. Servers differ, so every part of it may be missing or null."""
        self.model = chunk.get("model") or self.model
        if usage := chunk.get("usage"):
            self.tokens = Tokens(
                usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0
            )
        for choice in (chunk.get("choices") or [])[:1]:
            said = choice.get(message) or {}
            self.pieces.append(said.get("content") or "")
            self.refusal += said.get("refusal") or ""
            self.finish = choice.get("finish_reason") or self.finish

    def take_whole(self, body: bytes) -> None:
        """Take an answer that came in one piece."""
        try:
            data = json.loads(body)
        except ValueError:
            return
        if isinstance(data, dict):
            self.take(data, "message")

    def judge(self, label: str) -> None:
        """Stop here when this is no whole answer.

        Raises:
            Trouble: It was refused, filtered, cut off, or broke off.
        """
        if self.refusal:
            raise errors.refused(self.refusal)
        if self.finish == "length":
            raise errors.cut_off()
        if self.finish == "content_filter":
            raise errors.filtered()
        if not self.finish and not self._looks_whole():
            raise errors.broken_off(label)
        if not self.text.strip():
            raise ContractBroken(
                "The model's answer is empty.",
                safe=errors.KEPT,
                next_step="Try again, or choose another model in Settings.",
            )

    def _looks_whole(self) -> bool:
        """Some servers never name a reason for finishing; then the text has to speak for itself."""
        return self.text.rstrip().endswith("}")
