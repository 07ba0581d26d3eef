"""Install all that the app and its tests need below this folder. Called by `run` and `run.cmd`.

    python3 packaging/set_up.py PLATFORM [--venv FOLDER]

PLATFORM is the platform of Qt's that the app will use: xcb, wayland, offscreen or native.

Uses the standard library only, and says on standard error what it does. Every step looks first
whether it was done before, so an installation that was cut off goes on where it stopped; two at
once take turns. The steps:

1. uv, by pip, at the version and with the hashes of packaging/uv.txt, into .tools. `pip --target`
   works also where the system's Python refuses installations (PEP 668), and uv makes virtual
   environments also where the venv and ensurepip modules are missing.
2. .venv, with exactly what requirements.lock lists, hashes checked, bytecode compiled.
3. The app itself as a path in .venv and a starter .venv/bin/vibe-desktop. An editable install
   would do the same, but needs a build backend to be fetched and run.
4. On Linux, Qt's system libraries, by apt-get, when some are missing.
5. .venv/set-up and .venv/set-up.lock, by which `run` knows at the next start that all is there.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
WINDOWS = os.name == "nt"
PROGRAMS = "Scripts" if WINDOWS else "bin"
SUFFIX = ".exe" if WINDOWS else ""
UV = TOOLS / "bin" / f"uv{SUFFIX}"

DEBIAN_PACKAGES = [
    # QtWidgets, QtNetwork and the offscreen platform
    "libglib2.0-0", "libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0",
    "libgssapi-krb5-2", "fonts-dejavu-core",
    # windows on X11 and Wayland
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1",
    "libxkbcommon-x11-0", "libwayland-cursor0",
]  # fmt: skip

FIND_PLATFORMS = """
import ctypes, pathlib, sys
import PySide6
from PySide6 import QtNetwork, QtWidgets
usable = ["offscreen", "native"]
for name in ("xcb", "wayland"):
    plugin = pathlib.Path(PySide6.__file__).parent / f"Qt/plugins/platforms/libq{name}.so"
    try:
        ctypes.CDLL(str(plugin))
        usable.append(name)
    except OSError as error:
        print(error, file=sys.stderr)
print(*usable)
"""


class CannotSetUp(Exception):
    """Something is missing that only a person can provide; the message says what to do."""


def main() -> int:
    """Set up; returns the exit code."""
    parser = argparse.ArgumentParser(description="Install what the app and its tests need.")
    parser.add_argument("platform", choices=("xcb", "wayland", "offscreen", "native"))
    parser.add_argument("--venv", default=".venv", help="folder of the virtual environment")
    arguments = parser.parse_args()
    venv = ROOT / arguments.venv
    try:
        TOOLS.mkdir(exist_ok=True)
        with one_at_a_time(TOOLS / "lock"):
            fetch_uv()
            make_environment(venv)
            add_the_app(venv)
            platforms = platforms_with_libraries(venv, arguments.platform)
            shutil.copyfile(ROOT / "requirements.lock", venv / "set-up.lock")
            (venv / "set-up").write_text(f"{ROOT}\n{' '.join(platforms)}\n", encoding="utf-8")
    except CannotSetUp as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Start again to go on.")
        return 1
    return 0


def say(sentence: str) -> None:
    """Tell the person who waits; standard output belongs to the app."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other installation is under way. The system frees the lock if we are killed."""
    with path.open("a+b") as file:
        if not lock(file, wait=False):
            say("Another installation is under way here; waiting for it to end.")
            lock(file, wait=True)
        yield


def lock(file: IO[bytes], *, wait: bool) -> bool:
    """Lock an open file until it is closed; False when we may not wait for another process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # "Waits" for ten seconds only, and is then tried again.
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                    return True
                except OSError:
                    if not wait:
                        raise
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def fetch_uv() -> None:
    """Put the pinned uv into .tools, unless it is there."""
    requirements = ROOT / "packaging" / "uv.txt"
    version = requirements.read_text(encoding="utf-8").split(maxsplit=1)[0].removeprefix("uv==")
    if UV.exists() and (TOOLS / f"uv-{version}.dist-info").exists():
        return
    if not succeeds(sys.executable, "-m", "pip", "--version"):
        raise CannotSetUp(
            f"pip is missing for {sys.executable}. Install it, then start again.\n"
            "  Debian, Ubuntu:  sudo apt-get install python3-pip\n"
            f"  elsewhere:       {sys.executable} -m ensurepip"
        )
    say(f"Setting up, once. Fetching uv {version}, which installs the rest.")
    new = TOOLS / "new"
    shutil.rmtree(new, ignore_errors=True)
    run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-input", "--no-deps", "--only-binary", ":all:", "--require-hashes",
         "--target", str(new), "--requirement", str(requirements)],
        # A person's own settings for pip may rule out --target.
        {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"},
    )  # fmt: skip
    for old in [*TOOLS.glob("uv*"), TOOLS / "bin"]:
        shutil.rmtree(old, ignore_errors=True)
    for item in new.iterdir():
        item.rename(TOOLS / item.name)
    new.rmdir()


def make_environment(venv: Path) -> None:
    """Make the virtual environment hold exactly what the lock file lists."""
    python = venv / PROGRAMS / f"python{SUFFIX}"
    cut_off = venv / "being-changed"
    if not works(python) or was_moved(venv) or cut_off.exists():
        say(f"Making {venv.name} with Python {sys.version.split(maxsplit=1)[0]}.")
        run_uv("venv", "--clear", "--python", sys.executable, str(venv))
    say("Installing the packages of requirements.lock.")
    cut_off.touch()
    run_uv("pip", "sync", "--python", str(python), "--require-hashes", "--compile-bytecode",
           str(ROOT / "requirements.lock"))  # fmt: skip
    cut_off.unlink()


def succeeds(*command: str | Path) -> bool:
    """Whether a command, run in silence, ends well."""
    silence = subprocess.DEVNULL
    done = subprocess.run(command, check=False, stdin=silence, stdout=silence, stderr=silence)
    return done.returncode == 0


def works(python: Path) -> bool:
    """Whether there is an interpreter, and the one it stands for was not removed."""
    return python.exists() and succeeds(python, "-c", "")


def was_moved(venv: Path) -> bool:
    """Whether the environment was made in another folder: its programs name that one."""
    note = venv / "set-up"
    return note.exists() and note.read_text(encoding="utf-8").splitlines()[:1] != [str(ROOT)]


def add_the_app(venv: Path) -> None:
    """Let the environment's Python import the app, and start it as `vibe-desktop`."""
    packages = next(venv.glob("[Ll]ib/python3.*/site-packages"), venv / "Lib" / "site-packages")
    (packages / "vibe-desktop.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    python = venv / PROGRAMS / f"python{SUFFIX}"
    if WINDOWS:
        starter = venv / PROGRAMS / "vibe-desktop.cmd"
        starter.write_text(f'@"{python}" -P -m vibe_desktop %*\n', encoding="utf-8")
    else:
        starter = venv / PROGRAMS / "vibe-desktop"
        line = f'exec {shlex.quote(str(python))} -P -m vibe_desktop "$@"'
        starter.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        starter.chmod(0o755)


def platforms_with_libraries(venv: Path, platform: str) -> list[str]:
    """Qt's platforms that can be used; system libraries for `platform` are installed if missing.

    Raises:
        CannotSetUp: Libraries are missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return ["native", "offscreen"]
    usable, problem = find_platforms(venv)
    if platform in usable:
        return usable
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES]
    asked = f"Qt needs system libraries that are missing here:\n  {problem}\n"
    by_hand = f"  sudo {shlex.join(command)}"
    if not shutil.which("apt-get"):
        raise CannotSetUp(
            asked + "Install them with your package manager, then start again. "
            "Debian and Ubuntu call them:\n  " + " ".join(DEBIAN_PACKAGES)
        )
    prefix = rights()
    if prefix is None:
        raise CannotSetUp(f"{asked}Install them, then start again:\n{by_hand}")
    say("Qt needs system libraries that are missing here; apt-get installs them:")
    say("  " + " ".join(DEBIAN_PACKAGES))
    prefix += ["env", "DEBIAN_FRONTEND=noninteractive"]  # sudo passes no environment on
    with suppress(CannotSetUp):  # one source out of reach need not matter
        run([*prefix, "apt-get", "update", "--quiet=2"])
    try:
        run([*prefix, *command, "--quiet=2"])
    except CannotSetUp as error:
        raise CannotSetUp(f"{error}\nTry it by hand, then start again:\n{by_hand}") from error
    usable, problem = find_platforms(venv)
    if platform not in usable:
        raise CannotSetUp(f"apt-get went well, but Qt still cannot start:\n  {problem}")
    return usable


def find_platforms(venv: Path) -> tuple[list[str], str]:
    """Really load Qt: the platforms that work, and what the dynamic linker missed for the others.

    QtNetwork needs libraries that QtWidgets does not, and each platform its own.
    """
    python = venv / PROGRAMS / "python"
    command = [str(python), "-P", "-c", FIND_PLATFORMS]
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    problem = done.stderr.strip().splitlines()
    return done.stdout.split(), problem[-1] if problem else ""


def rights() -> list[str] | None:
    """What to put before apt-get: nothing for root, else sudo; None when neither is to be had."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if succeeds("sudo", "-n", "true"):
        return ["sudo", "-n"]
    if sys.stdin.isatty():
        say("sudo may ask for your password to install them.")
        return ["sudo"]
    return None


def run_uv(*arguments: str) -> None:
    """Run uv. It trusts the certificates of the system and fetches no Python of its own."""
    settings = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "180"}
    run([str(UV), "--quiet", *arguments], settings)


def run(command: Sequence[str], settings: Mapping[str, str] = MappingProxyType({})) -> None:
    """Run a command in silence; what it printed is shown only when it fails.

    It reads nothing: standard input, perhaps a key on its way into the keychain, is the app's.

    Raises:
        CannotSetUp: It failed.
    """
    inherited = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(
        command,
        check=False,
        env={**inherited, **settings},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise CannotSetUp(f"This did not work:\n  {shlex.join(command)}\n{done.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main())
