"""Lock files: what one process holds, no other does; a crash lets go of it."""

from pathlib import Path

from filelock import FileLock, Timeout

from vibe_desktop.domain.errors import StorageBroken


def lock_in(folder: Path, name: str) -> FileLock:
    """The lock of this name in a folder, which need not be there yet; nothing is held so far."""
    return FileLock(folder / name, timeout=0)


def taken(lock: FileLock, safe: str) -> bool:
    """Whether the lock is ours now; False when somebody else holds it.

    Args:
        lock: Made by `lock_in`. Whoever took it releases it.
        safe: What to say is safe when the folder cannot be used.

    Raises:
        StorageBroken: It cannot be made.
    """
    folder = Path(lock.lock_file).parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        raise StorageBroken(
            f"The folder {folder} cannot be used: {error.strerror or error}.",
            safe=safe,
            next_step="Make room, or let your user account write to it, and try again.",
        ) from error
    return True
