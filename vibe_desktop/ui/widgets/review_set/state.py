"""What the review of all mails shows, as values."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vibe_desktop.domain.errors import Trouble

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import RenderedMail, ReviewSet, RiskRows, Standing

ODD_ONES = "odd"
"""The filter that shows every mail with a risk, whichever."""


class Stage(StrEnum):
    """How far the set is."""

    NOTHING = "nothing"
    BUILDING = "building"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReviewSetState:
    """The state of the panel.

    Attributes:
        built: The set on screen; while a new one is built, the one before it.
        standing: Whether it can be approved, as far as is known now.
        rows: The mails that the filters leave.
        rule: The rule that is filtered by, `ODD_ONES` for all of them, "" for none.
        text: What names and addresses are filtered by.
        mail: The mail that is shown in full, None when none is.
        approving: Whether the decision is being written down.
        trouble: Why the last build or approval failed, None when it did not.
    """

    stage: Stage = Stage.NOTHING
    built: "ReviewSet | None" = None
    standing: "Standing | None" = None
    rows: "RiskRows | None" = None
    rule: str = ""
    text: str = ""
    mail: "RenderedMail | None" = None
    approving: bool = False
    trouble: Trouble | None = field(default=None, compare=False)

    @property
    def changed(self) -> tuple[str, ...]:
        """What has changed since the set was built, a sentence each."""
        return self.standing.changed if self.standing else ()

    @property
    def blockers(self) -> tuple[str, ...]:
        """What must be fixed before the mails can be approved."""
        return self.standing.blockers if self.standing else ()

    @property
    def approved(self) -> bool:
        """Whether every mail is approved as it would be sent now."""
        return bool(self.standing and self.standing.approved and not self.changed)

    @property
    def can_approve(self) -> bool:
        """Whether there is something to decide, and nothing in the way."""
        ready = self.stage is Stage.READY and self.built is not None and not self.approving
        return ready and not (self.changed or self.blockers or self.approved)
