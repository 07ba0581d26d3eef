"""Launching many leads against the sandbox, which is a process of its own.

What an upload waits for may not be the app. Its processor time for each request of a thousand leads
is measured, with everything that happens between "campaign drafted" and "leads added" (the plan
read, the requests sent, the answers read, the journal and the outcomes written), and the share of
the time in which the app had nothing to do but wait for the sandbox or for its turn.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measuring import Figure, print_table
from tests.databases import open_fresh
from tests.support.launching import Desk
from vibe_desktop.app.paths import Paths
from vibe_desktop.app.sandbox_process import SandboxProcess
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.work import Progress, Work

LEADS = 100_000
BRIEF = 10_000
CPU_LIMIT_MS = 5.0
BUSY_LIMIT = 0.5


class _Watch:
    """Processor and real time at the first report of each stage of a launch."""

    stages = ("Making", "Adding leads", "Comparing what", "Starting")

    def __init__(self) -> None:
        self.marks: dict[str, tuple[float, float]] = {}

    def __call__(self, progress: Progress) -> None:
        """Note the moment."""
        for stage in self.stages:
            if progress.message.startswith(stage) and stage not in self.marks:
                self.marks[stage] = (time.process_time(), time.monotonic())

    def between(self, stage: str, next_stage: str) -> tuple[float, float]:
        """Seconds of processor and real time from one to the other."""
        one, two = self.marks[stage], self.marks[next_stage]
        return two[0] - one[0], two[1] - one[1]


def measure(leads: int = LEADS) -> list[Figure]:
    """Launch a campaign of so many leads."""
    with tempfile.TemporaryDirectory() as name, _sandbox(Path(name)) as (url, key):
        home = Path(name)
        database = open_fresh(home)
        desk = Desk(database, url, key, home / "locks")
        campaign_id = desk.prepare(leads=0)
        desk.add_leads(campaign_id, leads, custom=3)
        watch = _Watch()
        start = time.process_time()
        launch = desk.launches.launch(campaign_id, Work(watch)).value
        desk.client.close()
        database.close()
    if launch.state is not LaunchState.DONE or launch.uploaded != leads:
        raise RuntimeError(f"{launch.uploaded} of {leads} were uploaded; {launch.reason}")
    planning = watch.marks["Making"][0] - start
    busy, taken = watch.between("Adding leads", "Comparing what")
    reading, read_time = watch.between("Comparing what", "Starting")
    requests = 2 * leads / 1000
    print(
        f"   planning {1e6 * planning / leads:.0f} us of CPU a lead; "
        f"upload {taken:.1f} s for {requests:.0f} requests ({leads / taken:,.0f} leads/s); "
        f"read back {read_time:.1f} s, {1e6 * reading / leads:.0f} us a lead"
    )
    return [
        Figure("upload, CPU of the app / 1,000 leads", 1000 * busy / requests, CPU_LIMIT_MS, "ms"),
        Figure("upload, share of the time not waiting", busy / taken, BUSY_LIMIT),
    ]


@contextmanager
def _sandbox(home: Path) -> Iterator[tuple[str, str]]:
    process = SandboxProcess(Paths(home))
    process.start()
    try:
        yield process.info.instantly_url, process.info.instantly_api_key
    finally:
        process.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--leads", type=int, default=LEADS)
    print_table(measure(parser.parse_args().leads))
