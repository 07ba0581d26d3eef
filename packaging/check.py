"""Every check that needs no running app. Prints one line a check, and what a failed one said."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent

CHECKS = {
    "lint": "ruff check",
    "format": "ruff format --check",
    "types": "mypy",
    "layers": "lint-imports --no-cache",
    "dependencies": "deptry .",
    "dead code": "vulture",
}


def main() -> int:
    """Run all checks; returns 1 when one failed."""
    failed = []
    for name, command in CHECKS.items():
        program, *arguments = command.split()
        started = time.perf_counter()
        done = subprocess.run(
            [PROGRAMS / program, *arguments],
            cwd=ROOT,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        seconds = time.perf_counter() - started
        if done.returncode:
            failed.append(name)
            print(done.stdout.rstrip())
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{name:<13}{verdict:<7}{seconds:5.1f} s   {command}", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
