"""The history of a mail as one reads it: an hour of typing is one entry, not sixty saves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from vibe_desktop.domain.variants import Author, Revision

ONE_SITTING = timedelta(minutes=10)
"""Saves by one author that follow each other this closely are read as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Saves of one author in one sitting.

    Attributes:
        revisions: What was saved, newest first; never empty.
    """

    revisions: tuple[Revision, ...]

    @property
    def newest(self) -> Revision:
        """The text that came of it."""
        return self.revisions[0]

    @property
    def author(self) -> Author:
        """Who wrote it."""
        return self.newest.author

    @property
    def first_number(self) -> int:
        """The number of the first save."""
        return self.revisions[-1].number

    @property
    def last_number(self) -> int:
        """The number of the last save."""
        return self.newest.number

    @property
    def began_at(self) -> datetime:
        """When the first save was made."""
        return self.revisions[-1].created_at

    @property
    def ended_at(self) -> datetime:
        """When the last save was made."""
        return self.newest.created_at


def entries(revisions: Iterable[Revision]) -> tuple[Entry, ...]:
    """Group the revisions of one mail, given in any order; newest entry first.

    Only what a founder types is grouped: each mail that a writer hands over is an entry by itself.
    """
    grouped: list[list[Revision]] = []
    for revision in sorted(revisions, key=lambda one: one.number, reverse=True):
        if grouped and _one_sitting(grouped[-1][-1], revision):
            grouped[-1].append(revision)
        else:
            grouped.append([revision])
    return tuple(Entry(tuple(group)) for group in grouped)


def _one_sitting(later: Revision, earlier: Revision) -> bool:
    by_founder = later.author is earlier.author is Author.FOUNDER
    return by_founder and abs(later.created_at - earlier.created_at) <= ONE_SITTING
