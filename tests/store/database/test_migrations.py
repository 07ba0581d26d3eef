"""The steps of the tables' history: up, down, up again, with data, and beside the models."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, select

from tests.databases import open_fresh
from vibe_desktop.domain.errors import StorageBroken
from vibe_desktop.store.database import schema, upgrade
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import metadata

STEPS = [
    script.revision
    for script in ScriptDirectory.from_config(upgrade.configuration()).walk_revisions()
][::-1]


def _move(path: Path, direction: Callable[..., None], revision: str) -> None:
    with upgrade.exclusive(path, 1_000) as connection:
        direction(upgrade.configuration(connection), revision)


def _shape(path: Path) -> dict[str, Any]:
    """Everything SQLite knows about the tables, apart from the order of columns."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND name != 'alembic_version' ORDER BY name"
            )
        ]
        shape: dict[str, Any] = {}
        for table in tables:
            columns = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
            keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            indexes = connection.execute(f"PRAGMA index_list({table})").fetchall()
            shape[table] = {
                "columns": sorted(column[1:] for column in columns),
                "foreign keys": sorted(key[2:] for key in keys),
                "indexes": sorted(
                    (
                        unique,
                        origin,
                        name if origin == "c" else "",
                        [row[2] for row in connection.execute(f"PRAGMA index_info({name})")],
                    )
                    for _, name, unique, origin, _ in indexes
                ),
            }
    return shape


def test_the_known_head_is_the_last_step() -> None:
    assert STEPS[-1] == schema.HEAD


def test_the_steps_are_one_line_without_branches() -> None:
    directory = ScriptDirectory.from_config(upgrade.configuration())
    assert directory.get_heads() == [schema.HEAD]
    assert directory.get_bases() == [STEPS[0]]


def test_the_steps_do_not_use_current_code() -> None:
    for path in (upgrade.MIGRATIONS / "versions").glob("*.py"):
        assert "vibe_desktop" not in path.read_text(encoding="utf-8"), path.name


def test_the_steps_lead_to_the_tables_of_the_models(database: Database, tmp_path: Path) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    modelled = tmp_path / "modelled.db"
    engine = create_engine(f"sqlite:///{modelled}")
    metadata.create_all(engine)
    engine.dispose()
    assert _shape(database.path) == _shape(modelled)


@pytest.mark.parametrize("step", STEPS)
def test_each_step_goes_up_down_and_up_again(tmp_path: Path, step: str) -> None:
    path = tmp_path / "vibe.db"
    _move(path, command.upgrade, step)
    up = _shape(path)
    _move(path, command.downgrade, "-1")
    _move(path, command.upgrade, step)
    assert _shape(path) == up


def test_all_steps_go_down_to_nothing(tmp_path: Path) -> None:
    database = open_fresh(tmp_path)
    _fill(database)
    database.close()
    _move(database.path, command.downgrade, "base")
    assert not _shape(database.path)


def _fill(database: Database) -> None:
    moment = "2026-03-01T12:00:00.000000Z"
    with database.write() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO users (id, name, created_at) VALUES ('u', 'Ada', ?)", (moment,))
        run(
            "INSERT INTO campaigns (id, name, created_at, updated_at, contacted, replied)"
            " VALUES ('c', 'Example', ?, ?, 8, 2)",
            (moment, moment),
        )
        run(
            "INSERT INTO lead_lists (id, campaign_id, created_at, number) VALUES ('l', 'c', ?, 1)",
            (moment,),
        )
        run("INSERT INTO leads (list_number, email) VALUES (1, 'ada@example.com')")
        run("INSERT INTO variants (id, campaign_id, angle) VALUES ('v', 'c', 'problem')")
        run(
            "INSERT INTO variant_revisions (id, variant_id, number, created_at)"
            " VALUES ('r', 'v', 1, ?)",
            (moment,),
        )
        run(
            "INSERT INTO launches (id, campaign_id, token, created_at, updated_at)"
            " VALUES ('n', 'c', 'vm-1', ?, ?)",
            (moment, moment),
        )


def test_rates_are_computed_and_unknowable_without_people(database: Database) -> None:
    _fill(database)
    with database.read() as connection:
        query = "SELECT reply_rate, open_rate FROM campaigns"
        assert connection.exec_driver_sql(query).one() == (0.25, 0.0)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE campaigns SET contacted = 0")
    with database.read() as connection:
        assert connection.exec_driver_sql(query).one() == (None, None)


def test_what_belongs_to_a_campaign_goes_with_it_and_lists_stay(database: Database) -> None:
    _fill(database)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM campaigns")
    with database.read() as connection:
        counts = {
            table: connection.scalar(select(func.count()).select_from(metadata.tables[table]))
            for table in ("variants", "variant_revisions", "launches", "lead_lists", "leads")
        }
    assert counts == {
        "variants": 0,
        "variant_revisions": 0,
        "launches": 0,
        "lead_lists": 1,
        "leads": 1,
    }


def test_a_second_opening_changes_nothing_and_makes_no_backup(tmp_path: Path) -> None:
    open_fresh(tmp_path).close()
    Database.open(tmp_path / "vibe.db", tmp_path / "backups").close()
    assert not (tmp_path / "backups").exists()


def test_an_up_to_date_file_is_opened_without_the_migration_library(tmp_path: Path) -> None:
    open_fresh(tmp_path).close()
    script = (
        "import sys; from pathlib import Path;"
        "from vibe_desktop.store.database.engine import Database;"
        f"folder = Path({str(tmp_path)!r});"
        "Database.open(folder / 'vibe.db', folder / 'backups').close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def _make_old(path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Pretend that one more step came after the last one: the file at `path` is then old."""
    steps = folder / "steps"
    (steps / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (steps / name).write_bytes((upgrade.MIGRATIONS / name).read_bytes())
    for source in (upgrade.MIGRATIONS / "versions").glob("*.py"):
        (steps / "versions" / source.name).write_bytes(source.read_bytes())
    (steps / "versions" / "9999_next.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9999'\ndown_revision = {schema.HEAD!r}\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('lead_lists', recreate='always') as lists:\n"
        "        lists.add_column(sa.Column('mood', sa.Text, server_default='calm'))\n"
        "def downgrade():\n    op.drop_column('lead_lists', 'mood')\n"
    )
    monkeypatch.setattr(upgrade, "MIGRATIONS", steps)
    monkeypatch.setattr(schema, "HEAD", "9999")


def test_an_old_file_is_backed_up_and_upgraded_with_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_head = schema.HEAD
    database = open_fresh(tmp_path)
    _fill(database)
    database.close()
    _make_old(database.path, monkeypatch, tmp_path)
    upgraded = Database.open(database.path, tmp_path / "backups")
    with upgraded.read() as connection:
        moods = connection.exec_driver_sql("SELECT mood FROM lead_lists").scalars().all()
        people = connection.exec_driver_sql("SELECT count(*) FROM leads").scalar()
    problems = upgraded.problems()
    upgraded.close()
    assert moods == ["calm"]
    assert people == 1, "rebuilding a table must not cascade to what points to it"
    assert problems == ()
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.name.startswith(f"vibe-{old_head}-")
    assert backup.suffix == ".db"
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (old_head,)
        assert copy.execute("SELECT name FROM campaigns").fetchone() == ("Example",)


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_head = schema.HEAD
    database = open_fresh(tmp_path)
    _fill(database)
    database.close()
    before = _shape(database.path)
    _make_old(database.path, monkeypatch, tmp_path)
    step = tmp_path / "steps" / "versions" / "9999_next.py"
    step.write_text(
        step.read_text().replace(
            "def downgrade", '    op.execute("DELETE FROM campaigns")\ndef downgrade'
        )
    )
    with pytest.raises(StorageBroken, match="would not be sound") as caught:
        Database.open(database.path, tmp_path / "backups")
    assert "copy" in caught.value.safe
    assert _shape(database.path) == before
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            old_head,
        )
        assert connection.execute("SELECT count(*) FROM campaigns").fetchone() == (1,)


def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = open_fresh(tmp_path)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '4711'")
    database.close()
    content = database.path.read_bytes()
    with pytest.raises(StorageBroken, match="made by a newer version") as caught:
        Database.open(database.path, tmp_path / "backups")
    assert caught.value.safe == "Nothing was changed."
    assert "newest version" in caught.value.next_step
    assert database.path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "vibe.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    content = path.read_bytes()
    with pytest.raises(StorageBroken, match="another program"):
        Database.open(path, tmp_path / "backups")
    assert path.read_bytes() == content


def test_two_programs_may_make_the_file_at_the_same_moment(tmp_path: Path) -> None:
    results: list[object] = []

    def start() -> None:
        database = Database.open(tmp_path / "vibe.db", tmp_path / "backups")
        results.append(database.problems())
        database.close()

    # Processes, since each has its own view of the file.
    script = (
        "from pathlib import Path;"
        "from vibe_desktop.store.database.engine import Database;"
        f"folder = Path({str(tmp_path)!r});"
        "Database.open(folder / 'vibe.db', folder / 'backups').close()"
    )
    other = subprocess.Popen([sys.executable, "-c", script])
    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert other.wait(60) == 0
    assert results == [()]


def test_without_a_backup_there_is_no_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_fresh(tmp_path)
    database.close()
    before = database.path.read_bytes()
    _make_old(database.path, monkeypatch, tmp_path)
    blocked = tmp_path / "backups"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(StorageBroken):
        Database.open(database.path, blocked)
    assert database.path.read_bytes() == before
