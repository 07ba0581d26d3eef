"""Known trouble: what can go wrong outside this program, told in words a founder can act on.

    Trouble
    ├── InvalidInput      something the founder gave us cannot be used as it is
    ├── NotAuthorised     a key is missing, wrong, or lacks a permission
    ├── RateLimited       the other side asks us to slow down, or a quota is used up
    ├── Unreachable       no network, no answer in time, or an answer from somebody else
    ├── Rejected          the other side understood the request and refused it
    ├── ContractBroken    the other side answered in a way its documentation rules out
    ├── StorageFull       this computer cannot keep what we want to write
    ├── StorageBroken     the local database cannot be read or written
    └── Conflict          the thing changed in between, or is in the wrong state for this

Everything else that is raised is a bug and belongs in the crash dialog. `Cancelled` is neither:
the founder asked for it.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self


class Trouble(Exception):
    """Something outside this program went wrong, and we know what it was.

    Attributes:
        what: One sentence: what happened, for the founder.
        safe: One sentence: what was kept or not done ("" when there is nothing to say).
        next_step: One sentence: what the founder can do now ("" when nothing).
        code: A short stable word for logs, tests and JSON output.
    """

    code: str = "trouble"

    def __init__(self, what: str, *, safe: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what: Final = what
        self.safe: Final = safe
        self.next_step: Final = next_step

    def advised(self, *, safe: str = "", next_step: str = "") -> Self:
        """The same trouble with better advice from somebody who knows what was being done."""
        better = copy.copy(self)
        better.__dict__.update(safe=safe or self.safe, next_step=next_step or self.next_step)
        return better

    def __str__(self) -> str:
        """All that the founder should read, as one line."""
        return " ".join(part for part in (self.what, self.safe, self.next_step) if part)


class InvalidInput(Trouble):
    """Something the founder gave us cannot be used; `field` names the input when there is one."""

    code = "invalid_input"

    def __init__(self, what: str, *, safe: str = "", next_step: str = "", field: str = "") -> None:
        super().__init__(what, safe=safe, next_step=next_step)
        self.field: Final = field


class NotAuthorised(Trouble):
    """A key is missing, wrong, or lacks a permission; `unpaid` when it is a matter of money."""

    code = "not_authorised"

    def __init__(
        self, what: str, *, safe: str = "", next_step: str = "", unpaid: bool = False
    ) -> None:
        super().__init__(what, safe=safe, next_step=next_step)
        self.unpaid: Final = unpaid


class RateLimited(Trouble):
    """The other side asks us to slow down; `retry_after` is in seconds, None when not said."""

    code = "rate_limited"

    def __init__(
        self, what: str, *, safe: str = "", next_step: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(what, safe=safe, next_step=next_step)
        self.retry_after: Final = retry_after


class Unreachable(Trouble):
    """No usable answer arrived.

    `outcome_unknown` is True when the request may have been carried out although no answer came
    back, so that repeating it could do the work twice.
    """

    code = "unreachable"

    def __init__(
        self, what: str, *, safe: str = "", next_step: str = "", outcome_unknown: bool = False
    ) -> None:
        super().__init__(what, safe=safe, next_step=next_step)
        self.outcome_unknown: Final = outcome_unknown


class Rejected(Trouble):
    """The other side understood the request and refused it; `status` is HTTP's, 0 if none."""

    code = "rejected"

    def __init__(self, what: str, *, safe: str = "", next_step: str = "", status: int = 0) -> None:
        super().__init__(what, safe=safe, next_step=next_step)
        self.status: Final = status


class ContractBroken(Trouble):
    """The other side answered in a way its documentation rules out."""

    code = "contract_broken"


class StorageFull(Trouble):
    """This computer has no room for what we want to write."""

    code = "storage_full"


class StorageBroken(Trouble):
    """The local database cannot be used: damaged, locked, read-only or too new."""

    code = "storage_broken"


class Conflict(Trouble):
    """The thing changed in between, or is in the wrong state for what was asked."""

    code = "conflict"


class Cancelled(Exception):
    """The founder cancelled the work; what was committed before stays."""


def uncertain(trouble: Trouble) -> bool:
    """Whether a request that ended so may have been carried out all the same."""
    if isinstance(trouble, Unreachable):
        return trouble.outcome_unknown
    return isinstance(trouble, ContractBroken)


@contextmanager
def reassuring(safe: str) -> Iterator[None]:
    """Trouble that leaves the block unsaid what was kept or not done says this."""
    try:
        yield
    except Trouble as trouble:
        if trouble.safe:
            raise
        raise trouble.advised(safe=safe) from trouble
