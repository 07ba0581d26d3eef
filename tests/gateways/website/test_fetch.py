"""Fetching pages over real HTTP on loopback, and refusing what must not be fetched."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.servers import Answer, PageServer, Request
from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import (
    Cancelled,
    InvalidInput,
    NotAuthorised,
    Rejected,
    Trouble,
    Unreachable,
)
from vibe_desktop.gateways.website import fetch as module
from vibe_desktop.gateways.website.fetch import USER_AGENT, Fetcher

PAGE = "<html><title>Ledgerly</title></html>"


@pytest.fixture
def contacted() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def fetcher(contacted: list[tuple[str, str]]) -> Fetcher:
    return Fetcher(lambda host, purpose: contacted.append((host, purpose)))


def resolving(*addresses: str) -> Fetcher:
    """A fetcher for which every name has these addresses."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return Fetcher(lambda _host, _purpose: None, resolve)


def test_a_typed_loopback_page_is_fetched_with_an_honest_user_agent(
    page_server: PageServer,
    fetcher: Fetcher,
    work: RecordingWork,
    contacted: list[tuple[str, str]],
) -> None:
    url = page_server.page("/product", PAGE)
    fetched = fetcher.fetch(f"{url}?x=1#part", work)
    assert fetched.body == PAGE.encode()
    assert (fetched.media_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.url == f"{url}?x=1"
    request = page_server.requests[-1]
    assert request.headers["user-agent"] == USER_AGENT
    assert request.headers["host"] == page_server.url.removeprefix("http://")
    assert ("127.0.0.1", "reading the product page") in contacted


def test_the_name_localhost_is_fetched_too(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    page_server.page("/", PAGE)
    url = page_server.url.replace("127.0.0.1", "localhost")
    assert fetcher.fetch(url, work).body == PAGE.encode()
    assert page_server.requests[-1].headers["host"] == url.removeprefix("http://")


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", lambda data: data),
    ],
)
def test_compressed_pages_are_unpacked(
    page_server: PageServer,
    fetcher: Fetcher,
    work: RecordingWork,
    encoding: str,
    compress: Callable[[bytes], bytes],
) -> None:
    body = PAGE * 2000
    url = page_server.page("/", compress(body.encode()), headers={"Content-Encoding": encoding})
    assert fetcher.fetch(url, work).body == body.encode()


def test_redirects_on_the_same_site_are_followed(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    page_server.page("/old", "", status=301, headers={"Location": "/new"})
    page_server.page("/new", PAGE)
    assert fetcher.fetch(f"{page_server.url}/old", work).url == f"{page_server.url}/new"


def test_redirects_come_to_an_end(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/loop", "", status=302, headers={"Location": "/loop"})
    with pytest.raises(Rejected, match="more than 5 times"):
        fetcher.fetch(url, work)
    assert len(page_server.requests) == 6


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pw@127.0.0.1/", ""]
)
def test_redirects_to_other_kinds_of_address_are_refused(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork, location: str
) -> None:
    url = page_server.page("/", "", status=302, headers={"Location": location})
    with pytest.raises(Rejected, match="redirected to"):
        fetcher.fetch(url, work)


def test_a_redirect_to_another_port_of_this_computer_is_refused(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    with PageServer() as other:
        secret = other.page("/admin", "secret")
        url = page_server.page("/", "", status=302, headers={"Location": secret})
        with pytest.raises(Rejected, match="this computer itself"):
            fetcher.fetch(url, work)
        assert other.requests == []


def test_a_redirect_into_a_private_network_is_refused(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", "", status=302, headers={"Location": "http://192.168.1.1/"})
    with pytest.raises(InvalidInput, match="private network"):
        fetcher.fetch(url, work)


@pytest.mark.parametrize(
    "url",
    [
        *("http://10.0.0.1/", "http://172.16.3.4/", "http://192.168.0.1/", "http://100.64.0.1/"),
        *("http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::]/"),
        *("http://[fd00::1]/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/"),
        *("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[::7f00:1]/"),
        *("http://224.0.0.1/", "http://255.255.255.255/", "http://[64:ff9b::a00:1]/"),
        *("http://[64:ff9b:1::1]/", "http://[2001:0:1::1]/", "http://[::ffff:10.0.0.1]/"),
        *("http://10.0.0.1./", "http://[fe80::1%25eth0]/", "http://198.18.0.1/"),
        *("http://[2002:a00:1::]/", "http://[ff02::1]/", "http://[fec0::1]/"),
    ],
)
def test_addresses_that_are_not_public_are_refused(
    fetcher: Fetcher, work: RecordingWork, url: str, contacted: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput):
        fetcher.fetch(url, work)
    assert contacted == []


@pytest.mark.parametrize(
    "url",
    [
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://017700000001/"),
        *("http://0177.0.0.1/", "http://0x7f000001/", "http://127.0.1/", "http://2130706433./"),
        *("http://0/", "http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.0.0.1/"),
    ],
)
def test_odd_spellings_of_loopback_are_refused(
    fetcher: Fetcher, work: RecordingWork, url: str, contacted: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput, match="nobody sees where it leads"):
        fetcher.fetch(url, work)
    assert contacted == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_asked(
    page_server: PageServer, work: RecordingWork
) -> None:
    page_server.page("/", PAGE)
    port = page_server.url.rpartition(":")[2]
    answers = [["127.0.0.1"], ["10.0.0.7"], ["10.0.0.7"]]
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers.pop(0)

    fetcher = Fetcher(lambda _host, _purpose: None, resolve)
    assert fetcher.fetch(f"http://localhost:{port}/", work).body == PAGE.encode()
    assert asked == ["localhost"]
    assert page_server.requests[-1].headers["host"] == f"localhost:{port}"


def test_a_name_that_changes_its_address_between_two_hops_is_checked_again(
    page_server: PageServer, work: RecordingWork
) -> None:
    page_server.page("/", "", status=302, headers={"Location": "/next"})
    port = page_server.url.rpartition(":")[2]
    answers = [["127.0.0.1"], ["169.254.169.254"]]

    async def resolve(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    fetcher = Fetcher(lambda _host, _purpose: None, resolve)
    with pytest.raises(InvalidInput, match="private network"):
        fetcher.fetch(f"http://localhost:{port}/", work)
    assert [request.path for request in page_server.requests] == ["/"]


@pytest.mark.parametrize(
    "location",
    [
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://１２７.０.０.１/"),
        *("http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/"),
        *("http://localhost./", "http://[::1]/", "http://[::]/", "http://0.0.0.0/", "//10.0.0.1/"),
        *("http://127.0.0.1:22/", "https://product.example:8443/", "http://[fd00::1]/"),
    ],
)
def test_no_spelling_of_an_inner_address_is_followed(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork, location: str
) -> None:
    # Header fields are latin-1; an address beyond it arrives the way servers write it: as "%...".
    sent = location if location.isascii() else "http://%EF%BC%91%32%37.0.0.1/"
    url = page_server.page("/", "", status=302, headers={"Location": sent})
    with pytest.raises((Rejected, InvalidInput)) as caught:
        fetcher.fetch(url, work)
    assert caught.value.what.count(". ") == 0
    assert len(page_server.requests) == 1


def test_a_page_that_has_to_stay_on_its_site_does_not_leave_it(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", "", status=302, headers={"Location": "https://other.example/x"})
    with pytest.raises(Rejected, match="another site"):
        fetcher.fetch(url, work, stay=True)
    page_server.page("/a", "", status=302, headers={"Location": "/b"})
    page_server.page("/b", PAGE)
    assert fetcher.fetch(f"{page_server.url}/a", work, stay=True).body == PAGE.encode()


@given(st.text(max_size=60))
def test_no_text_is_too_strange_to_be_refused_in_words(text: str) -> None:
    for url in (text, f"http://{text}", f"http://a.example/{text}?{text}"):
        with pytest.raises(Trouble):
            resolving().fetch(url, RecordingWork())


def test_a_page_that_drips_in_is_given_up_at_the_deadline(work: RecordingWork) -> None:
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while not stop.wait(0.02):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        dripping = threading.Thread(target=drip, args=(listener,))
        dripping.start()
        fetcher = Fetcher(lambda _host, _purpose: None, seconds=0.4)
        with pytest.raises(Unreachable, match="did not arrive"):
            fetcher.fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/", work)
        stop.set()
        dripping.join()


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "::1", "169.254.169.254"])
def test_a_public_name_that_leads_inside_is_refused(work: RecordingWork, address: str) -> None:
    with pytest.raises(InvalidInput, match="private network"):
        resolving("93.184.216.34", address).fetch("http://product.example/", work)


def test_a_name_without_an_address_is_told(work: RecordingWork) -> None:
    with pytest.raises(Unreachable, match=r"no website called product\.example"):
        resolving().fetch("https://product.example/", work)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://product.example/", "Only http and https"),
        ("file:///etc/passwd", "Only http and https"),
        ("javascript:alert(1)", "Only http and https"),
        ("http://", "names no website"),
        ("http://ada:pw@product.example/", "user name or password"),
        ("http://product.example:8080/", "Port 8080"),
        ("http://product.example:99999/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://product.example@127.0.0.1/", "user name or password"),
        ("http://127.0.0.1\\.product.example/", "not a name"),
        ("http://product.example\\@127.0.0.1/", "user name or password"),
        ("http://product .example/", "not a name"),
        ("http://a..example/", "not a name"),
        ("http://" + "a" * 64 + ".example/", "not a name"),
        ("data:text/html,hello", "Only http and https"),
    ],
)
def test_what_is_no_web_address_is_refused_in_one_sentence(
    fetcher: Fetcher, work: RecordingWork, url: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        fetcher.fetch(url, work)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, NotAuthorised, "sign-in"),
        (403, Rejected, "does not let programs"),
        (404, Rejected, "no page at that address"),
        (418, Rejected, "status 418"),
        (429, Rejected, "later"),
        (503, Unreachable, "trouble of its own"),
    ],
)
def test_each_refusal_of_a_site_has_its_own_words(
    page_server: PageServer,
    fetcher: Fetcher,
    work: RecordingWork,
    status: int,
    kind: type[Trouble],
    words: str,
) -> None:
    url = page_server.page("/", "no", status=status)
    with pytest.raises(kind, match=words):
        fetcher.fetch(url, work)


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json"])
def test_what_is_no_page_is_refused(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork, kind: str
) -> None:
    url = page_server.page("/", b"%PDF", content_type=kind)
    with pytest.raises(Rejected, match=kind):
        fetcher.fetch(url, work)


def test_plain_text_and_missing_types_are_read(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", "words", content_type="text/plain; charset=latin-1")
    fetched = fetcher.fetch(url, work)
    assert (fetched.media_type, fetched.charset) == ("text/plain", "latin-1")


def test_a_page_of_five_megabytes_is_fetched_whole(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    body = b"<p>It sorts letters.</p>" * 210_000
    assert len(body) > 5_000_000
    assert fetcher.fetch(page_server.page("/", body), work).body == body
    packed = page_server.page("/gz", gzip.compress(body), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(packed, work).body == body


def test_a_page_that_is_too_large_is_cut_off(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", b"x" * (module.MAX_RAW_BYTES + 1))
    with pytest.raises(Rejected, match="larger than 6 MB"):
        fetcher.fetch(url, work)


def test_a_small_body_that_swells_is_cut_off(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, compresslevel=1)
    url = page_server.page("/", bomb, headers={"Content-Encoding": "gzip"})
    started = time.perf_counter()
    with pytest.raises(Rejected, match="unpacks to more than 8 MB"):
        fetcher.fetch(url, work)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br"])
def test_compression_nobody_asked_for_is_refused(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork, encoding: str
) -> None:
    url = page_server.page("/", b"x", headers={"Content-Encoding": encoding})
    with pytest.raises(Rejected, match="nobody asked for"):
        fetcher.fetch(url, work)


def test_broken_compression_is_told(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Rejected, match="cannot be read"):
        fetcher.fetch(url, work)


def test_a_page_that_takes_too_long_is_given_up(
    page_server: PageServer, work: RecordingWork
) -> None:
    release = threading.Event()

    def wait(_request: Request) -> Answer:
        release.wait(10)
        return Answer(b"late")

    url = page_server.respond("/slow", wait)
    with pytest.raises(Unreachable, match="did not arrive"):
        Fetcher(lambda _host, _purpose: None, seconds=0.3).fetch(url, work)
    release.set()


def test_a_cancel_is_felt_while_the_site_is_silent(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    release, asked = threading.Event(), threading.Event()
    cancelled_at: list[float] = []

    def wait(_request: Request) -> Answer:
        asked.set()
        release.wait(10)
        return Answer(b"late")

    def cancel() -> None:
        asked.wait(10)
        cancelled_at.append(time.perf_counter())
        work.cancel()

    url = page_server.respond("/slow", wait)
    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(Cancelled):
        fetcher.fetch(url, work)
    # Long before the server would have answered by itself, which is after ten seconds.
    assert time.perf_counter() - cancelled_at[0] < 5
    release.set()
    canceller.join()


def test_a_port_where_nobody_listens_is_told(fetcher: Fetcher, work: RecordingWork) -> None:
    with PageServer() as server:
        url = server.url
    with pytest.raises(Unreachable, match="does not answer"):
        fetcher.fetch(url, work)


def test_a_connection_that_breaks_off_is_told(
    page_server: PageServer, fetcher: Fetcher, work: RecordingWork
) -> None:
    url = page_server.page("/", b"short", headers={"Content-Length": "5000", "Connection": "close"})
    with pytest.raises(Unreachable, match="broke before"):
        fetcher.fetch(url, work)
