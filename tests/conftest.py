"""Guards and fixtures for every test.

A test fails when it logs at WARNING or above unannounced, reaches beyond loopback, or leaves a
thread, a timer or a window behind. Its home folder is a temporary one, and no key of the person
who runs it is in sight.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.support import network
from tests.support.logs import LogGuard
from tests.support.servers import PageServer
from tests.support.work import RecordingWork

if TYPE_CHECKING:
    from tests.support.sandbox import RunningSandbox
    from vibe_desktop.store.database.engine import Database

DISPLAY = os.environ.get("VIBE_TEST_DISPLAY", "")
"""A display with a window manager that `./run test` started for us; "" without one."""

if DISPLAY:
    os.environ["DISPLAY"] = DISPLAY
    os.environ["QT_QPA_PLATFORM"] = "xcb"
else:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

KEYCHAIN = bool(os.environ.get("VIBE_TEST_KEYCHAIN"))
"""Whether `./run test` started a D-Bus session with an unlocked keyring for us."""

CONTRACT = "INSTANTLY_OPENAPI"
"""Names the file of the official API document: no key, so tests may see it."""

network.install()

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
# What was searched through on one Python is only looked at again on the others.
hypothesis.settings.register_profile("brief", deadline=None, derandomize=True, max_examples=20)
hypothesis.settings.load_profile(
    "brief" if os.environ.get("VIBE_TEST_BRIEF") else "ci" if os.environ.get("CI") else "here"
)

_passed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this run has no means for."""
    window = pytest.mark.skip(
        reason="needs a real X server with a window manager: `./run test window` starts one "
        "when Xvfb and openbox are installed"
    )
    keychain = pytest.mark.skip(
        reason="needs an unlocked GNOME Keyring: `./run test keychain` starts one "
        "when dbus and gnome-keyring are installed"
    )
    for item in items:
        if item.get_closest_marker("window") and not DISPLAY:
            item.add_marker(window)
        if item.get_closest_marker("keychain") and not KEYCHAIN:
            item.add_marker(keychain)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test passed: one that failed may leave things behind."""
    report = yield
    if report.when == "call":
        item.stash[_passed] = report.passed
    return report


@pytest.fixture(autouse=True)
def _own_surroundings(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A home of the test's own, no keys, no keychain."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "INSTANTLY_", "SUPABASE_")) and name != CONTRACT:
            monkeypatch.delenv(name)
    if request.node.get_closest_marker("keychain"):
        return  # the keyring that was unlocked lies in the home that this run started with
    home = tmp_path_factory.mktemp("home")
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    (home / "runtime").mkdir(mode=0o700)
    for name, folder in folders.items():
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    if {"qapp", "qtbot"} & set(request.fixturenames):
        from PySide6.QtCore import QSettings, QStandardPaths

        QStandardPaths.setTestModeEnabled(sys.platform in {"darwin", "win32"})
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(folders["XDG_CONFIG_HOME"]))


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest, _own_surroundings: None) -> Iterator[None]:
    """Fail when the test reached beyond loopback or left threads, timers or windows behind."""
    network.attempts.clear()
    before = set(threading.enumerate())
    watch = None
    if {"qapp", "qtbot"} & set(request.fixturenames):
        request.getfixturevalue("qapp")
        from tests.support.leaks import QtWatch

        watch = QtWatch()
    yield
    left = [] if watch is None else watch.leaks()
    left += [f"the thread {name!r} still runs" for name in _threads_left(before)]
    if request.node.stash.get(_passed, False):
        complaints = [*network.attempts, *left]
        if complaints:
            pytest.fail("The test left something behind:\n" + "\n".join(complaints), pytrace=False)


def _threads_left(before: set[threading.Thread]) -> list[str]:
    """Names of threads that were not there before and would keep the process from ending."""
    new = [t for t in threading.enumerate() if t not in before and not t.daemon]
    # One that a test asked for by `getfixturevalue` is its module's: `sandbox_in` sees to its end.
    new = [thread for thread in new if thread.name != "sandbox"]
    for thread in new:
        thread.join(0.5)  # one that was told to stop may need a moment
    return [thread.name for thread in new if thread.is_alive()]


@pytest.fixture(autouse=True)
def _log_guard(request: pytest.FixtureRequest, _own_surroundings: None) -> Iterator[LogGuard]:
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    looks_itself = "caplog" in request.fixturenames
    complaint = guard.complaint()
    if complaint and not looks_itself and request.node.stash.get(_passed, False):
        pytest.fail("The log is not as announced (`expects_log`):\n" + complaint, pytrace=False)


@pytest.fixture
def expects_log(_log_guard: LogGuard) -> Callable[..., None]:
    """`expects_log(pattern, level=logging.WARNING)`: this line is wanted, and must come.

    Tests that ask for `caplog` look at their log themselves and need not announce anything.
    """
    return _log_guard.expect


@pytest.fixture
def work() -> RecordingWork:
    """A `Work` that remembers the progress it was told; cancel it with `work.cancel()`."""
    return RecordingWork()


@pytest.fixture
def database(tmp_path: Path) -> "Iterator[Database]":
    """A new local database, open."""
    from tests.databases import open_fresh  # SQLAlchemy is not for every test

    database = open_fresh(tmp_path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[RunningSandbox]":
    """One sandbox for the tests of a module, for what a module makes once; see `sandbox`."""
    from tests.support.sandbox import sandbox_in  # uvicorn is not for every test

    with sandbox_in(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def sandbox(shared_sandbox: "RunningSandbox") -> "RunningSandbox":
    """The sandbox of the module as it was at first: sooner there than a new one."""
    shared_sandbox.reset()
    return shared_sandbox


@pytest.fixture
def page_server() -> Iterator[PageServer]:
    """A real web server on loopback; see `PageServer`."""
    with PageServer() as server:
        yield server


@pytest.fixture
def serve_directory() -> Iterator[Callable[[Path], str]]:
    """`serve_directory(folder)` serves a folder's files on loopback and returns the URL."""
    with ExitStack() as stack:

        def serve(folder: Path) -> str:
            server = stack.enter_context(PageServer())
            return server.folder(folder)

        yield serve
