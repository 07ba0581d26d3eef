"""A process that launches, and may kill itself around a line of the journal.

Forked from one that has imported everything already, so that a hundred of them are cheap.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.support.launching import Desk, Points
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows SIGTERM ends a process at once
WRITES = ("plan", "intend", "conclude", "conclude_batch", "explain")
"""What of the repository of launches commits something."""


def run(folder: str, url: str, key: str, campaign_id: str, last: int, told: Connection) -> None:
    """Launch, or go on with a launch that was cut off; tells the names of the points it passed.

    Args:
        folder: The data folder.
        url: Where the sandbox answers.
        key: Its key.
        campaign_id: What is launched.
        last: Number of the point to die at, counted from 1; 0 for none.
        told: Where the names go at the end.
    """
    home = Path(folder)
    database = Database.open(home / "vibe.db", home / "backups")
    desk = Desk(database, url, key, home / "locks")
    points = Points(last, lambda: os.kill(os.getpid(), _KILL))
    names: list[str] = []
    for name in WRITES:
        _around(desk.launch_rows, name, points, names)
    if desk.launches.unfinished(Work()):
        desk.launches.resume(Work())
    elif desk.launches.latest(campaign_id, Work()) is None:
        desk.launches.launch(campaign_id, Work())
    desk.client.close()
    database.close()
    told.send(names)


def _around(owner: object, name: str, reached: Callable[[], None], names: list[str]) -> None:
    inner = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        what = f"{name} {args[1]}" if name in ("intend", "conclude", "conclude_batch") else name
        names.append(f"before {what}")
        reached()
        result = inner(*args, **kwargs)
        names.append(f"after {what}")
        reached()
        return result

    setattr(owner, name, outer)
