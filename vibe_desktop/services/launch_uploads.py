"""The leads of a launch, added to the list and the campaign at Instantly, some batches at once.

One thread keeps the journal: it announces a batch before its request goes out and concludes it when
its answer is there, whatever order answers come in. A batch that was announced and not concluded
(a crash, a cancel, a lost answer) may have landed: then those of its leads that are there already
are looked up, and only the others are sent. So each batch is right by itself, and what becomes of
one leaves the others alone.
"""

from collections import deque
from collections.abc import Generator, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from vibe_desktop.domain.errors import Trouble, uncertain
from vibe_desktop.domain.launches import Launch
from vibe_desktop.domain.launching import BATCH_SIZE, batches
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.parallel import Lanes
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.leads import LeadTexts, Target
from vibe_desktop.services.launch_requests import TRIES, CarefulRequests, Patience
from vibe_desktop.store.launches import BatchOutcome, LaunchRepository

WIDTH = 4
"""Requests under way at once: enough to hide the way there and back, few to lose in a crash."""

_UNTOLD = "Instantly did not say why"


@dataclass(frozen=True, slots=True)
class _Batch:
    """One batch on its way to one place.

    Attributes:
        last: The number of its last lead.
        doubtful: Whether a request with it may have landed already, so that we look first.
        landed: Addresses that are there for certain.
        tries: Requests with it in this run.
    """

    operation: str
    target: Target
    first: int
    last: int
    doubtful: bool
    landed: AbstractSet[str] = frozenset()
    tries: int = 0

    @property
    def size(self) -> int:
        """How many leads it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known after a request.

    Attributes:
        landed: Who is there for certain.
        reasons: Why others are not, "" unless told.
        everybody: All who were sent are there.
    """

    landed: AbstractSet[str] = frozenset()
    reasons: str = ""
    everybody: bool = False


class LeadUploads:
    """Adds all leads of a launch; whatever was concluded before is not touched again."""

    def __init__(
        self,
        launches: LaunchRepository,
        instantly: InstantlyClient,
        requests: CarefulRequests,
        patience: Patience,
    ) -> None:
        self._launches = launches
        self._leads = instantly.leads
        self._requests = requests
        self._patience = patience
        self._ready: tuple[tuple[str, int], LeadTexts] | None = None

    def run(self, launch: Launch, work: Work) -> Generator[int, None, None]:
        """Add what is missing; gives the number of finished batches, of `count`, as it grows.

        Raises:
            Cancelled: What was under way counts as doubtful from now on.
            Trouble: A batch could not be added now. Those that were under way beside it have been
                waited for.
        """
        waiting = deque(self._open(launch))
        finished = count(launch) - len(waiting)
        trouble: Trouble | None = None
        with Lanes[_Batch, _Seen](WIDTH, work) as lanes:
            yield finished
            while True:
                while waiting and trouble is None and lanes.free:
                    self._start(waiting.popleft(), launch, lanes)
                if lanes.idle:
                    break
                batch, result = lanes.next()
                again: _Batch | Trouble | None
                if isinstance(result, Trouble):
                    again = self._after_trouble(batch, result, launch)
                elif batch.doubtful:
                    again = self._after_look(batch, result, launch)
                else:
                    again = None
                    self._conclude(batch, result, launch)
                if isinstance(again, Trouble):
                    trouble = trouble or again
                elif again is not None:
                    waiting.appendleft(again)
                else:
                    finished += 1
                    yield finished
        if trouble is not None:
            raise trouble

    def _open(self, launch: Launch) -> Iterator[_Batch]:
        announced, concluded = self._requests.operations(launch)
        total = launch.plan.lead_count
        for first in batches(total):
            last = min(first + BATCH_SIZE, total) - 1
            for target in (Target.LIST, Target.CAMPAIGN):
                operation = f"add leads {first + 1} to {last + 1} to the {target.value}"
                if operation not in concluded:
                    yield _Batch(operation, target, first, last, operation in announced)

    def _start(self, batch: _Batch, launch: Launch, lanes: Lanes[_Batch, _Seen]) -> None:
        place = (
            launch.instantly_lead_list_id
            if batch.target is Target.LIST
            else launch.instantly_campaign_id
        )
        if batch.doubtful:
            emails = self._launches.batch_emails(launch.id, batch.first, batch.last)
            lanes.start(batch, partial(self._look, batch, place, emails))
            return
        leads = self._texts(batch, launch)
        self._launches.intend(launch.id, batch.operation, {"leads": leads.count})
        lanes.start(batch, partial(self._add, batch, place, leads, launch.id))

    def _texts(self, batch: _Batch, launch: Launch) -> LeadTexts:
        """What is sent: the leads that are not there already. Read once for both places."""
        if batch.landed:
            emails = self._launches.batch_emails(launch.id, batch.first, batch.last)
            payloads = self._launches.batch_payloads(launch.id, batch.first, batch.last)
            pairs = zip(emails, payloads, strict=True)
            return LeadTexts.of([text for email, text in pairs if email not in batch.landed])
        if self._ready is None or self._ready[0] != (launch.id, batch.first):
            payloads = self._launches.batch_payloads(launch.id, batch.first, batch.last)
            self._ready = ((launch.id, batch.first), LeadTexts.of(payloads))
        return self._ready[1]

    def _after_trouble(self, batch: _Batch, trouble: Trouble, launch: Launch) -> _Batch | Trouble:
        """What to do now: look and try again, or give up."""
        if batch.doubtful:
            return trouble
        if not uncertain(trouble):
            self._requests.refused(launch, batch.operation, trouble)
            return trouble
        tries = batch.tries + 1
        return replace(batch, doubtful=True, tries=tries) if tries < TRIES else trouble

    def _after_look(self, batch: _Batch, seen: _Seen, launch: Launch) -> _Batch | None:
        """What to do now: send those who are not there, or nothing."""
        landed = batch.landed | seen.landed
        if len(landed) < batch.size:
            return replace(batch, doubtful=False, landed=landed)
        self._conclude(batch, seen, launch)
        return None

    def _conclude(self, batch: _Batch, seen: _Seen, launch: Launch) -> None:
        landed = batch.landed | seen.landed
        refused: dict[int, str] = {}
        if not seen.everybody and len(landed) < batch.size:
            emails = self._launches.batch_emails(launch.id, batch.first, batch.last)
            refused = {
                number: seen.reasons or _UNTOLD
                for number, email in enumerate(emails, start=batch.first)
                if email not in landed
            }
        self._launches.conclude_batch(
            launch.id,
            batch.operation,
            {"leads": batch.size, "refused": len(refused)},
            BatchOutcome(batch.first, batch.last, refused)
            if batch.target is Target.CAMPAIGN
            else None,
        )

    # -- on the lanes' threads: only asking, nothing is written ------------------------------------

    def _add(
        self, batch: _Batch, place: str, leads: LeadTexts, launch_id: str, work: Work
    ) -> _Seen:
        added = self._leads.add_texts(batch.target, place, leads, work)
        if len(added.created) == leads.count:
            return _Seen(everybody=True)
        planned = self._launches.batch_emails(launch_id, batch.first, batch.last)
        sent = [email for email in planned if email not in batch.landed]
        landed = {sent[index] for index in added.created}
        # Who was refused is not listed, and neither is who was there before: look.
        left = [email for email in sent if email not in landed]
        landed |= self._leads.present(batch.target, place, left, work)
        return _Seen(landed, added.reasons)

    def _look(self, batch: _Batch, place: str, planned: tuple[str, ...], work: Work) -> _Seen:
        """Who of a batch is there, after a request whose outcome is not known."""
        emails = [email for email in planned if email not in batch.landed]
        found = self._leads.present(batch.target, place, emails, work)
        if len(found) < len(emails):
            # What was added a moment ago may not be found at once.
            work.wait(self._patience.search)
            found = self._leads.present(batch.target, place, emails, work)
        return _Seen(found)


def count(launch: Launch) -> int:
    """How many batches go out for a launch, to the list and to the campaign."""
    return 2 * len(batches(launch.plan.lead_count))
