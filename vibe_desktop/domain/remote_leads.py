"""A lead as it stands in a campaign at Instantly."""

from dataclasses import dataclass

ACTIVE, PAUSED, UNSUBSCRIBED = 1, 2, -2
"""Numbers that Instantly gives to states of a lead; every other one has got, or gets, no mail."""


@dataclass(frozen=True, slots=True)
class RemoteLead:
    """How far one person has come in one campaign.

    Attributes:
        campaign: The id of the campaign that Instantly says it is in.
        status: The number of its state; None when it was left out.
        written_to: Whether any of its fields says that a mail went out to it.
    """

    id: str
    email: str
    campaign: str
    status: int | None
    written_to: bool

    @property
    def untouched(self) -> bool:
        """Whether it still waits for its first mail; in doubt it does not count as waiting."""
        return not self.written_to and self.status in (ACTIVE, PAUSED) and bool(self.email)

    @property
    def unsubscribed(self) -> bool:
        """Whether it asked for no more mails."""
        return self.status == UNSUBSCRIBED and bool(self.email)
