"""All the figures in one table: `./run bench`. Fails when one is above its limit."""

import sys

from tests.benchmarks import csv_import, stalls, startup
from tests.benchmarks.measuring import print_table

if __name__ == "__main__":
    sys.exit(not print_table([*startup.measure(), *stalls.measure(), *csv_import.measure()]))
