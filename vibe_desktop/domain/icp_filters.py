"""From an ideal customer in the founder's words to filters of a people search.

By rule, and only from words that stand there: what is not named is left open, since a filter too
many finds nobody. Every part can be changed afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vibe_desktop.domain.countries import country_code
from vibe_desktop.domain.supersearch import SIZES, PeopleFilters

_MOST_TITLES: Final = 6

_TITLES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"solo ?preneurs?|bootstrappers?|indie hackers?", ("Founder",)),
    (r"co-?founders?", ("Co-Founder", "Founder")),
    (r"founders?", ("Founder", "Co-Founder")),
    (r"ceos?|chief executives?(?: officers?)?", ("CEO", "Chief Executive Officer")),
    (r"ctos?|chief technology officers?", ("CTO", "Chief Technology Officer")),
    (r"cfos?|chief financial officers?", ("CFO", "Chief Financial Officer")),
    (r"cmos?|chief marketing officers?", ("CMO", "Chief Marketing Officer")),
    (r"coos?|chief operating officers?", ("COO", "Chief Operating Officer")),
    (r"cisos?|chief information security officers?", ("CISO",)),
    (r"cios?|chief information officers?", ("CIO", "Chief Information Officer")),
    (r"managing directors?", ("Managing Director",)),
    (r"managing partners?", ("Managing Partner",)),
    (r"(?:business |shop |store |agency )?owners?", ("Owner", "Founder")),
    (r"presidents?", ("President",)),
    (r"principals?", ("Principal",)),
    (r"bookkeepers?", ("Bookkeeper",)),
    (r"accountants?", ("Accountant",)),
    (r"controllers?", ("Controller",)),
    (r"recruiters?", ("Recruiter", "Talent Acquisition Manager")),
    (r"consultants?", ("Consultant",)),
    (r"freelancers?", ("Freelancer", "Consultant")),
    (r"marketers?", ("Marketing Manager", "Head of Marketing")),
    (r"sales ?people|sellers", ("Account Executive", "Sales Manager")),
    (r"designers?", ("Designer",)),
    (r"(?:software )?(?:developers?|engineers?)", ("Software Engineer", "Developer")),
    (r"lawyers?|attorneys?|solicitors?", ("Lawyer", "Attorney")),
    (r"dentists?", ("Dentist",)),
    (r"doctors?|physicians?", ("Physician",)),
    (r"vets?|veterinarians?", ("Veterinarian",)),
    (r"architects?", ("Architect",)),
    (r"photographers?", ("Photographer",)),
    (r"teachers?", ("Teacher",)),
    (r"landlords?", ("Landlord", "Property Manager")),
    (r"coaches", ("Coach",)),
)
_RANKED: Final = re.compile(
    r"\b(?P<rank>head|heads|director|directors|vp|vps|vice presidents?)"
    r" of (?P<field>[a-zà-ÿ&]+(?: (?!(?:who|in|at|of|with|that|and|or)\b)[a-zà-ÿ]+)?)",
    re.IGNORECASE,
)
_MANAGED: Final = re.compile(
    r"\b(?P<field>marketing|sales|operations|product|project|finance|hr|human resources|it|office|"
    r"property|account|customer success|support|procurement|purchasing|e-?commerce|growth|content|"
    r"engineering|data|security|compliance|logistics|supply chain|plant|store|general|practice|"
    r"studio|event|community|brand) (?P<rank>managers?|directors?|leads?|leaders?)\b",
    re.IGNORECASE,
)
_SHORT: Final = frozenset({"hr", "it"})

_INDUSTRIES: Final[tuple[tuple[str, str], ...]] = (
    (
        r"farms?|farming|growers?|agricultur\w*|mining|vineyards?|wineries|nurseries",
        "Agriculture & Mining",
    ),
    (
        (
            r"agenc(?:y|ies)|consultanc(?:y|ies)|consulting|law firms?|lawyers?|solicitors?|"
            r"recruiters?|recruitment|staffing|professional services|bookkeepers?|accountants?|"
            r"accounting|coworking|facilit(?:y|ies) management|b2b services"
        ),
        "Business Services",
    ),
    (
        r"hardware|electronics|semiconductors?|devices|it services|managed services|msps?",
        "Computers & Electronics",
    ),
    (
        (
            r"salons?|gyms?|fitness|spas?|hairdressers?|cleaners?|cleaning|plumbers?|roofers?|"
            r"electricians?|vets?|landscap\w+|photographers?|garages|wedding\w*"
        ),
        "Consumer Services",
    ),
    (
        r"schools?|universit(?:y|ies)|colleges?|education|edtech|teachers?|tutors?|training|courses",
        "Education",
    ),
    (r"energy|utilit(?:y|ies)|solar|oil|gas|renewables?|power plants?", "Energy & Utilities"),
    (
        (
            r"fintech|banks?|banking|insurance|insurers?|financial|finance firms?|wealth|lenders?|"
            r"lending|investors?|investment|payments?"
        ),
        "Financial Services",
    ),
    (r"governments?|councils?|public sector|municipal\w*|agencies of the state", "Government"),
    (
        (
            r"healthcare|health ?tech|clinics?|hospitals?|dentists?|dental|doctors?|pharma\w*|"
            r"biotech|medical|care homes?|carers?|therapists?"
        ),
        "Healthcare, Pharmaceuticals, & Biotech",
    ),
    (
        r"manufactur\w+|factor(?:y|ies)|makers|breweries|bakeries|industrial|workshops?|machinery",
        "Manufacturing",
    ),
    (
        r"media|publish\w+|creators?|podcast\w*|newspapers?|studios?|film|games?|gaming|music",
        "Media & Entertainment",
    ),
    (r"non-?profits?|charit(?:y|ies)|ngos?|foundations?|churches", "Non-Profit"),
    (
        (
            r"real estate|propert(?:y|ies)|estate agents?|letting agents?|landlords?|construction|"
            r"builders?|contractors?|architects?|proptech"
        ),
        "Real Estate & Construction",
    ),
    (
        (
            r"shops?|stores?|retail\w*|e-?commerce|online stores?|shopify|d2c|dtc|boutiques?|"
            r"pharmacies"
        ),
        "Retail",
    ),
    (
        (
            r"saas|software|startups?|start-ups?|tech companies|app developers?|developers?|"
            r"internet companies|platforms?|ai companies"
        ),
        "Software & Internet",
    ),
    (r"telecoms?|telecommunications?|isps?|mobile operators?", "Telecommunications"),
    (
        (
            r"logistics|freight|trucking|haulage|hauliers?|shipping|warehous\w+|couriers?|fleets?|"
            r"carriers?|airlines?"
        ),
        "Transportation & Storage",
    ),
    (
        (
            r"hotels?|travel|tourism|restaurants?|caf[eé]s?|hospitality|leisure|tour operators?|"
            r"holiday\w*|venues?"
        ),
        "Travel, Recreation, and Leisure",
    ),
    (r"wholesal\w+|distributors?|importers?|exporters?", "Wholesale & Distribution"),
)
_MOST_INDUSTRIES: Final = 3

_BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "0 - 25": (1, 25),
    "25 - 100": (26, 100),
    "100 - 250": (101, 250),
    "250 - 1000": (251, 1000),
    "1K - 10K": (1001, 10_000),
    "10K - 50K": (10_001, 50_000),
    "50K - 100K": (50_001, 100_000),
    "> 100K": (100_001, 10_000_000),
}
"""Least and most employees of each range."""

_PEOPLE: Final = (
    r"(?:employees|people|staff|persons|seats|team members|workers|headcount|ftes?|person)"
)
_NUMBER: Final = r"(\d[\d,.]*\s?k?)"
_RANGE: Final = re.compile(
    rf"{_NUMBER}\s*(?:-|–|—|to|and)\s*{_NUMBER}[\s-]*(?:\w+\s+)?{_PEOPLE}", re.IGNORECASE
)
_UP_TO: Final = re.compile(
    rf"(?:up to|under|below|fewer than|less than|at most|<)\s*{_NUMBER}[\s-]*(?:\w+\s+)?{_PEOPLE}",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(
    rf"(?:over|above|more than|at least|>)\s*{_NUMBER}[\s-]*(?:\w+\s+)?{_PEOPLE}"
    rf"|{_NUMBER}\+[\s-]*(?:\w+\s+)?{_PEOPLE}",
    re.IGNORECASE,
)
_WORDED_SIZES: Final = (
    (re.compile(r"\b(?:solo|one-person|freelanc\w+|micro)\b", re.IGNORECASE), (1, 25)),
    (re.compile(r"\bsmall (?:business|firm|compan|team|agenc)\w*", re.IGNORECASE), (1, 100)),
    (re.compile(r"\bsmbs?\b|\bsmes?\b", re.IGNORECASE), (1, 250)),
    (re.compile(r"\bmid-?(?:market|size\w*)\b", re.IGNORECASE), (101, 1000)),
    (re.compile(r"\benterprises?\b", re.IGNORECASE), (1001, 10_000_000)),
)
_MOST_EMPLOYEES: Final = 10_000_000

_OTHER_NAMES: Final = (
    # "us" in small letters is a word of its own.
    (r"\bUSA?\b|\bU\.S\.(?:A\.)?|\bUnited States(?: of America)?\b|\bAmerican?\b", ("US",)),
    (r"\bUK\b|\bU\.K\.|\bBritain\b|\bBritish\b|\bEngland\b|\bScotland\b|\bWales\b", ("GB",)),
    (r"\bNorth America\b", ("US", "CA")),
    (r"\bDACH\b", ("DE", "AT", "CH")),
    (r"\bBenelux\b", ("BE", "NL", "LU")),
    (r"\bNordics?\b|\bScandinavian?\b", ("SE", "NO", "DK", "FI")),
    (r"\bANZ\b", ("AU", "NZ")),
    (r"\bUAE\b|\bDubai\b", ("AE",)),
    (r"\bGerman\b", ("DE",)),
    (r"\bFrench\b", ("FR",)),
    (r"\bDutch\b|\bHolland\b", ("NL",)),
    (r"\bSpanish\b", ("ES",)),
    (r"\bItalian\b", ("IT",)),
    (r"\bIrish\b", ("IE",)),
    (r"\bCanadian\b", ("CA",)),
    (r"\bAustralian\b", ("AU",)),
    (r"\bIndian\b", ("IN",)),
)

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME: Final = 4
_LONGEST_NAME: Final = 4
_PLACES_TOO: Final = frozenset({"Georgia"})
"""Countries whose name is better known as another place."""


def suggest(text: str) -> PeopleFilters:
    """Filters for an ideal customer as the founder describes it; empty where nothing is said."""
    return PeopleFilters(
        titles=_titles(text),
        industries=_industries(text),
        sizes=_sizes(text),
        countries=_countries(text),
        domains=(),
    )


def sizes_between(least: int, most: int) -> tuple[str, ...]:
    """The ranges of the search that have a size between `least` and `most` in them."""
    return tuple(size for size in SIZES if _BOUNDS[size][0] <= most and _BOUNDS[size][1] >= least)


def _titles(text: str) -> tuple[str, ...]:
    found: list[tuple[int, tuple[str, ...]]] = [
        (match.start(), (_ranked(match["rank"], match["field"]),))
        for match in _RANKED.finditer(text)
    ]
    for match in _MANAGED.finditer(text):
        rank = "Manager" if match["rank"].lower().startswith(("manager", "lead")) else "Director"
        found.append((match.start(), (f"{_capital(match['field'])} {rank}",)))
    taken = [(match.start(), match.end()) for match in _MANAGED.finditer(text)]
    taken += [(match.start(), match.end()) for match in _RANKED.finditer(text)]
    for pattern, titles in _TITLES:
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            if not any(first <= match.start() < last for first, last in taken):
                found.append((match.start(), titles))
                taken.append((match.start(), match.end()))
                break
    ordered = dict.fromkeys(title for _, titles in sorted(found) for title in titles)
    return tuple(ordered)[:_MOST_TITLES]


def _ranked(rank: str, field: str) -> str:
    word = rank.lower()
    title = "Head" if word.startswith("head") else "Director"
    if word.startswith("v"):
        title = "VP"
    return f"{title} of {_capital(field.strip())}"


def _capital(field: str) -> str:
    return " ".join(
        word.upper() if word.lower() in _SHORT else word[:1].upper() + word[1:].lower()
        for word in field.split()
    )


def _industries(text: str) -> tuple[str, ...]:
    found: list[tuple[int, str]] = []
    for pattern, name in _INDUSTRIES:
        match = re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        if match:
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found)[:_MOST_INDUSTRIES])


def _sizes(text: str) -> tuple[str, ...]:
    bounds = next(_bounds(text), None)
    return sizes_between(*bounds) if bounds else ()


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    if match := _RANGE.search(text):
        least, most = sorted((_count(match[1]), _count(match[2])))
        yield least, most
    if match := _UP_TO.search(text):
        yield 1, _count(match[1])
    if match := _AT_LEAST.search(text):
        yield _count(match[1] or match[2]), _MOST_EMPLOYEES
    for pattern, bounds in _WORDED_SIZES:
        if pattern.search(text):
            yield bounds


def _count(text: str) -> int:
    """Read "1,000", "1.000", "1k"; never more than there are people to employ."""
    thousand = text.strip().lower().endswith("k")
    digits = re.sub(r"\D", "", text)[:9]
    return min(int(digits or "0") * (1000 if thousand else 1), _MOST_EMPLOYEES)


def _countries(text: str) -> tuple[str, ...]:
    found: list[tuple[int, int, str]] = []
    for pattern, codes in _OTHER_NAMES:
        if match := re.search(pattern, text):
            found += [(match.start(), place, code) for place, code in enumerate(codes)]
    for start, name in _proper_names(text):
        if code := country_code(name):
            found.append((start, 0, code))
    return tuple(dict.fromkeys(code for _, _, code in sorted(found)))


def _proper_names(text: str) -> Iterator[tuple[int, str]]:
    """Up to four words in a row of which the first has a capital, and where they begin.

    Nothing shorter than four letters: "IT", "Us" and "IN" are words before they are countries.
    """
    found = list(_WORD.finditer(text))
    for place, first in enumerate(found):
        if not first[0][0].isupper():
            continue
        for last in found[place : place + _LONGEST_NAME]:
            name = text[first.start() : last.end()]
            if len(name) >= _SHORTEST_NAME and name not in _PLACES_TOO:
                yield first.start(), name
