"""Fresh databases for tests: made by the real migrations once a process, then copied."""

import functools
import tempfile
from pathlib import Path

from vibe_desktop.store.database.engine import Database


@functools.cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vibe.db"
        Database.open(path, Path(folder) / "backups").close()
        return path.read_bytes()


def open_fresh(folder: Path) -> Database:
    """An empty database of the newest form in `folder`; the caller closes it."""
    path = folder / "vibe.db"
    path.write_bytes(_template())
    return Database.open(path, folder / "backups")
