"""Brings a database file to the form this version knows: makes it, upgrades it, or refuses it.

Alembic is slow to import, so a file that is already up to date never meets it: its revision is
read with one plain query and compared with `HEAD`.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from vibe_desktop.domain.errors import StorageBroken
from vibe_desktop.store import times
from vibe_desktop.store.database.trouble import damaged

HEAD = "0003"
"""The newest revision among the migrations."""


def bring_up_to_date(path: Path, backups_dir: Path, *, busy_timeout_ms: int) -> None:
    """Make sure that the file at `path` (possibly empty) has the tables of `HEAD`.

    Raises:
        StorageBroken: The file was made by a newer version, or is somebody else's database.
        sqlite3.Error: SQLite could not do it; nothing was changed.
    """
    with closing(sqlite3.connect(path, timeout=busy_timeout_ms / 1000)) as connection:
        revision = _revision(connection, path)
        if revision == HEAD:
            return
        # Here and not above: see the head of this module.
        from vibe_desktop.store.database import upgrade

        if revision and not upgrade.knows(revision):
            raise _newer(path)
        if revision:
            _back_up(connection, backups_dir, revision)
    upgrade.to_head(path, busy_timeout_ms=busy_timeout_ms)


def _revision(connection: sqlite3.Connection, path: Path) -> str:
    """The revision of the file, "" when it is empty."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not names:
        return ""
    if "alembic_version" not in names:
        raise _foreign(path)
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(rows) != 1:
        raise damaged(path)
    return str(rows[0][0])


def _back_up(connection: sqlite3.Connection, folder: Path, revision: str) -> Path:
    """Copy the database with SQLite's own call, which is right also while others write to it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = times.now().strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"vibe-{revision}-{moment}.db"
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _newer(path: Path) -> StorageBroken:
    return StorageBroken(
        f"The database at {path} was made by a newer version of this app.",
        safe="Nothing was changed.",
        next_step="Install the newest version, or choose another data folder.",
    )


def _foreign(path: Path) -> StorageBroken:
    return StorageBroken(
        f"The file {path} is a database of another program.",
        safe="Nothing was changed.",
        next_step="Choose another data folder.",
    )
