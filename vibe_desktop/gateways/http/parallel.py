"""Several requests on their way at once, for a caller that stays on one thread.

The caller starts calls and takes their results as they come, in its own thread: what it writes down
about them is written by one hand. The threads of the calls live as long as the caller's block.
"""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.domain.work import Work

K = TypeVar("K")
T = TypeVar("T")


class Lanes(Generic[K, T]):
    """Calls under way, at most `width` of them. Use it in a `with` block, from one thread.

    Leaving the block by an exception cancels what is still under way: nobody learns the outcome of
    those requests, the same as with a lost answer.
    """

    def __init__(self, width: int, work: Work) -> None:
        """Prepare; nothing runs yet.

        Args:
            width: Calls under way at most.
            work: Cancelling it ends every call, and `next`.
        """
        self._width = width
        self._outer = work
        self._work = Work()
        self._watch = work.on_cancel(self._stop)
        self._asked: SimpleQueue[tuple[K, Callable[[Work], T]] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[K, T | BaseException] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._under_way = 0

    @property
    def free(self) -> bool:
        """Whether another call may be started."""
        return self._under_way < self._width

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    def start(self, key: K, call: Callable[[Work], T]) -> None:
        """Begin a call; `key` comes back with its result. The call must heed its `Work`."""
        self._under_way += 1
        self._asked.put((key, call))
        if len(self._threads) < self._under_way:
            thread = threading.Thread(target=self._run, name="http-lane", daemon=True)
            self._threads.append(thread)
            thread.start()

    def next(self) -> tuple[K, T | Trouble]:
        """Wait for the next call to end: what it gave, or the trouble it met.

        Raises:
            Cancelled: The work was cancelled.
        """
        item = self._done.get()
        self._outer.check()
        if item is None:
            raise Cancelled
        key, result = item
        self._under_way -= 1
        if isinstance(result, BaseException) and not isinstance(result, Trouble):
            raise result
        return key, result

    def __enter__(self) -> Self:
        """Heed cancelling from here on."""
        self._watch.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End what is still under way, and leave no thread behind."""
        self._watch.__exit__(kind, error, trace)
        self._work.cancel()
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        result: T | BaseException
        while (asked := self._asked.get()) is not None:
            key, call = asked
            try:
                result = call(self._work)
            except BaseException as failure:  # noqa: BLE001 - handed to the waiting thread
                result = failure
            self._done.put((key, result))

    def _stop(self) -> None:
        self._work.cancel()
        self._done.put(None)
