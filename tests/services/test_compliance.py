from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import open_fresh
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.work import Work
from vibe_desktop.services.compliance import ComplianceService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.country_bases import CountryBasisRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_census import LeadCensus
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository

BASIS = "They asked for the newsletter at the fair of May 2026."


class House:
    def __init__(self, database: Database) -> None:
        self.database = database
        campaigns = CampaignRepository(database)
        self.campaign = campaigns.create(
            name="App", url="https://app.example", target_audience="founders"
        )
        self.leads = LeadRepository(database)
        self.service = ComplianceService(
            campaigns=campaigns,
            bases=CountryBasisRepository(database),
            census=LeadCensus(database),
            suppressions=SuppressionRepository(database),
        )

    def load(self, name: str, *people: tuple[str, str, str, int]) -> None:
        """Leads as (address, company, country, flags)."""
        with self.leads.importing(campaign_id=self.campaign.id, name=name, source=name) as writer:
            writer.add(
                (email, "", "", company, "", "", "", "", "{}", country, flags)
                for email, company, country, flags in people
            )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = open_fresh(tmp_path)
    yield House(database)
    database.close()


def test_gates_count_who_would_be_written_to_each_person_once(house: House, work: Work) -> None:
    house.load("one", ("a@x.de", "X", "DE", 0), ("b@x.de", "X", "DE", 0))
    house.load("two", ("a@x.de", "X", "DE", 0))
    SuppressionRepository(house.database).add(["b@x.de"], "asked")
    (gate,) = house.service.gates(house.campaign.id, work)
    assert (gate.country, gate.leads, gate.asked_for, gate.open) == ("DE", 1, 1, False)


def test_free_providers_and_blank_companies_may_be_private_persons(
    house: House, work: Work
) -> None:
    house.load(
        "one",
        ("a@gmail.com", "X", "GB", int(LeadFlag.FREE_MAIL)),
        ("b@x.co.uk", " ", "GB", 0),
        ("c@x.co.uk", "X", "GB", int(LeadFlag.ROLE)),
    )
    (gate,) = house.service.gates(house.campaign.id, work)
    assert (gate.leads, gate.asked_for) == (3, 2)


def test_a_recorded_basis_opens_the_gate_and_earlier_ones_stay(house: House, work: Work) -> None:
    house.load("one", ("a@x.de", "X", "DE", 0))
    house.service.record(house.campaign.id, "DE", "  Consent by letter of May 2026. ", work)
    (gate,) = house.service.record(house.campaign.id, "DE", BASIS, work).value
    assert gate.open
    kept = house.service.bases(house.campaign.id, work)
    assert [one.basis for one in kept] == ["Consent by letter of May 2026.", BASIS]
    assert {(one.country, one.lead_count, one.rule) for one in kept} == {("DE", 1, "de-uwg")}


def test_a_basis_for_some_of_a_country_does_not_cover_more_of_them_who_come_later(
    house: House, work: Work
) -> None:
    house.load("one", ("a@x.co.uk", "", "GB", 0), ("b@y.co.uk", "Y", "GB", 0))
    (gate,) = house.service.record(house.campaign.id, "GB", BASIS, work).value
    assert gate.open
    house.load("two", ("c@z.co.uk", "", "GB", 0))
    (gate,) = house.service.gates(house.campaign.id, work)
    assert (gate.leads, gate.asked_for, gate.open) == (3, 2, False)


@pytest.mark.parametrize("words", ["", "yes", "  ok     ", "x" * 2_001])
def test_words_that_say_nothing_are_no_evidence(house: House, words: str, work: Work) -> None:
    house.load("one", ("a@x.de", "X", "DE", 0))
    with pytest.raises(InvalidInput, match="answer for Germany"):
        house.service.record(house.campaign.id, "DE", words, work)
    assert house.service.bases(house.campaign.id, work) == ()


def test_a_basis_for_a_country_without_leads_is_refused(house: House, work: Work) -> None:
    house.load("one", ("a@x.de", "X", "DE", 0))
    with pytest.raises(InvalidInput, match="No lead of this campaign is known to be in CA"):
        house.service.record(house.campaign.id, "CA", BASIS, work)


def test_a_basis_for_a_campaign_that_is_gone_is_refused(house: House, work: Work) -> None:
    with pytest.raises(InvalidInput):
        house.service.record("gone", "DE", BASIS, work)
