"""All the figures in one table: `./run bench` fails when one is above its limit.

`./run bench --slack 1.5` fails only above one and a half times a limit: for machines that are
shared and noisy, where only a gross change can be told from chance.
"""

import argparse
import sys

from tests.benchmarks import csv_import, reading, rendering, review_set, stalls, startup, typing
from tests.benchmarks.measuring import print_table


def main() -> int:
    """Measure everything. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--slack", type=float, default=1.0, metavar="FACTOR")
    slack = parser.parse_args().slack
    figures = [
        *startup.measure(),
        *stalls.measure(),
        *csv_import.measure(),
        *reading.measure(),
        *rendering.measure(),
        *typing.measure(),
        *review_set.measure(),
    ]
    return 0 if print_table(figures, slack) else 1


if __name__ == "__main__":
    sys.exit(main())
