"""Mailboxes: the sending accounts connected at Instantly, and whether one is fit to send."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailboxStatus(StrEnum):
    """State of the connection, as Instantly reports it."""

    ACTIVE = "active"
    PAUSED = "paused"
    MAINTENANCE = "maintenance"
    CONNECTION_ERROR = "connection_error"
    SOFT_BOUNCE = "soft_bounce"
    SENDING_ERROR = "sending_error"
    UNKNOWN = "unknown"


class WarmupStatus(StrEnum):
    """State of the warm-up, as Instantly reports it."""

    PAUSED = "paused"
    ACTIVE = "active"
    BANNED = "banned"
    SPAM_FOLDER_UNKNOWN = "spam_folder_unknown"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Provider(StrEnum):
    """Who runs the mailbox, as Instantly reports it."""

    IMAP = "imap"
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    AWS = "aws"
    AIRMAIL = "airmail"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class DomainCheck:
    """What the records of a sending domain say, each True when it is in order.

    Attributes:
        mx: Whether it takes mail at all: without, no reply and no bounce arrives.
    """

    domain: str
    mx: bool
    spf: bool
    dkim: bool
    dmarc: bool
    checked_at: datetime

    @property
    def dead(self) -> bool:
        """Whether nothing sent from it can be answered."""
        return not self.mx


HEALTHY_WARMUP_SCORE = 80
"""Least warm-up health score for sending, from Instantly's own sending guidance."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One sending account.

    Attributes:
        warmup_score: 0 to 100, None while unknown.
        daily_limit: Mails a day this mailbox may send, None when Instantly did not say.
        setup_pending: Still being connected.
        sending_gap: Least minutes between two of its mails, None when Instantly did not say.
        status_message: Instantly's own words about its trouble, "" without.
        check: The records of its domain, None when they were not looked at yet.
    """

    email: str
    first_name: str
    last_name: str
    status: MailboxStatus
    warmup_status: WarmupStatus
    warmup_score: int | None
    daily_limit: int | None
    setup_pending: bool = False
    provider: Provider = Provider.UNKNOWN
    sending_gap: int | None = None
    status_message: str = ""
    check: DomainCheck | None = None

    @property
    def domain(self) -> str:
        """The domain of its address."""
        return self.email.rpartition("@")[2]

    @property
    def trouble(self) -> str:
        """Why this mailbox should not send, in words; "" when it is healthy."""
        if self.setup_pending:
            return "still being set up"
        if self.status is not MailboxStatus.ACTIVE:
            return _STATUS_WORDS[self.status]
        if self.warmup_status is not WarmupStatus.ACTIVE:
            return _WARMUP_WORDS[self.warmup_status]
        if self.warmup_score is None:
            return "its warm-up score is not known yet"
        if self.warmup_score < HEALTHY_WARMUP_SCORE:
            return f"warm-up score {self.warmup_score} of 100, wants {HEALTHY_WARMUP_SCORE}"
        return ""

    @property
    def healthy(self) -> bool:
        """Whether it is fit to send."""
        return not self.trouble


_STATUS_WORDS = {
    MailboxStatus.PAUSED: "paused",
    MailboxStatus.MAINTENANCE: "in maintenance at Instantly, it resumes by itself",
    MailboxStatus.CONNECTION_ERROR: "cannot be reached, reconnect it at Instantly",
    MailboxStatus.SOFT_BOUNCE: "its mails are bouncing",
    MailboxStatus.SENDING_ERROR: "it fails to send, see its error at Instantly",
    MailboxStatus.UNKNOWN: "in a state this version does not know",
}
_WARMUP_WORDS = {
    WarmupStatus.PAUSED: "warm-up is paused",
    WarmupStatus.BANNED: "banned from warm-up",
    WarmupStatus.SPAM_FOLDER_UNKNOWN: "its spam folder is not known",
    WarmupStatus.SUSPENDED: "suspended from warm-up for good",
    WarmupStatus.UNKNOWN: "its warm-up is in a state this version does not know",
}
