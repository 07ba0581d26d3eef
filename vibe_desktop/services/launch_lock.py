"""The lock that keeps two processes from driving one launch; a crash lets go of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from vibe_desktop.domain.errors import Conflict, StorageBroken
from vibe_desktop.domain.work import Work

_LOOK_EVERY = 0.2
"""Seconds between two attempts to get it."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a data folder while the block runs.

    Raises:
        Conflict: Somebody else holds it.
        StorageBroken: It cannot be made.
    """
    lock = _lock(folder)
    if not _taken(lock, folder):
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
    lock = _lock(folder)
    end = time.monotonic() + seconds
    while True:
        meanwhile()
        held = _taken(lock, folder)
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
    lock = _lock(folder, f"preparing-{campaign_id[:2]}.lock")
    held = _taken(lock, folder)
    try:
        yield held
    finally:
        if held:
            lock.release()


def _lock(folder: Path, name: str = "launch.lock") -> FileLock:
    return FileLock(folder / name, timeout=0)


def _taken(lock: FileLock, folder: Path) -> bool:
    """Whether the lock is ours now.

    Raises:
        StorageBroken: It cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        raise StorageBroken(
            f"The folder {folder} cannot be used: {error.strerror or error}.",
            safe="Nothing was launched.",
            next_step="Make room, or let your user account write to it, and try again.",
        ) from error
    return True
