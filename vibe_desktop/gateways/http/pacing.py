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
        self._held = float("-inf")

    def reserve(self, method: str, path: str, *, urgent: bool = False) -> float:
        """Take the next slot that all matching limits allow; returns the seconds until it comes.

        What is urgent does not wait until a pause is over that everybody was asked for.
        """
        now = self._clock()
        with self._lock:
            mine = [i for i, pace in enumerate(self._paces) if pace.matches(method, path)]
            held = now if urgent else self._held
            slot = max([now, held, *(self._next[i] for i in mine)])
            for i in mine:
                self._next[i] = slot + 1 / self._paces[i].per_second
        return slot - now

    def hold(self, seconds: float) -> None:
        """Give out no slot for so long: whoever waits for one now waits longer."""
        with self._lock:
            self._held = max(self._held, self._clock() + seconds)

    def take(self, method: str, path: str, work: Work, *, urgent: bool = False) -> float:
        """Wait for the next slot.

        Args:
            method: Of the request.
            path: Of the request.
            work: Cancelling it ends the waiting.
            urgent: Do not wait until a pause is over that everybody was asked for.

        Returns:
            The seconds it took.

        Raises:
            Cancelled: The work was cancelled while waiting.
        """
        start = self._clock()
        while (delay := self.reserve(method, path, urgent=urgent)) > 0:
            work.wait(delay)
            if urgent or self._clock() >= self._held:
                break
            # Everybody was asked to pause meanwhile. A new slot keeps those who wait apart.
        return self._clock() - start
