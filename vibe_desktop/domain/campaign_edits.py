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
    """Where an edit stands, in the order it goes; which of them occur depends on the scope."""

    PLANNED = "planned"
    PAUSED = "paused"
    TAKEN_OUT = "taken_out"
    CHANGED = "changed"
    DONE = "done"
    FAILED = "failed"


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
