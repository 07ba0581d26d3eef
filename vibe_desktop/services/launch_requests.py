"""Requests that may be cut off at any moment and still have their effect exactly once.

Instantly has no idempotency keys. So each request that creates something is announced in the
journal before it goes out and concluded after its answer came. An announcement without a conclusion
(a crash, a lost answer) means that the request may have been carried out: then the app looks for
what it would have made, by the token in its name or by the address of a lead, and only asks
again for what is not there.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from vibe_desktop.domain.errors import Trouble, uncertain
from vibe_desktop.domain.launches import Launch
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.launches import INTENT, LaunchRepository, Step

TRIES = 3
"""Attempts at one request in one run."""


class Remote(Protocol):
    """Something at Instantly that has an id, a name and a date."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def created_at(self) -> datetime | None:
        """When it was made."""


R = TypeVar("R", bound=Remote)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before believing that something is not there.

    Attributes:
        search: Seconds between two looks for something that may just have been made.
    """

    search: float = 3.0


class CarefulRequests:
    """Announces, sends, concludes; looks before it repeats."""

    def __init__(
        self, launches: LaunchRepository, instantly: InstantlyClient, patience: Patience
    ) -> None:
        self._launches = launches
        self._instantly = instantly
        self._patience = patience

    def create_once(
        self,
        launch: Launch,
        operation: str,
        *,
        find: Callable[[], Sequence[R]],
        create: Callable[[], R],
        work: Work,
    ) -> tuple[R, Mapping[str, object]]:
        """Make something at Instantly unless it is there already; what it is, and how it came."""
        open_ones, _ = self.operations(launch)
        if operation in open_ones and (found := self._search(find, work)):
            return _adopted(found)
        trouble: Trouble
        for _ in range(TRIES):
            self._launches.intend(launch.id, operation, {"name": launch.plan.name})
            try:
                made = create()
            except Trouble as caught:
                if not uncertain(caught):
                    self.refused(launch, operation, caught)
                    raise
                trouble = caught
            else:
                return made, {"id": made.id, "how": "created"}
            if found := self._search(find, work):
                return _adopted(found)
        raise trouble

    def _search(self, find: Callable[[], Sequence[R]], work: Work) -> Sequence[R]:
        """Look twice: what was made a moment ago may not be found at once."""
        if found := find():
            return found
        work.wait(self._patience.search)
        return find()

    def refused(self, launch: Launch, operation: str, trouble: Trouble) -> None:
        """Note that a request was certainly not carried out."""
        detail = {"carried_out": False, "code": trouble.code}
        self._launches.conclude(launch.id, operation, detail, Step())

    def operations(self, launch: Launch) -> tuple[frozenset[str], frozenset[str]]:
        """Operations that were announced but not concluded, and those that were carried out."""
        pending: Counter[str] = Counter()
        concluded: set[str] = set()
        for entry in self._launches.journal(launch.id):
            if entry.kind == INTENT:
                pending[entry.operation] += 1
            elif entry.detail.get("carried_out") is False:
                pending[entry.operation] -= 1  # an earlier attempt may still have had its effect
            else:
                pending[entry.operation] = 0
                concluded.add(entry.operation)
        return frozenset(name for name, count in pending.items() if count > 0), frozenset(concluded)


def _adopted(found: Sequence[R]) -> tuple[R, Mapping[str, object]]:
    oldest, *others = found
    return oldest, {"id": oldest.id, "how": "found", "others": [one.id for one in others]}
