"""The decision table of the country gate, with the statute each row comes from."""

from datetime import UTC, datetime

import pytest

from vibe_desktop.domain.compliance import (
    EEA,
    CountryBasis,
    CountryLeads,
    Gate,
    gates,
    rule_of,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _gate(country: str, leads: int, private: int, *bases: CountryBasis) -> Gate:
    (gate,) = gates([CountryLeads(country, leads, private)], bases)
    return gate


def _basis(country: str, count: int) -> CountryBasis:
    return CountryBasis(country, "They asked for it in writing.", count, rule_of(country).key, NOON)


@pytest.mark.parametrize(
    ("country", "asked_for", "law"),
    [
        ("US", 0, "CAN-SPAM"),  # 15 U.S.C. 7704: opt-out and postal address, no consent
        ("GB", 2, "PECR"),  # regulation 22: individual subscribers, sole traders among them
        ("CA", 10, "CASL"),  # sections 6 and 10: consent, which the sender has to prove
        ("DE", 10, "section 7 UWG"),  # section 7(2) no. 2: express consent, businesses too
        ("AT", 10, "section 174 TKG"),  # section 174: consent, businesses too
        ("FR", 2, "article L34-5 CPCE"),  # natural persons outside their profession
        ("ES", 0, "GDPR and national law"),  # article 6(1)(f)
        ("JP", 0, "national law"),
        ("", 0, "country not known"),
    ],
)
def test_each_country_asks_for_what_its_law_asks_for(
    country: str, asked_for: int, law: str
) -> None:
    gate = _gate(country, 10, 2)
    assert (gate.asked_for, gate.rule.law) == (asked_for, law)
    assert gate.open is (asked_for == 0)


def test_a_country_that_asks_only_for_private_persons_lets_companies_through() -> None:
    assert _gate("GB", 10, 0).open
    assert _gate("FR", 10, 0).open


def test_a_basis_opens_the_gate_for_as_many_leads_as_it_was_given_for() -> None:
    assert _gate("DE", 10, 0, _basis("DE", 10)).open
    assert not _gate("DE", 11, 0, _basis("DE", 10)).open
    assert not _gate("DE", 10, 0, _basis("AT", 10)).open


def test_the_newest_basis_counts() -> None:
    assert _gate("DE", 12, 0, _basis("DE", 10), _basis("DE", 12)).open


def test_a_basis_for_another_rule_opens_nothing() -> None:
    other = CountryBasis("DE", "They asked for it in writing.", 10, "us-can-spam", NOON)
    assert not _gate("DE", 10, 0, other).open


def test_shut_countries_come_first_then_those_with_most_leads() -> None:
    found = gates(
        [CountryLeads("US", 50), CountryLeads("DE", 2), CountryLeads("", 90), CountryLeads("CA", 7)]
    )
    assert [gate.country for gate in found] == ["CA", "DE", "", "US"]


def test_a_country_without_leads_has_no_gate() -> None:
    assert gates([CountryLeads("DE", 0)]) == ()


def test_every_rule_that_asks_has_a_question() -> None:
    for country in (*EEA, "US", "GB", "CA", ""):
        rule = rule_of(country)
        asks = rule.asks.value != "nobody"
        assert bool(rule.question) is asks, country
