"""A launch of 5,000 leads whose process is killed (SIGKILL, no clean-up) and started again.

It is killed from outside while the sandbox has a request that it will never carry out, or has
carried one out and keeps the answer to itself; and it kills itself right before and right after
each line of the journal. `VIBE_KILL_POINTS` says how many points are tried, spread over all;
at every second one it is killed again soon after it began to mend.
"""

import multiprocessing
import os
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import launch_child
from tests.support.launching import desk_in
from tests.support.sandbox import RunningSandbox, sandbox_in
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.work import Work

POINTS = int(os.environ.get("VIBE_KILL_POINTS", "12"))
LEADS = 5_000
PATIENCE_SECONDS = 120
HELD: dict[str, object] = {"stall_after_bytes": 0}
UNSENT: dict[str, object] = {"delay_seconds": 600, "refuse": True}
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment to die at.

    Attributes:
        what: For whoever reads that the test failed there.
        request: Number of the request that the sandbox holds; -1 when it holds none.
        held: Whether it carries that request out, and holds the answer only.
        line: Number of the point around the journal's lines; 0 for none.
    """

    what: str
    request: int = -1
    held: bool = False
    line: int = 0


class Launches:
    """Processes that launch the same prepared campaign, one after the other."""

    def __init__(self, folder: Path, sandbox: RunningSandbox) -> None:
        self.sandbox = sandbox
        self._folder = folder
        self._processes = _processes()
        with desk_in(folder / "ready", sandbox) as desk:
            self.campaign_id = desk.prepare(leads=LEADS)

    def fresh(self, name: str) -> Path:
        """A copy of the prepared data folder; the sandbox starts over."""
        self.sandbox.control("POST", "/reset")
        return shutil.copytree(self._folder / "ready", self._folder / name)

    def run(self, folder: Path, line: int = 0) -> Sequence[str] | None:
        """Run to the end, or until it dies at a line; the points it passed, None when it died."""
        process, told = self._start(folder, line)
        with closing(told):
            process.join(PATIENCE_SECONDS)
            assert process.exitcode is not None, "it hangs"
            try:
                names: Sequence[str] | None = told.recv()
            except EOFError:
                names = None
        process.close()
        assert line or names is not None, "it failed"
        return names

    def kill_at_request(self, folder: Path, fault: dict[str, object], number: int) -> None:
        """Run until the sandbox has request `number`, counted from 0, and kill it then."""
        self.sandbox.faults({**fault, "after": number})
        process, told = self._start(folder, 0)
        end = time.monotonic() + PATIENCE_SECONDS
        with closing(told):
            # The order is spent in the very moment in which the request is carried out, or not.
            while self.sandbox.control("GET", "/faults")["faults"]:
                assert process.is_alive(), "it ended before that request"
                assert time.monotonic() < end, "it hangs"
            process.kill()
            process.join(PATIENCE_SECONDS)
        process.close()

    def _start(self, folder: Path, line: int) -> tuple[Any, Any]:
        told, telling = self._processes.Pipe(duplex=False)
        info = self.sandbox.info
        where = (str(folder), info.instantly_url, info.instantly_api_key, self.campaign_id)
        process = self._processes.Process(target=launch_child.run, args=(*where, line, telling))
        process.start()
        telling.close()
        return process, told


def _processes() -> Any:  # the contexts of the platforms have no common type with `Process`
    context = multiprocessing.get_context(_START)
    context.set_forkserver_preload([launch_child.__name__])
    return context


@pytest.fixture(scope="module")
def launches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launches]:
    """A campaign of 5,000 leads that is ready to be launched, and a sandbox."""
    folder = tmp_path_factory.mktemp("kills")
    with sandbox_in(folder / "sandbox") as sandbox:
        # Rate limits are another test's matter.
        sandbox.settings(per_second=10_000, per_minute=1_000_000)
        yield Launches(folder, sandbox)


def _all_points(launches: Launches) -> list[Point]:
    """Every point of a launch that nothing disturbs."""
    folder = launches.fresh("clean")
    names = launches.run(folder)
    assert names is not None
    requests = [f"{one['method']} {one['path']}" for one in launches.sandbox.requests()]
    points = [
        Point(f"{request} ({number}), {'carried out' if held else 'not carried out'}", number, held)
        for number, request in enumerate(requests)
        for held in (False, True)
    ]
    points += [Point(name, line=line) for line, name in enumerate(names, start=1)]
    shutil.rmtree(folder)
    return points


def _spread(points: Sequence[Point]) -> list[Point]:
    """As many as are tried: each kind of request held once first, then evenly from the rest."""
    first: dict[str, Point] = {}
    for point in points:
        method, _, path = point.what.partition(" (")[0].partition(" ")
        kind = f"{method} {path.rstrip('0123456789abcdef-')}"
        if point.held and method == "POST" and "/accounts" not in path:
            first.setdefault(kind, point)
    must = list(first.values())
    rest = [point for point in points if point not in must]
    wanted = min(len(rest), max(0, POINTS - len(must)))
    return must + [rest[index * len(rest) // wanted] for index in range(wanted)]


def _assert_launched_once(launches: Launches, folder: Path, what: str) -> None:
    sandbox = launches.sandbox
    with desk_in(folder, sandbox, fresh=False) as desk:
        launch = desk.launches.latest(launches.campaign_id, Work())
        assert launch is not None, what
        assert (launch.state, launch.reason) == (LaunchState.DONE, ""), what
        assert launch.uploaded == LEADS, what
        assert not desk.launch_rows.rejected(launch.id), what
        campaign = desk.campaigns.get(launches.campaign_id)
        assert campaign.status is CampaignStatus.ACTIVE, what
        assert campaign.instantly_id == launch.instantly_campaign_id, what
        planned = Counter(desk.launch_rows.addresses(launch.id))
        results = Counter(
            entry.operation
            for entry in desk.launches.journal(launch.id, Work())
            if entry.kind == "result" and entry.detail.get("carried_out") is not False
        )
        assert set(results.values()) == {1}, (what, results)
    with closing(sqlite3.connect(sandbox.directory / "sandbox.db")) as theirs:
        kinds = dict(theirs.execute("SELECT kind, count(*) FROM docs GROUP BY kind"))
        found = {
            place: Counter(email for (email,) in theirs.execute(query, (key,)))
            for place, query, key in (
                (
                    "list",
                    "SELECT email FROM leads WHERE list = ?",
                    launch.instantly_lead_list_id,
                ),
                (
                    "campaign",
                    "SELECT email FROM leads WHERE campaign = ?",
                    launch.instantly_campaign_id,
                ),
            )
        }
        total = theirs.execute("SELECT count(*) FROM leads").fetchone()[0]
    assert (kinds.get("list"), kinds.get("campaign")) == (1, 1), what
    assert found["list"] == found["campaign"] == planned, what
    assert (planned.total(), total) == (LEADS, 2 * LEADS), what
    # 200: answered, or held after it was carried out; a held one that was not shows 0.
    started = [one for one in sandbox.requests(path="/activate") if one["status"] == 200]
    assert len(started) == 1, what


@pytest.fixture(scope="module")
def points(launches: Launches) -> list[Point]:
    """The points that are tried."""
    found = _all_points(launches)
    assert len(found) >= 100
    return _spread(found)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(POINTS))
def test_a_killed_launch_is_finished_by_the_next_process_without_doing_anything_twice(
    launches: Launches, points: list[Point], number: int
) -> None:
    if number >= len(points):
        pytest.skip("a launch has fewer points than that")
    point = points[number]
    folder = launches.fresh(f"kill-{number}")
    if point.line:
        assert launches.run(folder, point.line) is None, point.what
    else:
        launches.kill_at_request(folder, HELD if point.held else UNSENT, point.request)
    launches.sandbox.clear_faults()
    if number % 2:
        # Killed a second time, soon after it began to mend.
        launches.run(folder, random.Random(number).randint(1, 8))  # noqa: S311 - guards nothing
    assert launches.run(folder) is not None, point.what
    _assert_launched_once(launches, folder, point.what)
    shutil.rmtree(folder)
