"""How long the window hesitates while a job runs: the longest gap of a 5 ms heart-beat.

Each kind of job runs through the real window's own lanes beside a visible campaigns screen, in a
process of its own, against the sandbox in another. What counts is the best of a few runs: a gap
that is the machine's (another process took the core) does not come each time, ours does.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Figure, print_table, python
from tests.support.lead_files import write_apollo_export
from tests.support.product_pages import product_page
from tests.support.servers import PageServer

LIMIT_MS = 50.0
LEADS = 20_000
ROUNDS = 3


def measure(rounds: int = ROUNDS, leads: int = LEADS) -> list[Figure]:
    """Run every kind of job `rounds` times; the least of the longest gaps, in milliseconds."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, gap in _one_round(leads).items():
            best[name] = min(gap, best.get(name, gap))
    return [Figure(f"longest gap while {name}", gap, LIMIT_MS, "ms") for name, gap in best.items()]


def _one_round(leads: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name, PageServer() as server:
        folder = Path(name)
        file = folder / "leads.csv"
        write_apollo_export(file, leads, seed=3)
        data = folder / "data"
        data.mkdir()
        (data / "window.ini").write_text("[window]\nscreen=campaigns\n")
        page = server.page("/", product_page())
        done = subprocess.run(
            python("-m", "tests.benchmarks.stall_probe", str(data), page, str(file)),
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": name},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"the probe ended with {done.returncode}: {done.stderr[-2000:]}")
    gaps: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return gaps


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
