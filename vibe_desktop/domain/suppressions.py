"""Whom nothing may be sent to, as the founder reads the list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NOT_TAKEN = "not taken by Instantly’s block list"
"""What is said of an entry that holds here only."""


class SuppressionKind(StrEnum):
    """What an entry covers."""

    ADDRESS = "address"
    DOMAIN = "domain"
    """Everybody there, and at its subdomains."""
    ERASED = "erased"
    """Somebody who asked to be forgotten: only a salted hash of the address is kept."""


@dataclass(frozen=True, slots=True)
class SuppressionEntry:
    """One line of the do-not-contact list.

    Attributes:
        value: The address or the domain; "" for somebody who was erased.
        reason: Why, in the founder's words, or what the app noted.
        at: When it was put on the list.
        refused: Whether Instantly's block list does not take it. Campaigns from here leave it out
            all the same; those made at Instantly itself do not.
    """

    value: str
    kind: SuppressionKind
    reason: str
    at: datetime
    refused: bool = False

    @property
    def note(self) -> str:
        """The reason, and what else is to be known of it."""
        if not self.refused:
            return self.reason
        return f"{self.reason}; {NOT_TAKEN}" if self.reason else NOT_TAKEN.capitalize()


@dataclass(frozen=True, slots=True)
class SuppressionPage:
    """Some lines of the do-not-contact list, newest first.

    Attributes:
        rows: At most as many as were asked for.
        total: Lines that match, on all pages.
        offset: Place of the first of `rows` among them, from 0.
    """

    rows: tuple[SuppressionEntry, ...]
    total: int
    offset: int
