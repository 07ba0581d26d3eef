"""SuperSearch, held against the hand-written document that stands beside the sandbox."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.contracts.conftest import Client
from tests.support.contract import Contract
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.supersearch import INDUSTRIES, SIZES, PeopleFilters
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.supersearch import search_filters
from vibe_desktop.sandbox.instantly import supersearch, supersearch_people
from vibe_desktop.sandbox.instantly.service import PREFIX
from vibe_desktop.sandbox.instantly.supersearch_document import DOCUMENT

FULL = PeopleFilters(
    titles=("Founder", "CEO"),
    not_titles=("Assistant",),
    industries=("Software & Internet",),
    sizes=("0 - 25", "25 - 100"),
    countries=("DE", "US"),
    keywords=("labs",),
    domains=("acme.example",),
)
NOBODY = "019ffad2-5c4b-761a-9bc4-0599e8a95bea"


@pytest.fixture(scope="module")
def paper() -> Contract:
    return Contract(DOCUMENT)


@pytest.fixture
def search(shared_sandbox: RunningSandbox, paper: Contract) -> Iterator[Client]:
    with httpx.Client(base_url=shared_sandbox.info.instantly_url, timeout=30) as http:
        yield Client(shared_sandbox, paper, http)


def _found(filters: PeopleFilters) -> dict[str, object]:
    return {"search_filters": search_filters(filters)}


def test_the_sandbox_has_exactly_these_operations() -> None:
    declared = {
        (method.upper(), path.removeprefix(PREFIX))
        for path, methods in DOCUMENT["paths"].items()
        for method in methods
    }
    assert {(one.method, one.path) for one in supersearch.OPERATIONS} == declared


def test_both_sides_know_the_same_industries_and_sizes() -> None:
    assert supersearch_people.INDUSTRIES == INDUSTRIES
    assert supersearch_people.SIZES == SIZES


@pytest.mark.parametrize("filters", [FULL, PeopleFilters(titles=("Owner",)), PeopleFilters()])
def test_counts_and_previews_are_by_the_document(search: Client, filters: PeopleFilters) -> None:
    count = search("POST", "/supersearch-enrichment/count-leads-from-supersearch", _found(filters))
    seen = search("POST", "/supersearch-enrichment/preview-leads-from-supersearch", _found(filters))
    assert seen["number_of_leads"] == count["number_of_leads"]
    assert len(seen["leads"]) == min(20, count["number_of_leads"])


def test_an_order_is_by_the_document_and_takes_its_time(search: Client) -> None:
    body = {
        **_found(PeopleFilters(titles=("Owner",), countries=("DE",))),
        "limit": 5,
        "search_name": "Owners",
        "list_name": "Owners",
        "work_email_enrichment": True,
        "fully_enriched_profile": False,
        "skip_rows_without_email": True,
    }
    made = search("POST", "/supersearch-enrichment/enrich-leads-from-supersearch", body)
    path = f"/supersearch-enrichment/{made['resource_id']}"
    looks = [search("GET", path)["in_progress"] for _ in range(supersearch.POLLS)]
    assert looks == [True] * (supersearch.POLLS - 1) + [False]
    assert search("GET", f"/supersearch-enrichment/{NOBODY}")["exists"] is False


def test_what_the_document_refuses_is_refused(search: Client) -> None:
    path = "/supersearch-enrichment/count-leads-from-supersearch"
    wrong = {"search_filters": {"industry": {"include": ["Software"]}}}
    search("POST", path, wrong, status=400, sound=False)
    search("POST", path, {"search_filters": {"employeeCount": ["11-50"]}}, status=400, sound=False)
    search("POST", path, {}, status=400, sound=False)
    order = "/supersearch-enrichment/enrich-leads-from-supersearch"
    search("POST", order, {**_found(FULL), "limit": 0}, status=400, sound=False)
    search("POST", order, {**_found(FULL), "limit": 5, "resource_id": NOBODY}, status=404)


def test_a_key_that_may_only_read_counts_but_does_not_buy(search: Client) -> None:
    key = f"{search.sandbox.info.instantly_api_key}-readonly"
    count = "/supersearch-enrichment/count-leads-from-supersearch"
    search("POST", count, _found(FULL), key=key)
    order = "/supersearch-enrichment/enrich-leads-from-supersearch"
    search("POST", order, {**_found(FULL), "limit": 5}, key=key, status=403)


def test_whatever_the_app_asks_is_by_the_document(
    shared_sandbox: RunningSandbox, paper: Contract
) -> None:
    client = InstantlyClient(
        shared_sandbox.info.instantly_url,
        secret=lambda: shared_sandbox.info.instantly_api_key,
        host_log=lambda _host, _purpose: None,
    )
    work = Work()
    before = len(shared_sandbox.requests(path="supersearch"))
    owners = PeopleFilters(titles=("Owner",), countries=("FR",))
    try:
        for filters in (FULL, owners):
            assert client.supersearch.count(filters, work) == (
                client.supersearch.preview(filters, work).count
            )
        made = client.lead_lists.create("Bought", work)
        client.supersearch.order(owners, 3, "Owners", made.id, work)
        client.supersearch.state(made.id, work)
    finally:
        client.close()
    sent = shared_sandbox.requests(path="supersearch")[before:]
    assert len(sent) == 6
    for request in sent:
        body = json.dumps(request["body"]).encode() if request["body"] is not None else b""
        judged = paper.request(request["method"], request["path"], request["query"], body)
        assert not paper.against_request(judged), request
