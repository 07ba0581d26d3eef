"""One call: asked in the form the server understands, read as it streams in."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from vibe_desktop.domain.copywriting import CopyTrace, Tokens
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.openai import errors
from vibe_desktop.gateways.openai.answers import NotInForm
from vibe_desktop.gateways.openai.habits import Habits
from vibe_desktop.gateways.openai.hearing import Heard
from vibe_desktop.gateways.openai.patience import patiently
from vibe_desktop.gateways.openai.prompt import Question
from vibe_desktop.gateways.openai.schema import Json, Rung

if TYPE_CHECKING:
    import openai
    from openai import AsyncStream
    from openai.types.chat import ChatCompletionChunk

T = TypeVar("T")

_LEAST_PAUSE = 0.02

Watch = Callable[[str], Progress | None]
"""Makes a progress of what has arrived so far."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is talked to.

    Attributes:
        label: Its name for the founder.
        patience: Attempts and pauses.
        seconds_between: Least time between two reports while an answer streams in, so that
            neither the window nor reading the beginning anew costs much.
    """

    label: str
    patience: Backoff
    seconds_between: float = 0.05


class Conversation:
    """Asks until there is an answer in form, and no more often than that takes."""

    def __init__(
        self,
        client: "openai.AsyncOpenAI",
        habits: Habits,
        manners: Manners,
        work: Work,
        trace: CopyTrace,
    ) -> None:
        self._client = client
        self._habits = habits
        self._manners = manners
        self._work = work
        self._trace = trace
        self._spent = Tokens()
        self._shown = 0
        self._shown_at = 0.0

    async def hold(self, question: Question, read: Callable[[str], T], watch: Watch) -> T:
        """Get an answer.

        Args:
            question: What is asked.
            read: Reads the whole answer; raises NotInForm.
            watch: Sees the beginning of the answer grow.

        Raises:
            openai.APIError: The server refused or broke off.
            Trouble: The answer is of no use; see `OpenAIWriter.write`.
        """
        while True:
            rung = self._habits.rung
            await self._ask(question, watch)
            try:
                return read(self._trace.raw)
            except NotInForm:
                if rung is Rung.PROMPT:
                    raise
                # Some servers take the schema and then ignore it: tell the model itself, once.
                self._habits.rung = Rung.PROMPT

    async def _ask(self, question: Question, watch: Watch) -> None:
        import openai

        habits, trace = self._habits, self._trace
        while True:
            asked: Json = {"messages": question.messages(habits.rung), **habits.parameters()}
            form = question.form.response_format(habits.rung)
            if form is not None:
                asked["response_format"] = form
            trace.prompt = json.dumps(asked, ensure_ascii=False)
            trace.raw = ""
            trace.model = habits.model
            try:
                stream = await patiently(
                    partial(self._create, asked),
                    self._manners.label,
                    self._manners.patience,
                    self._work,
                    in_vain=habits.can_learn,
                )
            except openai.APIStatusError as error:
                if not habits.learn(error):
                    raise
                continue
            async with stream:
                await self._receive(stream, watch)
            return

    async def _create(self, asked: Json) -> "AsyncStream[ChatCompletionChunk]":
        stream: AsyncStream[ChatCompletionChunk] = await self._client.chat.completions.create(
            **asked, stream=True
        )
        return stream

    async def _receive(self, stream: "AsyncStream[ChatCompletionChunk]", watch: Watch) -> None:
        import httpx2
        import openai

        label = self._manners.label
        self._trace.request_id = stream.response.headers.get("x-request-id", "")
        kind = stream.response.headers.get("content-type", "").lower()
        if "html" in kind:
            raise errors.not_an_api(label)
        heard = Heard()
        self._shown = 0
        try:
            if "json" in kind:  # a server that does not stream
                await self._take_whole(stream, heard)
            else:
                await self._listen(stream, heard, watch)
        except (openai.APITimeoutError, httpx2.TimeoutException):
            raise errors.fell_silent(label) from None
        except (openai.APIConnectionError, httpx2.HTTPError):
            raise errors.broken_off(label) from None
        except (ValueError, RecursionError):
            raise errors.garbled(label) from None
        finally:
            # Also when it was cancelled or broke: what came may be worth keeping, and was paid for.
            self._note(heard)
            self._spent = self._trace.tokens
            if heard.pieces and not self._work.cancelled:
                self._show(heard, watch)
        heard.judge(label)

    async def _take_whole(self, stream: "AsyncStream[ChatCompletionChunk]", heard: Heard) -> None:
        import openai

        trouble = heard.take_whole(await stream.response.aread())
        if trouble:
            said = trouble.get("message") if isinstance(trouble, dict) else trouble
            raise openai.APIError(str(said), request=stream.response.request, body=trouble)

    async def _listen(
        self, stream: "AsyncStream[ChatCompletionChunk]", heard: Heard, watch: Watch
    ) -> None:
        thinking = False
        # Also beside the reading, so that a stream that stalls shows its last words.
        showing = asyncio.create_task(self._keep_showing(heard, watch))
        try:
            async for chunk in stream:
                # The SDK hands on what is no chunk at all as it came, and checks no others.
                if hasattr(chunk, "model_dump"):
                    heard.take(chunk.model_dump(warnings=False))
                if heard.thinking and not thinking:
                    self._work.report("The model is thinking …")
                thinking = heard.thinking
                self._show_when_due(heard, watch)
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def _keep_showing(self, heard: Heard, watch: Watch) -> None:
        while not self._work.cancelled:
            await asyncio.sleep(max(self._manners.seconds_between, _LEAST_PAUSE))
            self._show_when_due(heard, watch)

    def _show_when_due(self, heard: Heard, watch: Watch) -> None:
        now = time.monotonic()
        there = len(heard.pieces)
        if there > self._shown and now - self._shown_at >= self._manners.seconds_between:
            self._shown, self._shown_at = there, now
            self._note(heard)
            self._show(heard, watch)

    def _note(self, heard: Heard) -> None:
        self._trace.raw = heard.text
        self._trace.tokens = self._spent + heard.tokens
        self._trace.model = heard.model or self._trace.model

    def _show(self, heard: Heard, watch: Watch) -> None:
        progress = watch(heard.text)
        if progress is not None:
            self._work.report(progress.message, progress.done, progress.total, progress.detail)
