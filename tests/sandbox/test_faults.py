"""Faults strike when, where and as often as they were ordered."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.sandbox import RunningSandbox


@pytest.fixture
def http(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """A client of the Instantly stand-in."""
    with httpx.Client(
        base_url=f"{sandbox.info.instantly_url}/api/v2",
        headers={"Authorization": f"Bearer {sandbox.info.instantly_api_key}"},
        timeout=5,
    ) as client:
        yield client


def names(http: httpx.Client) -> list[str]:
    return [item["name"] for item in http.get("/lead-lists").json()["items"]]


def test_a_status_comes_instead_of_the_work(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults(
        {"method": "POST", "path": "lead-lists", "status": 503, "headers": {"Retry-After": "1"}}
    )
    answer = http.post("/lead-lists", json={"name": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert http.post("/lead-lists", json={"name": "y"}).status_code == 200
    assert names(http) == ["y"]


def test_a_lost_answer_follows_work_that_was_done(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"method": "POST", "lost_answer": True})
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/lead-lists", json={"name": "x"})
    assert names(http) == ["x"]
    assert sandbox.requests(path="lead-lists")[0]["status"] == 0


def test_a_refused_connection_comes_before_the_work(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"method": "POST", "refuse": True})
    with pytest.raises(httpx.TransportError):
        http.post("/lead-lists", json={"name": "x"})
    assert names(http) == []


def test_a_malformed_answer_is_no_json(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"malformed": True})
    answer = http.get("/lead-lists")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html"
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_an_answer_is_cut_off_in_the_middle(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"path": "accounts", "cut_after_bytes": 50})
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/accounts")
    assert http.get("/accounts").status_code == 200


def test_a_delay_lasts_until_the_caller_gives_up(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"delay_seconds": 60})
    with pytest.raises(httpx.ReadTimeout):
        http.get("/accounts", timeout=0.2)
    assert http.get("/accounts").status_code == 200


def test_a_stall_ends_with_the_callers_patience(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"stall_after_bytes": 10})
    with pytest.raises(httpx.ReadTimeout):
        http.get("/accounts", timeout=0.2)


def test_faults_wait_repeat_and_are_taken_back(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"path": "accounts", "status": 500, "after": 1, "times": 2})
    assert [http.get("/accounts").status_code for _ in range(4)] == [200, 500, 500, 200]
    sandbox.faults({"path": "accounts", "status": 429, "times": None})
    assert [http.get("/accounts").status_code for _ in range(2)] == [429, 429]
    assert http.get("/lead-lists").status_code == 200
    sandbox.clear_faults()
    assert http.get("/accounts").status_code == 200


def test_a_fault_of_one_service_leaves_the_other_alone(
    sandbox: RunningSandbox,
    http: httpx.Client,
) -> None:
    sandbox.faults({"service": "openai", "status": 500})
    assert http.get("/accounts").status_code == 200
    models = httpx.get(
        f"{sandbox.info.openai_url}/models",
        headers={"Authorization": f"Bearer {sandbox.info.openai_api_key}"},
    )
    assert models.status_code == 500
