"""Reading answers tolerantly: more than expected is ignored, less than needed is trouble."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from vibe_desktop.domain.errors import ContractBroken

Document = Mapping[str, object]


def unusable(what: str) -> ContractBroken:
    """The trouble that an answer of an unexpected shape means.

    Args:
        what: Which answer, as in "the list of mailboxes".
    """
    return ContractBroken(
        f"Instantly answered in an unexpected way: {what} could not be read.",
        next_step="Try again; if it stays so, look for a newer version of this app.",
    )


def document(answer: object, what: str) -> Document:
    """The answer as an object.

    Raises:
        ContractBroken: It is something else.
    """
    if not isinstance(answer, dict):
        raise unusable(what)
    return answer


def documents(answer: object, what: str) -> Iterator[Document]:
    """The answer as a list of objects.

    Raises:
        ContractBroken: It is something else.
    """
    if not isinstance(answer, list):
        raise unusable(what)
    for item in answer:
        yield document(item, what)


def needed_text(source: Document, key: str, what: str) -> str:
    """A text that must be there and not be empty.

    Raises:
        ContractBroken: It is not.
    """
    value = source.get(key)
    if not isinstance(value, str) or not value:
        raise unusable(what)
    return value


def text(source: Document, key: str) -> str:
    """A text, "" when it is missing or something else."""
    value = source.get(key)
    return value if isinstance(value, str) else ""


def count(source: Document, key: str) -> int:
    """A counter, 0 when it is missing: before the first send many are."""
    value = number(source, key)
    return int(value) if value is not None else 0


def number(source: Document, key: str) -> float | None:
    """A number, None when it is missing or something else."""
    value = source.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def switch(source: Document, key: str) -> bool | None:
    """A truth value, None when it is missing or something else."""
    value = source.get(key)
    return value if isinstance(value, bool) else None


def moment(source: Document, key: str) -> datetime | None:
    """A time, aware, None when it is missing or unreadable."""
    try:
        parsed = datetime.fromisoformat(text(source, key))
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
