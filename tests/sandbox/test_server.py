"""Starting, finding, stopping and killing a sandbox."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox import RunningSandbox, sandbox_in
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.sandbox.info import SandboxInfo, ask, running
from vibe_desktop.sandbox.server import advance, serve

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from vibe_desktop.sandbox.server import serve
serve(
    Path(sys.argv[1]),
    on_ready=lambda info: print(json.dumps(asdict(info)), file=sys.stderr, flush=True),
    until_stdin_closes="stdin" in sys.argv,
    parent_pid=int(sys.argv[3]) if "parent" in sys.argv else None,
)
"""


@contextlib.contextmanager
def child(directory: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", SandboxInfo]]:
    """The sandbox in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(directory), *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stderr is not None
            yield process, SandboxInfo(**json.loads(process.stderr.readline()))
        finally:
            if process.poll() is None:
                process.kill()


def client(info: SandboxInfo) -> httpx.Client:
    return httpx.Client(
        base_url=f"{info.instantly_url}/api/v2",
        headers={"Authorization": f"Bearer {info.instantly_api_key}"},
        timeout=30,
    )


def test_a_running_sandbox_is_found(sandbox: RunningSandbox) -> None:
    assert running(sandbox.directory) == sandbox.info
    assert sandbox.info.openai_url.endswith("/v1")
    assert httpx.get(sandbox.info.sample_page_url).text.startswith("<!doctype html>")


def test_a_stopped_sandbox_is_not_found(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as first:
        word = (tmp_path / "server.json").read_text()
    assert running(tmp_path) is None
    # A killed one leaves its word behind; another sandbox may have got its port since.
    (tmp_path / "server.json").write_text(word)
    assert running(tmp_path) is None
    with sandbox_in(tmp_path / "other") as other:
        lie = json.loads(word)
        lie["info"] = json.loads(json.dumps(lie["info"]).replace(
            first.info.instantly_url, other.info.instantly_url))  # fmt: skip
        (tmp_path / "server.json").write_text(json.dumps(lie))
        assert running(tmp_path) is None


def test_only_one_process_serves_a_directory(
    sandbox: RunningSandbox,
) -> None:
    with pytest.raises(Conflict):
        serve(sandbox.directory)
    assert running(sandbox.directory) == sandbox.info


def test_a_restart_keeps_everything_and_the_ports(tmp_path: Path) -> None:
    with sandbox_in(tmp_path) as first:
        with client(first.info) as http:
            made = http.post("/lead-lists", json={"name": "kept"}).json()
        first.advance(2)
        before = first.control("GET", "/clock")["now"]
    with sandbox_in(tmp_path) as again:
        assert again.info == first.info
        with client(again.info) as http:
            assert http.get(f"/lead-lists/{made['id']}").json() == made
        assert again.control("GET", "/clock")["now"] >= before


def test_a_port_that_is_taken_is_replaced(tmp_path: Path) -> None:
    with sandbox_in(tmp_path / "one") as one:
        pass
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "sandbox.db").write_bytes((tmp_path / "one" / "sandbox.db").read_bytes())
    with sandbox_in(tmp_path / "one"), sandbox_in(tmp_path / "two") as two:
        assert two.info.instantly_url != one.info.instantly_url


def test_the_clock_moves_without_a_server_too(tmp_path: Path) -> None:
    advance(tmp_path, 3)
    with sandbox_in(tmp_path) as later:
        assert later.control("GET", "/clock")["skipped_seconds"] == pytest.approx(3 * 86400)
        advance(tmp_path, 1)
        assert later.control("GET", "/clock")["skipped_seconds"] == pytest.approx(4 * 86400)


def test_a_child_ends_with_its_standard_input_and_says_nothing(tmp_path: Path) -> None:
    with child(tmp_path, "stdin") as (process, info):
        assert running(tmp_path) == info
        output, errors = process.communicate(timeout=20)
        assert (process.returncode, output, errors) == (0, "", "")
    assert not (tmp_path / "server.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("options", [(), ("stdin",)])
def test_a_child_ends_cleanly_on_sigterm(tmp_path: Path, options: tuple[str, ...]) -> None:
    with child(tmp_path, *options) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert not (tmp_path / "server.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the number of a dead parent")
def test_a_child_ends_when_it_has_another_parent(tmp_path: Path) -> None:
    with child(tmp_path, "parent", str(os.getpid() + 1)) as (process, _):
        assert process.wait(20) == 0


def test_a_kill_in_the_middle_of_an_upload_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    answered: list[int] = []
    enough = threading.Event()
    with child(tmp_path) as (process, info):

        def upload() -> None:
            with client(info) as http, contextlib.suppress(httpx.TransportError):
                key = http.post("/lead-lists", json={"name": "big"}).json()["id"]
                for batch in range(200):
                    people = [{"email": f"p{n}.{batch}@x{n}.example"} for n in range(300)]
                    body = {"list_id": key, "leads": people}
                    answered.append(http.post("/leads/add", json=body).json()["leads_uploaded"])
                    if len(answered) == 3:
                        enough.set()

        uploader = threading.Thread(target=upload)
        uploader.start()
        assert enough.wait(30)
        process.kill()
        process.wait()
        uploader.join()
    with sandbox_in(tmp_path) as again:
        count = again.control("GET", "/state")["leads"]
        # The batch that was under way is wholly there or not at all.
        assert count in {sum(answered), sum(answered) + 300}
        with client(again.info) as http:
            page = http.post("/leads/list", json={"limit": 100}).json()["items"]
        assert len(page) == 100


def test_control_requests_that_make_no_sense_are_refused(
    sandbox: RunningSandbox,
) -> None:
    for method, path, body in (
        ("POST", "/advance", {"days": -1}),
        ("POST", "/advance", {"days": "a"}),
        ("POST", "/advance", {}),
        ("POST", "/faults", {"nonsense": 1}),
        ("POST", "/faults", {"path": "("}),
        ("POST", "/settings", {"paid": 1}),
        ("POST", "/clock", {"now": "soon"}),
    ):
        with pytest.raises(ValueError, match="refused"):
            ask(sandbox.info, method, path, body)


def test_a_reset_starts_over(sandbox: RunningSandbox) -> None:
    with client(sandbox.info) as http:
        http.post("/lead-lists", json={"name": "gone"})
    sandbox.advance(5)
    assert sandbox.control("POST", "/reset", {"seed": "other"})["seed"] == "other"
    with client(sandbox.info) as http:
        assert http.get("/lead-lists").json()["items"] == []
    assert sandbox.control("GET", "/clock")["skipped_seconds"] == 0


def test_the_journal_shows_requests_without_keys(
    sandbox: RunningSandbox,
) -> None:
    with client(sandbox.info) as http:
        http.post("/lead-lists", json={"name": "x"})
    (entry,) = sandbox.requests(path="lead-lists")
    assert (entry["method"], entry["body"], entry["status"]) == ("POST", {"name": "x"}, 200)
    assert sandbox.info.instantly_api_key not in json.dumps(sandbox.requests())
