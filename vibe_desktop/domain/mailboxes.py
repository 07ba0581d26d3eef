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

    @property
    def problems(self) -> tuple[str, ...]:
        """What is missing, each in a sentence with what it means and what to do; worst first."""
        found = (
            (self.mx, _NO_MX),
            (self.spf, _NO_SPF),
            (self.dkim, _NO_DKIM),
            (self.dmarc, _NO_DMARC),
        )
        return tuple(words.format(domain=self.domain) for good, words in found if not good)


_NO_MX = (
    "MX is missing: {domain} takes no mail, so no reply would arrive. Add the MX records of your "
    "mail provider at your domain host."
)
_NO_SPF = (
    "SPF is missing: receivers cannot tell your mail from a forgery. Add it at your domain host."
)
_NO_DKIM = (
    "DKIM is missing: nothing proves that a mail was not changed on its way. Switch it on at your "
    "mail provider and add its record at your domain host."
)
_NO_DMARC = (
    "DMARC is missing: receivers are not told what to do with forgeries in your name, and Google "
    "and Microsoft ask for it from whoever sends much. Add v=DMARC1; p=none at your domain host."
)


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
    def dead(self) -> bool:
        """Whether its domain is known to take no mail: it must not send, whoever wishes it."""
        return self.check is not None and self.check.dead

    @property
    def trouble(self) -> str:
        """Why this mailbox should not send, in words; "" when it is healthy."""
        if self.dead:
            return "its domain takes no mail, so no reply would arrive"
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

    @property
    def remedy(self) -> str:
        """What to do about its trouble, in a sentence; "" when it is healthy."""
        if self.dead:
            return "Add the MX records of your mail provider at your domain host."
        if self.setup_pending:
            return "Finish connecting it at Instantly, or wait until Instantly has."
        if self.status is not MailboxStatus.ACTIVE:
            return _STATUS_REMEDIES[self.status]
        if self.warmup_status is not WarmupStatus.ACTIVE:
            return _WARMUP_REMEDIES[self.warmup_status]
        if self.warmup_score is None:
            return "Refresh in a day or two: the score comes with the first warm-up mails."
        if self.warmup_score < HEALTHY_WARMUP_SCORE:
            return "Let it warm up; two to three weeks are usual for a new mailbox."
        return ""


_STATUS_WORDS = {
    MailboxStatus.PAUSED: "paused",
    MailboxStatus.MAINTENANCE: "in maintenance at Instantly, it resumes by itself",
    MailboxStatus.CONNECTION_ERROR: "cannot be reached",
    MailboxStatus.SOFT_BOUNCE: "its mails are bouncing",
    MailboxStatus.SENDING_ERROR: "it fails to send",
    MailboxStatus.UNKNOWN: "in a state this version does not know",
}
_WARMUP_WORDS = {
    WarmupStatus.PAUSED: "warm-up is paused",
    WarmupStatus.BANNED: "banned from warm-up",
    WarmupStatus.SPAM_FOLDER_UNKNOWN: "its spam folder is not known",
    WarmupStatus.SUSPENDED: "suspended from warm-up for good",
    WarmupStatus.UNKNOWN: "its warm-up is in a state this version does not know",
}
_STATUS_REMEDIES = {
    MailboxStatus.PAUSED: "Resume it at Instantly.",
    MailboxStatus.MAINTENANCE: "Wait: nothing needs to be done.",
    MailboxStatus.CONNECTION_ERROR: "Reconnect it at Instantly, with its password or sign-in.",
    MailboxStatus.SOFT_BOUNCE: "Let it rest for some days, and verify the addresses you write to.",
    MailboxStatus.SENDING_ERROR: (
        "Put right what its provider complains of, then resume it at Instantly."
    ),
    MailboxStatus.UNKNOWN: "Look at it at Instantly.",
}
_WARMUP_REMEDIES = {
    WarmupStatus.PAUSED: "Switch its warm-up on.",
    WarmupStatus.BANNED: "Ask Instantly's support why, and send from another one meanwhile.",
    WarmupStatus.SPAM_FOLDER_UNKNOWN: "Tell Instantly the name of its spam folder.",
    WarmupStatus.SUSPENDED: "Send from another one.",
    WarmupStatus.UNKNOWN: "Look at it at Instantly.",
}


@dataclass(frozen=True, slots=True)
class MailboxBook:
    """The mailboxes as last seen.

    Attributes:
        mailboxes: By address.
        refreshed_at: When Instantly was asked last with at least one in its answer, None before.
    """

    mailboxes: tuple[Mailbox, ...]
    refreshed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailboxNews:
    """What a refresh brought.

    Attributes:
        mailboxes: By address.
        gaps: What could not be asked, a sentence each; there the last state was kept.
    """

    mailboxes: tuple[Mailbox, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WarmupSwitch:
    """What became of the wish to switch warm-up on or off, by what Instantly says afterwards.

    Attributes:
        on: Which way.
        done: Addresses of which Instantly says it.
        pending: Addresses on which Instantly still works.
        refused: Addresses that stayed as they were, though Instantly is done.
    """

    on: bool
    done: tuple[str, ...]
    pending: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
