"""Leads: the people a campaign writes to, and the lists they come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

NO_CUSTOM: Mapping[str, str] = MappingProxyType({})


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
    id: str = ""


@dataclass(frozen=True, slots=True)
class LeadList:
    """A named list of leads, usually one import.

    Attributes:
        campaign_id: The campaign it was loaded for, "" when for none yet.
        total_leads: Rows in it.
    """

    id: str
    name: str
    campaign_id: str
    total_leads: int
    source: str
    created_at: datetime


class SkipReason(StrEnum):
    """Why a row of a lead file was not imported."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    ALREADY_IN_LIST = "already_in_list"
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
    SkipReason.DUPLICATE_IN_FILE: "the same address stands further up in the file",
    SkipReason.ALREADY_IN_LIST: "already in this list",
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
class ImportReport:
    """What an import did, or would do.

    Attributes:
        list_id: The lead list, "" for a rehearsal.
        imported: Rows that are now leads.
        skipped: Rows left out; `imported + skipped` is the number of non-blank rows.
        reasons: Skipped rows by reason.
        rows: The first skipped rows (at most 1,000), in file order.
    """

    list_id: str
    imported: int
    skipped: int
    reasons: Mapping[SkipReason, int]
    rows: tuple[SkippedRow, ...]
