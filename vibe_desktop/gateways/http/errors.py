"""From HTTP statuses and bodies to trouble in words."""

import json
import math
from dataclasses import dataclass

from vibe_desktop.domain.errors import (
    ContractBroken,
    NotAuthorised,
    RateLimited,
    Rejected,
    Trouble,
    Unreachable,
)

_TRY_AGAIN = "Try again in a moment."


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """How one service is spoken of.

    Attributes:
        label: Its name.
        key_step: What to do when the key is refused.
        plan_step: What to do when the plan does not cover the call.
        scope_step: What to do when the key lacks a permission.
    """

    label: str
    key_step: str = "Check the key in Settings."
    plan_step: str = "Check your plan there."
    scope_step: str = "Make a key with more permissions and enter it in Settings."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, reduced to what matters here.

    Attributes:
        body: Decoded text.
        retry_after: Seconds asked for, None when not said.
    """

    status: int
    body: str
    is_json: bool
    retry_after: float | None = None

    @property
    def troubled(self) -> bool:
        """Whether the trouble is the server's own and may pass."""
        return self.status >= 500 or self.status == 408

    @property
    def message(self) -> str:
        """The reason given in a JSON error body, "" when there is none."""
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):
            return ""
        if isinstance(document, dict):
            for key in ("message", "error", "detail"):
                value = document.get(key)
                if isinstance(value, str) and value:
                    return value
                if isinstance(value, dict) and isinstance(value.get("message"), str):
                    return str(value["message"])
        return ""


def trouble_for(answer: Answer, words: ServiceWords, said: str, *, unsafe: bool) -> Trouble:
    """The trouble that a refused request means.

    Args:
        answer: An answer with a status other than 2xx.
        words: How the service is spoken of.
        said: The service's own reason, already redacted; "" when it gave none.
        unsafe: Whether the request changes something, so that a 5xx leaves its outcome open.
    """
    name = words.label
    quoted = f" It says: “{said}”." if said else ""
    match answer.status:
        case 401 | 402 | 403:
            return _not_allowed(answer, words, quoted)
        case 404:
            return Rejected(
                f"{name} does not know what was asked for.{quoted}",
                next_step="It may have been deleted there.",
                status=404,
            )
        case 429:
            return RateLimited(
                f"{name} asks to slow down.",
                next_step=pause_words(answer.retry_after),
                retry_after=answer.retry_after,
            )
        case status if 300 <= status < 400:
            return Unreachable(
                f"Something between this computer and {name} answered instead of it.",
                next_step="If this network has a sign-in page, open it in a browser first.",
            )
        case status if answer.troubled:
            return Unreachable(
                f"{name} has trouble of its own (status {status}).",
                next_step=_TRY_AGAIN,
                outcome_unknown=unsafe,
            )
        case status:
            return Rejected(f"{name} refused the request (status {status}).{quoted}", status=status)


def _not_allowed(answer: Answer, words: ServiceWords, quoted: str) -> Trouble:
    name = words.label
    if answer.status == 401:
        return NotAuthorised(f"{name} does not accept the key.", next_step=words.key_step)
    if answer.status == 402:
        what = f"{name} does not offer this on your present plan."
        return NotAuthorised(what, next_step=words.plan_step, unpaid=True)
    if answer.is_json:
        what = f"The {name} key lacks a permission.{quoted}"
        return NotAuthorised(what, next_step=words.scope_step)
    return Unreachable(
        f"The network edge in front of {name} turned the request away; this is not about your key.",
        next_step="Try again later, or from another network or without a VPN.",
    )


def unreadable(words: ServiceWords, answer: Answer, *, unsafe: bool) -> Trouble:
    """The trouble that a 2xx answer without a readable JSON body means."""
    if unsafe:
        # It may well have done the work: whoever asked must look before asking again.
        return Unreachable(
            f"{words.label} gave an answer that cannot be read.",
            next_step=_TRY_AGAIN,
            outcome_unknown=True,
        )
    if answer.body.lstrip()[:1] == "<":
        return Unreachable(
            f"Something between this computer and {words.label} answered instead of it.",
            next_step="If this network has a sign-in page, open it in a browser first.",
        )
    return ContractBroken(
        f"{words.label} gave an answer that cannot be read.", next_step=_TRY_AGAIN
    )


def not_reached(words: ServiceWords) -> Unreachable:
    """No connection could be made, so nothing was sent."""
    return Unreachable(
        f"{words.label} cannot be reached.",
        safe="Nothing was sent.",
        next_step="Check the internet connection and try again.",
    )


def unusable_proxy() -> Unreachable:
    """The proxy that the environment names is of a kind that is not spoken here."""
    return Unreachable(
        "The proxy set on this computer cannot be used: the app speaks to HTTP proxies only.",
        safe="Nothing was sent.",
        next_step="Set HTTPS_PROXY and ALL_PROXY to an http:// address, or remove them.",
    )


def no_answer(words: ServiceWords, *, unsafe: bool) -> Unreachable:
    """The request went out, and no whole answer came back."""
    return Unreachable(
        f"{words.label} did not answer in time, or the connection broke.",
        next_step="Check the internet connection and try again.",
        outcome_unknown=unsafe,
    )


def pause_words(seconds: float | None) -> str:
    """How long to wait, for a person; `seconds` is None when the service did not say."""
    if seconds is None:
        return "Wait a minute, then try again."
    if seconds > 120:
        return f"Wait {math.ceil(seconds / 60):,} minutes, then try again."
    whole = max(1, round(seconds))
    return f"Wait {whole} {'second' if whole == 1 else 'seconds'}, then try again."
