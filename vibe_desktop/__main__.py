"""`python -m vibe_desktop` and the `vibe-desktop` command."""

import sys

from vibe_desktop.app.main import main as _main


def main() -> int:
    """Run the command line given to this process; returns the exit code."""
    return _main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
