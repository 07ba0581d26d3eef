"""Whom this computer talked to on the founder's behalf."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HostContact:
    """One outside host.

    Attributes:
        purpose: What for, last time: "Instantly", "OpenAI", "product page".
        requests: Requests sent to it, ever.
        first_at: First request (UTC).
        last_at: Newest request (UTC).
    """

    host: str
    purpose: str
    requests: int
    first_at: datetime
    last_at: datetime
