"""Buying people over real HTTP: with a confirmation, once, whatever breaks off where."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.support.purchases import (
    Purse,
    purse_in,
)
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import (
    Cancelled,
    Conflict,
    InvalidInput,
    NotAuthorised,
    RateLimited,
    Trouble,
    Unreachable,
)
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.supersearch import (
    CREDITS_EACH,
    MOST_PEOPLE,
    Enrichment,
    EnrichmentState,
    PeopleFilters,
    credits_for,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.instantly.supersearch_people import matching, population
from vibe_desktop.sandbox.seed import DEFAULT_SEED
from vibe_desktop.store.enrichments import EnrichmentRepository

OWNERS = PeopleFilters(titles=("Owner",), countries=("DE", "US"))
PEOPLE = 12
STARTING_CREDITS = 1500.0
ORDER = "enrich-leads-from-supersearch"


def _expected(filters: PeopleFilters = OWNERS, people: int = PEOPLE) -> set[str]:
    """The addresses that the sandbox sells for an order of so many people."""
    wanted = {
        "title": {"include": list(filters.titles)},
        "locations": [{"country": "Germany"}, {"country": "United States"}],
        "show_one_lead_per_company": filters.one_per_company,
    }
    found = matching(population(DEFAULT_SEED), wanted)[:people]
    return {person.email for person in found if person.email}


COST = float(len(_expected()))


@pytest.fixture
def purse(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Purse]:
    with purse_in(tmp_path / "data", sandbox) as purse:
        yield purse


@pytest.fixture
def buy(purse: Purse) -> Callable[[], Enrichment]:
    def buying() -> Enrichment:
        offer = purse.search.offer(OWNERS, PEOPLE, Work())
        return purse.search.buy(offer, "", offer.credits, Work()).value

    return buying


def _here(purse: Purse) -> set[str]:
    page = purse.leads.page(LeadQuery(limit=1000), Work())
    emails = [lead.email for lead in page.rows]
    assert len(emails) == len(set(emails))
    return set(emails)


def _assert_bought_once(purse: Purse, bought: Enrichment) -> None:
    assert bought.state is EnrichmentState.DONE, bought.reason
    assert purse.credits == STARTING_CREDITS - COST
    assert _here(purse) == _expected()
    assert bought.found == COST
    assert [one.id for one in purse.leads.lists(Work())] == [bought.list_id]
    assert not purse.search.unfinished(Work())
    lists = purse.client.lead_lists.named(bought.remote_name, bought.token, Work())
    assert len(lists) == 1


def test_a_look_and_a_price_cost_nothing(purse: Purse, work: Work) -> None:
    preview = purse.search.preview(OWNERS, work)
    assert preview.count > PEOPLE
    assert preview.people[0].name
    assert not any("@" in str(person) for person in preview.people)
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    assert (offer.people, offer.credits) == (PEOPLE, credits_for(PEOPLE))
    assert offer.available == STARTING_CREDITS
    assert purse.credits == STARTING_CREDITS
    few = purse.search.offer(OWNERS, MOST_PEOPLE, work)
    assert few.people == preview.count


def test_filters_are_suggested_from_the_ideal_customer(purse: Purse, work: Work) -> None:
    campaign = purse.campaigns.create(
        name="x", url="https://x.example", target_audience="Owners of shops in Germany"
    )
    assert purse.search.suggest(campaign.id, work).titles == ("Owner", "Founder")
    assert purse.search.suggest("", work).empty


def test_bought_people_are_an_ordinary_lead_list(purse: Purse, work: Work) -> None:
    campaign = purse.campaigns.create(name="x", url="https://x.example", target_audience="")
    unwanted = min(_expected())
    purse.leads.suppress([unwanted], "asked to", work)
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    written = purse.search.buy(offer, campaign.id, offer.credits, work)
    assert written.changes.leads
    bought = written.value
    assert (bought.state, bought.found) == (EnrichmentState.DONE, COST)
    made = purse.leads.lists(work)[0]
    assert (made.id, made.campaign_id, made.name) == (bought.list_id, campaign.id, bought.name)
    page = purse.leads.page(LeadQuery(list_id=made.id), work)
    assert {lead.email for lead in page.rows} == _expected() - {unwanted}
    lead = page.rows[0]
    assert lead.first_name
    assert lead.company_name
    assert lead.country in {"DE", "US"}
    assert lead.custom["industry"]


def test_nothing_is_bought_beyond_what_was_confirmed(purse: Purse, work: Work) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    for confirmed in (0.0, offer.credits - 1):
        with pytest.raises(Conflict):
            purse.search.buy(offer, "", confirmed, work)
    cheaper = replace(offer, credits=1.0, credit_each=1.0)
    with pytest.raises(Conflict):
        purse.search.buy(cheaper, "", 1.0, work)
    assert purse.credits == STARTING_CREDITS
    assert not purse.search.unfinished(work)


def test_more_than_the_workspace_has_is_refused_before_anything_is_asked_for(
    purse: Purse, work: Work
) -> None:
    everybody = PeopleFilters(sizes=("0 - 25", "25 - 100"), one_per_company=False)
    offer = purse.search.offer(everybody, 2000, work)
    assert not offer.affordable
    with pytest.raises(Conflict, match="credits left"):
        purse.search.buy(offer, "", offer.credits, work)
    assert not purse.sandbox.requests(path="/lead-lists")


@pytest.mark.parametrize("people", [0, -1, MOST_PEOPLE + 1])
def test_a_number_out_of_range_is_refused(purse: Purse, work: Work, people: int) -> None:
    with pytest.raises(InvalidInput):
        purse.search.offer(OWNERS, people, work)


def test_filters_that_say_nothing_or_match_nobody_are_refused(purse: Purse, work: Work) -> None:
    with pytest.raises(InvalidInput):
        purse.search.preview(PeopleFilters(), work)
    with pytest.raises(InvalidInput):
        purse.search.offer(PeopleFilters(titles=("Astronaut",)), 5, work)


@pytest.mark.parametrize(
    "fault", [{"lost_answer": True}, {"malformed": True}, {"cut_after_bytes": 8}]
)
@pytest.mark.parametrize("path", [f"{ORDER}$", "/lead-lists$"])
def test_a_lost_answer_is_looked_up_and_the_purchase_goes_on(
    purse: Purse, buy: Callable[[], Enrichment], path: str, fault: dict[str, object]
) -> None:
    purse.sandbox.faults({"path": path, "method": "POST", **fault})
    _assert_bought_once(purse, buy())


@pytest.mark.parametrize("status", [402, 403, 429, 400])
def test_a_refused_order_buys_nothing_and_can_be_ordered_later(
    purse: Purse, buy: Callable[[], Enrichment], work: Work, status: int
) -> None:
    purse.sandbox.faults({"path": f"{ORDER}$", "status": status, "times": None})
    with pytest.raises(Trouble) as caught:
        buy()
    assert caught.value.safe == "Nothing was bought."
    kinds: dict[int, type[Trouble]] = {402: NotAuthorised, 403: NotAuthorised, 429: RateLimited}
    assert isinstance(caught.value, kinds.get(status, Trouble))
    (waiting,) = purse.search.unfinished(work)
    assert waiting.state is EnrichmentState.LIST_CREATED
    assert waiting.reason
    purse.sandbox.clear_faults()
    assert not purse.search.collect(work).value  # nothing is ordered by itself
    assert purse.credits == STARTING_CREDITS
    _assert_bought_once(purse, purse.search.order_again(waiting.id, waiting.credits, work).value)


def test_an_order_without_any_trace_waits_for_the_founder(
    purse: Purse, buy: Callable[[], Enrichment], work: Work
) -> None:
    purse.sandbox.faults({"path": f"{ORDER}$", "status": 500})
    unsure = buy()
    assert unsure.state is EnrichmentState.UNSURE
    assert unsure.remote_name in unsure.reason
    (still,) = purse.search.collect(work).value
    assert still.state is EnrichmentState.UNSURE
    assert purse.credits == STARTING_CREDITS
    with pytest.raises(Conflict):
        purse.search.order_again(unsure.id, 1.0, work)
    _assert_bought_once(purse, purse.search.order_again(unsure.id, unsure.credits, work).value)


def test_an_order_that_turns_out_to_be_there_is_collected_not_ordered_again(
    purse: Purse, buy: Callable[[], Enrichment], work: Work
) -> None:
    # The answer is lost, and so is every look at what came of it.
    purse.sandbox.faults(
        {"path": f"{ORDER}$", "lost_answer": True},
        {"path": "supersearch-enrichment/[0-9a-f-]+$", "status": 503, "times": None},
    )
    with pytest.raises(Unreachable):
        buy()
    (waiting,) = purse.search.unfinished(work)
    assert waiting.state is EnrichmentState.UNSURE
    purse.sandbox.clear_faults()
    _assert_bought_once(purse, purse.search.order_again(waiting.id, waiting.credits, work).value)


def test_a_purchase_can_be_given_up_and_then_bought_anew(
    purse: Purse, buy: Callable[[], Enrichment], work: Work
) -> None:
    purse.sandbox.faults({"path": f"{ORDER}$", "status": 402})
    with pytest.raises(NotAuthorised):
        buy()
    with pytest.raises(Conflict, match="not finished"):
        buy()
    (waiting,) = purse.search.unfinished(work)
    assert purse.search.give_up(waiting.id, work).value.state is EnrichmentState.FAILED
    with pytest.raises(Conflict):
        purse.search.order_again(waiting.id, 100.0, work)
    _assert_bought_once(purse, buy())


def test_cancelled_while_instantly_searches_the_people_are_collected_later(
    purse: Purse, tmp_path: Path
) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, Work())
    work = Work(
        lambda progress: work.cancel() if progress.message.startswith("Instantly looks") else None
    )
    assert not purse.container.has_purchases_to_collect(Work())
    with pytest.raises(Cancelled):
        purse.search.buy(offer, "", offer.credits, work)
    assert purse.container.has_purchases_to_collect(Work())
    assert [one.state for one in purse.search.unfinished(Work())] == [EnrichmentState.ORDERED]
    (bought,) = purse.search.collect(Work()).value
    _assert_bought_once(purse, bought)
    assert purse.search.collect(Work()).value == ()


def test_nobody_with_an_address_is_an_end_too(purse: Purse, work: Work) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    nothing = {"exists": True, "in_progress": False}
    purse.sandbox.faults(
        {
            "path": "supersearch-enrichment/[0-9a-f-]+$",
            "status": 200,
            "body": nothing,
            "times": None,
        }
    )
    bought = purse.search.buy(offer, "", offer.credits, work).value
    assert (bought.state, bought.found, bought.list_id) == (EnrichmentState.DONE, 0, "")
    assert not purse.leads.lists(work)


def test_an_order_that_has_not_begun_yet_is_waited_for(purse: Purse, work: Work) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    not_begun = {"exists": False, "in_progress": False}
    purse.sandbox.faults(
        {"path": "supersearch-enrichment/[0-9a-f-]+$", "status": 200, "body": not_begun, "times": 3}
    )
    _assert_bought_once(purse, purse.search.buy(offer, "", offer.credits, work).value)


def test_a_campaign_that_is_gone_is_noticed_before_anything_is_bought(
    purse: Purse, work: Work
) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    with pytest.raises(InvalidInput):
        purse.search.buy(offer, "nowhere", offer.credits, work)
    assert purse.credits == STARTING_CREDITS


def test_two_windows_do_not_buy_at_once(purse: Purse, work: Work, tmp_path: Path) -> None:
    offer = purse.search.offer(OWNERS, PEOPLE, work)
    (tmp_path / "data" / "locks").mkdir(exist_ok=True)
    with (
        FileLock(tmp_path / "data" / "locks" / "purchase.lock"),
        pytest.raises(Conflict, match="under way"),
    ):
        purse.search.buy(offer, "", offer.credits, work)
    assert purse.credits == STARTING_CREDITS


class Killed(BaseException):
    """The process is gone."""


class _Breaking(EnrichmentRepository):
    """A journal whose process dies right before, or right after, its n-th line."""

    left = 0
    after = False

    def plan(self, *given: Any, **more: Any) -> Enrichment:
        return self._die(lambda: super(_Breaking, self).plan(*given, **more))

    def move(self, *given: Any, **more: Any) -> Enrichment:
        return self._die(lambda: super(_Breaking, self).move(*given, **more))

    def _die(self, write: Callable[[], Enrichment]) -> Enrichment:
        if self.left == 0 and not self.after:
            raise Killed
        written = write()
        if self.left == 0:
            raise Killed
        self.left -= 1
        return written


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("line", range(5))
def test_killed_at_any_line_of_the_journal_people_are_bought_once(
    purse: Purse, tmp_path: Path, buy: Callable[[], Enrichment], line: int, after: bool
) -> None:
    breaking = _Breaking(purse.database)
    breaking.left, breaking.after = line, after
    dying = purse.service(breaking, tmp_path / "data")
    offer = purse.search.offer(OWNERS, PEOPLE, Work())
    with pytest.raises(Killed):
        dying.buy(offer, "", offer.credits, Work())

    _assert_bought_once(purse, _finish(purse, buy))


@pytest.mark.slow
@pytest.mark.parametrize("request_number", range(9))
def test_killed_at_any_request_people_are_bought_once(
    purse: Purse, buy: Callable[[], Enrichment], request_number: int
) -> None:
    """From the n-th request on no answer comes back, whether its work was done or not."""
    purse.sandbox.faults({"lost_answer": True, "after": request_number, "times": None})
    with suppress(Trouble):
        buy()
    purse.sandbox.clear_faults()

    _assert_bought_once(purse, _finish(purse, buy))


def _finish(purse: Purse, buy: Callable[[], Enrichment]) -> Enrichment:
    """What the founder does after a start: collect, and order what certainly was not ordered."""
    collected = purse.search.collect(Work()).value
    if collected and collected[0].state is EnrichmentState.DONE:
        return collected[0]
    waiting = purse.search.unfinished(Work())
    if waiting:
        return purse.search.order_again(waiting[0].id, waiting[0].credits, Work()).value
    if _here(purse):
        lists = purse.leads.lists(Work())
        done = purse.enrichments.every()[-1]
        assert done.list_id == lists[0].id
        return done
    return buy()


def test_the_highest_reported_price_is_what_is_confirmed() -> None:
    assert credits_for(200) == 200 * CREDITS_EACH == 300
