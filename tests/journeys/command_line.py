"""Runs `vibe-desktop` as a person's shell would: a process of its own, its exit code and output."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment without keys, addresses or a keychain of the person who runs the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OPENAI_", "INSTANTLY_", "SUPABASE_"))
    }
    kept["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    kept["QT_QPA_PLATFORM"] = "offscreen"
    return {**kept, **(extra or {})}


def command(*arguments: object) -> list[str]:
    """The command line of `vibe-desktop` with these arguments."""
    return [sys.executable, "-W", "error", "-m", "vibe_desktop", *map(str, arguments)]


def vibe(*arguments: object, env: Mapping[str, str] | None = None, stdin: str = "") -> Ran:
    """Run one command to its end."""
    done = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def sandbox_served(data_dir: Path) -> Iterator[dict[str, str]]:
    """`vibe-desktop sandbox serve --json` over a folder; yields what it printed, ends it after."""
    served = subprocess.Popen(
        command("sandbox", "serve", "--json", "--data-dir", data_dir),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    try:
        yield json.loads(served.stdout.readline())
    finally:
        served.terminate()
        served.wait(timeout=20)
        served.stdout.close()
