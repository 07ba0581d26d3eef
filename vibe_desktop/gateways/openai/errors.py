"""From the SDK's exceptions to trouble in words."""

from typing import TYPE_CHECKING

from vibe_desktop.domain.errors import (
    ContractBroken,
    NotAuthorised,
    RateLimited,
    Rejected,
    Trouble,
    Unreachable,
)
from vibe_desktop.gateways.http.errors import pause_words
from vibe_desktop.gateways.http.redaction import redact
from vibe_desktop.gateways.http.retrying import asked_pause

if TYPE_CHECKING:
    import openai

KEPT = "Your present mails stay as they are."
_ELSEWHERE = "Try again in a moment, or continue without a model: remove the key in Settings."
_NO_API = "Check the base URL in Settings; it usually ends in /v1."


def status_trouble(error: "openai.APIStatusError", label: str, model: str, secret: str) -> Trouble:
    """The trouble that a status other than 2xx means."""
    said = _said(error, secret)
    quoted = f" It says: {_quote(said)}" if said else ""
    match error.status_code:
        case 401:
            return NotAuthorised(
                f"{label} does not accept the key.",
                safe=KEPT,
                next_step="Check the key in Settings.",
            )
        case 403:
            return NotAuthorised(
                f"{label} does not let this key write.{quoted}",
                safe=KEPT,
                next_step="Check the key's permissions and your country's access there.",
            )
        case 404 if is_html(error):
            return not_an_api(label)
        case 404:
            return Rejected(
                f"{label} does not know the model “{model}”, or nothing is at this base URL.",
                safe=KEPT,
                next_step="Choose another model, or check the base URL, in Settings.",
                status=404,
            )
        case 402 | 429:
            return _slow_down(error, label)
        case status if 300 <= status < 400:
            return Unreachable(
                f"{label} redirects to another address, which is not followed.",
                safe="Your page and key were sent nowhere else.",
                next_step=_NO_API,
            )
        case status if status >= 500 or status in {408, 409}:
            return Unreachable(
                f"{label} has trouble of its own (status {status}).",
                safe=KEPT,
                next_step=_ELSEWHERE,
            )
        case status:
            return _refused(error, said, label, model)


def _slow_down(error: "openai.APIStatusError", label: str) -> Trouble:
    if error.status_code == 402 or out_of_credit(error):
        return _no_credit(label)
    pause = asked_pause(error.response.headers.get("retry-after"))
    return RateLimited(
        f"{label} asks to slow down.",
        safe=KEPT,
        next_step=pause_words(pause),
        retry_after=pause,
    )


def _refused(error: "openai.APIStatusError", said: str, label: str, model: str) -> Trouble:
    status = error.status_code
    if error.code == "content_filter":
        return filtered()
    if _too_long(error):
        return _page_too_long(f"the model “{model}”", status)
    quoted = f" It says: {_quote(said)}" if said else ""
    return Rejected(
        f"{label} refused the request (status {status}).{quoted}",
        safe=KEPT,
        next_step="Try another model in Settings.",
        status=status,
    )


def _no_credit(label: str) -> Trouble:
    return RateLimited(
        f"Your credit or monthly budget at {_inside(label)} is used up.",
        safe=KEPT,
        next_step="Add credit there, or continue without a model: remove the key.",
    )


def out_of_credit(error: "openai.APIError") -> bool:
    """Whether waiting does not help: the account has no credit left."""
    return error.code in {"insufficient_quota", "billing_hard_limit_reached"} or (
        error.type == "insufficient_quota"
    )


def is_html(error: "openai.APIStatusError") -> bool:
    """Whether a web page came back instead of an API's answer."""
    return "html" in error.response.headers.get("content-type", "").lower()


def not_an_api(label: str) -> Trouble:
    """A web page or something else came where an API's answer was due."""
    return Unreachable(
        f"A web page answered instead of {_inside(label)}.",
        safe=KEPT,
        next_step=f"{_NO_API} If this network has a sign-in page, open it in a browser first.",
    )


def offline(label: str) -> Trouble:
    """No connection."""
    return Unreachable(
        f"{label} cannot be reached.",
        safe=KEPT,
        next_step="Check the internet connection and the base URL in Settings.",
    )


def too_slow(label: str) -> Trouble:
    """No whole answer in time."""
    return Unreachable(f"{label} did not answer in time.", safe=KEPT, next_step=_ELSEWHERE)


def broken_off(label: str) -> Trouble:
    """The connection ended, or an error came, in the middle of the answer."""
    return Unreachable(
        f"The connection to {_inside(label)} broke in the middle of the answer.",
        safe=KEPT,
        next_step=_ELSEWHERE,
    )


def fell_silent(label: str) -> Trouble:
    """The connection stands, but nothing came any more."""
    return Unreachable(
        f"{label} fell silent in the middle of the answer.", safe=KEPT, next_step=_ELSEWHERE
    )


def in_the_answer(error: "openai.APIError", label: str, secret: str) -> Trouble:
    """An error that came where the answer, or the rest of it, was due."""
    if out_of_credit(error):
        return _no_credit(label)
    said = redact(error.message, {secret} if secret else ())
    if error.code == "rate_limit_exceeded":
        return RateLimited(f"{label} asks to slow down.", safe=KEPT, next_step=pause_words(None))
    if _too_long(error):
        return _page_too_long("this model", 400)
    return Unreachable(
        f"The answer of {_inside(label)} ended with an error: {_quote(said)}",
        safe=KEPT,
        next_step=_ELSEWHERE,
    )


def garbled(label: str) -> Trouble:
    """Something came that is not of the protocol at all."""
    return ContractBroken(
        f"{label} sent an answer that cannot be read.",
        safe=KEPT,
        next_step=f"Try again. {_NO_API}",
    )


def cut_off() -> Trouble:
    """The answer hit the limit of tokens."""
    return ContractBroken(
        "The model's answer was cut off because it grew too long.",
        safe=KEPT,
        next_step="Try again, or choose another model in Settings.",
    )


def endless() -> Trouble:
    """The answer never ended, as of a model that repeats itself without a limit."""
    return ContractBroken(
        "The model's answer would not end, so it was stopped.",
        safe=KEPT,
        next_step="Try again, or choose another model in Settings.",
    )


def filtered() -> Trouble:
    """A content filter stopped the answer."""
    return Rejected(
        "A content filter at the model's provider stopped the answer.",
        safe=KEPT,
        next_step="Reword the audience or leave out facts that sound sensitive, then try again.",
    )


def refused(words: str) -> Trouble:
    """The model said no."""
    said = redact(words, ())
    return Rejected(
        f"The model refused to write the mails: {_quote(said)}" if said else "The model refused.",
        safe=KEPT,
        next_step="Reword the audience, or choose another model in Settings.",
    )


def _quote(said: str) -> str:
    """What somebody said, with one mark at its end."""
    return f"“{said.rstrip()}”" if said.rstrip()[-1:] in ".!?" else f"“{said}”."


def _inside(label: str) -> str:
    """The label within a sentence: "the model server at ...", "OpenAI"."""
    return label.replace("The ", "the ", 1) if label.startswith("The ") else label


def _too_long(error: "openai.APIError") -> bool:
    return error.code in _TOO_LONG or "context length" in error.message.lower()


_TOO_LONG = {"context_length_exceeded", "exceed_context_size_error"}


def _page_too_long(model: str, status: int) -> Trouble:
    return Rejected(
        f"The page's facts are too long for {model}.",
        safe=KEPT,
        next_step="Switch some facts off, or choose a model with a larger context in Settings.",
        status=status,
    )


def _said(error: "openai.APIStatusError", secret: str) -> str:
    if is_html(error):
        return ""
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        words = inner.get("message", "") if isinstance(inner, dict) else inner
        return redact(str(words), {secret} if secret else ())
    return ""
