"""A launch whose process is killed (SIGKILL, no clean-up of any kind) and started again.

`VIBE_KILL_POINTS` sets how many points are tried, `VIBE_KILL_SEED` which ones.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

from tests.support.launching import Desk, assert_launched_once, desk_in
from tests.support.sandbox import RunningSandbox, sandbox  # noqa: F401 - a fixture
from vibe_desktop.domain.work import Work

POINTS = int(os.environ.get("VIBE_KILL_POINTS", "5"))
SEED = os.environ.get("VIBE_KILL_SEED", "launch")
LEADS = 1200


def _child(desk: Desk, folder: Path, campaign_id: str, last: int) -> int | None:
    """Run the launch in a process of its own; the points it passed, None when it was killed."""
    command = [sys.executable, "-m", "tests.support.launch_child", str(folder)]
    done = subprocess.run(
        [*command, desk.url, desk.key, campaign_id, str(last)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    if done.returncode == 0:
        return int(done.stdout)
    assert last, done.stderr
    assert not done.stderr
    return None


def test_a_killed_launch_is_finished_by_the_next_process_without_doing_anything_twice(
    tmp_path: Path,
    sandbox: RunningSandbox,  # noqa: F811
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - picks points, guards nothing
    clean = tmp_path / "clean"
    with desk_in(clean, sandbox) as desk:
        total = _child(desk, clean, desk.prepare(leads=LEADS), 0)
    assert total is not None
    assert total > 40
    for number in range(POINTS):
        sandbox.control("POST", "/reset")
        folder = tmp_path / f"kill-{number}"
        with desk_in(folder, sandbox) as desk:
            campaign_id = desk.prepare(leads=LEADS)
            last = chance.randint(1, total)
            assert _child(desk, folder, campaign_id, last) is None, last
            # Killed a second time, soon after it began to mend.
            _child(desk, folder, campaign_id, chance.randint(1, 12))
            assert _child(desk, folder, campaign_id, 0) is not None
            launch = desk.launches.latest(campaign_id, Work())
            assert launch is not None
            assert_launched_once(desk, sandbox, launch)
