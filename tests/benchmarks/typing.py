"""How smooth typing is: how soon the findings and the preview follow, how long the window hangs.

Measured in a real window of a process of its own, beside 2,000 leads. What counts is the best of a
few runs: what the machine does beside us does not come each time, what we do does.
"""

import sys

from tests.benchmarks.measuring import Figure, least, print_table, probed_with_leads

LIMIT_MS = 50.0
LEADS = 2_000
ROUNDS = 3
_NAMES = {
    "pause": "end of a typing pause to findings and preview drawn, 200 words",
    "gap": "longest gap while typing 300 characters",
}


def measure(rounds: int = ROUNDS, leads: int = LEADS) -> list[Figure]:
    """Type `rounds` times; the best of each figure, in milliseconds."""
    best = least(rounds, lambda: probed_with_leads("typing_probe", leads))
    return [Figure(_NAMES[name], value, LIMIT_MS, "ms") for name, value in best.items()]


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
