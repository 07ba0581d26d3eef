"""All tests, each where it can run: `./run test` (which is `python -m tests`).

    ./run test                        every part below, one after the other
    ./run test PART [arguments]       one part, pytest's arguments added
    ./run test [arguments]            pytest with these arguments, offscreen

The parts: `offscreen` (two processes, all that needs neither of the others), `window` (a private X
server with a window manager), `keychain` (a private D-Bus session with an unlocked GNOME Keyring).
A part whose programs are not installed is left out, and that is said.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
NO_TESTS = 5
"""Pytest's exit code when no test was selected; a part may be empty."""

WINDOW_PROGRAMS = ("Xvfb", "openbox")
KEYCHAIN_PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
UNLOCK = """
printf %s "a password for nothing" |
    gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
"""


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; returns pytest's exit code, or the worst of several."""
    parts = {"offscreen": offscreen, "window": window, "keychain": keychain}
    if not arguments:
        return everything()
    if arguments[0] in parts:
        return parts[arguments[0]](arguments[1:])
    return pytest(arguments)


def everything() -> int:
    """Run every part, and add up what they counted."""
    with tempfile.TemporaryDirectory(prefix="vibe-tests-") as folder:
        reports = [Path(folder) / f"{name}.xml" for name in ("offscreen", "window", "keychain")]
        codes = [
            part([f"--junit-xml={report}"])
            for part, report in zip((offscreen, window, keychain), reports, strict=True)
        ]
        passed, failed, skipped = map(sum, zip(*map(counts, reports), strict=True))
    print(f"total: {passed} passed, {failed} failed, {skipped} skipped")
    return max((code for code in codes if code != NO_TESTS), default=0)


def offscreen(arguments: Sequence[str]) -> int:
    """Everything that needs no display and no keychain, in two processes."""
    print("== Offscreen", flush=True)
    return pytest(["-n2", "-m", "not window and not keychain", *arguments])


def window(arguments: Sequence[str]) -> int:
    """What needs windows with a real focus, one test at a time."""
    print("== In a real window", flush=True)
    if missing := missing_programs(WINDOW_PROGRAMS):
        print(f"Left out: {missing} not installed (Debian: apt-get install xvfb openbox).")
        return NO_TESTS
    with display() as name:
        return pytest(["-m", "window and not keychain", *arguments], {"VIBE_TEST_DISPLAY": name})


def keychain(arguments: Sequence[str]) -> int:
    """What needs a keyring; the one of the person who runs this is never touched."""
    print("== With a keychain", flush=True)
    if missing := missing_programs(KEYCHAIN_PROGRAMS):
        print(f"Left out: {missing} not installed (Debian: apt-get install dbus gnome-keyring).")
        return NO_TESTS
    with tempfile.TemporaryDirectory(prefix="vibe-keychain-") as home:
        settings = {"VIBE_TEST_KEYCHAIN": "1", "HOME": home, "XDG_RUNTIME_DIR": home}
        without = [name for name in os.environ if name.startswith(("XDG_", "DBUS_"))]
        wrapper = ["dbus-run-session", "--", "sh", "-c", UNLOCK, "sh"]
        return pytest(["-m", "keychain", *arguments], settings, wrapper, without)


def pytest(
    arguments: Sequence[str],
    settings: Mapping[str, str] | None = None,
    wrapper: Sequence[str] = (),
    without: Sequence[str] = (),
) -> int:
    """Run pytest in a process of its own; returns its exit code."""
    environment = {k: v for k, v in os.environ.items() if k not in without}
    environment.update(settings or {})
    command = [*wrapper, sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit report; zeros when there is none."""
    if not report.exists():
        return 0, 0, 0
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 # pytest just wrote it
    if suite is None:
        return 0, 0, 0
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped = int(suite.get("skipped", 0))
    return int(suite.get("tests", 0)) - failed - skipped, failed, skipped


def missing_programs(programs: Sequence[str]) -> str:
    """Those of the programs that are not installed, in words; "" when all are."""
    missing = [name for name in programs if not shutil.which(name)]
    return " and ".join(missing) + (" is" if len(missing) == 1 else " are") if missing else ""


@contextmanager
def display() -> Iterator[str]:
    """A private X server with a window manager, without which no window gets the focus.

    Yields:
        The name of the display, such as ":7".
    """
    with tempfile.TemporaryDirectory(prefix="vibe-display-") as home:
        ours, theirs = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1440x900x24",
             "-nolisten", "tcp", "-noreset"],
            pass_fds=[theirs],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        try:
            with os.fdopen(ours) as pipe:
                number = pipe.readline().strip()  # comes when the server is ready
            if not number:
                raise SystemExit("Xvfb did not start.")
            with window_manager(f":{number}", Path(home)):
                yield f":{number}"
        finally:
            server.terminate()
            server.wait()


@contextmanager
def window_manager(name: str, home: Path) -> Iterator[None]:
    """Openbox with its own defaults on a display, ready."""
    ready = home / "ready"
    manager = subprocess.Popen(
        ["openbox", "--startup", f"touch {ready}"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if ready.exists():
                break
            try:
                manager.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise SystemExit("openbox did not start.")
        yield
    finally:
        manager.terminate()
        manager.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
