"""Bought people in the shape in which leads are taken in."""

import json

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.countries import country_code, country_of_host
from vibe_desktop.domain.hygiene import flags_of
from vibe_desktop.gateways.instantly.supersearch import BoughtPerson
from vibe_desktop.services.lead_rows import LeadRow

_COUNTRY_NAMES = ("country", "companyCountry")


def lead_row(person: BoughtPerson) -> LeadRow | None:
    """One person as a lead; None when nobody can write to the address."""
    email = normalise_email(person.email)
    if email is None:
        return None
    return (
        email,
        person.first_name,
        person.last_name,
        person.company_name,
        person.job_title,
        person.website,
        person.phone,
        "",
        json.dumps(person.custom, ensure_ascii=False, separators=(",", ":")),
        _country(person, email),
        int(flags_of(email)),
    )


def _country(person: BoughtPerson, email: str) -> str:
    """As the person's record says; else as the domain of the address does."""
    for name in _COUNTRY_NAMES:
        if code := country_code(person.custom.get(name, "")):
            return code
    location = person.custom.get("location", "")
    found = country_code(location) or country_code(location.rpartition(",")[2].strip())
    return found or country_of_host(email.rpartition("@")[2])
