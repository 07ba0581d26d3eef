import re
from pathlib import Path

import vibe_desktop
from vibe_desktop.ui.actions import commands
from vibe_desktop.ui.theme.resources import resource

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(vibe_desktop.__file__).parent / "ui").rglob("*.py"))
)
ICONS = {path.stem for path in resource("icons").glob("*.svg")}


def test_every_icon_follows_the_theme() -> None:
    for path in resource("icons").glob("*.svg"):
        assert "currentColor" in path.read_text(encoding="utf-8"), path.name


def test_the_licence_of_the_icons_is_there() -> None:
    assert "ISC License" in resource("icons/LICENSE").read_text(encoding="utf-8")


def test_no_icon_is_kept_that_nothing_shows() -> None:
    quoted = set(re.findall(r'"([a-z][a-z0-9-]*)"', SOURCES))
    unused = sorted(ICONS - quoted)
    assert unused == []


def test_every_icon_of_a_command_is_there() -> None:
    wanted = {command.icon for command in commands() if command.icon}
    assert sorted(wanted - ICONS) == []
