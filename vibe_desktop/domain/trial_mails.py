"""A test mail: one mail as one lead would get it, sent to the founder."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrialMail:
    """A test mail that was sent.

    Attributes:
        subject: As it was sent, "Re: ..." for a follow-up.
        rendered_for: Address of the lead it was filled in for.
        missing: Fields that the lead has nothing for, and the mail no fallback.
    """

    to: str
    mailbox: str
    subject: str
    rendered_for: str
    missing: tuple[str, ...]
    sent_at: datetime
