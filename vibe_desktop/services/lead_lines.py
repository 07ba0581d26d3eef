"""Splitting a text file into lines, and lines into rows: a million of them, one at a time."""

import codecs
import csv
import io
import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

_BLOCK_BYTES: Final = 256 * 1024

Unreadable = Callable[[int, str], None]
"""Told the line and the text of a row that cannot be read."""


def rows_of(
    lines: Iterator[str], delimiter: str, first_line: int, unreadable: Unreadable
) -> Iterator[tuple[int, list[str]]]:
    """Rows of an open file, blank lines included, each with the line it begins at."""
    taken: list[str] = []  # the lines of the row under way
    again: deque[str] = deque()  # lines to be read once more

    def source() -> Iterator[str]:
        while True:
            while again:
                line = again.popleft()
                taken.append(line)
                yield line
            for line in lines:
                taken.append(line)
                yield line
                if again:
                    break
            else:
                return

    at = first_line
    reader = csv.reader(source(), delimiter=delimiter)
    while True:
        row: list[str] | None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell beyond any reason: a quotation mark was never closed
            row = None
        count = len(taken)
        if row is None or (count > 1 and not _well_quoted(taken, delimiter)):
            unreadable(at, taken[0])
            again.extendleft(reversed(taken[1:]))
            reader = csv.reader(source(), delimiter=delimiter)
            count = 1
        else:
            yield at, row
        at += count
        taken.clear()


def _well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a row over several lines closes its quotation marks where a cell ends."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends (LF, CR LF or CR), as a text file gives them.

    What does not decode becomes U+FFFD, and the row that has it is reported, not guessed.
    """
    return itertools.chain.from_iterable(_blocks_of_lines(path, encoding))


def _blocks_of_lines(path: Path, encoding: str) -> Iterator[list[str]]:
    """Read in big blocks.

    Every read gives the interpreter lock away and takes it back. At the 8 KiB of a text file that
    happens each millisecond, and the window's thread hardly gets its turn for as long as the file
    lasts.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK_BYTES):
            lines = list(io.StringIO(rest + decoder.decode(block), newline=""))
            # The last one may go on in the next block, and so may a CR LF.
            rest = lines.pop() if lines else ""
            yield lines
    yield list(io.StringIO(rest + decoder.decode(b"", final=True), newline=""))
