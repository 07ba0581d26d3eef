"""Jobs that Instantly carries out after it has answered."""

from dataclasses import dataclass
from enum import StrEnum


class JobStatus(StrEnum):
    """Where a job stands, as Instantly reports it; `UNKNOWN` is whatever else it may say."""

    PENDING = "pending"
    IN_PROGRESS = "in-progress"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = ""


_OVER = frozenset({JobStatus.SUCCESS, JobStatus.FAILED, JobStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class BackgroundJob:
    """A job at one moment.

    Attributes:
        progress: Percent, 0 to 100.
    """

    id: str
    status: JobStatus
    progress: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in _OVER
