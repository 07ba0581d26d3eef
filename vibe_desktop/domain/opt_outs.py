"""People who asked for no more mails, copied to where it counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptOutReport:
    """What copying brought.

    Attributes:
        new: People who had unsubscribed at Instantly and were not on the do-not-contact list yet.
        blocked: Entries of that list that are on Instantly's block list since now.
        refused: Entries that Instantly did not take this time; campaigns from here leave them out
            anyway.
        refused_before: Those that it did not take earlier, and that were not sent again.
    """

    new: int
    blocked: int
    refused: tuple[str, ...] = ()
    refused_before: tuple[str, ...] = ()
