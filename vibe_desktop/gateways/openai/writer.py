"""The writer: mails from a model, streamed, checked for form, cancellable at any moment.

Every call has a client of its own on an event loop of its own: a stalled read of the blocking
client cannot be woken, a task can. The SDK is imported by the first call (it costs half a second).
"""

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from vibe_desktop.domain.audiences import AudienceProfile
from vibe_desktop.domain.copywriting import CopyAnswer, CopyRequest, CopyTrace, Rewrite
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.variants import ANGLES, DraftVariant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.errors import unusable_proxy
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.http.running import run
from vibe_desktop.gateways.openai import answers, errors
from vibe_desktop.gateways.openai.conversation import Conversation, Manners, Watch
from vibe_desktop.gateways.openai.habits import Habits
from vibe_desktop.gateways.openai.patience import patiently
from vibe_desktop.gateways.openai.prompt import Prompter, Question
from vibe_desktop.gateways.openai.watching import Watcher

if TYPE_CHECKING:
    import openai

T = TypeVar("T")

PATIENCE = Backoff(attempts=3, deadline=180.0)
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 90.0
_OPENAI_HOST = "api.openai.com"


class OpenAIWriter:
    """Writes mails through one API with one model.

    Args:
        base_url: Root of the API, "/v1" included.
        model: The model's name.
        secret: Gives the key; asked at every call. May raise NotAuthorised.
        host_log: Is told (host, purpose) before the host is contacted.
        patience: Attempts, pauses, and the most seconds a call may take in all.
        silence: The most seconds between two pieces of an answer.
        seconds_between: Least seconds between two reports of what has been written so far.
    """

    def __init__(
        self,
        base_url: str,
        *,
        model: str,
        secret: Callable[[], str],
        host_log: Callable[[str, str], None],
        patience: Backoff = PATIENCE,
        silence: float = _READ_SECONDS,
        seconds_between: float = 0.05,
    ) -> None:
        parts = urlsplit(base_url)
        self._base_url = base_url.rstrip("/")
        self._model = model
        self._secret = secret
        self._host_log = host_log
        self._patience = patience
        self._host = parts.hostname or base_url
        self._is_openai = self._host == _OPENAI_HOST
        self._silence = silence
        self._label = "OpenAI" if self._is_openai else f"The model server at {parts.netloc}"
        # What this server understands is learnt once and kept.
        self._habits = Habits(model, is_openai=self._is_openai)
        self._manners = Manners(self._label, patience, seconds_between)
        self._prompter = Prompter(secrets.token_bytes(16))

    @property
    def model(self) -> str:
        """The model it asks for."""
        return self._model

    def write(self, request: CopyRequest, work: Work, trace: CopyTrace | None = None) -> CopyAnswer:
        """Have the three variants and the follow-ups of the request written, in one call.

        Args:
            request: Facts and wishes.
            work: Is told which mail is being written, with all that is there so far as `Writing`;
                cancelling it stops within 0.2 seconds.
            trace: Is filled in on the way, also when this raises. Its tokens are those of all
                answers it took to get one in form.

        Raises:
            NotAuthorised: No key, a wrong one, or one that may not write.
            RateLimited: Too many requests, or no credit left.
            Unreachable: Offline, too slow, broken off, trouble there, or no API at all.
            Rejected: Refused by the model or a filter; unknown model; request not understood.
            ContractBroken: Cut off, prose, or JSON of another form.
            Cancelled: The work was cancelled.
        """
        count = len(ANGLES) + request.follow_ups
        return self._mails(
            self._prompter.writing(request),
            partial(answers.read, follow_ups=request.follow_ups),
            Watcher(answers.read_partial, count, "Writing"),
            work,
            trace if trace is not None else CopyTrace(),
        )

    def rewrite(
        self,
        request: CopyRequest,
        rewrites: tuple[Rewrite, ...],
        work: Work,
        trace: CopyTrace | None = None,
    ) -> CopyAnswer:
        """Have mails, or one sentence of each, written anew in one call.

        The answer has one mail for each of `rewrites`, in their order. Where a sentence is named
        every other character of the body, and the subject, stay as they are.

        Raises:
            InvalidInput: Nothing is to be rewritten, or a sentence does not stand in its mail.
            Trouble, Cancelled: As `write`.
        """
        if not rewrites or any(one.sentence not in one.draft.body for one in rewrites):
            raise InvalidInput(
                "That sentence no longer stands in the mail.",
                safe=errors.KEPT,
                next_step="Choose the sentence again.",
            )
        return self._mails(
            self._prompter.rewriting(request, rewrites),
            partial(answers.read_rewrites, rewrites=rewrites),
            Watcher(
                partial(answers.read_partial_rewrites, rewrites=rewrites),
                len(rewrites),
                "Rewriting",
            ),
            work,
            trace if trace is not None else CopyTrace(),
        )

    def suggest_audiences(
        self, request: CopyRequest, work: Work, trace: CopyTrace | None = None
    ) -> tuple[AudienceProfile, ...]:
        """Three ideal customers that the facts speak for, the most promising first.

        Raises:
            Trouble, Cancelled: As `write`.
        """
        ids = {fact.id for fact in request.facts if fact.used}
        return self._answer(
            self._prompter.suggesting(request),
            partial(answers.read_audiences, fact_ids=ids),
            lambda _: None,
            work,
            trace if trace is not None else CopyTrace(),
        )

    def _mails(
        self,
        question: Question,
        read: Callable[[str], tuple[DraftVariant, ...]],
        watch: Watch,
        work: Work,
        trace: CopyTrace,
    ) -> CopyAnswer:
        drafts = self._answer(question, read, watch, work, trace)
        return CopyAnswer(drafts, trace.raw, trace.model, trace.tokens, trace.request_id)

    def _answer(
        self,
        question: Question,
        read: Callable[[str], T],
        watch: Watch,
        work: Work,
        trace: CopyTrace,
    ) -> T:
        secret = self._secret()
        work.report("Asking the model …")

        async def ask(client: "openai.AsyncOpenAI") -> T:
            conversation = Conversation(client, self._habits, self._manners, work, trace)
            return await conversation.hold(question, read, watch)

        return self._run(ask, secret, work, "writing mails")

    def list_models(self, work: Work) -> tuple[str, ...]:
        """The names of the models on offer, sorted.

        Raises:
            NotAuthorised, RateLimited, Unreachable, Rejected, Cancelled: As `write`.
        """
        secret = self._secret()

        async def ask(client: "openai.AsyncOpenAI") -> tuple[str, ...]:
            page = await patiently(client.models.list, self._label, self._patience, work)
            if not isinstance(getattr(page, "data", None), list):
                raise errors.not_an_api(self._label)
            return tuple(sorted(model.id for model in page.data))

        return self._run(ask, secret, work, "listing models")

    def test_key(self, work: Work) -> str:
        """Try the key without writing anything; one sentence saying that it works.

        Raises:
            NotAuthorised, RateLimited, Unreachable, Rejected, Cancelled: As `write`.
        """
        names = self.list_models(work)
        if self._model in names or not names:
            return f"{self._label} accepts the key; mails will be written by {self._model}."
        return (
            f"{self._label} accepts the key, but does not list the model “{self._model}”; "
            "you can choose another one."
        )

    def _run(
        self,
        ask: "Callable[[openai.AsyncOpenAI], Awaitable[T]]",
        secret: str,
        work: Work,
        purpose: str,
    ) -> T:
        self._host_log(self._host, purpose)
        import openai

        async def session() -> T:
            try:
                http = openai.DefaultAsyncHttpx2Client(
                    follow_redirects=False,
                    timeout=openai.Timeout(self._silence, connect=_CONNECT_SECONDS),
                )
            except (ValueError, ImportError):  # the environment's proxies are looked at here
                raise unusable_proxy() from None
            async with openai.AsyncOpenAI(
                api_key=secret or "none",
                base_url=self._base_url,
                max_retries=0,
                http_client=http,
            ) as client:
                return await ask(client)

        try:
            return run(session, work, seconds=self._patience.deadline)
        except TimeoutError:
            raise errors.too_slow(self._label) from None
        except openai.APIStatusError as error:
            raise errors.status_trouble(error, self._label, self._model, secret) from None
        except openai.APIError as error:
            raise errors.in_the_answer(error, self._label, secret) from None
