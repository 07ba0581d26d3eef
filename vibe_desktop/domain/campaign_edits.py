"""Changing mails after the launch: for whom the change is meant, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EditScope(StrEnum):
    """Who shall get the changed mails."""

    IN_FLIGHT = "in_flight"
    """Everybody from now on, those in the middle of the sequence too."""
    NEW_ONLY = "new_only"
    """Only people who were not written to yet: they move into a campaign of their own, so that
    nobody's sequence changes under them and the numbers of the two copies stay apart."""


class EditState(StrEnum):
    """Where an edit stands, in the order it goes; which of them occur depends on the scope.

    While it is planned the mails can be changed here, and nothing has happened at Instantly.
    """

    PLANNED = "planned"
    APPLYING = "applying"
    PAUSED = "paused"
    TAKEN_OUT = "taken_out"
    CHANGED = "changed"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def under_way(self) -> bool:
        """Whether it was begun at Instantly and has not ended: then it has to be resumed."""
        return self in (
            EditState.APPLYING,
            EditState.PAUSED,
            EditState.TAKEN_OUT,
            EditState.CHANGED,
        )

    @property
    def ended(self) -> bool:
        """Whether nothing more follows."""
        return self in (EditState.DONE, EditState.FAILED, EditState.DROPPED)


@dataclass(frozen=True, slots=True)
class CampaignEdit:
    """One change of a launched campaign.

    Attributes:
        new_campaign_id: The campaign here that those not written to yet moved into, "" for none.
        moved: How many did.
        reason: Why it failed or waits, "" otherwise.
    """

    id: str
    campaign_id: str
    scope: EditScope
    state: EditState
    new_campaign_id: str
    moved: int
    reason: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class EditOutlook:
    """Whom a change would concern, as Instantly counts.

    Attributes:
        uploaded: People in the campaign.
        written_to: Those who got at least their first mail.
        follow_ups: Follow-up mails of its sequence.
    """

    uploaded: int
    written_to: int
    follow_ups: int

    @property
    def new(self) -> int:
        """People who were not written to yet."""
        return max(0, self.uploaded - self.written_to)
