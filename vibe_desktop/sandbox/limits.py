"""Rate limits, by real time: they guard a server, not the simulated world."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields

from vibe_desktop.sandbox.state import JsonValue


@dataclass(slots=True)
class Limits:
    """Requests that are allowed, and whether the plan is paid.

    Attributes:
        per_second: For the whole workspace.
        per_minute: For the whole workspace.
        emails_per_minute: For listing mails.
        tests_per_minute: For test mails.
        paid: False answers 402 to everything.
    """

    per_second: int = 100
    per_minute: int = 6000
    emails_per_minute: int = 20
    tests_per_minute: int = 10
    paid: bool = True

    def change(self, given: JsonValue) -> None:
        """Take over settings from JSON.

        Raises:
            TypeError: It is not an object.
            ValueError: Unknown names or values of the wrong type.
        """
        if not isinstance(given, dict):
            raise TypeError("settings are a JSON object")
        known = {item.name: type(getattr(self, item.name)) for item in fields(self)}
        for name, value in given.items():
            if name not in known or type(value) is not known[name]:
                raise ValueError(f"not a setting: {name} = {value!r}")
            setattr(self, name, value)


class Meter:
    """Counts requests in sliding windows."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._now = now
        self._seen: dict[str, deque[float]] = {}

    def admit(self, window: str) -> bool:
        """Whether one more request fits; only admitted ones count.

        Args:
            window: "" for the common limits, "emails" or "tests" for the tighter ones on top.
        """
        moment = self._now()
        checks = [
            ("second", 1.0, self._limits.per_second),
            ("minute", 60.0, self._limits.per_minute),
        ]
        if window == "emails":
            checks.append(("emails", 60.0, self._limits.emails_per_minute))
        elif window == "tests":
            checks.append(("tests", 60.0, self._limits.tests_per_minute))
        for name, length, most in checks:
            seen = self._seen.setdefault(name, deque())
            while seen and seen[0] <= moment - length:
                seen.popleft()
            if len(seen) >= most:
                return False
        for name, _, _ in checks:
            self._seen[name].append(moment)
        return True

    def reset(self) -> None:
        """Forget what was counted."""
        self._seen.clear()
