"""What every screen is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.widgets.notices import Notices

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Jobs
    from vibe_desktop.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """The world as a screen may touch it.

    Attributes:
        services: The use cases; touched only inside a job.
        jobs: Runs the use cases off the window's thread.
        notices: Says things at the top of the window.
        navigate: Goes to another screen.
        theme: The colours that are on.
        state: Geometry, splitters, column widths, last places. Never settings, never secrets.
        sandbox: Whether the app runs on the sandbox.
        data_dir: Where everything of this app is kept.
        relaunch_in_sandbox: Closes the app and starts it again on the sandbox; None where that
            cannot be done.
    """

    services: "Services"
    jobs: "Jobs"
    notices: Notices
    navigate: Callable[[Destination], None]
    theme: ThemeManager
    state: QSettings
    sandbox: bool = False
    data_dir: Path = field(default_factory=Path)
    relaunch_in_sandbox: Callable[[], None] | None = None
