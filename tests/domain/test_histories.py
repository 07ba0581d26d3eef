"""Histories as one reads them."""

from datetime import UTC, datetime, timedelta

from vibe_desktop.domain.histories import entries
from vibe_desktop.domain.variants import Author, Revision

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def saved(number: int, minute: float, author: Author = Author.FOUNDER) -> Revision:
    at = START + timedelta(minutes=minute)
    return Revision(f"r{number}", "v", number, "s", f"text {number}", author, at)


def numbers(*revisions: Revision) -> list[tuple[int, int]]:
    return [(entry.first_number, entry.last_number) for entry in entries(revisions)]


def test_saves_in_one_sitting_are_one_entry_with_the_newest_text() -> None:
    (entry,) = entries([saved(1, 0), saved(2, 9), saved(3, 18)])
    assert (entry.first_number, entry.last_number, entry.author) == (1, 3, Author.FOUNDER)
    assert (entry.began_at, entry.ended_at) == (START, START + timedelta(minutes=18))
    assert entry.newest.body == "text 3"


def test_a_pause_begins_a_new_entry_and_the_newest_comes_first() -> None:
    assert numbers(saved(1, 0), saved(2, 10), saved(3, 20.1)) == [(3, 3), (1, 2)]


def test_another_author_begins_a_new_entry() -> None:
    mixed = (saved(1, 0, Author.WRITER), saved(2, 1), saved(3, 2), saved(4, 3, Author.WRITER))
    assert numbers(*mixed) == [(4, 4), (2, 3), (1, 1)]


def test_each_mail_that_a_writer_hands_over_stands_alone() -> None:
    assert numbers(saved(1, 0, Author.WRITER), saved(2, 1, Author.WRITER)) == [(2, 2), (1, 1)]


def test_nothing_saved_is_no_history() -> None:
    assert entries([]) == ()
