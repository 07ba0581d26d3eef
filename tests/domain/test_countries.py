"""Countries as people and programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.countries import all_countries, country_code, country_of_host, name_of


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Germany", "DE"),
        ("germany ", "DE"),
        ("Deutschland", "DE"),
        ("DE", "DE"),
        ("deu", "DE"),
        ("United States", "US"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("The United States of America", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("GB", "GB"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("España", "ES"),
        ("Espana", "ES"),
        ("Österreich", "AT"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("Bosnia and Herzegovina", "BA"),
        ("Korea, Republic of", "KR"),
        ("South Korea", "KR"),
        ("대한민국", "KR"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("भारत", "IN"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Czech Republic", "CZ"),
        ("Berlin, Germany", "DE"),
        ("Austin, Texas, United States", "US"),
        ("London, UK", "GB"),
        ("Georgia", "GE"),
        ("Wilmington, DE", ""),
        ("San Francisco, CA", ""),
        ("Atlanta, Georgia", ""),
        ("New Jersey", ""),
        ("Texas", ""),
        ("Europe", ""),
        ("n/a", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)
def test_a_country_is_known_however_it_is_written(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("acme.de", "DE"),
        ("acme.co.uk", "GB"),
        ("acme.com.br", "BR"),
        ("acme.fr", "FR"),
        ("xn--80aswg.xn--p1ai", "RU"),
        ("acme.eu", ""),
        ("acme.com", ""),
        ("acme.io", ""),
        ("acme.ai", ""),
        ("acme.co", ""),
        ("acme.me", ""),
        ("acme.tv", ""),
        ("acme.xyz", ""),
        ("acme.zz", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_country_tells_it_unless_the_whole_world_uses_it(
    host: str, code: str
) -> None:
    assert country_of_host(host) == code


def test_every_country_is_known_by_its_own_name_and_code() -> None:
    countries = all_countries()

    assert len(countries) == 250  # those of the standard, and Kosovo
    for code, name in countries:
        assert country_code(code) == country_code(name) == code
        assert name_of(code) == name
    assert name_of("de") == "Germany"
    assert name_of("??") == "??"


@given(st.text())
def test_no_text_whatsoever_breaks_it(text: str) -> None:
    known = {code for code, _ in all_countries()} | {""}

    assert country_code(text) in known
    assert country_of_host(text) in known
