"""The writer: three mails from a model, streamed, checked for form, cancellable at any moment.

Every call has a client of its own on an event loop of its own: a stalled read of the blocking
client cannot be woken, a task can. The SDK is imported by the first call (it costs half a second).
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from vibe_desktop.domain.copywriting import CopyAnswer, CopyRequest, CopyTrace
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.errors import unusable_proxy
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.http.running import run
from vibe_desktop.gateways.openai import errors
from vibe_desktop.gateways.openai.conversation import Conversation, Habits
from vibe_desktop.gateways.openai.patience import patiently

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
    """

    def __init__(
        self,
        base_url: str,
        *,
        model: str,
        secret: Callable[[], str],
        host_log: Callable[[str, str], None],
        patience: Backoff = PATIENCE,
    ) -> None:
        parts = urlsplit(base_url)
        self._base_url = base_url.rstrip("/")
        self._model = model
        self._secret = secret
        self._host_log = host_log
        self._patience = patience
        self._host = parts.hostname or base_url
        self._is_openai = self._host == _OPENAI_HOST
        self._label = "OpenAI" if self._is_openai else f"The model server at {parts.netloc}"
        # What this server understands is learnt once and kept.
        self._habits = Habits(model, is_openai=self._is_openai)

    @property
    def model(self) -> str:
        """The model it asks for."""
        return self._model

    def write(self, request: CopyRequest, work: Work, trace: CopyTrace | None = None) -> CopyAnswer:
        """Have three mails written.

        Args:
            request: Facts and wishes.
            work: Is told which mail is being written; cancelling it stops within 0.2 seconds.
            trace: Is filled in on the way, also when this raises.

        Raises:
            NotAuthorised: No key, a wrong one, or one that may not write.
            RateLimited: Too many requests, or no credit left.
            Unreachable: Offline, too slow, broken off, trouble there, or no API at all.
            Rejected: Refused by the model or a filter; unknown model; request not understood.
            ContractBroken: Cut off, prose, or JSON of another form.
            Cancelled: The work was cancelled.
        """
        trace = trace if trace is not None else CopyTrace()
        secret = self._secret()
        work.report("Asking the model …")

        async def ask(client: "openai.AsyncOpenAI") -> CopyAnswer:
            conversation = Conversation(
                client, self._habits, self._label, self._patience, work, trace
            )
            return await conversation.hold(request)

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
                    timeout=openai.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
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
        except openai.APIError:
            raise errors.broken_off(self._label) from None
