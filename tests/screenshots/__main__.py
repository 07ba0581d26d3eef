"""`./run screenshots DIR`: fill a folder once, then photograph it in every theme and size."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.screenshots.story import tell

SIZES = ("900x600", "1280x800")
THEMES = ("light", "dark")
SCREEN = {"name": "A", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "dpr": 1}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("screenshots"))
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", action="append")
    parser.add_argument("--large", action="store_true", help="also at 200 %% scaling")
    args = parser.parse_args()
    out = args.folder.resolve()
    with tempfile.TemporaryDirectory(prefix="vibe-screenshots-") as name:
        folder = Path(name)
        (folder / "screens.json").write_text(json.dumps({"screens": [SCREEN]}))
        full, empty = folder / "full", folder / "empty"
        full.mkdir()
        empty.mkdir()
        ids = tell(full)
        for theme in args.theme or THEMES:
            for size in args.size or SIZES:
                _shoot(folder, full, out, ids, theme, size)
            _shoot(folder, empty, out, {}, theme, SIZES[0], "empty")
            if args.large:
                _shoot(folder, full, out / "200", ids, theme, SIZES[0], scale="2")
    print(f"The pictures are in {out}.")


def _shoot(
    folder: Path,
    data: Path,
    out: Path,
    ids: dict[str, str],
    theme: str,
    size: str,
    *rest: str,
    scale: str = "1",
) -> None:
    told = folder / "told"  # the scenes change what they show
    shutil.rmtree(told, ignore_errors=True)
    shutil.copytree(data, told)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screens.json'}",
        "QT_SCALE_FACTOR": scale,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "HOME": str(folder),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.screenshots.camera", str(told), str(out),
         json.dumps(ids), theme, size, *rest],
        check=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip


if __name__ == "__main__":
    main()
