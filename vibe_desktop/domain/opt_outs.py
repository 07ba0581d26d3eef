"""People who asked for no more mails, copied to where it counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptOutReport:
    """What copying brought.

    Attributes:
        new: People who had unsubscribed at Instantly and were not on the do-not-contact list yet.
        blocked: Entries of that list that are on Instantly's block list since now.
        refused: Entries that Instantly does not take; campaigns from here leave them out anyway.
    """

    new: int
    blocked: int
    refused: tuple[str, ...] = ()
