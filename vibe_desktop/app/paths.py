"""Where things are kept on this computer."""

from dataclasses import dataclass
from pathlib import Path

APP_NAME = "Vibe Marketing Autopilot"
"""The name of the app for people, folders and the keychain."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Every file and folder of one data folder. Nothing is made until it is written to."""

    data_dir: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "vibe.db"

    @property
    def backups(self) -> Path:
        """Copies of the database made before a migration."""
        return self.data_dir / "backups"

    @property
    def logs(self) -> Path:
        """Rotated log files, without secrets."""
        return self.data_dir / "logs"

    @property
    def locks(self) -> Path:
        """Lock files that keep two processes from driving one launch."""
        return self.data_dir / "locks"

    @property
    def sandbox(self) -> Path:
        """State of the sandbox's stand-ins."""
        return self.data_dir / "sandbox"

    @property
    def window_state(self) -> Path:
        """Geometry and last page of the window."""
        return self.data_dir / "window.ini"


def default_paths(*, sandbox: bool) -> Paths:
    """The platform's data folder for this user; the sandbox has one of its own inside it.

    Keeping them apart means that nothing tried in the sandbox can ever meet a real key.
    """
    # Imported here: the window's first paint does not need it when --data-dir is given.
    import platformdirs

    folder = Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
    return Paths(folder / "sandbox-data" if sandbox else folder)
