"""How long the window hesitates while a job runs: the longest gap of a 5 ms heart-beat.

Each kind of job runs through the real window's own lanes beside a visible campaigns screen, in a
process of its own, against the sandbox in another. What counts is the best of a few runs: a gap
that is the machine's (another process took the core) does not come each time, ours does.
"""

import sys

from tests.benchmarks.measuring import Figure, least, print_table, probed_with_leads

LIMIT_MS = 50.0
LEADS = 20_000
ROUNDS = 3


def measure(rounds: int = ROUNDS, leads: int = LEADS) -> list[Figure]:
    """Run every kind of job `rounds` times; the least of the longest gaps, in milliseconds."""
    best = least(rounds, lambda: probed_with_leads("stall_probe", leads))
    return [Figure(f"longest gap while {name}", gap, LIMIT_MS, "ms") for name, gap in best.items()]


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
