"""Importing a lead file against the least that any import must do.

How long the window hesitates meanwhile is measured too.

The limit is `csv.reader` feeding one `executemany` of the same rows into a table without any index
in the same kind of file: no checks, no matching of columns, no reasons. Both run in processes of
their own, in turns, and are compared by processor time; ours also by the most memory it ever had.

    python -m tests.benchmarks.csv_import bare|ours LEADS_FILE FOLDER
"""

import csv
import gc
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import Figure, in_turns, least, print_table, probed, python
from tests.databases import open_fresh
from tests.support.lead_files import APOLLO_HEADER, write_apollo_export
from tests.support.leads import lead_service
from vibe_desktop.domain.work import Work

ROWS = 100_000
MANY_ROWS = 1_000_000
LIMIT = 2.0
MEMORY_LIMIT_MB = 250.0
GAP_LIMIT_MS = 50.0
SUPPRESSED = 1_000


def measure(rounds: int = 5, *, full: bool = False) -> list[Figure]:
    """Import clean rows of 21 columns both ways: 100,000, and a million when asked for all."""
    figures = _measured(ROWS, rounds)
    if full:
        figures += _measured(MANY_ROWS, max(rounds // 3, 1))
    return figures


def _measured(rows: int, rounds: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "leads.csv"
        expected = write_apollo_export(file, rows, seed=7, dirty=False).imported
        peaks: list[float] = []

        def run(side: str) -> float:
            seconds, peak = _apart(side, file, folder, expected)
            if side == "ours":
                peaks.append(peak)
            return seconds

        def gaps() -> dict[str, float]:
            with tempfile.TemporaryDirectory(dir=folder) as home:
                return probed("import_probe", home, file, home=home)

        hesitation = least(2, gaps)
        taken = in_turns({"bare": lambda: run("bare"), "ours": lambda: run("ours")}, rounds)
    kind = f"CSV import of {rows:,} / csv + executemany"
    figures = [Figure(kind, taken["ours"] / taken["bare"], LIMIT)]
    if rows >= MANY_ROWS:
        memory = f"most memory while importing {rows:,}"
        figures.append(Figure(memory, max(peaks), MEMORY_LIMIT_MB, "MB"))
    return figures + [
        Figure(f"longest gap while {name} {rows:,} leads", gap, GAP_LIMIT_MS, "ms")
        for name, gap in hesitation.items()
    ]


def _apart(side: str, file: Path, folder: Path, expected: int) -> tuple[float, float]:
    """Processor seconds and the most megabytes of one import in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        done = subprocess.run(
            python("-m", "tests.benchmarks.csv_import", side, str(file), home),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"the import ended with {done.returncode}: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    if found["kept"] != expected:
        raise RuntimeError(f"{side} kept {found['kept']} of {expected} rows")
    return found["seconds"], found["peak"]


def _bare(file: Path, folder: Path) -> tuple[float, int]:
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(f"c{number} TEXT NOT NULL" for number in range(len(APOLLO_HEADER)))
    database.execute(f"CREATE TABLE leads (row INTEGER PRIMARY KEY, {columns})")
    insert = f"INSERT INTO leads VALUES (NULL, {', '.join('?' * len(APOLLO_HEADER))})"  # noqa: S608
    start = time.process_time()
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        next(reader)
        database.execute("BEGIN IMMEDIATE")
        database.executemany(insert, reader)
        database.execute("COMMIT")
    taken = time.process_time() - start
    count = database.execute("SELECT count(*) FROM leads").fetchone()[0]
    database.close()
    return taken, count


def _ours(file: Path, folder: Path) -> tuple[float, int]:
    _warm_up(folder)
    database = open_fresh(folder)
    leads = lead_service(database)
    leads.suppress([f"gone{number}@gone.example" for number in range(SUPPRESSED)], "asked", Work())
    leads.suppress([f"gone{number}.example" for number in range(SUPPRESSED)], "asked", Work())
    gc.disable()  # as in the app: app/collector.py
    start = time.process_time()
    report = leads.import_file(file, None, "", Work()).value
    taken = time.process_time() - start
    database.close()
    return taken, report.created


def _warm_up(folder: Path) -> None:
    """Import a few rows into another database: modules are imported once in the life of an app."""
    home = folder / "warm"
    home.mkdir()
    file = home / "few.csv"
    write_apollo_export(file, 100, seed=1)
    database = open_fresh(home)
    lead_service(database).import_file(file, None, "", Work())
    database.close()


def _run(side: str, file: Path, folder: Path) -> None:
    """One import; what it took as JSON."""
    seconds, kept = (_ours if side == "ours" else _bare)(file, folder)
    # Not what `getrusage` says: that counts the parent's memory too, from before the program began.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "kept": kept, "peak": peak}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(not print_table(measure(full="full" in sys.argv)))
