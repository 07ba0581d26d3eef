"""Leads nobody could object to, and the defects that lead files have."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from vibe_desktop.domain.leads import Lead
from vibe_desktop.store.leads import LeadRepository

SUBJECT: Final = "{{companyName | your team}} and late invoices"
BODY: Final = (
    "Hi {{firstName}},\n\n"
    "I saw that {{companyName}} keeps growing. {{personalization}}\n\n"
    "{{RANDOM | Most teams | Many}} lose nine hours a month to invoices that are paid late. "
    "Ledgerly reminds customers in your name, books what comes in, and tells you on Monday what is "
    "still open, so that you can do what you founded the company for.\n\n"
    "For somebody who works as {{jobTitle | a founder}} in {{city | your town}}: worth a look?"
)

_FIRST = (
    "Ada", "Björn", "Chloé", "Dmitri", "Elif", "Fatima", "Grace", "Håkan", "Ines", "João", "Katja",
    "Łukasz", "Mei", "Nkechi", "Anne-Marie", "Priya", "Quentin", "Søren", "JJ", "Zoë", "美玲", "Bo",
)  # fmt: skip
_LAST = (
    "Lovelace", "Åkerström", "Dubois", "Ivanov", "Yılmaz", "O'Brien", "Hopper", "Berg", "Núñez",
    "van der Berg", "Nowak", "McKenna", "Okafor", "Smith-Jones", "D’Angelo", "Li", "陈",
)  # fmt: skip
_COMPANIES = (
    "Acme", "Nordlys", "Blue Harbour", "Quantum & Sons", "Solar Peak", "Vertex Labs", "IBM", "3M",
    "Booking.com", "Kettle and Pot", "O'Reilly", "eBay", "Müller Söhne", "株式会社 Aoyama", "SAP",
)  # fmt: skip
_TITLES = ("Founder", "CEO", "head of growth", "VP Sales", "RevOps Lead", "Marketing Manager")
_LINES = (
    "Congratulations on the new office.",
    "Your talk on onboarding was worth the trip!",
    "How did the move to Lisbon go?",
    "I read “The slow inbox”.",
)
_CITIES = ("Lisbon", "New York", "Köln", "Łódź", "São Paulo", "Reykjavík")

DEFECTS: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {
    "missing_field": ({"first_name": ""}, {"company_name": " "}),
    "braces_in_value": ({"first_name": "{{lastName}}"}, {"company_name": "Acme {% if x %}"}),
    "placeholder_value": ({"first_name": "n/a"}, {"company_name": "NULL"}, {"first_name": "-"}),
    "address_as_name": ({"first_name": "kim@acme.example"}, {"company_name": "https://acme.io"}),
    "markup_in_value": ({"company_name": "Kettle &amp; Pot"}, {"first_name": "<b>Kim</b>"}),
    "broken_letters": ({"first_name": "BjÃ¶rn"}, {"company_name": "MÃ¼ller"}),
    "role_as_name": ({"first_name": "Info"}, {"first_name": "Sales"}),
    "mixed_script": ({"first_name": "Jоhn"}, {"company_name": "𝓐cme"}),
    "hidden_characters": ({"first_name": "Kim\u200b"}, {"company_name": "Acme\x07"}),
    "digits_in_name": ({"first_name": "Kim2"}, {"company_name": "100482339"}),
    "emoji_in_value": ({"company_name": "Acme 🚀"}, {"first_name": "Kim ✨"}),
    "same_value": ({"first_name": "Vertex", "company_name": "Vertex"},),
    "all_capitals": ({"first_name": "JOHN"}, {"company_name": "ACME INC."}),
    "all_lower": ({"first_name": "john"}, {"company_name": "acme inc"}),
    "initial_only": ({"first_name": "J."},),
    "extras_in_name": ({"first_name": "Dr. Kim"}, {"first_name": "Kim (Kimberly)"}),
    "long_value": ({"company_name": "The Honourable Company of Makers of Very Long Names"},),
    "right_to_left": ({"first_name": "יוסי"}, {"company_name": "شركة"}),
    "gap": ({"first_name": "Kim "},),
    "doubled_mark": ({"personalization": "I liked your talk.."},),
    "long_filled_subject": ({"company_name": "Brotherhood of Independent Bicycle Couriers"},),
    "long_filled_body": ({"personalization": "And so on and on it goes. " * 12},),
    "company_suffix": ({"company_name": "Acme, Inc."}, {"company_name": "Nordlys GmbH"}),
    "no_end_mark": ({"personalization": "I liked your talk"},),
}
"""By rule, what makes a clean lead one that the rule must find: fields of `Lead`."""


def clean_lead(number: int, dice: random.Random) -> Lead:
    """A lead with ordinary values; the number makes its address."""
    return Lead(
        email=f"person{number}@company{number % 977}.example",
        first_name=dice.choice(_FIRST),
        last_name=dice.choice(_LAST),
        company_name=dice.choice(_COMPANIES),
        job_title=dice.choice(_TITLES),
        website="https://acme.example/about",
        personalization=dice.choice(_LINES),
        custom={"city": dice.choice(_CITIES)} if number % 3 else {},
    )


def spoilt(lead: Lead, defect: Mapping[str, str]) -> Lead:
    """The lead with other values."""
    changes: dict[str, Any] = dict(defect)
    return replace(lead, **changes)


def keep(repository: LeadRepository, campaign_id: str, leads: Iterable[Lead]) -> None:
    """Put leads into a list of the campaign."""
    with repository.importing(campaign_id=campaign_id, name="Leads", source="leads.csv") as target:
        target.add(
            (
                *(lead.email, lead.first_name, lead.last_name, lead.company_name, lead.job_title),
                *(lead.website, lead.phone, lead.personalization, json.dumps(dict(lead.custom))),
            )
            for lead in leads
        )
