"""Walking through lists that come in pages."""

from collections.abc import Callable, Iterator, Mapping

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.reading import Document, document, documents, text, unusable

PAGE = 100
"""Items a page: the most the API gives; more makes it answer with an empty list."""


def every(
    fetch: Callable[[dict[str, str | int]], object], what: str, work: Work
) -> Iterator[Document]:
    """All items of a list, page after page.

    Ends at an empty page or a missing cursor; a last full page may still carry a cursor.

    Args:
        fetch: Gets one page, given `limit` and, from the second page on, `starting_after`.
        what: Which list, for trouble in words.
        work: Cancelling it ends the walk.

    Raises:
        ContractBroken: A page is unusable, or a cursor comes twice (it would never end).
    """
    cursor = ""
    seen: set[str] = set()
    while True:
        work.check()
        page = document(
            fetch({"limit": PAGE} | ({"starting_after": cursor} if cursor else {})), what
        )
        items = list(documents(page.get("items"), what))
        yield from items
        cursor = text(page, "next_starting_after")
        if not items or not cursor:
            return
        if cursor in seen:
            raise unusable(what)
        seen.add(cursor)


def every_lead(
    http: HttpClient, query: Mapping[str, object], what: str, work: Work
) -> Iterator[Document]:
    """All leads that a query of `POST /leads/list` means, as Instantly tells of them.

    Args:
        http: The way there.
        query: What narrows them down; a key that Instantly does not know narrows nothing.
        what: Which leads, for trouble in words.
        work: Cancelling it ends the walk.

    Raises:
        ContractBroken: As `every`.
    """
    return every(
        lambda page: http.request_json(
            "POST",
            "/api/v2/leads/list",
            json={**query, **page},
            work=work,
            retry=Retry.SAFE,  # it only reads
        ),
        what,
        work,
    )
