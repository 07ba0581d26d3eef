"""Faults that can be ordered: refusals, delays, lost answers, broken bodies, cut-off streams."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from vibe_desktop.sandbox.state import JsonValue

_BROKEN = (
    b"<!doctype html><title>Just a moment...</title><p>Checking your browser before you proceed."
)


@dataclass(slots=True)
class Fault:
    """One order. It strikes `times` times, after letting `after` matching requests pass.

    Attributes:
        service: "instantly" or "openai".
        method: HTTP method, "" for any.
        path: Regular expression searched in the path.
        status: Answer with this status instead of doing the work, 0 for none.
        body: What to answer with; the service's own error shape when it is None.
        headers: Extra headers of the answer.
        delay_seconds: Wait so long before doing anything.
        lost_answer: Do the work, then close the connection without an answer.
        refuse: Close the connection without doing the work.
        malformed: Do the work, but answer 200 with HTML.
        cut_after_bytes: Close the connection after so many bytes of the answer's body.
        stall_after_bytes: Fall silent, without closing, after so many bytes of the answer's body.
        finish_reason: For chat completions: "length", "content_filter", "refusal".
        invent: For chat completions: one mail holds a number that no fact has.
        times: How often it strikes, None for always.
        after: How many matching requests pass first.
    """

    service: str = "instantly"
    method: str = ""
    path: str = ""
    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    lost_answer: bool = False
    refuse: bool = False
    malformed: bool = False
    cut_after_bytes: int | None = None
    stall_after_bytes: int | None = None
    finish_reason: str = ""
    invent: bool = False
    times: int | None = 1
    after: int = 0

    @staticmethod
    def read(given: JsonValue) -> "Fault":
        """A fault from the JSON of a control request.

        Raises:
            TypeError: It is not an object.
            ValueError: It does not describe a fault.
        """
        if not isinstance(given, dict):
            raise TypeError("a fault is a JSON object")
        known = {item.name for item in fields(Fault)}
        if unknown := set(given) - known:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        fault = Fault(**given)
        if fault.service not in ("instantly", "openai"):
            raise ValueError("service is instantly or openai")
        try:
            re.compile(fault.path)
        except re.error as trouble:
            raise ValueError(f"path is not a regular expression: {trouble}") from trouble
        return fault

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it was to."""
        return self.times is not None and self.times <= 0


class Faults:
    """The orders in force. They live with the process, not in the state."""

    malformed_body = _BROKEN

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Add one; of several that match a request the oldest strikes."""
        self._orders.append(fault)

    def clear(self) -> None:
        """Forget them all."""
        self._orders.clear()

    @property
    def orders(self) -> Sequence[Fault]:
        """Those that can still strike."""
        return tuple(self._orders)

    def strike(self, service: str, method: str, path: str) -> Fault | None:
        """The fault that hits this request, if any; counts it."""
        for fault in self._orders:
            if fault.service != service or (fault.method and fault.method.upper() != method):
                continue
            if not re.search(fault.path, path):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
            self._orders = [order for order in self._orders if not order.spent]
            return fault
        return None
