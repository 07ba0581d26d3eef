"""The writer against aimock, a stand-in for OpenAI that others made, started here on loopback.

What it answers stands in `aimock/fixtures`, by the name of the model that is asked.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.work import RecordingWork
from vibe_desktop.domain.copywriting import CopyAnswer, CopyRequest, CopyTrace, Tokens, Writing
from vibe_desktop.domain.errors import (
    Cancelled,
    ContractBroken,
    NotAuthorised,
    RateLimited,
    Rejected,
    Trouble,
    Unreachable,
)
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.variants import ANGLES, Angle
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.openai.writer import OpenAIWriter

HERE = Path(__file__).parent / "aimock"
PROGRAM = HERE / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
KEY = "sk-for-the-mock"
REQUEST = CopyRequest(
    "Ledgerly",
    (
        Fact("S1", FactKind.NAME, "Ledgerly"),
        Fact("S2", FactKind.METRIC, "Ledgerly saves studios 9 hours every single month."),
        Fact("S3", FactKind.FEATURE, "Each reminder is written from your last three mails."),
        Fact("S4", FactKind.PROOF, "Trusted by 1,200 design studios in 34 countries."),
    ),
    "owners of design studios",
    follow_ups=1,
)

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not PROGRAM.exists(),
    reason="needs Node.js, and once: npm ci --prefix tests/contracts/aimock",
)


class Mock:
    """A running aimock."""

    def __init__(self, url: str) -> None:
        self._url = url

    def writer(self, model: str, *, key: str = KEY, deadline: float = 20.0) -> OpenAIWriter:
        return OpenAIWriter(
            f"{self._url}/v1",
            model=model,
            secret=lambda: key,
            host_log=lambda _host, _purpose: None,
            patience=Backoff(attempts=3, first=0.01, most=0.02, deadline=deadline),
            seconds_between=0,
        )

    def asked(self, model: str) -> list[dict[str, Any]]:
        """The bodies of the requests for a model so far."""
        headers = {"Authorization": f"Bearer {KEY}"}
        answer = httpx.get(f"{self._url}/__aimock/journal", headers=headers, timeout=20)
        bodies = [entry.get("body") or {} for entry in answer.raise_for_status().json()]
        return [body for body in bodies if body.get("model") == model]


@contextmanager
def running() -> Iterator[Mock]:
    command = ["node", str(PROGRAM), "--port", "0", "--fixtures", str(HERE / "fixtures")]
    command += ["--strict", "--validate-on-load", "--chunk-size", "12"]
    program = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "AIMOCK_API_KEYS": KEY},
    )
    assert program.stdout is not None
    output = program.stdout
    said: list[str] = []

    def listen() -> None:
        """Also when nobody wants to know: a full pipe would stop the program."""
        said.extend(iter(output.readline, ""))

    try:
        for line in iter(output.readline, ""):
            said.append(line)
            if "listening on " in line:
                break
        else:
            pytest.fail(f"aimock did not start: {''.join(said)}")
        reader = threading.Thread(target=listen)
        reader.start()
        yield Mock(said[-1].split("listening on ")[1].strip())
    finally:
        program.terminate()
        program.wait(20)
    reader.join(20)
    output.close()


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with running() as started:
        yield started


def test_mails_claims_and_tokens_are_read_from_the_stream(mock: Mock, work: RecordingWork) -> None:
    trace = CopyTrace()
    answer = mock.writer("mock-whole").write(REQUEST, work, trace)
    assert [draft.angle for draft in answer.variants] == [*ANGLES, Angle.FOLLOW_UP]
    assert "“Übrigens”, 日本 and 🙂 survive the wire." in answer.variants[1].body
    texts = {fact.id: fact.text for fact in REQUEST.facts}
    for draft in answer.variants:
        assert draft.claims
        assert all(claim.quote in texts[claim.fact_id] for claim in draft.claims)
    assert answer.model == "mock-whole-2026"
    assert answer.tokens == Tokens(700, 300)
    assert answer.raw == trace.raw


def test_the_request_is_one_that_streams_a_schema_and_asks_for_usage(
    mock: Mock, work: RecordingWork
) -> None:
    before = len(mock.asked("mock-whole"))
    mock.writer("mock-whole").write(REQUEST, work)
    asked = mock.asked("mock-whole")[before:]
    assert len(asked) == 1
    form = asked[0]["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    assert asked[0]["stream"] is True
    assert asked[0]["stream_options"] == {"include_usage": True}
    assert [message["role"] for message in asked[0]["messages"]] == ["system", "user"]


@pytest.mark.parametrize("model", ["mock-slow", "mock-thinks"])
def test_a_slow_or_thinking_model_is_shown_as_it_writes(
    mock: Mock, work: RecordingWork, model: str
) -> None:
    answer = mock.writer(model).write(REQUEST, work)
    details = [report.detail for report in work.reports if isinstance(report.detail, Writing)]
    assert len(details) > 3
    assert [len(detail.drafts) for detail in details] == sorted(
        len(detail.drafts) for detail in details
    )
    shown = {(draft.angle, draft.step): draft.body for draft in details[-1].drafts}
    assert shown == {(draft.angle, draft.step): draft.body for draft in answer.variants}


def test_a_form_that_is_refused_is_asked_for_in_a_simpler_way(
    mock: Mock, work: RecordingWork
) -> None:
    writer = mock.writer("mock-fussy")
    assert len(writer.write(REQUEST, work).variants) == 4
    writer.write(REQUEST, work)
    forms = [body["response_format"]["type"] for body in mock.asked("mock-fussy")]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_a_short_pause_that_is_asked_for_is_waited_out(mock: Mock, work: RecordingWork) -> None:
    assert len(mock.writer("mock-busy").write(REQUEST, work).variants) == 4
    assert len(mock.asked("mock-busy")) == 2
    assert any("trying again in 1 seconds" in message for message in work.messages)


FAILURES: list[tuple[str, type[Trouble], str, int]] = [
    ("mock-limited", RateLimited, "asks to slow down", 1),
    ("mock-broke", RateLimited, "credit or monthly budget .* is used up", 1),
    ("mock-broken", Unreachable, "trouble of its own", 3),
    ("mock-length", ContractBroken, "cut off because it grew too long", 1),
    ("mock-filtered", Rejected, "content filter", 1),
    ("mock-cut", Unreachable, "broke in the middle", 1),
    ("mock-dropped", Unreachable, "cannot be reached|broke in the middle", 3),
    ("mock-prose", ContractBroken, "in prose", 2),
    ("mock-nobody", Unreachable, "trouble of its own", 3),
]


@pytest.mark.parametrize(("model", "kind", "words", "requests"), FAILURES)
def test_each_failure_has_its_own_words(
    mock: Mock, work: RecordingWork, model: str, kind: type[Trouble], words: str, requests: int
) -> None:
    before = len(mock.asked(model))
    trace = CopyTrace()
    with pytest.raises(kind, match=words) as caught:
        mock.writer(model).write(REQUEST, work, trace)
    assert caught.value.safe
    assert caught.value.next_step
    assert len(mock.asked(model)) - before == requests
    if model in {"mock-length", "mock-filtered", "mock-cut"}:
        assert trace.raw.startswith('{"variants"')
    if isinstance(caught.value, RateLimited) and model == "mock-limited":
        assert caught.value.retry_after == 900


def test_what_is_no_json_at_all_is_told(mock: Mock, work: RecordingWork) -> None:
    with pytest.raises(ContractBroken, match="cannot be read"):
        mock.writer("mock-malformed").write(REQUEST, work)


def test_a_wrong_key_is_told(mock: Mock, work: RecordingWork) -> None:
    for key in ("sk-wrong-9876", ""):
        with pytest.raises(NotAuthorised, match="does not accept the key") as caught:
            mock.writer("mock-whole", key=key).write(REQUEST, work)
        assert "9876" not in str(caught.value)


def test_models_are_listed(mock: Mock, work: RecordingWork) -> None:
    assert "mock-whole" in mock.writer("mock-whole").list_models(work)


def test_a_stalled_model_is_given_up_at_the_deadline(mock: Mock, work: RecordingWork) -> None:
    """It would go on for half a minute after each piece."""
    with pytest.raises(Unreachable, match="did not answer in time"):
        mock.writer("mock-stalls", deadline=0.5).write(REQUEST, work)


def test_a_stalled_model_can_be_cancelled(mock: Mock) -> None:
    asked = threading.Event()

    def hear(progress: Progress) -> None:
        asked.set()

    work = Work(hear)
    found: list[CopyAnswer | BaseException] = []

    def write() -> None:
        try:
            found.append(mock.writer("mock-stalls", deadline=60).write(REQUEST, work))
        except Cancelled as cancelled:
            found.append(cancelled)

    thread = threading.Thread(target=write)
    thread.start()
    asked.wait(20)
    work.cancel()
    thread.join(20)  # less than its first pause
    assert not thread.is_alive()
    assert isinstance(found[0], Cancelled)
