"""Runs asynchronous code inside a job's thread, so that a cancel is felt even in a stalled read.

A blocking read cannot be woken from another thread; a task can.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from vibe_desktop.domain.errors import Cancelled
from vibe_desktop.domain.work import Work

T = TypeVar("T")


def run(make: Callable[[], Coroutine[Any, Any, T]], work: Work, *, seconds: float) -> T:
    """Run a coroutine to its end in this thread, on an event loop of its own.

    Args:
        make: Makes the coroutine; called on the loop.
        work: Cancelling it cancels the coroutine at once, whatever it waits for.
        seconds: The most it may take in all.

    Raises:
        Cancelled: The work was cancelled.
        TimeoutError: The time was up.
    """
    work.check()
    loop = asyncio.new_event_loop()
    try:
        task = loop.create_task(_within(make, seconds))

        def stop() -> None:
            with suppress(RuntimeError):  # the loop is closed already: there is nothing to stop
                loop.call_soon_threadsafe(task.cancel)

        with work.on_cancel(stop):
            try:
                return loop.run_until_complete(task)
            except asyncio.CancelledError:
                raise Cancelled from None
    finally:
        _close(loop)


async def _within(make: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    async with asyncio.timeout(seconds):
        return await make()


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """End what still runs. A name look-up that hangs is left behind, not waited for."""
    try:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
