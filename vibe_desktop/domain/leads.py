"""Leads: the people a campaign writes to, and the lists they come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag, StrEnum
from types import MappingProxyType

NO_CUSTOM: Mapping[str, str] = MappingProxyType({})
NO_CUSTOM_JSON = "{}"

LeadCells = tuple[str, str, str, str, str, str, str, str, str]
"""What is written to a lead with, where there are very many: address, first and last name, company,
job title, website, phone, personalisation, custom variables as a JSON object."""


class LeadFlag(IntFlag):
    """What is noticed about an address; bits, kept with the lead."""

    ROLE = 1
    """A function, not a person: info@, sales@."""
    FREE_MAIL = 2
    """At a mailbox provider for everybody: gmail.com."""
    DISPOSABLE = 4
    """At a provider of throw-away addresses."""


NO_FLAGS = LeadFlag(0)


class LeadField(StrEnum):
    """The fields every lead has; a column that fits none becomes a custom variable."""

    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY_NAME = "company_name"
    JOB_TITLE = "job_title"
    WEBSITE = "website"
    PHONE = "phone"
    PERSONALIZATION = "personalization"


@dataclass(frozen=True, slots=True)
class Lead:
    """One person.

    Attributes:
        email: Trimmed and lower case: the key inside a list.
        custom: Further columns by the exact variable name a template uses.
        row: Its number in the database, 0 for a lead that is not there (an example).
        country: ISO 3166-1 alpha-2 ("DE"), "" while unknown.
        flags: What was noticed about the address.
        suppressed: Whether nothing may be sent to it.
        tags: The founder's tags, sorted.
        verification: A `VerificationStatus`, "" when it was never verified.
        list_id: The list it is in.
    """

    email: str
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    job_title: str = ""
    website: str = ""
    phone: str = ""
    personalization: str = ""
    custom: Mapping[str, str] = field(default_factory=lambda: NO_CUSTOM)
    row: int = 0
    country: str = ""
    flags: LeadFlag = NO_FLAGS
    suppressed: bool = False
    tags: tuple[str, ...] = ()
    verification: str = ""
    list_id: str = ""


@dataclass(frozen=True, slots=True)
class LeadList:
    """A named list of leads, usually one import.

    Attributes:
        campaign_id: The campaign it was loaded for, "" when for none yet.
        total_leads: Rows in it.
        suppressed: How many of them nothing may be sent to.
    """

    id: str
    name: str
    campaign_id: str
    total_leads: int
    source: str
    created_at: datetime
    suppressed: int = 0


class SkipReason(StrEnum):
    """Why a row of a lead file was not imported."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNUSUAL_ADDRESS = "unusual_address"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    IN_CAMPAIGN = "in_campaign"
    SUPPRESSED = "suppressed"
    TOO_FEW_COLUMNS = "too_few_columns"
    TOO_MANY_COLUMNS = "too_many_columns"
    UNREADABLE = "unreadable"

    @property
    def words(self) -> str:
        """The reason as the founder reads it."""
        return _REASONS[self]


_REASONS = {
    SkipReason.NO_ADDRESS: "no e-mail address",
    SkipReason.BAD_ADDRESS: "not a valid e-mail address",
    SkipReason.UNUSUAL_ADDRESS: (
        "an address that Instantly does not take: quotation marks or foreign letters before the @"
    ),
    SkipReason.DUPLICATE_IN_FILE: "the same address stands further up in the file",
    SkipReason.IN_CAMPAIGN: "already in another list of this campaign",
    SkipReason.SUPPRESSED: "on your do-not-contact list",
    SkipReason.TOO_FEW_COLUMNS: "the row ends before the e-mail column",
    SkipReason.TOO_MANY_COLUMNS: "the row has more cells than the header",
    SkipReason.UNREADABLE: "the row cannot be read",
}


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out.

    Attributes:
        line: Line in the file where the row begins, the header being line 1.
        value: The cell that decided it, shortened.
    """

    line: int
    reason: SkipReason
    value: str


@dataclass(frozen=True, slots=True)
class Hygiene:
    """What is worth knowing about the leads of a file, beside what is skipped.

    Attributes:
        role: Leads with an address of a function (info@).
        free_mail: Leads at a mailbox provider for everybody (gmail.com).
        disposable: Leads at a provider of throw-away addresses.
        elsewhere: Leads that a list of another campaign, or of none, has too.
        same_company: Leads beyond the first at one company domain.
        companies: The company domains with most leads, (domain, leads), at most ten, two or more.
        countries: Leads by country code, "" for those whose country is not known.
    """

    role: int = 0
    free_mail: int = 0
    disposable: int = 0
    elsewhere: int = 0
    same_company: int = 0
    companies: tuple[tuple[str, int], ...] = ()
    countries: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    `created + updated + unchanged + skipped` is the number of non-blank rows.

    Attributes:
        list_id: The lead list, "" for a rehearsal.
        created: Rows that are new leads now.
        updated: Leads of the list that a row gave another value.
        unchanged: Rows that said nothing new about a lead of the list.
        skipped: Rows left out.
        reasons: Skipped rows by reason.
        rows: The first skipped rows (at most 1,000), in file order.
        hygiene: What is worth knowing about the created leads.
        operation: What `undo` takes, 0 when nothing was written.
    """

    list_id: str
    created: int
    updated: int
    unchanged: int
    skipped: int
    reasons: Mapping[SkipReason, int]
    rows: tuple[SkippedRow, ...]
    hygiene: Hygiene = Hygiene()
    operation: int = 0

    @property
    def imported(self) -> int:
        """Rows that are new leads now."""
        return self.created
