"""Rules of this house that no linter knows."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "vibe_desktop"

HEAVY = {
    "alembic", "httpx", "httpx2", "keyring", "numpy", "openai", "pydantic", "pyqtgraph",
    "selectolax", "sqlalchemy", "starlette", "uvicorn",
}  # fmt: skip
"""Libraries that cost too much time or memory to be imported before the first window is painted."""

WORKER_SIGNALS = {"succeeded", "failed", "progressed", "cancelled", "finished"}

LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ \\]+)(?: ;[^\\]*)?(.*)$", re.MULTILINE)


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def where(file: Path, node: ast.expr | ast.stmt) -> str:
    return f"{file.relative_to(ROOT)}:{node.lineno}"


def imports(file: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every absolute import of a file: the statement and the full name of what it imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_package_registry_or_a_folder_of_one_computer() -> None:
    # Put together here, so that this file does not name them either.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org"]
    folders = ["work", "root"]
    forbidden = re.compile(
        "|".join(map(re.escape, hosts)) + rf"|(?<![\w./<-])/(?:{'|'.join(folders)})/\w"
    )
    found = []
    for file in tracked_files():
        try:
            text = file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        found += [
            f"{file.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1} {match[0]}"
            for match in forbidden.finditer(text)
        ]
    assert found == []


def test_only_bound_methods_are_connected_to_the_signals_of_jobs() -> None:
    # Qt runs a lambda, a partial or a plain function in the thread that emits: a widget touched
    # there crashes the process. A bound method of a QObject runs in that object's thread.
    found = [
        f"{where(file, call)} {ast.unparse(call)}"
        for file in sources()
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if connects_a_worker_signal(call) and not isinstance(call.args[0], ast.Attribute)
    ]
    assert found == []


def connects_a_worker_signal(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node is `something.SIGNAL.connect(receiver)` for a signal of a job."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in WORKER_SIGNALS
        and bool(node.args)
    )


def test_a_module_above_400_lines_says_at_its_top_why_it_is_long() -> None:
    found = []
    for file in sources():
        text = file.read_text(encoding="utf-8")
        lines = text.count("\n")
        reason = ast.get_docstring(ast.parse(text)) or ""
        if lines > 400 and "long because" not in reason:
            found.append(f"{file.relative_to(ROOT)}: {lines} lines")
    assert found == [], "split them, or write `It is long because ...` into the docstring"


def test_the_domain_imports_the_standard_library_only() -> None:
    found = [
        f"{where(file, node)} {name}"
        for file in sorted((PACKAGE / "domain").rglob("*.py"))
        for node, name in imports(file)
        if not name.startswith("vibe_desktop.domain.")
        and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert found == []


def test_presenters_know_no_widget() -> None:
    found = [
        f"{where(file, node)} {name}"
        for file in sorted((PACKAGE / "ui").glob("*/presenter*.py"))
        for node, name in imports(file)
        if name.startswith("PySide6.") and not name.startswith("PySide6.QtCore.")
    ]
    assert found == []


@pytest.mark.slow
def test_what_the_first_window_needs_imports_no_heavy_library() -> None:
    light = [
        name
        for name in map(module_name, sources())
        if re.match(r"vibe_desktop\.(ui|jobs|domain)\b", name)
        # Only the screen's own modules below draw plots; it is imported without them.
        and not name.startswith("vibe_desktop.ui.analytics.")
    ]
    light += [
        name
        for name in (
            "vibe_desktop.app.container",
            "vibe_desktop.app.main",
            "vibe_desktop.services.catalogue",
        )
        if (ROOT / (name.replace(".", "/") + ".py")).exists()
    ]
    script = (
        "import importlib, sys\n"
        f"heavy, seen = {HEAVY!r}, set()\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        "    new = (heavy & set(sys.modules)) - seen\n"
        "    seen |= new\n"
        "    for library in sorted(new):\n"
        "        print(name, 'imports', library)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *light],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_lock_file_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        asked += [entry for entry in group if isinstance(entry, str)]
    locked: dict[str, list[str]] = {}
    for name, version, _ in LOCKED.findall((ROOT / "requirements.lock").read_text()):
        locked.setdefault(name, []).append(version)
    requirements = [Requirement(line) for line in asked]
    missing = [
        str(requirement)
        for requirement in requirements
        if not any(requirement.specifier.contains(v) for v in locked.get(requirement.name, []))
    ]
    assert missing == [], "make the lock anew: ./run lock"


@pytest.mark.parametrize("name", ["requirements.lock", "packaging/uv.txt"])
def test_a_lock_file_has_a_hash_for_every_package_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
