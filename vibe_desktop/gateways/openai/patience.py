"""Repeating a call when the trouble may pass; the SDK's own retries also repeat in vain."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.retrying import Backoff, asked_pause
from vibe_desktop.gateways.openai import errors

if TYPE_CHECKING:
    import openai

T = TypeVar("T")


async def patiently(
    call: Callable[[], Awaitable[T]],
    label: str,
    patience: Backoff,
    work: Work,
    in_vain: "Callable[[openai.APIStatusError], bool]" = lambda _: False,
) -> T:
    """Make a call, again after 429, 5xx and lost connections, with pauses.

    Args:
        call: Makes one request.
        label: Who is asked.
        patience: How often, and how long to wait.
        work: Is told about pauses.
        in_vain: Says of a refusal that the same request would be refused again.

    Raises:
        openai.APIStatusError: The server refused, and asking again does not help.
        Unreachable: No connection, or no answer in time.
    """
    import openai

    attempt = 0
    while True:
        attempt += 1
        last = attempt >= patience.attempts
        try:
            return await call()
        except openai.APIStatusError as error:
            pause = _pause_after(error, patience, attempt)
            if last or pause is None or in_vain(error):
                raise
            work.report(f"{label} is busy; trying again in {max(1, round(pause))} seconds …")
            await asyncio.sleep(pause)
        except openai.APITimeoutError:
            raise errors.too_slow(label) from None
        except openai.APIConnectionError:
            if last:
                raise errors.offline(label) from None
            await asyncio.sleep(patience.pause(attempt))


def _pause_after(error: "openai.APIStatusError", patience: Backoff, attempt: int) -> float | None:
    """Seconds after which a repetition may help, None when none does."""
    if error.status_code == 429 and not errors.out_of_credit(error):
        asked = asked_pause(error.response.headers.get("retry-after"))
        if asked is None:
            return patience.pause(attempt)
        return asked if asked <= patience.longest_asked else None
    if error.status_code >= 500 or error.status_code in {408, 409}:
        return patience.pause(attempt)
    return None
