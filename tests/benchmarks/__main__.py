"""All the figures in one table: `./run bench` fails when one is above its limit.

`./run bench NAME...` measures only what is named, see `SUBJECTS`. `--brief` takes fewer rounds and
smaller files: some minutes instead of a quarter of an hour. `--slack 1.5` fails only above one and
a half times a limit: for machines that are shared and noisy, where only a gross change can be told
from chance. `--again 2` measures up to twice more what is above it, and takes the least: noise only
ever adds.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Mapping

from tests.benchmarks import (
    csv_import,
    leads_screen,
    reading,
    rendering,
    review_set,
    stalls,
    startup,
    typing,
    upload,
)
from tests.benchmarks.measuring import Figure, print_table

SUBJECTS: Mapping[str, Callable[[bool], list[Figure]]] = {
    "startup": lambda brief: startup.measure(rounds=5 if brief else 9),
    "stalls": lambda brief: stalls.measure(rounds=2 if brief else 3),
    "import": lambda brief: csv_import.measure(rounds=3 if brief else 5, full=not brief),
    "leads": lambda brief: leads_screen.measure(rounds=1 if brief else 3, full=not brief),
    "reading": lambda brief: reading.measure(rounds=3 if brief else 5),
    "rendering": lambda brief: rendering.measure(rounds=5 if brief else 9),
    "typing": lambda brief: typing.measure(rounds=2 if brief else 3),
    "review": lambda brief: review_set.measure(rounds=2 if brief else 3),
    "upload": lambda brief: upload.measure(upload.BRIEF if brief else upload.LEADS),
}
"""What can be measured: each takes whether to be brief about it."""


def main() -> int:
    """Measure what was asked for. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUBJECTS))
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--slack", type=float, default=1.0, metavar="FACTOR")
    parser.add_argument("--again", type=int, default=0, metavar="TIMES")
    given = parser.parse_args()
    if unknown := set(given.names) - set(SUBJECTS):
        parser.error(f"not among {', '.join(SUBJECTS)}: {', '.join(sorted(unknown))}")
    figures = [
        figure
        for name in SUBJECTS
        if not given.names or name in given.names
        for figure in _measured(name, given)
    ]
    return 0 if print_table(figures, given.slack) else 1


def _measured(name: str, given: argparse.Namespace) -> list[Figure]:
    """The figures of one subject, measured again, as often as asked, while one is too high."""
    best: dict[str, Figure] = {}
    for left in range(given.again, -1, -1):
        try:
            for figure in SUBJECTS[name](given.brief):
                known = best.setdefault(figure.name, figure)
                best[figure.name] = min(figure, known, key=lambda one: one.value)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            if not left:
                raise
            print(f"{name} is measured again: {error}", file=sys.stderr)
            continue
        if all(figure.within(given.slack) for figure in best.values()):
            break
    return list(best.values())


if __name__ == "__main__":
    sys.exit(main())
