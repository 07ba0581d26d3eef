import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.support.servers import Answer, PageServer, Request
from vibe_desktop.domain.errors import (
    Cancelled,
    ContractBroken,
    NotAuthorised,
    RateLimited,
    Rejected,
    Trouble,
    Unreachable,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient, Manners
from vibe_desktop.gateways.http.errors import ServiceWords
from vibe_desktop.gateways.http.retrying import Backoff, Retry

KEY = "key-very-secret-7f3a"
QUICK = Backoff(attempts=3, first=0.01, most=0.02, longest_asked=1.0, deadline=20.0)
MakeClient = Callable[..., HttpClient]


@pytest.fixture
def hosts() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def make_client(hosts: list[tuple[str, str]]) -> Iterator[MakeClient]:
    made = []

    def make(url: str, *, backoff: Backoff = QUICK, timeout: float = 10.0) -> HttpClient:
        client = HttpClient(
            url,
            headers=lambda: {"Authorization": f"Bearer {KEY}"},
            user_agent="VibeMarketingAutopilot/1.0",
            host_log=lambda host, purpose: hosts.append((host, purpose)),
            purpose="tests",
            words=ServiceWords("Acme", plan_step="Acme needs a paid plan."),
            manners=Manners(backoff=backoff, timeout=timeout),
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


def _answering(*answers: Answer) -> Callable[[Request], Answer]:
    """One answer after the other, the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def _json(body: str, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body.encode(), status, "application/json; charset=utf-8", named)


def _trouble(client: HttpClient, work: Work, method: str = "GET") -> Trouble:
    with pytest.raises(Trouble) as caught:
        client.request_json(
            method, "/thing", json={"a": 1} if method == "POST" else None, work=work
        )
    return caught.value


@contextmanager
def _raw_server(handle: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with each connection what `handle` says."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                handle(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


def test_a_json_answer_is_decoded(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json('{"name": "Zoë"}')))
    assert make_client(page_server.url).request_json("GET", "/thing", work=work) == {"name": "Zoë"}


def test_an_empty_answer_is_none(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(Answer(b"", 204)))
    assert make_client(page_server.url).request_json("DELETE", "/thing", work=work) is None


def test_it_names_itself_and_sends_the_key(
    page_server: PageServer,
    make_client: MakeClient,
    work: Work,
    hosts: list[tuple[str, str]],
) -> None:
    page_server.respond("/thing", _answering(_json("{}")))
    make_client(page_server.url).request_json("GET", "/thing", work=work)
    headers = page_server.requests[0].headers
    assert headers["user-agent"] == "VibeMarketingAutopilot/1.0"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert hosts == [("127.0.0.1", "tests")]


def test_a_request_without_a_body_has_no_content_type(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}")))
    make_client(page_server.url).request_json("POST", "/thing", work=work)
    assert "content-type" not in page_server.requests[0].headers
    assert page_server.requests[0].body == b""


def test_a_body_goes_out_as_json(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}")))
    make_client(page_server.url).request_json("POST", "/thing", json={"é": [1]}, work=work)
    assert page_server.requests[0].headers["content-type"] == "application/json"
    assert page_server.requests[0].body == '{"é":[1]}'.encode()


def test_a_sequence_in_the_query_becomes_repeated_keys(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}")))
    make_client(page_server.url).request_json(
        "GET", "/thing", params={"ids": ["a", "b"], "all": True, "limit": 5}, work=work
    )
    assert page_server.requests[0].query == "ids=a&ids=b&all=true&limit=5"


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, NotAuthorised, "does not accept the key"),
        (402, NotAuthorised, "paid plan"),
        (403, NotAuthorised, "lacks a permission"),
        (404, Rejected, "does not know"),
        (400, Rejected, "because of this"),
        (429, RateLimited, "slow down"),
        (500, Unreachable, "trouble of its own"),
        (302, Unreachable, "sign-in page"),
    ],
)
def test_a_refusal_is_told_in_words(
    page_server: PageServer,
    make_client: MakeClient,
    work: Work,
    status: int,
    kind: type[Trouble],
    words: str,
) -> None:
    page_server.respond("/thing", _answering(_json('{"message": "because of this"}', status)))
    trouble = _trouble(make_client(page_server.url), work)
    assert type(trouble) is kind
    assert words in str(trouble)


def test_a_403_page_of_the_edge_does_not_blame_the_key(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.page("/thing", "error code: 1010", status=403)
    trouble = _trouble(make_client(page_server.url), work)
    assert isinstance(trouble, Unreachable)
    assert "not about your key" in str(trouble)


def test_the_key_never_stands_in_a_message(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json(f'{{"message": "bad {KEY}"}}', 400)))
    assert KEY not in str(_trouble(make_client(page_server.url), work))


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_get_is_repeated_after_server_trouble(
    page_server: PageServer, make_client: MakeClient, work: Work, status: int
) -> None:
    page_server.respond("/thing", _answering(Answer(b"<html>", status), _json("[1]")))
    assert make_client(page_server.url).request_json("GET", "/thing", work=work) == [1]
    assert len(page_server.requests) == 2


def test_server_trouble_on_an_unsafe_call_is_not_repeated_and_leaves_the_outcome_open(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 500), _json("{}")))
    trouble = _trouble(make_client(page_server.url), work, "POST")
    assert isinstance(trouble, Unreachable)
    assert trouble.outcome_unknown
    assert len(page_server.requests) == 1


def test_a_post_marked_safe_is_repeated(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 500), _json("[2]")))
    client = make_client(page_server.url)
    assert client.request_json("POST", "/thing", json={}, work=work, retry=Retry.SAFE) == [2]


def test_a_429_is_repeated_even_for_an_unsafe_call(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 429, Retry_After="0.2"), _json("[3]")))
    begin = time.monotonic()
    assert make_client(page_server.url).request_json("POST", "/thing", json={}, work=work) == [3]
    assert time.monotonic() - begin >= 0.2


def test_a_429_makes_the_next_call_wait_too(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 429, Retry_After="0.3"), _json("[3]")))
    client = make_client(page_server.url, backoff=Backoff(attempts=1))
    begin = time.monotonic()
    assert isinstance(_trouble(client, work), RateLimited)
    assert client.request_json("GET", "/thing", work=work) == [3]
    assert time.monotonic() - begin >= 0.3


def test_no_redirect_is_followed(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 302, Location="/elsewhere")))
    page_server.respond("/elsewhere", _answering(_json("[1]")))
    assert isinstance(_trouble(make_client(page_server.url), work), Unreachable)
    assert [one.path for one in page_server.requests] == ["/thing"]


def test_a_429_that_asks_for_too_long_is_handed_on(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 429, Retry_After="3600")))
    trouble = _trouble(make_client(page_server.url), work)
    assert isinstance(trouble, RateLimited)
    assert trouble.retry_after == 3600
    assert len(page_server.requests) == 1


def test_repetitions_are_bounded(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 429)))
    assert isinstance(_trouble(make_client(page_server.url), work), RateLimited)
    assert len(page_server.requests) == QUICK.attempts


def test_the_whole_call_has_a_deadline(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 503)))
    patient = Backoff(attempts=1000, first=0.05, most=0.05, deadline=0.4)
    begin = time.monotonic()
    _trouble(make_client(page_server.url, backoff=patient), work)
    assert time.monotonic() - begin < 20


def test_a_refused_connection_was_not_sent(make_client: MakeClient, work: Work) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    trouble = _trouble(make_client(url), work, "POST")
    assert isinstance(trouble, Unreachable)
    assert not trouble.outcome_unknown


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="no answer"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
            id="a cut-off body",
        ),
        pytest.param(b"nonsense\r\n\r\n", id="not HTTP"),
    ],
)
def test_a_lost_answer_leaves_the_outcome_of_an_unsafe_call_open(
    make_client: MakeClient, work: Work, answer: bytes
) -> None:
    asked = []

    def handle(connection: socket.socket) -> None:
        asked.append(connection.recv(65536))
        connection.sendall(answer)

    with _raw_server(handle) as url:
        trouble = _trouble(make_client(url), work, "POST")
    assert isinstance(trouble, Unreachable)
    assert trouble.outcome_unknown
    assert len(asked) == 1


def test_an_unreadable_answer_leaves_the_outcome_of_an_unsafe_call_open(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.page("/thing", '{"half": ', content_type="application/json")
    trouble = _trouble(make_client(page_server.url), work, "POST")
    assert isinstance(trouble, Unreachable)
    assert trouble.outcome_unknown
    assert isinstance(_trouble(make_client(page_server.url), work), ContractBroken)


def test_a_page_instead_of_json_is_somebody_else_answering(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.page("/thing", "<html>Sign in to the hotel</html>")
    assert isinstance(_trouble(make_client(page_server.url), work), Unreachable)


def test_cancelling_ends_a_stalled_request_at_once(make_client: MakeClient, work: Work) -> None:
    arrived, leave = threading.Event(), threading.Event()

    def stall(connection: socket.socket) -> None:
        connection.recv(65536)
        arrived.set()
        leave.wait(20)

    cancelled_at = []

    def cancel() -> None:
        arrived.wait(20)
        cancelled_at.append(time.monotonic())
        work.cancel()

    with _raw_server(stall) as url:
        canceller = threading.Thread(target=cancel)
        canceller.start()
        with pytest.raises(Cancelled):
            make_client(url).request_json("GET", "/thing", work=work)
        ended = time.monotonic()
        canceller.join()
        leave.set()
    # Long before the server would have let go by itself, which is after twenty seconds.
    assert ended - cancelled_at[0] < 10


def test_cancelling_ends_a_pause_between_attempts(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    def refuse(_: Request) -> Answer:
        threading.Timer(0.05, work.cancel).start()
        return _json("{}", 429, Retry_After="30")

    page_server.respond("/thing", refuse)
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        make_client(page_server.url, backoff=Backoff()).request_json("GET", "/thing", work=work)
    assert time.monotonic() - begin < 5


def test_nothing_is_sent_without_a_key(page_server: PageServer, work: Work) -> None:
    def no_key() -> dict[str, str]:
        raise NotAuthorised("There is no key yet.")

    client = HttpClient(
        page_server.url,
        headers=no_key,
        user_agent="x",
        host_log=lambda _host, _purpose: None,
        purpose="tests",
        words=ServiceWords("Acme"),
    )
    with pytest.raises(NotAuthorised):
        client.request_json("GET", "/thing", work=work)
    assert not page_server.requests


def test_an_answer_of_endless_brackets_cannot_be_read(
    make_client: MakeClient, page_server: PageServer, work: Work
) -> None:
    page_server.page("/thing", "[" * 200_000, content_type="application/json")
    assert isinstance(_trouble(make_client(page_server.url), work), ContractBroken)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://x"])
def test_a_proxy_of_a_kind_that_is_not_spoken_is_told_in_words(
    make_client: MakeClient,
    page_server: PageServer,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
    proxy: str,
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "")
    trouble = _trouble(make_client(page_server.url), work)
    assert isinstance(trouble, Unreachable)
    assert "proxy" in trouble.what


def test_what_is_urgent_is_sent_once_and_whoever_asked_may_ask_again(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 500), _json("[1]")))
    client = make_client(page_server.url)
    with pytest.raises(Unreachable):
        client.request_json("GET", "/thing", work=work, within=5.0)
    assert client.request_json("GET", "/thing", work=work, within=5.0) == [1]


def test_what_is_urgent_does_not_wait_until_an_asked_for_pause_is_over(
    page_server: PageServer, make_client: MakeClient, work: Work
) -> None:
    page_server.respond("/thing", _answering(_json("{}", 429, retry_after="3600"), _json("[1]")))
    patient = Backoff(longest_asked=4000.0, deadline=5000.0)
    client = make_client(page_server.url, backoff=patient)
    with pytest.raises(RateLimited):
        client.request_json("GET", "/thing", work=work, within=5.0)
    assert client.request_json("GET", "/thing", work=work, within=5.0) == [1]


def test_what_is_urgent_gives_up_an_answer_that_does_not_come(
    make_client: MakeClient, work: Work
) -> None:
    silent = threading.Event()

    def say_nothing(_: socket.socket) -> None:
        silent.wait(30)

    with _raw_server(say_nothing) as url:
        client = make_client(url)
        with pytest.raises(Unreachable, match="did not answer in time"):
            client.request_json("GET", "/thing", work=work, within=0.3)
        silent.set()
