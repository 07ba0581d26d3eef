"""A process that launches, and may kill itself on the way: `python -m tests.support.launch_child`.

Arguments: data folder, Instantly URL, key, campaign id, number of the point to die at (0: none).
Prints the number of points it passed.
"""

import os
import signal
import sys
from pathlib import Path

from tests.support.launching import Desk, Points, at_each_point
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends a process at once


def main(folder: str, url: str, key: str, campaign_id: str, last: str) -> None:
    """Launch, or go on with a launch that was cut off."""
    home = Path(folder)
    database = Database.open(home / "vibe.db", home / "backups")
    desk = Desk(database, url, key, home / "locks")
    points = Points(int(last), lambda: os.kill(os.getpid(), _KILL))
    at_each_point(desk, points)
    if desk.launches.unfinished(Work()):
        desk.launches.resume(Work())
    elif desk.launches.latest(campaign_id, Work()) is None:
        desk.launches.launch(campaign_id, Work())
    sys.stdout.write(f"{points.count}\n")
    desk.client.close()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
