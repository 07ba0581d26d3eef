"""Bought people in the shape in which leads are taken in."""

import json

from vibe_desktop.domain.countries import country_code
from vibe_desktop.gateways.instantly.supersearch import BoughtPerson
from vibe_desktop.services.lead_rows import LeadRow

_COUNTRY_NAMES = ("country", "companyCountry")


def lead_row(person: BoughtPerson) -> LeadRow:
    """One person as a lead; the import looks at the address, and flags it."""
    return (
        person.email,
        person.first_name,
        person.last_name,
        person.company_name,
        person.job_title,
        person.website,
        person.phone,
        "",
        json.dumps(person.custom, ensure_ascii=False, separators=(",", ":")),
        _country(person),
        0,
    )


def _country(person: BoughtPerson) -> str:
    """As the person's record says, "" when it does not."""
    for name in _COUNTRY_NAMES:
        if code := country_code(person.custom.get(name, "")):
            return code
    location = person.custom.get("location", "")
    return country_code(location)
