"""Verification of chosen leads through Instantly: offered with its price, then bought one by one.

No address is paid for twice. That it is asked about is noted before the request goes out; after a
lost answer, a cancel or a crash the app looks what came of it, which is free, and only asks again
when Instantly knows of nothing.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput, Rejected, Trouble, uncertain
from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.domain.verifications import (
    CREDIT_EACH,
    MOST_AT_ONCE,
    Verification,
    VerificationOffer,
    VerificationOutcome,
    VerificationStatus,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.parallel import Lanes
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.credits import DUST, telling, told
from vibe_desktop.store.verifications import VerificationRepository, is_fresh

_WIDTH: Final = 4
"""Requests under way at once: an answer takes Instantly up to ten seconds."""

_REFUSALS: Final = 5
"""Addresses in a row that Instantly may refuse before the run ends: it is not about them then."""

_NOTHING_SPENT: Final = "Nothing was spent."
_LOOKS_FIRST: Final = (
    "Every answer that came is kept, and the next run first looks, for free, what came of the rest."
)

_TOUCHED: Final = Changes(leads=True)


@dataclass(frozen=True, slots=True)
class VerificationPatience:
    """How long to wait for what Instantly has not made up its mind about.

    Attributes:
        search: Seconds before looking for the outcome of a request without an answer.
        pause: Seconds between two looks at pending addresses.
        looks: Looks at pending addresses in one run.
    """

    search: float = 3.0
    pause: float = 5.0
    looks: int = 6


class VerificationService:
    """What the founder can ask for about whether mailboxes exist."""

    def __init__(
        self,
        *,
        verifications: VerificationRepository,
        instantly: InstantlyClient,
        patience: VerificationPatience = VerificationPatience(),
    ) -> None:
        self._verifications = verifications
        self._instantly = instantly
        self._patience = patience

    def offer(self, selection: LeadSelection, work: Work) -> VerificationOffer:
        """What verifying these leads would cost. Spends nothing.

        Answers younger than 90 days are not asked for again, and nobody on the do-not-contact list
        is asked about.

        Raises:
            Conflict: The leads have changed since they were chosen.
            InvalidInput: They are more than one run takes.
            Trouble: Instantly could not be asked for the credits that are left.
        """
        work.check()
        emails, suppressed = self._chosen(selection)
        known = self._verifications.of(emails)
        open_ones = len(_open(emails, known))
        with telling(_NOTHING_SPENT):
            available = self._instantly.billing.credits(work) if open_ones else None
        return VerificationOffer(
            addresses=open_ones,
            known=len(emails) - open_ones,
            credits=open_ones * CREDIT_EACH,
            credit_each=CREDIT_EACH,
            available=available,
            suppressed=suppressed,
        )

    def verify(
        self, selection: LeadSelection, most_credits: float, work: Work
    ) -> Written[VerificationOutcome]:
        """Verify these leads, spending at most the credits that the founder confirmed.

        Every answer is kept at once; a second run goes on where this one ended and asks about
        nobody twice. Pending ones are looked at again for a while.

        Raises:
            Conflict: The leads have changed since they were chosen.
            InvalidInput: They are more than one run takes.
            Trouble: Nothing could be asked; once there are answers, `stopped` tells it instead.
            Cancelled: Every answer that came is kept.
        """
        work.check()
        emails, _ = self._chosen(selection)
        known = self._verifications.of(emails)
        run = _Run(self._verifications, self._instantly, self._patience, most_credits, work)
        run.ask(_open(emails, known), known)
        if not run.trouble or run.trouble is run.refusal:
            run.look_at_pending()
        if run.trouble is not None and not run.answers:
            raise run.trouble
        return Written(self._outcome(emails, run), _TOUCHED)

    def _chosen(self, selection: LeadSelection) -> tuple[tuple[str, ...], int]:
        emails, suppressed = self._verifications.chosen(selection)
        if len(emails) > MOST_AT_ONCE:
            raise InvalidInput(
                f"{len(emails):,} addresses are too many for one run.",
                safe=_NOTHING_SPENT,
                next_step=f"Choose at most {MOST_AT_ONCE:,}.",
            )
        return emails, suppressed

    def _outcome(self, emails: Sequence[str], run: "_Run") -> VerificationOutcome:
        known = self._verifications.of(emails)
        counts = Counter(answer.status for answer in known.values())
        return VerificationOutcome(
            counts={status: counts[status] for status in VerificationStatus if counts[status]},
            credits_used=run.spent,
            invalid=tuple(
                email
                for email in emails
                if email in known and known[email].status is VerificationStatus.INVALID
            ),
            left=run.left,
            stopped=run.stopped,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one address.

    Attributes:
        paid: Whether this run asked for it.
    """

    answer: Verification
    paid: bool


@dataclass(frozen=True, slots=True)
class _Doubt:
    """An address that may have been asked about and paid for, and what kept us from knowing."""

    trouble: Trouble


@dataclass(slots=True)
class _Run:
    """One run over addresses: what it spent, and why it ended."""

    verifications: VerificationRepository
    instantly: InstantlyClient
    patience: VerificationPatience
    most_credits: float
    work: Work
    spent: float = 0.0
    left: int = 0
    stopped: str = ""
    trouble: Trouble | None = None
    refusal: Trouble | None = None
    answers: int = 0
    pending: list[str] = field(default_factory=list)
    _price: float = CREDIT_EACH
    _priced: bool = False
    _refused: int = 0

    def ask(self, emails: Sequence[str], before: Mapping[str, Verification]) -> None:
        """Ask about all of them, as far as the credits go and nothing stands in the way.

        Args:
            emails: Whom to ask about.
            before: What was kept of them: a pending one may have been asked and paid for.
        """
        queue, total, under_way = deque(emails), len(emails), 0
        with Lanes[str, _Found | _Doubt](_WIDTH, self.work) as lanes:
            while True:
                while queue and lanes.free and self._may_ask(under_way):
                    email = queue.popleft()
                    self._announce(email)
                    lanes.start(email, partial(self._one, email, _is_pending(before.get(email))))
                    under_way += 1
                if lanes.idle:
                    break
                email, result = lanes.next()
                under_way -= 1
                self._take(email, result, before.get(email))
                done = total - len(queue) - under_way
                self.work.report("Verifying addresses", done, total)
        self.left += len(queue)
        if queue and not self.stopped:
            self.stopped = "The credits you confirmed are used up."
        elif self.refusal is not None and not self.stopped:
            self.trouble, self.stopped = self.refusal, str(self.refusal)

    def look_at_pending(self) -> None:
        """Look again at those that took longer; who stays pending is asked for in the next run."""
        slow = len(self.pending)
        for _ in range(self.patience.looks):
            if not self.pending:
                return
            self.work.report("Waiting for the slow ones", slow - len(self.pending), slow)
            self.work.wait(self.patience.pause)
            still = []
            for email in self.pending:
                try:
                    answer = self.instantly.verifications.known(email, self.work)
                except Trouble as trouble:
                    self.stopped = str(told(trouble, _LOOKS_FIRST))
                    return
                if answer is None or answer.status is VerificationStatus.PENDING:
                    still.append(email)
                else:
                    self.verifications.keep([answer])
            self.pending = still

    def _may_ask(self, under_way: int) -> bool:
        """Whether one more fits into what was confirmed.

        The first goes alone, since its answer tells the price.
        """
        if self.stopped or (under_way and not self._priced):
            return False
        return self.spent + (under_way + 1) * self._price <= self.most_credits + DUST

    def _announce(self, email: str) -> None:
        """Note that an address is asked about, before the request goes out."""
        note = Verification(email, VerificationStatus.PENDING, None, datetime.now(UTC))
        self.verifications.keep([note])

    def _one(
        self,
        email: str,
        look_first: bool,  # noqa: FBT001 - given by partial
        work: Work,
    ) -> _Found | _Doubt:
        """Ask about one address; on a thread of its own, which keeps nothing."""
        gateway = self.instantly.verifications
        if look_first and (found := gateway.known(email, work)) is not None:
            return _Found(found, paid=False)
        try:
            return _Found(gateway.ask(email, work), paid=True)
        except Trouble as trouble:
            if not uncertain(trouble):
                raise
        # From here on no refusal says that the first request was not carried out.
        try:
            work.wait(self.patience.search)
            found = gateway.known(email, work)
            return _Found(gateway.ask(email, work) if found is None else found, paid=True)
        except Trouble as trouble:
            return _Doubt(trouble)

    def _take(
        self, email: str, result: _Found | _Doubt | Trouble, before: Verification | None
    ) -> None:
        if isinstance(result, _Found):
            self._count(email, result)
            return
        self.left += 1
        trouble = result.trouble if isinstance(result, _Doubt) else result
        if isinstance(result, Trouble) and not uncertain(result):  # certainly not asked: as before
            if before is None:
                self.verifications.forget(email)
            else:
                self.verifications.keep([before])
        self._refused += 1
        if isinstance(result, Rejected) and self._refused < _REFUSALS:
            self.refusal = told(result, _LOOKS_FIRST)  # it may concern this address alone
        elif self.trouble is None:
            spent = self.answers or isinstance(result, _Doubt) or _is_pending(before)
            self.trouble = told(trouble, _LOOKS_FIRST if spent else _NOTHING_SPENT)
            self.stopped = str(self.trouble)

    def _count(self, email: str, found: _Found) -> None:
        self.verifications.keep([found.answer])
        self.answers += 1
        self._refused = 0
        if found.paid:
            cost = found.answer.credits_used
            self.spent += self._price if cost is None else cost
            self._price = max(self._price, cost or 0.0)
            self._priced = True
        if found.answer.status is VerificationStatus.PENDING:
            self.pending.append(email)


def _open(emails: Sequence[str], known: Mapping[str, Verification]) -> tuple[str, ...]:
    """Those of whom nothing is known that still counts."""
    now = datetime.now(UTC)
    return tuple(email for email in emails if email not in known or not is_fresh(known[email], now))


def _is_pending(answer: Verification | None) -> bool:
    return answer is not None and answer.status is VerificationStatus.PENDING
