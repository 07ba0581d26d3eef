"""Importing a lead file against the least that any import must do.

The limit is `csv.reader` feeding one `executemany` of the same rows into a table with the same
indexes in the same kind of file: no checks, no matching of columns, no reasons. Both run in this
process, in turns, and are compared by processor time.
"""

import csv
import sqlite3
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import Figure, in_turns, print_table
from tests.databases import open_fresh
from tests.support.lead_files import APOLLO_HEADER, EMAIL, write_apollo_export
from vibe_desktop.domain.work import Work
from vibe_desktop.services.leads import LeadService
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository

ROWS = 100_000
LIMIT = 1.5


def measure(rows: int = ROWS, rounds: int = 5) -> list[Figure]:
    """Import `rows` clean rows of 21 columns both ways, `rounds` times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "leads.csv"
        expected = write_apollo_export(file, rows, seed=7, dirty=False)
        taken = in_turns(
            {
                "bare": lambda: _bare(folder, file, expected.imported),
                "ours": lambda: _ours(folder, file, expected.imported),
            },
            rounds,
        )
    return [Figure("CSV import / csv + executemany", taken["ours"] / taken["bare"], LIMIT)]


def _bare(folder: Path, file: Path, expected: int) -> float:
    path = folder / "bare.db"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(f"c{number} TEXT NOT NULL" for number in range(len(APOLLO_HEADER)))
    database.execute(
        "CREATE TABLE leads (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, list_id TEXT NOT "
        f"NULL, created_at TEXT NOT NULL, {columns}, UNIQUE (list_id, c{EMAIL}))"
    )
    database.execute(f"CREATE INDEX leads_email ON leads (c{EMAIL})")
    marks = ", ".join("?" * (len(APOLLO_HEADER) + 3))
    insert = f"INSERT INTO leads VALUES (NULL, {marks})"  # noqa: S608 - question marks
    list_id, moment = "5f3a0c3e-1b5d-4a53-9d9b-0d6a3c1f7a11", "2026-03-01T12:00:00.000000Z"
    start = time.process_time()
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        next(reader)
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            insert,
            (
                (f"00000000-0000-7000-8000-{number:012x}", list_id, moment, *row)
                for number, row in enumerate(reader)
            ),
        )
        database.execute("COMMIT")
    taken = time.process_time() - start
    count = database.execute("SELECT count(*) FROM leads").fetchone()[0]
    database.close()
    if count != expected:
        raise RuntimeError(f"the bare import kept {count} of {expected} rows")
    return taken


def _ours(folder: Path, file: Path, expected: int) -> float:
    home = Path(tempfile.mkdtemp(dir=folder))
    database = open_fresh(home)
    leads = LeadService(
        leads=LeadRepository(database), suppressions=SuppressionRepository(database)
    )
    start = time.process_time()
    report = leads.import_file(file, None, "", Work()).value
    taken = time.process_time() - start
    database.close()
    if report.imported != expected:
        raise RuntimeError(f"the import kept {report.imported} of {expected} rows")
    return taken


if __name__ == "__main__":
    print_table(measure())
