"""Lead lists and their leads."""

from collections.abc import Iterable

import pytest

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_queries import SORTS, LeadQuery
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository


def _campaign(database: Database, name: str = "Launch") -> Campaign:
    return CampaignRepository(database).create(
        name=name, url="https://acme.com", target_audience="Founders"
    )


def _row(
    email: str, first: str = "Ada", company: str = "Acme", custom: str = "{}"
) -> tuple[str, ...]:
    return (email, first, "Lovelace", company, "CEO", "https://acme.com", "+1", "Hello", custom)


def _load(
    database: Database,
    emails: Iterable[str],
    *,
    campaign_id: str = "",
    source: str = "leads.csv",
) -> str:
    with LeadRepository(database).importing(
        campaign_id=campaign_id, name="leads", source=source
    ) as target:
        target.add(_row(email) for email in emails)
    return target.list_id


def _emails(database: Database, query: LeadQuery) -> list[str]:
    return [lead.email for lead in LeadRepository(database).page(query).rows]


def test_a_lead_comes_back_as_it_was_kept(database: Database) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)
    with leads.importing(campaign_id=campaign.id, name="leads", source="leads.csv") as target:
        added = target.add([_row("ada@acme.com", custom='{"painPoint":"“slow”, \\"late\\""}')])

    (lead,) = leads.sample(campaign.id)

    assert added == 1
    assert lead.email == "ada@acme.com"
    assert lead.first_name == "Ada"
    assert lead.personalization == "Hello"
    assert lead.custom == {"painPoint": '“slow”, "late"'}
    assert lead.row == 1


def test_a_list_is_made_for_the_first_lead_and_continued_by_the_same_file(
    database: Database,
) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)

    assert not _load(database, [], campaign_id=campaign.id)
    assert leads.lists() == ()
    first = _load(database, ["ada@acme.com"], campaign_id=campaign.id)
    again = _load(database, ["bob@acme.com"], campaign_id=campaign.id)
    other = _load(database, ["cy@acme.com"], campaign_id=campaign.id, source="other.csv")

    assert again == first
    assert other != first
    sizes = {kept.id: kept.total_leads for kept in leads.lists()}
    assert sizes == {first: 2, other: 1}
    assert {kept.campaign_id for kept in leads.lists()} == {campaign.id}


def test_the_same_file_for_another_campaign_is_another_list(database: Database) -> None:
    one, two = _campaign(database, "One"), _campaign(database, "Two")

    lists = {_load(database, ["ada@acme.com"], campaign_id=owner) for owner in (one.id, two.id, "")}

    assert len(lists) == 3


def test_an_import_that_breaks_off_leaves_nothing(database: Database) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)

    def broken() -> Iterable[tuple[str, ...]]:
        yield _row("ada@acme.com")
        yield _row("bob@acme.com")
        raise RuntimeError("the file ended in the middle")

    with (
        pytest.raises(RuntimeError, match="in the middle"),
        leads.importing(campaign_id=campaign.id, name="leads", source="leads.csv") as target,
    ):
        target.add(broken())

    assert leads.lists() == ()
    assert leads.page(LeadQuery()).total == 0
    _load(database, ["ada@acme.com"], campaign_id=campaign.id)  # and the next one works


def test_leads_for_a_campaign_that_is_gone_are_refused(database: Database) -> None:
    with pytest.raises(InvalidInput, match="no longer there"):
        _load(database, ["ada@acme.com"], campaign_id="gone")


def test_a_campaigns_leads_are_those_of_all_its_lists_each_address_once(database: Database) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)
    _load(database, ["ada@acme.com", "bob@acme.com"], campaign_id=campaign.id)
    loose = _load(database, ["bob@acme.com", "cy@acme.com"], source="loose.csv")
    LeadListRepository(database).assign(loose, campaign.id)

    emails = [lead[0] for lead in leads.iterate_for_campaign(campaign.id)]

    assert emails == ["ada@acme.com", "bob@acme.com", "cy@acme.com"]
    assert leads.count_for_campaign(campaign.id) == 3


def test_the_suppressed_are_not_among_a_campaigns_leads_but_stay_in_the_list(
    database: Database,
) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)
    everybody = [
        "ada@acme.com",
        "bob@acme.com",
        "x@rival.com",
        "y@mail.rival.com",
        "z@notrival.com",
    ]
    list_id = _load(database, everybody, campaign_id=campaign.id)
    SuppressionRepository(database).add(["ada@acme.com", "rival.com"], "asked")

    emails = [lead[0] for lead in leads.iterate_for_campaign(campaign.id)]
    page = leads.page(LeadQuery(list_id=list_id))

    assert emails == ["bob@acme.com", "z@notrival.com"]
    assert leads.count_for_campaign(campaign.id) == 2
    assert page.total == 5
    assert page.suppressed == {"ada@acme.com", "x@rival.com", "y@mail.rival.com"}
    assert [lead.email for lead in leads.sample(campaign.id)] == emails


def test_a_sample_has_a_lead_with_missing_data_when_there_is_one(database: Database) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)
    with leads.importing(campaign_id=campaign.id, name="leads", source="leads.csv") as target:
        target.add([_row(f"lead{number}@acme.com") for number in range(20)])
        target.add([_row("gap@acme.com", first=""), _row("last@acme.com")])

    sample = leads.sample(campaign.id)

    assert [lead.email for lead in sample[:4]] == [f"lead{number}@acme.com" for number in range(4)]
    assert sample[4].email == "gap@acme.com"
    assert len(sample) == 5


def test_the_custom_variables_of_a_campaign_are_those_of_any_of_its_leads(
    database: Database,
) -> None:
    campaign = _campaign(database)
    leads = LeadRepository(database)
    assert leads.custom_variables(campaign.id) is None

    _load(database, ["other@acme.com"])
    with leads.importing(campaign_id=campaign.id, name="a", source="a.csv") as target:
        target.add([_row(f"lead{number}@acme.com") for number in range(500)])
    assert leads.custom_variables(campaign.id) == frozenset()

    with leads.importing(campaign_id=campaign.id, name="b", source="b.csv") as target:
        target.add([(*_row("late@acme.com")[:-1], '{"pain":"slow","na\\u00efve":"x"}')])
    assert leads.custom_variables(campaign.id) == frozenset({"pain", "na\u00efve"})


def test_pages_follow_one_another_without_gap_or_overlap(database: Database) -> None:
    list_id = _load(database, [f"lead{number:03}@acme.com" for number in range(25)])
    leads = LeadRepository(database)

    seen = []
    for offset in range(0, 30, 10):
        page = leads.page(LeadQuery(list_id=list_id, offset=offset, limit=10))
        assert page.total == 25
        assert page.offset == offset
        seen += [lead.email for lead in page.rows]

    assert seen == [f"lead{number:03}@acme.com" for number in range(25)]


@pytest.mark.parametrize("sort", SORTS)
def test_every_column_sorts_both_ways(database: Database, sort: str) -> None:
    with LeadRepository(database).importing(campaign_id="", name="a", source="a.csv") as target:
        target.add((f"{c}@x.com", c, c, c, c, c, c, "", "{}") for c in "abc")

    assert _emails(database, LeadQuery(sort=sort)) == ["a@x.com", "b@x.com", "c@x.com"]
    assert _emails(database, LeadQuery(sort=sort, descending=True)) == [
        "c@x.com",
        "b@x.com",
        "a@x.com",
    ]


def test_sorting_by_something_unknown_is_refused(database: Database) -> None:
    with pytest.raises(InvalidInput):
        LeadRepository(database).page(LeadQuery(sort="row; DROP TABLE leads"))


def test_a_search_looks_at_address_name_and_company_whatever_the_case(database: Database) -> None:
    with LeadRepository(database).importing(campaign_id="", name="a", source="a.csv") as target:
        target.add(
            [
                _row("ada@acme.com", "Ada", "Nordlys"),
                _row("bob@nordlys.com", "Bob", "Acme"),
                _row("cy@x.com", "Cy", "50% Off_Shop"),
            ]
        )

    assert _emails(database, LeadQuery(search="NORDLYS")) == ["ada@acme.com", "bob@nordlys.com"]
    assert _emails(database, LeadQuery(search="bob acme")) == ["bob@nordlys.com"]
    assert _emails(database, LeadQuery(search="50%")) == ["cy@x.com"]
    assert _emails(database, LeadQuery(search="f_s")) == ["cy@x.com"]
    assert _emails(database, LeadQuery(search="0% of")) == []  # a short word begins a field
    assert LeadRepository(database).page(LeadQuery(search="ada", limit=1)).total == 1


def test_a_query_can_ask_for_one_list_or_one_campaign(database: Database) -> None:
    campaign = _campaign(database)
    mine = _load(database, ["ada@acme.com"], campaign_id=campaign.id)
    _load(database, ["bob@acme.com"])
    leads = LeadRepository(database)

    assert leads.page(LeadQuery()).total == 2
    assert _emails(database, LeadQuery(list_id=mine)) == ["ada@acme.com"]
    assert _emails(database, LeadQuery(campaign_id=campaign.id)) == ["ada@acme.com"]
    assert leads.page(LeadQuery(campaign_id=campaign.id)).total == 1
