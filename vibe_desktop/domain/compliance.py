"""What the law of a lead's country asks for before a first mail, and the evidence for it.

Everywhere the mails carry who writes, a postal address and a way to opt out; the preflight sees to
that. What some countries ask for beyond it cannot be seen from here: the founder says why these
people may be written to, and the words are kept with the launch. This is a memory aid with its
sources named, no legal advice.

Sources: 15 U.S.C. 7704 (CAN-SPAM, US); Privacy and Electronic Communications Regulations 2003,
regulation 22, and the ICO's guidance on business-to-business marketing (GB); Canada's Anti-Spam Law
sections 6 and 10 (CA); section 7(2) no. 2 UWG and BGH I ZR 81/01 (DE); section 174 TKG 2021 (AT);
article L34-5 CPCE and the CNIL's guidance on prospecting professionals (FR); articles 6(1)(f), 14
and 21 GDPR (the rest of the EEA).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

SHORTEST_BASIS: Final = 5
"""Characters below which a basis says nothing ("yes", "ok")."""

EEA: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
        *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The European Economic Area: the EU with Iceland, Liechtenstein and Norway."""


@dataclass(frozen=True, slots=True)
class CountryBasis:
    """Why the people of one country may be written to, in the founder's words.

    Attributes:
        country: ISO 3166-1 alpha-2.
        basis: "They asked for the newsletter at the trade fair of May 2026; list attached."
        lead_count: How many leads it was given for.
        rule: Which rule asked for it.
    """

    country: str
    basis: str
    lead_count: int
    rule: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CountryLeads:
    """The leads of one country in a campaign.

    Attributes:
        country: ISO 3166-1 alpha-2, "" for those whose country is not known.
        leads: How many a launch would write to.
        private: How many of them may be private persons or sole traders: at a mailbox provider for
            everybody, or without a company.
    """

    country: str
    leads: int
    private: int = 0


class Asks(StrEnum):
    """Whom a rule asks a basis for."""

    NOBODY = "nobody"
    PRIVATE = "private"
    """Those who may be private persons or sole traders."""
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one law asks for.

    Attributes:
        key: Stable word, kept with the evidence.
        law: Its name.
        asks: Whom a basis is needed for.
        words: What it asks for, in two sentences at most.
        question: What the founder is asked, "" when nothing.
    """

    key: str
    law: str
    asks: Asks
    words: str
    question: str = ""


_CONSENT_QUESTION: Final = "How and when did these people agree to be written to?"

_US = Rule(
    "us-can-spam",
    "CAN-SPAM",
    Asks.NOBODY,
    "No consent is needed. Who writes, a postal address and a way to opt out stand in every mail; "
    "take people off within ten business days.",
)
_GB = Rule(
    "gb-pecr",
    "PECR",
    Asks.PRIVATE,
    "Companies may be written to without consent. Sole traders and most partnerships count as "
    "private persons, who must have agreed.",
    "Which of these people are not sole traders, or how did they agree?",
)
_CA = Rule(
    "ca-casl",
    "CASL",
    Asks.EVERYBODY,
    "People must have agreed, or have published their address for everybody, without a note "
    "against mails, for the role you write about. You have to prove it.",
    "Where did they publish their address, or how did they agree?",
)
_DE = Rule(
    "de-uwg",
    "section 7 UWG",
    Asks.EVERYBODY,
    "Advertising by e-mail needs prior express consent, between businesses too.",
    _CONSENT_QUESTION,
)
_AT = Rule(
    "at-tkg",
    "section 174 TKG",
    Asks.EVERYBODY,
    "Advertising by e-mail needs prior consent, between businesses too.",
    _CONSENT_QUESTION,
)
_FR = Rule(
    "fr-cpce",
    "article L34-5 CPCE",
    Asks.PRIVATE,
    "Professionals may be written to about what concerns their work, told where their address is "
    "from, and able to opt out. Private addresses need consent.",
    "How did the people with private addresses agree to be written to?",
)
_EEA = Rule(
    "eea-gdpr",
    "GDPR and national law",
    Asks.NOBODY,
    "Write only where your interest is legitimate, say where the address is from, and stop at the "
    "first objection. Some of these countries ask for consent: look up theirs.",
)
_OTHER = Rule(
    "other",
    "national law",
    Asks.NOBODY,
    "No rule is kept here for this country: look up its law before you write.",
)
_UNKNOWN = Rule(
    "unknown",
    "country not known",
    Asks.NOBODY,
    "Their country is not known, so no rule was applied. A country column in your lead file "
    "settles it.",
)
_RULES: Final[Mapping[str, Rule]] = {
    "US": _US,
    "GB": _GB,
    "CA": _CA,
    "DE": _DE,
    "AT": _AT,
    "FR": _FR,
    "": _UNKNOWN,
}


def rule_of(country: str) -> Rule:
    """The rule for a country code, "" for leads whose country is not known."""
    return _RULES.get(country) or (_EEA if country in EEA else _OTHER)


@dataclass(frozen=True, slots=True)
class Gate:
    """One country of a campaign's leads, and whether it may be written to.

    Attributes:
        leads: Leads of the country.
        asked_for: For how many of them a basis is needed, 0 for none.
        basis: The newest that was given, None without one.
    """

    country: str
    rule: Rule
    leads: int
    asked_for: int
    basis: CountryBasis | None

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way: no basis is needed, or one covers all of them."""
        return not self.asked_for or (
            self.basis is not None
            and self.basis.rule == self.rule.key
            and self.basis.lead_count >= self.asked_for
        )


def gates(
    countries: Iterable[CountryLeads], bases: Iterable[CountryBasis] = ()
) -> tuple[Gate, ...]:
    """What each country asks for: those that are shut first, then by number of leads.

    Args:
        countries: Each country once.
        bases: What was given so far, oldest first.
    """
    newest = {basis.country: basis for basis in bases}
    found = []
    for one in countries:
        if not one.leads:
            continue
        rule = rule_of(one.country)
        asked_for = {Asks.NOBODY: 0, Asks.PRIVATE: one.private, Asks.EVERYBODY: one.leads}
        found.append(
            Gate(one.country, rule, one.leads, asked_for[rule.asks], newest.get(one.country))
        )
    return tuple(sorted(found, key=lambda gate: (gate.open, -gate.leads, gate.country)))
