"""Opening, transactions, threads, and what goes wrong with disks and files."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.databases import open_fresh
from vibe_desktop.domain.errors import StorageBroken, StorageFull
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import settings
from vibe_desktop.store.database.trouble import storage_errors_in_words

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
not_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)


def _put(database: Database, key: str, value: str = "1") -> None:
    with database.write() as connection:
        connection.execute(insert(settings).values(key=key, value=value))


def _keys(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(settings.c.key).order_by(settings.c.key)))


def test_connections_are_durable_and_hold_foreign_keys(database: Database) -> None:
    for door in (database.read, database.write):
        with door() as connection:
            answers = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert answers == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 10_000,
        }


@posix
def test_the_file_and_the_folder_made_for_it_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "vibe.db"
    database = Database.open(path, tmp_path / "backups")
    _put(database, "a")
    modes = {
        name: stat.S_IMODE((path.parent / name).stat().st_mode)
        for name in ("", "vibe.db", "vibe.db-wal", "vibe.db-shm")
    }
    database.close()
    assert modes == {"": 0o700, "vibe.db": 0o600, "vibe.db-wal": 0o600, "vibe.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@posix
def test_a_folder_that_was_there_before_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    Database.open(shared / "vibe.db", tmp_path / "backups").close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_a_write_is_kept_as_a_whole_or_not_at_all(database: Database) -> None:
    def fail_halfway() -> None:
        with database.write() as connection:
            connection.execute(insert(settings).values(key="a", value="1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert _keys(database) == []
    _put(database, "b")
    assert _keys(database) == ["b"]


def test_writing_while_reading_is_a_bug_and_not_trouble(database: Database) -> None:
    with pytest.raises(OperationalError), database.read() as connection:
        connection.execute(insert(settings).values(key="a", value="1"))
    assert _keys(database) == []


def test_a_write_within_a_write_is_refused_at_once(database: Database) -> None:
    with pytest.raises(RuntimeError, match="within"), database.write(), database.write():
        pass
    _put(database, "still works")


def test_a_broken_constraint_is_left_to_the_caller(database: Database) -> None:
    _put(database, "a")
    with pytest.raises(IntegrityError):
        _put(database, "a")


def test_a_reader_sees_one_state_while_another_thread_writes(database: Database) -> None:
    _put(database, "before")
    with database.read() as connection:
        count = select(func.count()).select_from(settings)
        first = connection.scalar(count)
        writer = threading.Thread(target=_put, args=(database, "during"))
        writer.start()
        writer.join()
        second = connection.scalar(count)
    assert (first, second) == (1, 1)
    assert _keys(database) == ["before", "during"]


def test_many_threads_write_without_losing_anything(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(10):
            _put(database, f"{name}{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _keys(database) == sorted(f"{name}{number}" for name in "abcdef" for number in range(10))


def test_a_closed_database_is_not_opened_again_by_accident(database: Database) -> None:
    database.close()
    with pytest.raises(RuntimeError, match="closed"), database.read():
        pass
    database.close()


def test_a_full_disk_is_told_in_words_and_nothing_is_half_written(database: Database) -> None:
    _put(database, "before")
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    rows = [{"key": "small", "value": "1"}, {"key": "big", "value": "x" * 100_000}]
    with pytest.raises(StorageFull) as caught, database.write() as connection:
        connection.execute(insert(settings), rows)
    assert "disk is full" in caught.value.what
    assert "intact" in caught.value.safe
    assert "Free some space" in caught.value.next_step
    assert _keys(database) == ["before"]
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    _put(database, "later", "x" * 100_000)
    assert _keys(database) == ["before", "later"]
    assert database.problems() == ()


def test_a_damaged_file_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vibe.db"
    garbage = b"This is not a database at all. " * 200
    path.write_bytes(garbage)
    with pytest.raises(StorageBroken, match="damaged, or is not a database") as caught:
        Database.open(path, tmp_path / "backups")
    assert "backups" in caught.value.next_step
    assert path.read_bytes() == garbage


def test_a_page_that_went_bad_is_found_and_told(tmp_path: Path) -> None:
    database = open_fresh(tmp_path)
    for number in range(500):
        _put(database, f"{number:03}", "x" * 500)
    database.close()
    with (tmp_path / "vibe.db").open("r+b") as file:
        file.seek(-40 * 4096, os.SEEK_END)
        file.write(os.urandom(35 * 4096))
    damaged = Database.open(tmp_path / "vibe.db", tmp_path / "backups")
    try:
        problems = damaged.problems()
    except StorageBroken as trouble:
        problems = (trouble.what,)
    damaged.close()
    assert problems


def test_a_folder_in_the_place_of_the_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "vibe.db").mkdir()
    with pytest.raises(StorageBroken, match="cannot have a database"):
        Database.open(tmp_path / "vibe.db", tmp_path / "backups")


def test_a_file_in_the_place_of_the_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageBroken, match="cannot have a database"):
        Database.open(tmp_path / "data" / "vibe.db", tmp_path / "backups")


@not_root
def test_a_file_that_may_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    open_fresh(tmp_path).close()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageBroken):
            Database.open(tmp_path / "new.db", tmp_path / "backups")
    finally:
        tmp_path.chmod(0o700)


def test_an_error_about_another_file_within_a_write_is_not_blamed_on_the_database(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError), database.write():
        (tmp_path / "not there").read_text()


def test_a_lock_of_another_program_is_told_in_words(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBroken, match="Another program") as caught:
            _put(database, "a")
        other.execute("ROLLBACK")
    assert "try again" in caught.value.next_step
    _put(database, "a")


@posix
def test_a_kill_in_the_middle_of_a_write_leaves_a_sound_file(tmp_path: Path) -> None:
    database = open_fresh(tmp_path)
    _put(database, "before")
    database.close()
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from sqlalchemy import insert
        from vibe_desktop.store.database.engine import Database
        from vibe_desktop.store.database.tables import settings

        folder = Path(sys.argv[1])
        database = Database.open(folder / "vibe.db", folder / "backups")
        for number in range(20):
            with database.write() as connection:
                connection.execute(insert(settings).values(key=f"kept {number:02}", value="1"))
        with database.write() as connection:
            for number in range(5_000):
                connection.execute(
                    insert(settings).values(key=f"lost {number}", value="x" * 1_000)
                )
            print("in the middle", flush=True)
            sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
    survivor = Database.open(tmp_path / "vibe.db", tmp_path / "backups")
    kept = _keys(survivor)
    problems = survivor.problems()
    survivor.close()
    assert problems == ()
    assert kept == ["before", *(f"kept {number:02}" for number in range(20))]


def test_a_disk_without_room_for_the_log_beside_the_file_is_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN

    def nothing_left(_path: object) -> SimpleNamespace:
        return SimpleNamespace(free=0)

    monkeypatch.setattr("shutil.disk_usage", nothing_left)
    with pytest.raises(StorageFull), storage_errors_in_words(tmp_path / "vibe.db"):
        raise error
