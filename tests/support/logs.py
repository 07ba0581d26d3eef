"""A log line at WARNING or above that no test announced fails the test."""

import logging
import re
from dataclasses import dataclass, field


@dataclass
class LogGuard(logging.Handler):
    """Collects what is logged at WARNING or above, and what the test said it expects."""

    expected: list[tuple[re.Pattern[str], int]] = field(default_factory=list)
    records: list[logging.LogRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record until the test is over."""
        self.records.append(record)

    def expect(self, pattern: str, level: int = logging.WARNING) -> None:
        """Announce a log line: its text matches `pattern` (searched), its level is `level`.

        A line that was announced and does not come fails the test too.
        """
        self.expected.append((re.compile(pattern), level))

    def complaint(self) -> str:
        """What is wrong with the log of the test that just ended; "" when nothing is."""
        complaints = [
            f"unexpected {record.levelname} of {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(_fits(record, *announced) for announced in self.expected)
        ]
        complaints += [
            f"expected but never logged: {logging.getLevelName(level)} {pattern.pattern!r}"
            for pattern, level in self.expected
            if not any(_fits(record, pattern, level) for record in self.records)
        ]
        return "\n".join(complaints)


def _fits(record: logging.LogRecord, pattern: re.Pattern[str], level: int) -> bool:
    return record.levelno == level and bool(pattern.search(record.getMessage()))
