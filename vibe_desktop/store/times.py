"""Times in the database: UTC, ISO 8601, always 27 characters, so that they sort as text."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """`moment` as "2026-03-01T12:00:00.000000Z".

    Raises:
        ValueError: `moment` has no time zone, so nobody can say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be kept")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def from_text(text: str) -> datetime:
    """The moment that `to_text` wrote (or any ISO 8601 time with a zone), aware, in UTC.

    Raises:
        ValueError: `text` is not such a time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {text!r}")
    return moment.astimezone(UTC)
