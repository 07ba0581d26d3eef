"""The table of leads against what Qt has for the same: a QSqlQueryModel on the same file.

Both sides fill the same kind of view without a display, in turns, each in a process of its own.
Opening, searching and sorting are compared by the processor time, of all threads, until the first
rows are painted; the bare side searches the same full-text index with a plain MATCH, and sorts
along the same indexes. Memory is what opening,
searching and 200 jumps among the first 100,000 leads add. What the machine itself takes does not
come each time: of each figure the least of a few rounds counts.

    python -m tests.benchmarks.leads_screen full
"""

import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.benchmarks.measuring import Figure, print_table, probed
from tests.databases import open_fresh
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_indexing import LeadIndex

ROWS = 100_000
MANY_ROWS = 1_000_000
ROUNDS = 3
OPEN_LIMIT = 2.0
SEARCH_LIMIT = 2.0
SORT_LIMIT = 3.0
MEMORY_LIMIT = 1.0
GAP_LIMIT_MS = 50.0
NO_LIMIT = float("inf")

_FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Dennis", "Radia")
_LAST = ("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Ritchie", "Eriksson")
_COMPANY = ("Nova", "Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vandelay", "Stark")
_KIND = ("Labs", "Works", "GmbH", "Ltd", "Studio", "Systems", "Software", "Partners")
_TITLE = ("CEO", "CTO", "Head of Growth", "Marketing Manager", "Founder", "VP Sales")
_CITY = ("Stockholm", "Berlin", "Paris", "London", "Oslo", "Madrid", "Rome", "Vienna", "Lisbon")
_COLUMNS = (
    "list_number, email, first_name, last_name, company_name, job_title, website, phone,"
    " custom, country, flags"
)


def measure(rounds: int = ROUNDS, *, full: bool = False) -> list[Figure]:
    """Both sides over 100,000 leads, and over a million when asked for all."""
    figures = _measured(ROWS, rounds)
    return figures + _measured(MANY_ROWS, rounds) if full else figures


def _measured(rows: int, rounds: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        imported, texts, sorts = fill(folder, rows)
        sides: dict[str, dict[str, float]] = {"bare": {}, "ours": {}}
        for _ in range(rounds):
            for kind, best in sides.items():
                for key, value in _one_round(kind, folder).items():
                    best[key] = min(value, best.get(key, value))
    bare, ours = sides["bare"], sides["ours"]
    searches = [key for key in ours if key.startswith("search ")]
    sorted_by = [key for key in ours if key.startswith("sort ")]
    worst_search = max(searches, key=lambda key: ours[key] / bare[key])
    worst_sort = max(sorted_by, key=lambda key: ours[key] / bare[key])
    table = f"{rows:,} leads"
    return [
        Figure(f"open {table} / QSqlQueryModel", ours["open"] / bare["open"], OPEN_LIMIT),
        Figure(f"{worst_search} in {table} / MATCH", _ratio(worst_search, sides), SEARCH_LIMIT),
        Figure(f"{worst_sort} of {table} / its index", _ratio(worst_sort, sides), SORT_LIMIT),
        Figure(f"memory with {table} / its own", ours["memory"] / bare["memory"], MEMORY_LIMIT),
        Figure(f"longest gap while scrolling {table}", ours["gap"], GAP_LIMIT_MS, "ms"),
        Figure(f"indexing texts of {table} / a bare import", texts / imported, NO_LIMIT),
        Figure(f"indexing to sort {table} / a bare import", sorts / imported, NO_LIMIT),
    ]


def _one_round(kind: str, folder: Path) -> dict[str, float]:
    return probed("leads_screen_probe", kind, folder, home=str(folder))


def _ratio(key: str, sides: dict[str, dict[str, float]]) -> float:
    return sides["ours"][key] / sides["bare"][key]


def fill(folder: Path, rows: int) -> tuple[float, float, float]:
    """Make a database of so many leads with all its indexes.

    Returns:
        Processor seconds of the bare import, of indexing texts, and of the indexes to sort by.
    """
    open_fresh(folder).close()
    path = folder / "vibe.db"
    started = time.process_time()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO lead_lists(id, number, name, source, created_at, total_leads)"
            " VALUES ('list', 1, 'Many', 'many.csv', '2026-01-01T00:00:00Z', ?)",
            (rows,),
        )
        connection.executemany(
            f"INSERT INTO leads({_COLUMNS}) VALUES ({', '.join('?' * 11)})",  # noqa: S608
            _leads(rows),
        )
        connection.execute("COMMIT")
    imported = time.process_time() - started
    moments: dict[str, float] = {}
    database = Database(path)
    started = time.process_time()

    def note(progress: Progress) -> None:
        moments.setdefault(progress.message, time.process_time())

    LeadIndex(database).bring_up_to_date(Work(note))
    ended = time.process_time()
    database.close()
    sorting = moments["Preparing to sort leads"]
    return imported, sorting - started, ended - sorting


def _leads(rows: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(3)  # noqa: S311 - the same leads in every run
    for number in range(rows):
        first, last = dice.choice(_FIRST), dice.choice(_LAST)
        company = f"{dice.choice(_COMPANY)} {dice.choice(_KIND)} {dice.randrange(40_000)}"
        domain = company.lower().replace(" ", "") + ".com"
        custom = {
            "city": dice.choice(_CITY),
            "icebreaker": f"Liked your talk on {dice.choice(_COMPANY)} {dice.randrange(1_000)}",
            "employees": str(dice.randrange(500)),
        }
        yield (
            1,
            f"{first}.{last}{number}@{domain}".lower(),
            first,
            last,
            company,
            dice.choice(_TITLE),
            f"https://{domain}",
            f"+49 30 {dice.randrange(10**7)}",
            json.dumps(custom),
            dice.choice(("DE", "US", "GB", "")),
            dice.choice((0, 0, 0, 1, 2)),
        )


if __name__ == "__main__":
    sys.exit(not print_table(measure(full="full" in sys.argv[1:])))
