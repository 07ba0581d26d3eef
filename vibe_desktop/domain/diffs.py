"""Two versions of a text side by side: which words stayed, which went, which came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]

_TOKEN = re.compile(r"\{\{|\}\}|\n|[^\S\n]+|\w+(?:['’\-]\w+)*|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one fate.

    Attributes:
        kind: "same" in both versions, "removed" from the old one, "added" in the new one.
    """

    kind: Kind
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The difference of two texts, word by word, in reading order.

    The "same" and "removed" pieces together are exactly the old text, the "same" and "added" ones
    exactly the new. What was removed stands before what was added in its place, and white space
    between two changed words counts as changed, so that a rewritten sentence reads in one go.
    """
    return tuple(_joined(_without_islands(list(_joined(_lines(old, new))))))


def _lines(old: str, new: str) -> Iterator[Piece]:
    """Lines first: long texts stay quick, and only changed lines are looked at word by word."""
    for tag, before, after in _matched(_LINE.findall(old), _LINE.findall(new)):
        if tag == "replace":
            yield from _words(before, after)
        else:
            yield from _pieces(tag, before, after)


def _words(old: str, new: str) -> Iterator[Piece]:
    for tag, before, after in _matched(_TOKEN.findall(old), _TOKEN.findall(new)):
        yield from _pieces(tag, before, after)


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield tag, "".join(old[old_from:old_to]), "".join(new[new_from:new_to])


def _pieces(tag: str, before: str, after: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("same", before)
        return
    if before:
        yield Piece("removed", before)
    if after:
        yield Piece("added", after)


def _without_islands(pieces: list[Piece]) -> Iterator[Piece]:
    """White space that stayed between two changes becomes part of both."""
    for number, piece in enumerate(pieces):
        between = 0 < number < len(pieces) - 1
        if piece.kind == "same" and between and not piece.text.strip() and "\n" not in piece.text:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece, what was removed before what was added."""
    removed: list[str] = []
    added: list[str] = []
    same: list[str] = []

    def changes() -> Iterator[Piece]:
        yield from _pieces("replace", "".join(removed), "".join(added))
        removed.clear()
        added.clear()

    for piece in pieces:
        if piece.kind == "same":
            yield from changes()
            same.append(piece.text)
            continue
        if same:
            yield Piece("same", "".join(same))
            same.clear()
        (removed if piece.kind == "removed" else added).append(piece.text)
    yield from changes()
    if same:
        yield Piece("same", "".join(same))
