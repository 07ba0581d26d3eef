"""The people that the sandbox's search finds: a few thousand, always the same, none real."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from vibe_desktop.sandbox.state import Json

POPULATION = 6000
_NO_ADDRESS = 0.15
"""Share of people whose work address nobody finds."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    "Amara Anna Ben Carla Chen Clara Daniel Diego Elena Emil Farah Felix Greta Hana Hugo "
    "Ines Ivan Jana Jonas Kofi Lea Liam Lina Lucia Marco Maya Mina Nadia Noah Nora Olga Omar "
    "Paula Priya Rafael Rosa Sam Sara Sofia Tariq Theo Tomas Vera Yuki Zoe"
)
_LAST = _words(
    "Adeyemi Almeida Andersen Bauer Becker Brown Castillo Costa Dubois Eriksen Fischer "
    "Garcia Haddad Hansen Ivanova Jansen Kaya Keller Kim Kowalski Larsen Lopez Martin Meyer "
    "Moreau Murphy Nakamura Novak Okafor Olsen Patel Petrov Reyes Rossi Santos Schmidt Silva "
    "Singh Smith Tanaka Taylor Torres Vidal Weber Wilson"
)
_TITLES = (
    "Founder",
    "Co-Founder",
    "CEO",
    "Owner",
    "Managing Director",
    "Head of Marketing",
    "Head of Sales",
    "Head of Finance",
    "Head of Operations",
    "Marketing Manager",
    "Sales Manager",
    "Office Manager",
    "Operations Manager",
    "CTO",
    "CFO",
    "VP of Sales",
    "VP of Engineering",
    "Software Engineer",
    "Accountant",
    "Consultant",
)
INDUSTRIES = (
    "Agriculture & Mining",
    "Business Services",
    "Computers & Electronics",
    "Consumer Services",
    "Education",
    "Energy & Utilities",
    "Financial Services",
    "Government",
    "Healthcare, Pharmaceuticals, & Biotech",
    "Manufacturing",
    "Media & Entertainment",
    "Non-Profit",
    "Other",
    "Real Estate & Construction",
    "Retail",
    "Software & Internet",
    "Telecommunications",
    "Transportation & Storage",
    "Travel, Recreation, and Leisure",
    "Wholesale & Distribution",
)
SIZES = (
    "0 - 25",
    "25 - 100",
    "100 - 250",
    "250 - 1000",
    "1K - 10K",
    "10K - 50K",
    "50K - 100K",
    "> 100K",
)
_SIZE_WEIGHTS = (34, 26, 14, 12, 8, 3, 2, 1)
_INDUSTRY_WEIGHTS = {"Software & Internet": 5, "Business Services": 4, "Retail": 3}
_PLACES = (
    ("Berlin", "Germany"),
    ("Munich", "Germany"),
    ("Vienna", "Austria"),
    ("Zurich", "Switzerland"),
    ("Paris", "France"),
    ("Lyon", "France"),
    ("London", "United Kingdom"),
    ("Manchester", "United Kingdom"),
    ("Dublin", "Ireland"),
    ("Amsterdam", "Netherlands"),
    ("Madrid", "Spain"),
    ("Milan", "Italy"),
    ("Stockholm", "Sweden"),
    ("Toronto", "Canada"),
    ("Austin", "United States"),
    ("Boston", "United States"),
    ("Chicago", "United States"),
    ("Denver", "United States"),
    ("New York", "United States"),
    ("Seattle", "United States"),
    ("Sydney", "Australia"),
)
_NOUNS = _words(
    "Anchor Beacon Birch Canal Cedar Copper Delta Ember Fern Granite Harbor Hazel Ivory "
    "Juniper Kestrel Lantern Maple Meadow Nimbus Orchard Pebble Quarry Raven Saffron Tandem "
    "Umber Velvet Willow Yarrow Zephyr"
)
_ENDINGS = _words("Labs Works Group Studio Partners Systems Collective Supply Co House")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the search knows. `email` is "" where no work address is found."""

    number: int
    first_name: str
    last_name: str
    job_title: str
    company: str
    domain: str
    industry: str
    size: str
    city: str
    country: str
    email: str

    @property
    def preview(self) -> Json:
        """What is shown of them for free: everything but the address."""
        return {
            "firstName": self.first_name,
            "lastName": self.last_name,
            "fullName": f"{self.first_name} {self.last_name}",
            "jobTitle": self.job_title,
            "location": f"{self.city}, {self.country}",
            "linkedIn": f"linkedin.example/in/{self.first_name}-{self.last_name}-{self.number}",
            "companyName": self.company,
            "companyLogo": None,
            "companyId": str(self.number // 3),
        }


@cache
def population(seed: str) -> tuple[Person, ...]:
    """Everybody, in the order in which the search lists them; the same seed gives the same."""
    return tuple(_person(seed, number) for number in range(POPULATION))


def matching(people: Sequence[Person], filters: Json) -> list[Person]:
    """Those whom the filters of a request leave."""
    found = [person for person in people if _fits(person, filters)]
    if filters.get("show_one_lead_per_company"):
        found = list({person.domain: person for person in reversed(found)}.values())[::-1]
    return found


def _fits(person: Person, filters: Json) -> bool:
    title, company = filters.get("title") or {}, filters.get("company_name") or {}
    words = (filters.get("keyword_filter") or {}).get("include", "").lower().split()
    profile = f"{person.company} {person.industry} {person.job_title}".lower()
    places = [
        str(place.get("country") or place.get("label") or "").lower()
        for place in filters.get("locations") or ()
    ]
    industries = (filters.get("industry") or {}).get("include") or ()
    checks = (
        _among(person.job_title, title.get("include")),
        not title.get("exclude") or not _among(person.job_title, title["exclude"]),
        not industries or person.industry in industries,
        not filters.get("employeeCount") or person.size in filters["employeeCount"],
        not places or person.country.lower() in places,
        not filters.get("domains") or person.domain in filters["domains"],
        all(word in profile for word in words),
        _among(person.company, company.get("include")),
        not company.get("exclude") or not _among(person.company, company["exclude"]),
    )
    return all(checks)


def _among(value: str, words: Sequence[str] | None) -> bool:
    """Whether the value holds any of the words; no words hold everything."""
    return not words or any(word.lower() in value.lower() for word in words)


def _person(seed: str, number: int) -> Person:
    who, firm = _dice(seed, "person", number), _dice(seed, "company", number // 3)
    noun, ending = _pick(firm, 0, _NOUNS), _pick(firm, 1, _ENDINGS)
    domain = f"{noun}-{ending}-{number // 3}.example".lower()
    city, country = _pick(firm, 2, _PLACES)
    first, last = _pick(who, 0, _FIRST), _pick(who, 1, _LAST)
    reachable = who[6] / 256 >= _NO_ADDRESS
    return Person(
        number=number,
        first_name=first,
        last_name=last,
        job_title=_pick(who, 2, _TITLES),
        company=f"{noun} {ending}",
        domain=domain,
        industry=_weighed(firm, 3, INDUSTRIES, [_INDUSTRY_WEIGHTS.get(i, 1) for i in INDUSTRIES]),
        size=_weighed(firm, 4, SIZES, _SIZE_WEIGHTS),
        city=city,
        country=country,
        email=f"{first}.{last}.{number}@{domain}".lower() if reachable else "",
    )


def _dice(seed: str, what: str, number: int) -> bytes:
    return hashlib.blake2b(f"{seed} {what} {number}".encode(), digest_size=16).digest()


def _pick(dice: bytes, place: int, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - of any kind
    return choices[int.from_bytes(dice[2 * place : 2 * place + 2]) % len(choices)]


def _weighed(dice: bytes, place: int, choices: Sequence[str], weights: Sequence[int]) -> str:
    draw = int.from_bytes(dice[2 * place : 2 * place + 2]) % sum(weights)
    for choice, weight in zip(choices, weights, strict=True):
        draw -= weight
        if draw < 0:
            return choice
    raise AssertionError(draw)
