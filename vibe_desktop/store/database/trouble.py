"""SQLite's errors as trouble in words, in this one place."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from vibe_desktop.domain.errors import StorageBroken, StorageFull, Trouble

_NOTHING_KEPT = "What was saved before is intact; the last change was not kept."
_LEAST_ROOM = 64 * 1024
"""Bytes. SQLite's shared memory for the write-ahead log takes half of it at once."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def storage_errors_in_words(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn what SQLite complains about within the block into Trouble.

    Whatever is not about the file itself (a wrong statement, a broken constraint) passes: it is
    a bug or the caller's business.

    Args:
        path: The database, named in the words.
        reading: The connection refuses writes, so that a refused write is a bug.

    Raises:
        StorageFull: There is no room.
        StorageBroken: The file is damaged, locked, read-only or out of reach.
    """
    try:
        yield
    except DBAPIError as error:
        known = _known(error.orig, path, reading=reading)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = _known(error, path, reading=reading)
        if known is None:
            raise
        raise known from error


@contextmanager
def opening_errors_in_words(path: Path) -> Iterator[None]:
    """The same while the file is being made or opened, when the file system may complain too.

    Raises:
        StorageFull: There is no room.
        StorageBroken: The file cannot be made or opened.
    """
    with storage_errors_in_words(path):
        try:
            yield
        except OSError as error:
            raise _from_system(error, path) from error


def _known(error: BaseException | None, path: Path, *, reading: bool) -> Trouble | None:
    if not isinstance(error, sqlite3.Error):
        return None
    # Absent on errors that the driver itself raises, such as the use of a closed connection.
    extended: int = getattr(error, "sqlite_errorcode", 0)
    primary = extended & 0xFF
    if primary == sqlite3.SQLITE_FULL or "disk is full" in str(error):
        return _full()
    if reading and extended == sqlite3.SQLITE_READONLY:
        return None
    return _from_sqlite(primary, path)


def _full() -> StorageFull:
    return StorageFull(
        "This computer's disk is full, so the change could not be saved.",
        safe=_NOTHING_KEPT,
        next_step="Free some space and try again.",
    )


def _from_sqlite(primary: int, path: Path) -> Trouble | None:
    match primary:
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return StorageBroken(
                "Another program is using the app's database and does not let go of it.",
                safe=_NOTHING_KEPT,
                next_step=f"Close other copies of the app, and programs that have {path} open, "
                "then try again.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return _not_writable(path)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR if _no_room_at(path):
            return _full()  # the log beside the file could not even be made
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOLFS:
            return StorageBroken(
                f"The app's database at {path} cannot be opened, read or written.",
                safe=_NOTHING_KEPT,
                next_step="Check that the disk is connected and that you may write to the folder, "
                "then start the app again.",
            )
        case _:
            return None


def _no_room_at(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _from_system(error: OSError, path: Path) -> Trouble:
    if error.errno in _NO_ROOM:
        return _full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _not_writable(path)
    return StorageBroken(
        f"The app cannot have a database at {path}: {error.strerror}.",
        safe="Nothing was changed.",
        next_step="Choose another data folder.",
    )


def _not_writable(path: Path) -> StorageBroken:
    return StorageBroken(
        f"The app may not write to its database at {path}.",
        safe=_NOTHING_KEPT,
        next_step="Give your user account the right to write to this file and its folder, "
        "or choose another data folder.",
    )


def damaged(path: Path) -> StorageBroken:
    """What to say about a file that is not a sound database."""
    return StorageBroken(
        f"The app's database at {path} is damaged, or is not a database.",
        safe="The file was left as it is, and so were the copies in the backups folder.",
        next_step="Quit the app, put a copy from the backups folder in its place, "
        "or move the file away to start afresh.",
    )
