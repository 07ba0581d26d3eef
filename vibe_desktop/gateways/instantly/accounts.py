"""Sending accounts and their warm-up."""

from collections.abc import Mapping, Sequence

from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.paging import every
from vibe_desktop.gateways.instantly.reading import (
    Document,
    document,
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
_WARMUP_CHUNK = 100


class Accounts:
    """`/accounts`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def every(self, work: Work) -> tuple[Mailbox, ...]:
        """All mailboxes of the workspace, without warm-up scores."""
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
        for start in range(0, len(emails), _WARMUP_CHUNK):
            answer = self._http.request_json(
                "POST",
                "/api/v2/accounts/warmup-analytics",
                json={"emails": list(emails[start : start + _WARMUP_CHUNK])},
                work=work,
                retry=Retry.SAFE,  # it only reads
            )
            totals = document(answer, "the warm-up scores").get("aggregate_data")
            for email, data in (totals if isinstance(totals, dict) else {}).items():
                score = number(data, "health_score") if isinstance(data, dict) else None
                if score is not None:
                    scores[str(email).lower()] = round(score)
        return scores


def _mailbox(item: Document) -> Mailbox:
    limit = number(item, "daily_limit")
    score = number(item, "stat_warmup_score")
    return Mailbox(
        email=needed_text(item, "email", _WHAT).lower(),
        first_name=text(item, "first_name"),
        last_name=text(item, "last_name"),
        status=_STATUS.get(number(item, "status"), MailboxStatus.UNKNOWN),
        warmup_status=_WARMUP.get(number(item, "warmup_status"), WarmupStatus.UNKNOWN),
        warmup_score=round(score) if score is not None else None,
        daily_limit=int(limit) if limit is not None else None,
        setup_pending=switch(item, "setup_pending") or False,
    )
