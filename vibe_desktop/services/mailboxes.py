"""Mailboxes: which there are, how they do, and their warm-up."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from vibe_desktop.domain.background_jobs import BackgroundJob
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput, Trouble, reassuring
from vibe_desktop.domain.mailboxes import (
    Mailbox,
    MailboxBook,
    MailboxNews,
    WarmupStatus,
    WarmupSwitch,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.mailboxes import MailboxRepository

_CHUNK = 100
"""Mailboxes whose warm-up Instantly switches with one request."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Polling:
    """How patiently Instantly is asked whether it is done.

    Attributes:
        first: Seconds before the second look, doubled each time; the first is taken at once.
        longest: Most seconds between two looks.
        patience: Seconds of waiting after which it counts as still under way.
    """

    first: float = 1.0
    longest: float = 8.0
    patience: float = 60.0


class MailboxService:
    """What the founder can ask for about sending accounts."""

    def __init__(
        self,
        *,
        mailboxes: MailboxRepository,
        instantly: InstantlyClient,
        polling: Polling = Polling(),
    ) -> None:
        self._mailboxes = mailboxes
        self._instantly = instantly
        self._polling = polling

    def list(self, work: Work) -> tuple[Mailbox, ...]:
        """The mailboxes as last seen, by address; no request is made."""
        work.check()
        return self._mailboxes.every()

    def book(self, work: Work) -> MailboxBook:
        """The mailboxes as last seen, and when that was; no request is made."""
        work.check()
        return MailboxBook(self._mailboxes.every(), self._mailboxes.refreshed_at())

    def refresh(self, work: Work) -> Written[MailboxNews]:
        """Ask Instantly for all mailboxes, their warm-up scores and the records of their domains.

        What cannot be asked beside the mailboxes themselves stays as it was, and is named.

        Raises:
            Trouble: Instantly could not be asked for the mailboxes; what was known before stays.
        """
        work.report("Asking Instantly for your mailboxes", 0, 3)
        with reassuring("Nothing was changed."):
            found = self._instantly.accounts.every(work)
        emails = [box.email for box in found]
        gaps: list[str] = []
        work.report("Asking for their warm-up scores", 1, 3)
        scores = _or_nothing(
            lambda: self._instantly.accounts.warmup_scores(emails, work), "warm-up scores", gaps
        )
        work.report("Looking up their domains", 2, 3)
        checks = _or_nothing(
            lambda: self._instantly.accounts.vitals(emails, work), "records of your domains", gaps
        )
        before = {box.email: box.warmup_score for box in self._mailboxes.every()}
        changed = self._mailboxes.replace(
            replace(
                box,
                # The newest word is the warm-up's own; the mailbox carries an older one.
                warmup_score=scores.get(box.email, _first(box.warmup_score, before.get(box.email))),
                check=checks.get(box.domain),
            )
            for box in found
        )
        news = MailboxNews(self._mailboxes.every(), tuple(gaps))
        return Written(news, Changes(mailboxes=changed))

    def set_warmup(
        self,
        emails: Collection[str],
        on: bool,  # noqa: FBT001 - on or off is what is asked for
        work: Work,
    ) -> Written[WarmupSwitch]:
        """Switch warm-up on or off, wait until Instantly has done it, and read back what is.

        Raises:
            InvalidInput: No mailbox was chosen.
            Trouble: Instantly could not be asked; the mailboxes may have been switched all the
                same, which the next refresh shows.
        """
        wanted = sorted({email.lower() for email in emails})
        if not wanted:
            raise InvalidInput(
                "No mailbox is chosen.",
                safe="Nothing was changed.",
                next_step="Choose at least one.",
            )
        jobs: dict[str, BackgroundJob] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            work.report("Telling Instantly", start, len(wanted))
            job = self._instantly.accounts.switch_warmup(chunk, on=on, work=work)
            jobs |= dict.fromkeys(chunk, job)
        over = self._wait_for({job.id: job for job in jobs.values()}, work)
        work.report("Reading back what Instantly has done")
        changed, known = self._read_back(work)
        done, pending, refused = [], [], []
        for email in wanted:
            if _is_on(known.get(email)) is on:
                done.append(email)
            elif jobs[email].id in over:
                refused.append(email)
            else:
                pending.append(email)
        outcome = WarmupSwitch(on, tuple(done), tuple(pending), tuple(refused))
        return Written(outcome, Changes(mailboxes=changed))

    def _wait_for(self, jobs: Mapping[str, BackgroundJob], work: Work) -> set[str]:
        """The ids of the jobs that are over; returns when all are, or patience is at its end."""
        over = {job.id for job in jobs.values() if job.over}
        pause, waited = self._polling.first, 0.0
        while True:
            for job_id in sorted(set(jobs) - over):
                if self._instantly.background_jobs.get(job_id, work).over:
                    over.add(job_id)
            if len(over) == len(jobs) or waited >= self._polling.patience:
                return over
            work.report("Waiting for Instantly to finish", len(over), len(jobs))
            work.wait(pause)
            waited += pause
            pause = min(pause * 2, self._polling.longest)

    def _read_back(self, work: Work) -> tuple[bool, Mapping[str, Mailbox]]:
        """Take over the mailboxes as they are now, with the scores that are known."""
        before = {box.email: box.warmup_score for box in self._mailboxes.every()}
        found = [
            replace(box, warmup_score=_first(before.get(box.email), box.warmup_score))
            for box in self._instantly.accounts.every(work)
        ]
        return self._mailboxes.replace(found), {box.email: box for box in found}


def _or_nothing(
    ask: Callable[[], Mapping[str, _Value]], what: str, gaps: "list[str]"
) -> Mapping[str, _Value]:
    """What `ask` brings; nothing, and a word to `gaps`, when it cannot be asked."""
    try:
        return ask()
    except Trouble as trouble:
        gaps.append(f"The {what} could not be refreshed: {trouble.what} The last ones are shown.")
    return {}


def _is_on(box: Mailbox | None) -> bool | None:
    """Whether its warm-up runs; None when there is no such mailbox."""
    return None if box is None else box.warmup_status is WarmupStatus.ACTIVE


def _first(*values: int | None) -> int | None:
    """The first that is known."""
    return next((value for value in values if value is not None), None)
