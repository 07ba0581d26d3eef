"""The lock that keeps two processes from driving one launch; a crash lets go of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.work import Work
from vibe_desktop.services.locks import lock_in, taken

_NAME = "launch.lock"
_SAFE = "Nothing was launched."
_LOOK_EVERY = 0.2
"""Seconds between two attempts to get it."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a data folder while the block runs.

    Raises:
        Conflict: Somebody else holds it.
        StorageBroken: It cannot be made.
    """
    lock = lock_in(folder, _NAME)
    if not taken(lock, _SAFE):
        raise Conflict(
            "A launch is under way in another window or command.",
            safe="Nothing was changed.",
            next_step="Wait until it is done.",
        )
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone_within(
    folder: Path, seconds: float, meanwhile: Callable[[], object], work: Work
) -> Iterator[bool]:
    """Wait for the lock at most so long, calling `meanwhile` before each look.

    The block runs either way; what it is given says whether the lock is held.

    Raises:
        StorageBroken: It cannot be made.
        Cancelled: While waiting.
    """
    lock = lock_in(folder, _NAME)
    end = time.monotonic() + seconds
    while True:
        meanwhile()
        held = taken(lock, _SAFE)
        if held or time.monotonic() >= end:
            break
        work.wait(_LOOK_EVERY)
    try:
        yield held
    finally:
        if held:
            lock.release()


@contextmanager
def prepared_alone(folder: Path, campaign_id: str) -> Iterator[bool]:
    """Hold the lock of one draft while the block runs; what is given says whether it is ours.

    Raises:
        StorageBroken: It cannot be made.
    """
    # A fixed number of small files, not one a campaign. Two drafts of one file at one time: the
    # second is not held, which costs it no more than being taken for left behind.
    lock = lock_in(folder, f"preparing-{campaign_id[:2]}.lock")
    held = taken(lock, _SAFE)
    try:
        yield held
    finally:
        if held:
            lock.release()
