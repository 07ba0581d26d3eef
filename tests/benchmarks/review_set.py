"""The review of all mails beside a visible window: how long it takes, how much the window feels it.

10,000 leads, three variants: filled in, checked and sorted through the window's own lanes, with the
panel on screen showing the progress, while every pause in typing is saved. A process of its own for
each round. The time until the set is ready is a human limit, and so is the longest gap of a 5 ms
heart-beat; of the gaps and waits the least of a few rounds counts, since what the machine itself
takes does not come each time.
"""

import sys
import tempfile

from tests.benchmarks.measuring import Figure, least, print_table, probed

LEADS = 10_000
ROUNDS = 3
READY_LIMIT_MS = 15_000.0
GAP_LIMIT_MS = 50.0
SAVE_LIMIT_MS = 100.0


def measure(rounds: int = ROUNDS, leads: int = LEADS) -> list[Figure]:
    """Build the set `rounds` times; the best of each figure, in milliseconds."""
    best = least(rounds, lambda: _one_round(leads))
    limits = {"ready": READY_LIMIT_MS, "gap": GAP_LIMIT_MS, "save": SAVE_LIMIT_MS}
    names = {
        "ready": f"until {leads:,} leads x 3 mails are filled in, checked and sorted",
        "gap": "longest gap while all mails are checked",
        "save": "slowest save of an edit while all mails are checked",
    }
    return [Figure(names[name], best[name], limits[name], "ms") for name in names]


def _one_round(leads: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        return probed("review_set_probe", f"{home}/data", str(leads), home=home)


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
