"""What the welcome screen shows beside the keys, as one value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """How far the set-up has come; None where it is not known yet.

    Attributes:
        identity_missing: What the identity still needs, in words.
        campaigns: How many campaigns there are.
        sample_page: A page to try the sandbox with, "" outside it.
    """

    identity_missing: tuple[str, ...] | None = None
    campaigns: int | None = None
    sample_page: str = ""
