"""What a column is taken for, and how the founder corrects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import (
    IGNORED,
    RESERVED,
    ColumnMapping,
    ColumnTarget,
    custom_name,
    propose,
)
from vibe_desktop.domain.leads import LeadField


def test_of_two_columns_for_one_field_an_empty_one_never_wins() -> None:
    headers = ("Email", "Work Direct Phone", "Corporate Phone")

    mapping = propose(headers, [1.0, 0.0, 0.7])

    assert mapping.index_of(LeadField.PHONE) == 2
    assert mapping.targets[1] == ColumnTarget(custom="workDirectPhone")


def test_of_two_equal_names_the_fuller_column_wins() -> None:
    mapping = propose(("Email", "email"), [0.2, 0.9])

    assert mapping.email_index == 1


def test_a_column_that_fits_nothing_becomes_a_variable_named_after_its_header() -> None:
    headers = ("Email", "# Employees", "Company Linkedin Url", "pain_point", "Отрасль", "", "2nd")

    mapping = propose(headers, [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0])

    assert [target.custom for target in mapping.targets[1:]] == [
        "employees",
        "companyLinkedinUrl",
        "pain_point",
        "column5",
        "",
        "column2nd",
    ]
    assert mapping.targets[5] == IGNORED


def test_a_variable_never_takes_a_name_that_has_a_meaning_already() -> None:
    assert custom_name("Phone", 0) == "phone2"
    assert custom_name("first name", 0) == "firstName2"
    assert custom_name("Note", 3, ["note", "NOTE2"]) == "note3"


@given(st.lists(st.text(max_size=60), min_size=1, max_size=30))
def test_any_header_gives_names_that_a_template_can_use(headers: list[str]) -> None:
    mapping = propose(headers, [1.0] * len(headers), holds_addresses=0)

    mapping.check(len(headers))
    names = [target.custom for target in mapping.targets if target.custom]
    assert not {name.casefold() for name in names} & RESERVED


def test_giving_a_field_to_another_column_frees_the_first() -> None:
    headers = ("Email", "Company", "Employer of record")
    mapping = propose(headers, [1.0, 1.0, 1.0])

    changed = mapping.assign(2, ColumnTarget(field=LeadField.COMPANY_NAME), headers)

    assert changed.index_of(LeadField.COMPANY_NAME) == 2
    assert changed.targets[1] == ColumnTarget(custom="company")
    changed.check(3)


def test_a_variable_of_the_founders_own_name_is_made_usable() -> None:
    headers = ("Email", "Company", "Notes")
    mapping = propose(headers, [1.0, 1.0, 1.0])

    changed = mapping.assign(2, ColumnTarget(custom="Pain point"), headers)

    assert changed.targets[2].custom == "painPoint"


@pytest.mark.parametrize(
    "targets",
    [
        (IGNORED, IGNORED),
        (ColumnTarget(field=LeadField.EMAIL),),
        (ColumnTarget(field=LeadField.EMAIL), ColumnTarget(field=LeadField.EMAIL)),
        (ColumnTarget(field=LeadField.EMAIL), ColumnTarget(custom="has space")),
        (ColumnTarget(field=LeadField.EMAIL), ColumnTarget(custom="firstname")),
        (ColumnTarget(field=LeadField.EMAIL), ColumnTarget(custom="a" * 51)),
    ],
)
def test_a_mapping_that_cannot_be_imported_by_is_refused(targets: tuple[ColumnTarget, ...]) -> None:
    with pytest.raises(InvalidInput):
        ColumnMapping(targets).check(2)
