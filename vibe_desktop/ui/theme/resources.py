"""Where the files that come with the app are: beside the package, or inside it once installed."""

from pathlib import Path

import vibe_desktop


def resource(name: str) -> Path:
    """The file or folder `name` ("icons/send.svg") of the app's resources."""
    package = Path(vibe_desktop.__file__).parent
    installed = package / "_resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name
