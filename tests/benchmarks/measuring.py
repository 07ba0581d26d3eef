"""Measuring tools: processor time of child processes in turns, and the table at the end."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.lead_files import write_apollo_export
from tests.support.product_pages import product_page
from tests.support.servers import PageServer


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

    def within(self, slack: float = 1.0) -> bool:
        """Whether it stays within so many times its limit."""
        return self.value <= slack * self.limit


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


def probed(module: str, *arguments: str | os.PathLike[str], home: str) -> dict[str, float]:
    """The figures that a probe prints as JSON in its last line, run without a display.

    Raises:
        RuntimeError: The probe failed.
    """
    done = subprocess.run(
        python("-m", f"tests.benchmarks.{module}", *map(str, arguments)),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": home},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the probe ended with {done.returncode}: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def probed_with_leads(module: str, leads: int) -> dict[str, float]:
    """The figures of a probe that gets a data folder, a product page and a file of leads."""
    with tempfile.TemporaryDirectory() as home, PageServer() as server:
        file = Path(home) / "leads.csv"
        write_apollo_export(file, leads, seed=3)
        data = Path(home) / "data"
        data.mkdir()
        (data / "window.ini").write_text("[window]\nscreen=campaigns\n")
        return probed(module, data, server.page("/", product_page()), file, home=home)


def least(rounds: int, once: Callable[[], Mapping[str, float]]) -> dict[str, float]:
    """The least of each figure in a few rounds."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, value in once().items():
            best[name] = min(value, best.get(name, value))
    return best


def python(*arguments: str) -> list[str]:
    """A command line for this interpreter."""
    return [sys.executable, *arguments]


def print_table(figures: Sequence[Figure], slack: float = 1.0) -> bool:
    """Print all figures. Returns whether every one stays within `slack` times its limit."""
    width = max(len(figure.name) for figure in figures)
    print(f"{'':<3}{'measured':<{width}}  {'figure':>10}  {'limit':>10}")
    for figure in figures:
        mark = "ok" if figure.within() else "!!"
        print(
            f"{mark:<3}{figure.name:<{width}}  {figure.value:>8.2f}{figure.unit:<2}"
            f"  {figure.limit:>8.2f}{figure.unit:<2}"
        )
    return all(figure.within(slack) for figure in figures)
