"""Measuring tools: processor time of child processes in turns, and the table at the end."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        name: What was measured, against what.
        value: The measured figure.
        limit: What it must not exceed.
        unit: "x" for a ratio, "ms" or "MB" where the issue is a human limit.
    """

    name: str
    value: float
    limit: float
    unit: str = "x"

    @property
    def ok(self) -> bool:
        """Whether it stays within its limit."""
        return self.value <= self.limit


def cpu_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """User and system time of one run of `command`, its waited-for children included."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            errors.seek(0)
            words = errors.read().decode()[-2000:]
            raise RuntimeError(f"{command[-1]} ended with {child.returncode}: {words}")
    return usage.ru_utime + usage.ru_stime


def in_turns(sides: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Run the sides in turns after one warm-up; the median of each."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, run in sides.items():
            seconds = run()
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def python(*arguments: str) -> list[str]:
    """A command line for this interpreter."""
    return [sys.executable, *arguments]


def print_table(figures: Sequence[Figure], slack: float = 1.0) -> bool:
    """Print all figures. Returns whether every one stays within `slack` times its limit."""
    width = max(len(figure.name) for figure in figures)
    print(f"{'':<3}{'measured':<{width}}  {'figure':>10}  {'limit':>10}")
    for figure in figures:
        mark = "ok" if figure.ok else "!!"
        print(
            f"{mark:<3}{figure.name:<{width}}  {figure.value:>8.2f}{figure.unit:<2}"
            f"  {figure.limit:>8.2f}{figure.unit:<2}"
        )
    return all(figure.value <= slack * figure.limit for figure in figures)
