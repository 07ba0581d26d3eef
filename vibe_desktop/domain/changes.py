"""What a write touched, so that only the screens that show it reload."""

from dataclasses import dataclass, fields
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Changes:
    """One flag per noun; True when rows of that noun were added, changed or removed."""

    campaigns: bool = False
    variants: bool = False
    leads: bool = False
    mailboxes: bool = False
    launches: bool = False
    analytics: bool = False
    identity: bool = False
    settings: bool = False
    keys: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        """Everything that either of the two touched."""
        return Changes(
            **{
                field.name: getattr(self, field.name) or getattr(other, field.name)
                for field in fields(self)
            }
        )

    def __bool__(self) -> bool:
        """Whether anything was touched."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a writing service returns: its result, and what it touched.

    Attributes:
        value: The result proper.
        changes: The nouns whose screens must reload.
    """

    value: T
    changes: Changes
