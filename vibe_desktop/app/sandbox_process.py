"""The sandbox as a child process: started when `--sandbox` is given, ended with the app.

A process of its own keeps the stand-ins off the window's interpreter, and makes them real
servers: the app talks to them over HTTP as it talks to Instantly and OpenAI. The child watches
its standard input and ends when this process does, however that happens.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.errors import Unreachable
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import SandboxInfo, ask, running

START_PATIENCE_SECONDS = 30.0


def serve_command(paths: Paths) -> list[str]:
    """The command line that serves the sandbox of this data folder."""
    program = (
        [sys.executable]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "vibe_desktop"]
    )
    return [
        *program,
        "--data-dir",
        str(paths.data_dir),
        "sandbox",
        "serve",
        "--json",
        "--until-stdin-closes",
    ]


class SandboxProcess:
    """The running sandbox of one data folder: ours, or one that somebody else already serves."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._child: subprocess.Popen[str] | None = None
        self._info: SandboxInfo | None = None
        self._lock = threading.Lock()

    @property
    def info(self) -> SandboxInfo:
        """Addresses and keys; waits for the child when it was only just started.

        Raises:
            Unreachable: The sandbox did not start.
        """
        with self._lock:
            if self._info is None:
                self._info = self._connect()
            return self._info

    def start(self) -> None:
        """Begin to start the child, without waiting for it: `info` waits.

        Does nothing when another process serves this folder already.
        """
        with self._lock:
            if self._child is None and self._info is None and self._running() is None:
                self._child = self._spawn()

    def stop(self) -> None:
        """End the child if it is ours, and wait until it is gone."""
        with self._lock:
            child, self._child, self._info = self._child, None, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()

    @property
    def sample_page_url(self) -> str:
        """A product page that the sandbox serves."""
        return self.info.sample_page_url

    def advance(self, days: int, work: Work) -> None:
        """Move the sandbox's clock by `days`; mails are sent and answered meanwhile."""
        work.report(f"Moving the sandbox's clock by {days} days")
        ask(self.info, "POST", "/advance", {"days": days})

    def _running(self) -> SandboxInfo | None:
        return running(self._paths.sandbox)

    def _spawn(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            serve_command(self._paths),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=_source_root(),
            env={key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"},
        )

    def _connect(self) -> SandboxInfo:
        if self._child is None:
            found = self._running()
            if found is not None:
                return found
            self._child = self._spawn()
        line = self._first_line(self._child)
        try:
            return SandboxInfo(**json.loads(line))
        except (ValueError, TypeError):
            # Two starts at once: the other one serves the folder, and ours made way for it.
            found = self._running()
            if found is not None:
                return found
        raise Unreachable(
            "The sandbox did not start.",
            safe="Nothing was changed.",
            next_step="Run `vibe-desktop sandbox serve` to see why, then try again.",
        )

    def _first_line(self, child: "subprocess.Popen[str]") -> str:
        stdout = child.stdout
        if stdout is None:
            return ""
        killer = threading.Timer(START_PATIENCE_SECONDS, child.kill)
        killer.start()
        try:
            return stdout.readline()
        finally:
            killer.cancel()


def _source_root() -> Path | None:
    """The folder `python -m vibe_desktop` must start in; None for a frozen program."""
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]
