"""Reading a 5 MB product page against merely parsing its bytes, and against what a person notices.

The limit is selectolax building its tree from the same bytes in the same process, in turns, by
processor time: decoding, the guard against endless nesting, blocks, facts and links come on top.
Python's automatic garbage collection is off, as it is in the app.
"""

import gc
import sys
import time
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from tests.benchmarks.measuring import Figure, in_turns, print_table
from vibe_desktop.gateways.website.charsets import decode
from vibe_desktop.gateways.website.reader import read_html

SIZE = 5_000_000
LIMIT = 7.0
LIMIT_MS = 300.0
_HEAD = "<html><head><title>Big | A page of many things</title></head><body><h1>Many things</h1>\n"
_CARD = (
    "<div class='card col-md-4'><h3>Feature {0}</h3><p>It does thing number {0} for shops and "
    "<b>saves {0} hours</b>.</p><a href='/f/{0}'>More on this</a></div>\n"
)
_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def measure(rounds: int = 5) -> list[Figure]:
    """Read and merely parse the page, `rounds` times each."""
    body = _page()
    was_on = gc.isenabled()
    gc.disable()
    try:
        taken = in_turns({"parse": lambda: _parse(body), "read": lambda: _read(body)}, rounds)
    finally:
        if was_on:
            gc.enable()
    return [
        Figure("reading a 5 MB page / parsing it", taken["read"] / taken["parse"], LIMIT),
        Figure("reading a 5 MB page", taken["read"] * 1000, LIMIT_MS, "ms"),
    ]


def _page() -> bytes:
    cards = [_HEAD]
    size = 0
    while size < SIZE:
        cards.append(_CARD.format(len(cards)))
        size += len(cards[-1])
    return "".join(cards).encode()


def _parse(body: bytes) -> float:
    start = time.process_time()
    LexborHTMLParser(body)
    return time.process_time() - start


def _read(body: bytes) -> float:
    start = time.process_time()
    page = read_html(decode(body), "https://www.big.example/", _MOMENT)
    taken = time.process_time() - start
    if len(page.facts) < 50:
        raise RuntimeError(f"only {len(page.facts)} facts were found")
    return taken


if __name__ == "__main__":
    sys.exit(not print_table(measure()))
