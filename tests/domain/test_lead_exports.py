"""The header lines of the exports that founders have, and what becomes of their columns."""

import pytest

from tests.support.lead_exports import EXPORTS, Export
from vibe_desktop.domain.lead_columns import propose
from vibe_desktop.domain.leads import LeadField


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_every_column_of_a_usual_export_is_taken_for_what_it_is(export: Export) -> None:
    headers = export.headers

    mapping = propose(headers, [1.0] * len(headers), profiles=export.profiles)

    mapping.check(len(headers))
    found = {
        field: headers[mapping.index_of(field)]
        for field in LeadField
        if mapping.index_of(field) >= 0
    }
    assert found == export.fields
    country = mapping.country_index
    assert (headers[country] if country >= 0 else "") == export.country


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_a_column_that_is_no_field_becomes_a_variable_of_its_own(export: Export) -> None:
    headers = export.headers

    mapping = propose(headers, [1.0] * len(headers), profiles=export.profiles)

    fields = set(export.fields.values())
    variables = [target.custom for target in mapping.targets if target.custom]
    assert len(variables) == sum(header not in fields for header in headers)
    assert len(set(map(str.casefold, variables))) == len(variables)


def test_the_persons_country_goes_before_the_companys() -> None:
    headers = ("Company Country", "Email", "Country")

    assert propose(headers, [1.0] * 3).country_index == 2
    assert propose(headers[:2], [1.0] * 2).country_index == 0
    assert propose(headers[1:2], [1.0]).country_index == -1


def test_a_page_at_a_social_network_is_no_web_site() -> None:
    headers = ("email", "companyUrl", "domain")

    assert propose(headers, [1.0] * 3).index_of(LeadField.WEBSITE) == 1
    assert propose(headers, [1.0] * 3, profiles=[1]).index_of(LeadField.WEBSITE) == 2
