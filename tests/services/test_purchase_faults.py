"""Every request that spends credits, or comes before or after, met by every fault.

Nothing is paid for twice, nothing that was paid for is lost, and the founder reads what is safe.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.services.test_launch_faults import FAULTS, NO_ANSWER_SECONDS
from tests.support.purchases import Purse, purse_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import NotAuthorised, Rejected, Trouble
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.supersearch import Enrichment, EnrichmentState, PeopleFilters
from vibe_desktop.domain.verifications import CREDIT_EACH, VerificationStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import INSTANTLY_KEY

T = TypeVar("T")
OWNERS = PeopleFilters(titles=("Owner",), countries=("DE", "US"))
PEOPLE = 12
STARTING_CREDITS = 1500.0
ADDRESSES = [f"p{number}@firm{number}.example" for number in range(5)]
SLOW = [f"slow{number}@firm.example" for number in range(2)]

REQUESTS: dict[str, dict[str, Any]] = {
    "counting": {"path": "count-leads-from-supersearch"},
    "asking for the credits": {"path": "billing"},
    "looking for the list": {"path": "/lead-lists$", "method": "GET"},
    "making the list": {"path": "/lead-lists$", "method": "POST"},
    "ordering": {"path": "enrich-leads-from-supersearch"},
    "looking at the order": {"path": "supersearch-enrichment/[0-9a-f-]+$"},
    "reading the people": {"path": "/leads/list$"},
}
BEFORE_THE_ORDER = tuple(REQUESTS)[:4]


@pytest.fixture
def purse(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Purse]:
    with purse_in(tmp_path / "data", sandbox, timeout=NO_ANSWER_SECONDS) as purse:
        yield purse


def _assert_helps(trouble: Trouble) -> None:
    """For a founder: what happened, what is safe, what to do; no markup, no secret."""
    assert all((trouble.what, trouble.safe, trouble.next_step)), repr(trouble)
    _assert_plain(str(trouble))


def _assert_plain(words: str) -> None:
    assert "<" not in words
    assert INSTANTLY_KEY not in words
    assert "Error" not in words
    assert words.endswith("."), words


def _tried(call: Callable[[], T]) -> tuple[T | None, Trouble | None]:
    try:
        return call(), None
    except Trouble as trouble:
        return None, trouble


def _buy(purse: Purse) -> Enrichment:
    offer = purse.search.offer(OWNERS, PEOPLE, Work())
    return purse.search.buy(offer, "", offer.credits, Work()).value


def _finished(purse: Purse) -> Enrichment:
    """What the app does by itself after a start, and then the founder."""
    purse.search.collect(Work())
    for waiting in purse.search.unfinished(Work()):
        purse.search.order_again(waiting.id, waiting.credits, Work())
    every = purse.enrichments.every()
    return every[-1] if every else _buy(purse)


def _assert_bought_once(purse: Purse, bought: Enrichment) -> None:
    assert bought.state is EnrichmentState.DONE, bought.reason
    page = purse.leads.page(LeadQuery(limit=1000), Work())
    assert len(page.rows) == len({lead.email for lead in page.rows}) == bought.found > 0
    assert purse.credits == STARTING_CREDITS - bought.found
    assert [one.id for one in purse.leads.lists(Work())] == [bought.list_id]
    assert len(purse.client.lead_lists.named(bought.remote_name, bought.token, Work())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("times", [1, None], ids=["once", "for long"])
def test_a_fault_anywhere_in_a_purchase_buys_nothing_twice_and_loses_nothing(
    purse: Purse, request_name: str, fault: str, times: int | None
) -> None:
    purse.sandbox.faults({**REQUESTS[request_name], **FAULTS[fault], "times": times})
    bought, trouble = _tried(lambda: _buy(purse))
    if trouble is not None:
        _assert_helps(trouble)
        if request_name in BEFORE_THE_ORDER:
            assert trouble.safe == "Nothing was bought."
    elif bought is not None and bought.state is not EnrichmentState.DONE:
        _assert_plain(bought.reason)
    for waiting in purse.search.unfinished(Work()):
        # While it lasts, a start of the app changes nothing and says so.
        _, trouble = _tried(lambda: purse.search.collect(Work()))
        if trouble is not None:
            _assert_helps(trouble)
        assert waiting.id in {one.id for one in purse.enrichments.every()}

    purse.sandbox.clear_faults()

    _assert_bought_once(purse, _finished(purse))


@pytest.mark.slow
@pytest.mark.parametrize("passed", range(10))
def test_a_network_that_goes_away_in_the_middle_of_a_purchase_costs_nothing(
    purse: Purse, passed: int
) -> None:
    purse.sandbox.faults({"refuse": True, "after": passed, "times": None})
    _, trouble = _tried(lambda: _buy(purse))
    if trouble is not None:
        _assert_helps(trouble)
    purse.sandbox.clear_faults()

    _assert_bought_once(purse, _finished(purse))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_preview_that_fails_says_that_nothing_was_bought(purse: Purse, fault: str) -> None:
    purse.sandbox.faults({"path": "preview-leads-from-supersearch", **FAULTS[fault], "times": None})
    with pytest.raises(Trouble) as caught:
        purse.search.preview(OWNERS, Work())
    _assert_helps(caught.value)


def test_a_list_that_was_deleted_at_instantly_is_made_again(purse: Purse) -> None:
    order = "enrich-leads-from-supersearch"
    purse.sandbox.faults({"path": order, **FAULTS["404"]})
    with pytest.raises(Rejected):
        _buy(purse)
    (waiting,) = purse.search.unfinished(Work())
    _delete_list(purse, waiting.instantly_list_id)

    _assert_bought_once(purse, _finished(purse))


def _delete_list(purse: Purse, list_id: str) -> None:
    purse.client._http.request_json("DELETE", f"/api/v2/lead-lists/{list_id}", work=Work())


def test_an_order_that_is_not_known_for_a_moment_is_not_cut_short(purse: Purse) -> None:
    purse.sandbox.faults({**REQUESTS["looking at the order"], **FAULTS["404"], "times": 3})

    _assert_bought_once(purse, _buy(purse))


def test_the_history_and_the_lists_name_what_was_bought_without_its_token(purse: Purse) -> None:
    bought = _buy(purse)

    (made,) = purse.leads.lists(Work())
    (imported,) = purse.leads.operations(Work())
    assert {made.name, made.source, imported.title} == {bought.name}
    assert bought.token in bought.remote_name


def _verified(purse: Purse) -> int:
    """Verify to the end, in as many runs as the founder likes; how many are known then."""
    outcome = purse.verifications.verify(purse.everybody(), 10.0, Work()).value
    return sum(outcome.counts.values()) - outcome.counts.get(VerificationStatus.PENDING, 0)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("after", [0, 2], ids=["first", "in the middle"])
@pytest.mark.parametrize("method", ["POST", "GET"], ids=["asking", "looking"])
@pytest.mark.parametrize("times", [1, None], ids=["once", "for long"])
def test_a_fault_anywhere_in_a_verification_pays_for_nobody_twice(
    purse: Purse, method: str, after: int, fault: str, times: int | None
) -> None:
    everybody = [*ADDRESSES, *SLOW]
    purse.load(everybody)
    where = {"path": "/email-verification", "method": method}
    purse.sandbox.faults({**where, **FAULTS[fault], "after": after, "times": times})
    written, trouble = _tried(lambda: purse.verifications.verify(purse.everybody(), 10.0, Work()))
    if trouble is not None:
        _assert_helps(trouble)
        assert not _known(purse, everybody)
    if written is not None:
        assert written.value.stopped or not written.value.left
        _assert_plain(written.value.stopped or ".")
    purse.sandbox.clear_faults()

    assert _verified(purse) == len(everybody)
    assert purse.credits == STARTING_CREDITS - len(everybody) * CREDIT_EACH


def _known(purse: Purse, emails: list[str]) -> list[str]:
    """Addresses of which more is known than that they were asked about."""
    known = purse.verified.of(emails)
    return [email for email, one in known.items() if one.status is not VerificationStatus.PENDING]


@pytest.mark.slow
@pytest.mark.parametrize("passed", range(8))
@pytest.mark.parametrize("effect", ["refuse", "lost_answer"])
def test_a_network_that_goes_away_in_the_middle_of_a_verification_pays_for_nobody_twice(
    purse: Purse, passed: int, effect: str
) -> None:
    everybody = [*ADDRESSES, *SLOW]
    purse.load(everybody)
    purse.sandbox.faults(
        {"path": "/email-verification", "method": "POST", "lost_answer": True, "after": passed},
        {"path": "/email-verification", effect: True, "after": passed, "times": None},
    )
    _, trouble = _tried(lambda: purse.verifications.verify(purse.everybody(), 10.0, Work()))
    if trouble is not None:
        _assert_helps(trouble)
    purse.sandbox.clear_faults()

    assert _verified(purse) == len(everybody)
    assert purse.credits == STARTING_CREDITS - len(everybody) * CREDIT_EACH


def test_addresses_that_are_all_refused_end_the_run_with_the_reason(purse: Purse) -> None:
    everybody = [f"q{number}@firm.example" for number in range(30)]
    purse.load(everybody)
    purse.sandbox.faults({"path": "/email-verification", **FAULTS["404"], "times": None})
    with pytest.raises(Rejected) as caught:
        purse.verifications.verify(purse.everybody(), 10.0, Work())
    assert caught.value.safe == "Nothing was spent."
    assert len(purse.sandbox.requests(path="/email-verification")) < 10


def test_an_offer_that_cannot_be_made_says_that_nothing_was_spent(purse: Purse) -> None:
    purse.load(ADDRESSES)
    purse.sandbox.faults({"path": "billing", **FAULTS["402"], "times": None})
    with pytest.raises(NotAuthorised) as caught:
        purse.verifications.offer(purse.everybody(), Work())
    _assert_helps(caught.value)
