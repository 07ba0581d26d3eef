"""Sending accounts, their warm-up, and the records of their domains."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from vibe_desktop.domain.background_jobs import BackgroundJob
from vibe_desktop.domain.mailboxes import (
    DomainCheck,
    Mailbox,
    MailboxStatus,
    Provider,
    WarmupStatus,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.background_jobs import job_of
from vibe_desktop.gateways.instantly.paging import every
from vibe_desktop.gateways.instantly.reading import (
    Document,
    document,
    documents,
    needed_text,
    number,
    switch,
    text,
)

_WHAT = "the list of mailboxes"
_STATUS: Mapping[float | None, MailboxStatus] = {
    1: MailboxStatus.ACTIVE,
    2: MailboxStatus.PAUSED,
    3: MailboxStatus.MAINTENANCE,
    -1: MailboxStatus.CONNECTION_ERROR,
    -2: MailboxStatus.SOFT_BOUNCE,
    -3: MailboxStatus.SENDING_ERROR,
}
_WARMUP: Mapping[float | None, WarmupStatus] = {
    0: WarmupStatus.PAUSED,
    1: WarmupStatus.ACTIVE,
    -1: WarmupStatus.BANNED,
    -2: WarmupStatus.SPAM_FOLDER_UNKNOWN,
    -3: WarmupStatus.SUSPENDED,
}
_PROVIDERS: Mapping[float | None, Provider] = {
    1: Provider.IMAP,
    2: Provider.GOOGLE,
    3: Provider.MICROSOFT,
    4: Provider.AWS,
    8: Provider.AIRMAIL,
    11: Provider.AIRMAIL,
}
_CHUNK = 100
"""Addresses that warm-up requests take at most."""
_VITALS_CHUNK = 20
"""Domains looked up with one request. The document names no limit, and each is several look-ups."""
_MOST_WORDS = 300
"""Characters kept of what a mail server complained of."""


class Accounts:
    """`/accounts`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def every(self, work: Work) -> tuple[Mailbox, ...]:
        """All mailboxes of the workspace, without what the warm-up and the domains say."""
        return tuple(
            _mailbox(item)
            for item in every(
                lambda page: self._http.request_json(
                    "GET", "/api/v2/accounts", params=page, work=work
                ),
                _WHAT,
                work,
            )
        )

    def warmup_scores(self, emails: Sequence[str], work: Work) -> Mapping[str, int]:
        """Warm-up health, 0 to 100, by address; a mailbox without warm-up data is left out."""
        scores: dict[str, int] = {}
        for chunk in _chunks(emails, _CHUNK):
            answer = self._http.request_json(
                "POST",
                "/api/v2/accounts/warmup-analytics",
                json={"emails": chunk},
                work=work,
                retry=Retry.SAFE,  # it only reads
            )
            totals = document(answer, "the warm-up scores").get("aggregate_data")
            for email, data in (totals if isinstance(totals, dict) else {}).items():
                score = number(data, "health_score") if isinstance(data, dict) else None
                if score is not None:
                    scores[str(email).lower()] = round(score)
        return scores

    def vitals(self, emails: Sequence[str], work: Work) -> Mapping[str, DomainCheck]:
        """What the records of the addresses' domains say, by domain.

        Each domain is asked for once. One that Instantly does not tell of is left out, and so is
        one of which it does not say whether it takes mail: that decides whether it may send.

        Raises:
            Trouble: Instantly could not be asked.
        """
        by_domain = {email.rpartition("@")[2].lower(): email for email in reversed(emails)}
        checks: dict[str, DomainCheck] = {}
        for chunk in _chunks(sorted(by_domain.values()), _VITALS_CHUNK):
            answer = self._http.request_json(
                "POST",
                "/api/v2/accounts/test/vitals",
                json={"accounts": chunk},
                work=work,
                retry=Retry.SAFE,  # it only looks up
            )
            for check in _checks(document(answer, "the checks of your domains")):
                if check.domain in by_domain:
                    checks[check.domain] = check
        return checks

    def switch_warmup(self, emails: Sequence[str], *, on: bool, work: Work) -> BackgroundJob:
        """Ask for warm-up to be switched for at most 100 mailboxes; Instantly does it afterwards.

        Raises:
            ValueError: There are more than 100, or none: Instantly might take none for all.
        """
        if not 0 < len(emails) <= _CHUNK:
            raise ValueError(f"{len(emails)} mailboxes in one request")
        answer = self._http.request_json(
            "POST",
            f"/api/v2/accounts/warmup/{'enable' if on else 'disable'}",
            json={"emails": list(emails)},
            work=work,
            retry=Retry.SAFE,  # doing it twice changes nothing more
        )
        return job_of(document(answer, "the change of the warm-up"))


def _chunks(values: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield list(values[start : start + size])


def _checks(answer: Document) -> Iterator[DomainCheck]:
    now = datetime.now(UTC)
    for name in ("success_list", "failure_list"):
        for item in documents(answer.get(name, []), "the checks of your domains"):
            domain, mx = text(item, "domain").lower(), switch(item, "mx")
            if domain and mx is not None:
                every_one = switch(item, "allPass") or False
                spf, dkim, dmarc = (switch(item, key) for key in ("spf", "dkim", "dmarc"))
                yield DomainCheck(
                    domain,
                    mx=mx,
                    spf=every_one if spf is None else spf,
                    dkim=every_one if dkim is None else dkim,
                    dmarc=every_one if dmarc is None else dmarc,
                    checked_at=now,
                )


def _mailbox(item: Document) -> Mailbox:
    limit = number(item, "daily_limit")
    score = number(item, "stat_warmup_score")
    gap = number(item, "sending_gap")
    return Mailbox(
        email=needed_text(item, "email", _WHAT).lower(),
        first_name=text(item, "first_name"),
        last_name=text(item, "last_name"),
        status=_STATUS.get(number(item, "status"), MailboxStatus.UNKNOWN),
        warmup_status=_WARMUP.get(number(item, "warmup_status"), WarmupStatus.UNKNOWN),
        warmup_score=round(score) if score is not None else None,
        daily_limit=int(limit) if limit is not None else None,
        setup_pending=switch(item, "setup_pending") or False,
        provider=_PROVIDERS.get(number(item, "provider_code"), Provider.UNKNOWN),
        sending_gap=round(gap) if gap is not None else None,
        status_message=_complaint(item),
    )


def _complaint(item: Document) -> str:
    """What the mail server said when the mailbox failed last; it stays there after a recovery."""
    said = item.get("status_message")
    status = number(item, "status")
    if not isinstance(said, dict) or status is None or status > 0:
        return ""
    words = text(said, "response") or text(said, "e_message")
    return " ".join(words.split())[:_MOST_WORDS]
