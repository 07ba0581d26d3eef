"""The guards of `tests/conftest.py` do fail a test that deserves it."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

BAD_TESTS = {
    "still runs": """
        from PySide6.QtCore import QThread
        def test_it(qapp):
            qapp.kept = QThread(qapp)
            qapp.kept.start()
    """,
    "is still active": """
        from PySide6.QtCore import QTimer
        def test_it(qapp):
            qapp.kept = QTimer(qapp)
            qapp.kept.start(60_000)
    """,
    "the window QLabel 'left'": """
        from PySide6.QtWidgets import QLabel
        def test_it(qapp):
            qapp.kept = QLabel()
            qapp.kept.setObjectName("left")
            qapp.kept.show()
    """,
    "the thread 'left' still runs": """
        import threading
        def test_it():
            threading.Thread(target=threading.Event().wait, args=(5,), name="left").start()
    """,
    "unexpected WARNING of app: disk nearly full": """
        import logging
        def test_it():
            logging.getLogger("app").warning("disk nearly %s", "full")
    """,
    "expected but never logged": """
        def test_it(expects_log):
            expects_log("disk")
    """,
    "tried to reach '192.0.2.1'": """
        import contextlib, socket
        def test_it():
            with contextlib.suppress(RuntimeError):
                socket.create_connection(("192.0.2.1", 80), timeout=1)
    """,
    "tried to reach 'example.com'": """
        import contextlib, socket
        def test_it():
            with contextlib.suppress(RuntimeError):
                socket.getaddrinfo("example.com", 443)
    """,
    "QtWarningMsg: careful": """
        from PySide6.QtCore import qWarning
        def test_it(qapp):
            qWarning("careful")
    """,
    "UserWarning: old": """
        import warnings
        def test_it():
            warnings.warn("old")
    """,
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest prints about all the bad tests."""
    folder = tmp_path_factory.mktemp("bad")
    for number, source in enumerate(BAD_TESTS.values()):
        (folder / f"test_bad_{number}.py").write_text(textwrap.dedent(source))
    return run_alone(folder)


@pytest.mark.slow
def test_what_a_test_leaves_behind_fails_it(report: str) -> None:
    # Together, since a process of its own for each would take half a minute.
    assert [complaint for complaint in BAD_TESTS if complaint not in report] == []
    assert len(re.findall(r"^(?:FAILED|ERROR) ", report, re.MULTILINE)) == len(BAD_TESTS)


@pytest.mark.slow
def test_a_tidy_test_passes(tmp_path: Path) -> None:
    source = """
        import logging, os, socket
        import pytest
        from PySide6.QtCore import QThread, QTimer
        from PySide6.QtWidgets import QLabel

        def test_it(qtbot, expects_log):
            expects_log("disk nearly full")
            logging.getLogger("app").warning("disk nearly full")
            label = QLabel()
            qtbot.addWidget(label)
            QTimer(label).start(60_000)
            thread = QThread()
            thread.start()
            thread.quit()
            thread.wait()
            assert "OPENAI_API_KEY" not in os.environ
            with pytest.raises(socket.gaierror):
                socket.getaddrinfo("shop.invalid", 443)
        """
    (tmp_path / "test_tidy.py").write_text(textwrap.dedent(source))
    assert "1 passed" in run_alone(tmp_path)


def run_alone(folder: Path) -> str:
    """Run a folder of tests in a process of its own under this project's guards; what it prints."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", "--rootdir", folder, folder],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-not-a-key"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    ).stdout
