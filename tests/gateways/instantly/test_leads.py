import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from vibe_desktop.domain.errors import ContractBroken
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.leads import Target

ID = "019ffad2-5c4b-761a-9bc4-0599e8a95bea"
PEOPLE: list[dict[str, object]] = [
    {"email": "ada@acme.com", "first_name": "Ada", "custom_variables": {"pain_point": "slow"}},
    {"email": "bob@acme.com"},
]


def _answer(*indices: int, **counts: int) -> dict[str, object]:
    return {
        "status": "success",
        "total_sent": 2,
        "created_leads": [{"index": index, "id": ID, "email": "x"} for index in indices],
        **counts,
    }


@pytest.mark.parametrize(
    ("target", "key"), [(Target.LIST, "list_id"), (Target.CAMPAIGN, "campaign_id")]
)
def test_leads_are_added_to_a_list_or_a_campaign(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, target: Target, key: str
) -> None:
    canned.answer("/api/v2/leads/add", _answer(0, 1))
    added = instantly.leads.add(target, ID, PEOPLE, work)
    assert added.created == {0, 1}
    assert canned.body() == {key: ID, "verify_leads_on_import": False, "leads": PEOPLE}


def test_the_reasons_of_a_refusal_are_told_in_words(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/leads/add", _answer(1, in_blocklist=1))
    added = instantly.leads.add(Target.CAMPAIGN, ID, PEOPLE, work)
    assert added.created == {1}
    assert added.reasons == "on the block list at Instantly"


def test_a_counter_that_names_everybody_is_believed(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/leads/add", {"status": "success", "leads_uploaded": 2})
    assert instantly.leads.add(Target.LIST, ID, PEOPLE, work).created == {0, 1}


def test_a_lead_whose_name_looks_like_the_counter_is_a_lead(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    answer = _answer(1, leads_uploaded=1)
    answer["created_leads"] = [{"first_name": '"leads_uploaded":2,', "index": 1, "id": ID}]
    canned.answer("/api/v2/leads/add", answer)
    assert instantly.leads.add(Target.LIST, ID, PEOPLE, work).created == {1}


@pytest.mark.parametrize(
    "answer", [{}, {"created_leads": [{"index": 7}]}, {"created_leads": ["x"]}, []]
)
def test_an_unusable_outcome_is_trouble(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, answer: object
) -> None:
    canned.answer("/api/v2/leads/add", answer)
    with pytest.raises(ContractBroken):
        instantly.leads.add(Target.CAMPAIGN, ID, PEOPLE, work)


@pytest.mark.parametrize(
    ("target", "key"), [(Target.LIST, "list_id"), (Target.CAMPAIGN, "campaign")]
)
def test_who_is_there_is_asked_a_hundred_addresses_at_a_time(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work, target: Target, key: str
) -> None:
    emails = [f"p{number}@acme.com" for number in range(150)]
    canned.answer(
        "/api/v2/leads/list",
        {"items": [{"email": "P1@Acme.com"}, {"email": "stranger@acme.com"}]},
        {"items": [{"email": "p120@acme.com"}]},
    )
    found = instantly.leads.present(target, ID, emails, work)
    assert found == {"p1@acme.com", "p120@acme.com"}
    assert [len(canned.body(index)["contacts"]) for index in (0, 1)] == [100, 50]
    assert canned.body()[key] == ID


def test_all_pages_are_walked(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        "/api/v2/leads/list",
        {"items": [{"email": "a@x.com"}], "next_starting_after": ID},
        {"items": [{"email": "b@x.com"}]},
    )
    assert list(instantly.leads.every_address(Target.CAMPAIGN, ID, work)) == ["a@x.com", "b@x.com"]
    assert canned.body(1) == {"campaign": ID, "limit": 100, "starting_after": ID}


def test_a_cursor_that_comes_again_does_not_go_round_for_ever(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        "/api/v2/leads/list", {"items": [{"email": "a@x.com"}], "next_starting_after": ID}
    )
    with pytest.raises(ContractBroken):
        list(instantly.leads.every_address(Target.CAMPAIGN, ID, work))


def test_a_cursor_on_an_empty_page_ends_the_walk(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/leads/list", {"items": [], "next_starting_after": ID})
    assert list(instantly.leads.every_address(Target.CAMPAIGN, ID, work)) == []
