"""Every request of a launch met by every fault: clear words, nothing lost, nothing done twice."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.launching import Desk, aftermath, assert_launched_once, desk_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import INSTANTLY_KEY

LEADS = 3
NO_ANSWER_SECONDS = 0.4
"""When a client gives an answer up, in the test of one that does not come."""

PAGE = f"<!doctype html><title>Bad gateway</title><script>let key='{INSTANTLY_KEY}'</script>"
AS_PAGE = {"body": PAGE, "headers": {"content-type": "text/html"}}
AS_JSON = {"body": {"statusCode": 0, "error": "No", "message": f"Not with {INSTANTLY_KEY}."}}
FAULTS: dict[str, dict[str, Any]] = {
    "401": {"status": 401, **AS_JSON},
    "402": {"status": 402, **AS_JSON},
    "403, a permission is missing": {"status": 403, **AS_JSON},
    "403, the edge": {"status": 403, "body": "error code: 1010", "headers": AS_PAGE["headers"]},
    "403, a page of the edge": {"status": 403, **AS_PAGE},
    "404": {"status": 404, **AS_JSON},
    "429": {"status": 429},
    "429, a short pause": {"status": 429, "headers": {"retry-after": "0.02"}},
    "429, a long pause": {"status": 429, "headers": {"retry-after": "600"}},
    "500": {"status": 500, **AS_JSON},
    "502, a page": {"status": 502, **AS_PAGE},
    "time-out after the work was done": {"stall_after_bytes": 0},
    "answer lost after the work was done": {"lost_answer": True},
    "body cut off": {"cut_after_bytes": 9},
    "a page instead of the answer": {"malformed": True},
    "a list instead of an object": {"status": 200, "body": "[]"},
    "an object of another shape": {"status": 200, "body": '{"unexpected": true}'},
    "connection reset": {"refuse": True},
}
"""What is ordered of the sandbox; "no network" is done to the client."""

DONE_BUT_NOT_SAID = (
    "time-out after the work was done",
    "answer lost after the work was done",
    "body cut off",
    "a page instead of the answer",
)
PASSING = ("429, a short pause", "500", "an object of another shape", "connection reset")
"""Some that strike once: the launch may mend itself."""


@pytest.fixture
def unused_port() -> int:
    """A port of this computer at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def ready(
    tmp_path_factory: pytest.TempPathFactory, shared_sandbox: RunningSandbox
) -> tuple[Path, str]:
    """A data folder in which a campaign waits to be launched, and its id."""
    folder = tmp_path_factory.mktemp("ready") / "data"
    with desk_in(folder, shared_sandbox) as desk:
        campaign_id = desk.prepare(leads=LEADS)
    return folder, campaign_id


@pytest.fixture(scope="module")
def clean_run(
    tmp_path_factory: pytest.TempPathFactory,
    shared_sandbox: RunningSandbox,
    ready: tuple[Path, str],
) -> list[str]:
    """The requests of a launch that nothing disturbs, as "POST /api/v2/campaigns"."""
    with _opened(tmp_path_factory.mktemp("clean"), shared_sandbox, ready) as desk:
        desk.launches.launch(ready[1], Work())
        return [f"{one['method']} {one['path']}" for one in shared_sandbox.requests()]


@contextmanager
def _opened(
    folder: Path, shared_sandbox: RunningSandbox, ready: tuple[Path, str]
) -> Iterator[Desk]:
    """A desk on a copy of the prepared folder, over a sandbox that has seen nothing yet."""
    shared_sandbox.control("POST", "/reset")
    with desk_in(shutil.copytree(ready[0], folder / "data"), shared_sandbox, fresh=False) as desk:
        yield desk


def _launch(desk: Desk, campaign_id: str) -> str:
    """Launch; what the founder reads about it, "" when it went well."""
    found: Trouble
    try:
        return desk.launches.launch(campaign_id, Work()).value.reason
    except Trouble as trouble:
        found = trouble
    assert all((found.what, found.safe, found.next_step)), found
    return str(found)


def _assert_plain(words: str) -> None:
    """For a founder: sentences, no markup, no secret, nothing of Python's."""
    assert "<" not in words
    assert INSTANTLY_KEY not in words
    assert "Traceback" not in words
    assert "Error" not in words
    assert words.endswith((".", "”"))


def _assert_can_go_on(desk: Desk, campaign_id: str) -> None:
    """Either nothing was begun, or what was begun waits, says why, and the draft stands still."""
    launch = desk.launches.latest(campaign_id, Work())
    if launch is None:
        return
    assert launch.state is not LaunchState.FAILED, launch.reason
    assert launch in desk.launches.unfinished(Work())
    assert launch.reason


def _finish(desk: Desk, campaign_id: str) -> Launch:
    """What a founder does when the trouble is over."""
    if desk.launches.unfinished(Work()):
        desk.launches.resume(Work())
    elif desk.launches.latest(campaign_id, Work()) is None:
        desk.launches.launch(campaign_id, Work())
    launch = desk.launches.latest(campaign_id, Work())
    assert launch is not None
    return launch


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "times"),
    [
        *((kind, None) for kind in FAULTS if kind not in DONE_BUT_NOT_SAID),
        *((kind, 1) for kind in (*DONE_BUT_NOT_SAID, *PASSING)),
    ],
)
def test_a_fault_at_any_request_is_told_in_words_and_leaves_nothing_behind(
    tmp_path: Path,
    shared_sandbox: RunningSandbox,
    ready: tuple[Path, str],
    clean_run: list[str],
    kind: str,
    times: int | None,
) -> None:
    slow = "stall_after_bytes" in FAULTS[kind]
    for number, request in enumerate(clean_run):
        (tmp_path / str(number)).mkdir()
        with _opened(tmp_path / str(number), shared_sandbox, ready) as desk:
            if slow:
                desk.client._http._timeout = NO_ANSWER_SECONDS
            shared_sandbox.faults({**FAULTS[kind], "after": number, "times": times})
            words = _launch(desk, ready[1])
            shared_sandbox.clear_faults()
            if words:
                _assert_plain(words)
                _assert_can_go_on(desk, ready[1])
            if times is None:
                assert words, request
            launch = _finish(desk, ready[1])
            assert_launched_once(desk, shared_sandbox, launch)
            if kind in DONE_BUT_NOT_SAID:
                assert aftermath(desk, shared_sandbox, launch).activations == 1


def _move(http: Any, base_url: str) -> None:
    """Send the requests of a client somewhere else from now on."""
    http._base, http._urls = base_url, {}


@pytest.mark.slow
def test_without_a_network_from_any_request_on_nothing_is_lost(
    tmp_path: Path,
    shared_sandbox: RunningSandbox,
    ready: tuple[Path, str],
    clean_run: list[str],
    unused_port: int,
) -> None:
    for number in range(len(clean_run)):
        (tmp_path / str(number)).mkdir()
        with _opened(tmp_path / str(number), shared_sandbox, ready) as desk:
            http, left = desk.client._http, [number]

            def going_out(_host: str, _purpose: str, http: Any = http, left: Any = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    _move(http, f"http://127.0.0.1:{unused_port}")

            http._host_log = going_out
            words = _launch(desk, ready[1])
            _assert_plain(words)
            assert "cannot be reached" in words
            _assert_can_go_on(desk, ready[1])
            http._host_log = lambda _host, _purpose: None
            _move(http, desk.url)
            assert_launched_once(desk, shared_sandbox, _finish(desk, ready[1]))


def test_a_launch_asks_for_each_thing_once(clean_run: list[str]) -> None:
    assert len([one for one in clean_run if one.endswith("/activate")]) == 1
    for path in ("/lead-lists", "/campaigns"):
        assert clean_run.count(f"POST /api/v2{path}") == 1
    assert clean_run.count("POST /api/v2/leads/add") == 2
