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


EXPORTS = {
    "Apollo": (
        (
            "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Email Status,"
            "Seniority,Work Direct Phone,Mobile Phone,Corporate Phone,# Employees,Industry,"
            "Person Linkedin Url,Website,Company Linkedin Url,City,State,Country,Company Country,"
            "Secondary Email"
        ),
        (
            "Email|First Name|Last Name|Company Name for Emails|Title|Website|Work Direct Phone|"
            "|Country"
        ),
    ),
    "Sales Navigator by Evaboot": (
        (
            "Linkedin Url,First Name,Last Name,Current Job,Company Name,Email,Email Status,"
            "Prospect Position,Location,Country,Company Website,Company Domain"
        ),
        "Email|First Name|Last Name|Company Name|Prospect Position|Company Website|||Country",
    ),
    "Sales Navigator by Wiza": (
        (
            "email,email_status,email_type,full_name,first_name,last_name,title,location,linkedin,"
            "domain,company,company_domain,phone_number1,other_emails"
        ),
        "email|first_name|last_name|company|title|company_domain|phone_number1||",
    ),
    "LinkedIn's connections": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        "Email Address|First Name|Last Name|Company|Position||||",
    ),
    "HubSpot": (
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Primary Company,"
            "Lead Status,Job Title,Country/Region,Website URL,Company Name"
        ),
        (
            "Email|First Name|Last Name|Company Name|Job Title|Website URL|Phone Number||"
            "Country/Region"
        ),
    ),
    "Clay": (
        (
            "Find people,First Name,Last Name,Full Name,Job Title,Location,Company Domain,"
            "Company Name,"
            "LinkedIn Profile,Work Email,Validate Email,Personalized First Line"
        ),
        (
            "Work Email|First Name|Last Name|Company Name|Job Title|Company Domain||"
            "Personalized First Line|"
        ),
    ),
    "Hunter": (
        (
            "Domain name,Organization,Email address,Type,Confidence score,First name,Last name,"
            "Department,Position,Twitter handle,LinkedIn URL,Phone number,"
            "Verification status,Country"
        ),
        (
            "Email address|First name|Last name|Organization|Position|Domain name|Phone number||"
            "Country"
        ),
    ),
    "Instantly": (
        (
            "email,first_name,last_name,company_name,company_domain,website,phone,personalization,"
            "status,verification_status,timestamp_created"
        ),
        "email|first_name|last_name|company_name||website|phone|personalization|",
    ),
    "Google Contacts": (
        (
            "First Name,Middle Name,Last Name,Name Prefix,Nickname,File As,Organization Name,"
            "Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,"
            "Phone 1 - Label,Phone 1 - Value,Address 1 - Country,Website 1 - Value"
        ),
        (
            "E-mail 1 - Value|First Name|Last Name|Organization Name|Organization Title|"
            "Website 1 - Value|Phone 1 - Value||Address 1 - Country"
        ),
    ),
    "Google Contacts, older": (
        (
            "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
            "Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title"
        ),
        (
            "E-mail 1 - Value|Given Name|Family Name|Organization 1 - Name|Organization 1 - Title||"
            "Phone 1 - Value||"
        ),
    ),
    "Outlook": (
        (
            "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,"
            "Home Phone,"
            "Business Phone,Mobile Phone,Job Title,Department,Company,Business Country/Region,"
            "Home Country/Region,Web Page,Notes"
        ),
        (
            "E-mail Address|First Name|Last Name|Company|Job Title|Web Page|Business Phone||"
            "Business Country/Region"
        ),
    ),
    "Outlook in German": (
        (
            "Anrede,Vorname,Nachname,Firma,Abteilung,Position,Land/Region geschäftlich,"
            "Telefon geschäftlich,Mobiltelefon,E-Mail-Adresse,E-Mail-Typ,Webseite"
        ),
        (
            "E-Mail-Adresse|Vorname|Nachname|Firma|Position|Webseite|Telefon geschäftlich||"
            "Land/Region geschäftlich"
        ),
    ),
    "Lemlist": (
        (
            "email,firstName,lastName,companyName,icebreaker,linkedinUrl,phone,picture,jobTitle,"
            "companyDomain,lemlistStatus"
        ),
        "email|firstName|lastName|companyName|jobTitle|companyDomain|phone|icebreaker|",
    ),
    "Snov": (
        (
            "Email,Email status,First name,Last name,Full name,Position,Company name,Company URL,"
            "Country,Locality,LinkedIn URL,Source"
        ),
        "Email|First name|Last name|Company name|Position|Company URL|||Country",
    ),
    "Snov, by its interface": (
        (
            "first_name,last_name,name,email,email_status,job_position,company_name,company_url,"
            "country,phone"
        ),
        "email|first_name|last_name|company_name|job_position|company_url|phone||country",
    ),
    "Pipedrive": (
        (
            "Person - Name,Person - First name,Person - Last name,Person - Email - Work,"
            "Person - Email - Home,Person - Phone - Work,Person - Organization,Person - Job title,"
            "Organization - Website"
        ),
        (
            "Person - Email - Work|Person - First name|Person - Last name|Person - Organization|"
            "Person - Job title|Organization - Website|Person - Phone - Work||"
        ),
    ),
}
"""Columns of an export, and those that become the fields of a lead, in their order; the country."""


@pytest.mark.parametrize("name", EXPORTS)
def test_the_exports_that_founders_have_need_no_correction(name: str) -> None:
    headers, meant = EXPORTS[name]
    columns = headers.split(",")

    mapping = propose(columns, [1.0] * len(columns))

    found = [mapping.index_of(field) for field in LeadField] + [mapping.country_index]
    assert [columns[index] if index >= 0 else "" for index in found] == meant.split("|")


def test_what_stands_before_a_name_is_no_job_title() -> None:
    mapping = propose(("Email", "Title", "Job Title"), [1.0, 1.0, 0.0])

    assert mapping.index_of(LeadField.JOB_TITLE) == 2


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
