"""Bought people in the shape in which leads are taken in."""

import json

from vibe_desktop.domain.countries import country_code
from vibe_desktop.gateways.instantly.supersearch import BoughtPerson
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.services.lead_sifting import on_one_line

_COUNTRY_NAMES = ("country", "companyCountry")


def lead_row(person: BoughtPerson) -> LeadRow:
    """One person as a lead; the import looks at the address, and flags it.

    What was paid for is taken in whatever stands in it: line breaks, control characters, halves of
    letters that no database keeps.
    """
    custom = {on_one_line(name): on_one_line(value) for name, value in person.custom.items()}
    return (
        person.email,
        on_one_line(person.first_name),
        on_one_line(person.last_name),
        on_one_line(person.company_name),
        on_one_line(person.job_title),
        on_one_line(person.website),
        on_one_line(person.phone),
        "",
        json.dumps(custom, ensure_ascii=False, separators=(",", ":")),
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
