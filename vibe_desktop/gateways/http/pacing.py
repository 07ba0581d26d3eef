"""Stay below a rate limit by giving every request its own slot on the clock."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vibe_desktop.domain.work import Work


@dataclass(frozen=True, slots=True)
class Pace:
    """A rate limit.

    Attributes:
        matches: Tells by method and path whether a request counts against the limit.
        per_second: Most requests a second.
    """

    matches: Callable[[str, str], bool]
    per_second: float


class Pacer:
    """Slots on an absolute schedule: lateness of one request never squeezes the next ones together.

    Thread-safe; share one among everything that counts against the same limit.
    """

    def __init__(
        self, paces: Sequence[Pace], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._paces = tuple(paces)
        self._clock = clock
        self._lock = threading.Lock()
        self._next = [float("-inf")] * len(self._paces)

    def reserve(self, method: str, path: str) -> float:
        """Take the next slot that all matching limits allow; returns the seconds until it comes."""
        now = self._clock()
        with self._lock:
            mine = [i for i, pace in enumerate(self._paces) if pace.matches(method, path)]
            slot = max([now, *(self._next[i] for i in mine)])
            for i in mine:
                self._next[i] = slot + 1 / self._paces[i].per_second
        return slot - now

    def take(self, method: str, path: str, work: Work) -> None:
        """Wait for the next slot.

        Raises:
            Cancelled: The work was cancelled while waiting.
        """
        delay = self.reserve(method, path)
        if delay > 0:
            work.wait(delay)
