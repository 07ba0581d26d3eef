"""Runs the migrations with Alembic, without a configuration file. Imported only when needed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, NullPool, create_engine, event

from vibe_desktop.domain.errors import StorageBroken

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration: where the migrations are, and the connection they run on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def knows(revision: str) -> bool:
    """Whether this version has the migration with that name."""
    try:
        ScriptDirectory.from_config(configuration()).get_revision(revision)
    except CommandError:
        return False
    return True


def to_head(path: Path, *, busy_timeout_ms: int) -> None:
    """Run all migrations that are missing, check the result, and keep all of it or nothing.

    Raises:
        StorageBroken: The result would not be sound; the file was left as it was.
    """
    with exclusive(path, busy_timeout_ms) as connection:
        command.upgrade(configuration(connection), "head")
        _verify(connection, path)


@contextmanager
def exclusive(path: Path, busy_timeout_ms: int) -> Iterator[Connection]:
    """One transaction around everything, with no other writer beside it.

    Foreign keys are off meanwhile, since a migration that rebuilds a table drops the old one,
    and that would cascade to the rows of others. `_verify` checks them at the end instead.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"isolation_level": None, "timeout": busy_timeout_ms / 1000},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _verify(connection: Connection, path: Path) -> None:
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
    if not sound or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StorageBroken(
            f"The database at {path} could not be brought up to date: it would not be sound.",
            safe="It was left as it was, and a copy of it is in the backups folder.",
            next_step="Go on with the version of the app that you used before.",
        )
