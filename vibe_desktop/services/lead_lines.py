"""Splitting a text file into lines, and lines into rows: a million of them, block by block.

In most blocks every line is a row. Then the rows cost no more than the library's reader; elsewhere
it is found out for each row how many lines it takes.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BLOCK_BYTES: Final = (
    64 * 1024
)  # some 200 rows: what is made of them stays in the processor's cache
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_ASCII_PRINTABLE: Final = bytes(range(32, 127))

_PART: Final = 32

Unreadable = Callable[[int, str], None]
"""Told the line and the text of a row that cannot be read."""

Row = tuple[int, list[str]]
"""The line that a row begins at, and its cells as they stand."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows.

    Attributes:
        lines: The line that each begins at.
        cells: Their cells as they stand.
        texts: What each was read from, for a quick look at a whole row.
        plain: Whether no character in it needs cleaning or says that the file was misread.
    """

    lines: Sequence[int]
    cells: Sequence[list[str]]
    texts: Sequence[str]
    plain: bool

    @property
    def rows(self) -> Iterator[Row]:
        """Line and cells of each."""
        return zip(self.lines, self.cells, strict=True)


class Records:
    """The rows of a file, one by one, or in the blocks they are read in. Can be read once."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self.blocks = blocks

    def __iter__(self) -> Iterator[Row]:
        return itertools.chain.from_iterable(block.rows for block in self.blocks)


def in_blocks(rows: Iterable[Row], size: int = 256) -> Iterator[Block]:
    """Rows of any source, in blocks."""
    rows = iter(rows)
    while some := list(itertools.islice(rows, size)):
        texts = ["".join(cells) for _, cells in some]
        lines = [line for line, _ in some]
        yield Block(lines, [cells for _, cells in some], texts, is_plain("".join(texts)))


def is_plain(text: str, besides: bytes = b"") -> bool:
    """Whether no character of a text needs cleaning or says that the file was misread.

    Deleting what is printable ASCII costs a third of asking for every character.

    Args:
        text: Any text.
        besides: ASCII characters that do no harm either.
    """
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_PRINTABLE + besides)
    if not rest:
        return True
    others = rest.decode("utf-8", "surrogatepass")
    return others.isprintable() and _BROKEN not in others


def read_blocks(
    path: Path, encoding: str, delimiter: str, first_line: int, unreadable: Unreadable
) -> Iterator[Block]:
    """The rows of a file from a line on, blank ones included.

    What does not decode becomes U+FFFD, and the row that has it is reported, not guessed.

    Raises:
        OSError: It cannot be read.
    """
    line = 1
    carried: list[str] = []  # lines of a row that goes on in the next block
    for text, last in _texts(path, encoding):
        plain = is_plain(text, _harmless(text, delimiter))
        # Lines with their ends (LF, CR LF or CR), as a text file gives them: nothing else that
        # `splitlines` takes for an end of a line is in a plain text.
        lines = text.splitlines(keepends=True) if plain else list(io.StringIO(text, newline=""))
        if line < first_line:
            above = min(len(lines), first_line - line)
            lines = lines[above:]
            line += above
        plain = plain and not carried
        lines = carried + lines
        rows = _one_a_line(lines, delimiter, last=last)
        if rows is not None:
            carried = []
            block = Block(range(line, line + len(rows)), rows, lines, plain)
            yield from [block] if plain else _in_parts(block, delimiter)
        else:
            found, carried = _several_lines(lines, delimiter, line, unreadable, last=last)
            yield from in_blocks(found, _PART)
        line += len(lines) - len(carried)


def _harmless(text: str, delimiter: str) -> bytes:
    """What stands between the cells of a text. A cell in quotation marks may have a tab in it."""
    tabs_in_cells = delimiter == "\t" and '"' in text
    return b"\r\n" if tabs_in_cells else b"\r\n" + delimiter.encode()


def _in_parts(block: Block, delimiter: str) -> Iterator[Block]:
    """A block that is not plain in small parts, most of which are."""
    for start in range(0, len(block.cells), _PART):
        part = slice(start, start + _PART)
        texts = block.texts[part]
        text = "".join(texts)
        plain = is_plain(text, _harmless(text, delimiter))
        yield Block(block.lines[part], block.cells[part], texts, plain)


def text_rows(text: str, delimiter: str) -> list[Row]:
    """The rows of a whole text; those that cannot be read are left out."""
    lines = list(io.StringIO(text, newline=""))
    return _several_lines(lines, delimiter, 1, lambda _line, _text: None, last=True)[0]


def _one_a_line(lines: list[str], delimiter: str, *, last: bool) -> list[list[str]] | None:
    """The rows of lines of which each is one; None when that is not so."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None
    if len(rows) != len(lines):
        return None
    # The last cell may go on in the next block.
    if lines and not last and '"' in lines[-1] and not _well_quoted(lines[-1:], delimiter):
        return None
    return rows


def _several_lines(
    lines: list[str], delimiter: str, first_line: int, unreadable: Unreadable, *, last: bool
) -> tuple[list[Row], list[str]]:
    """The rows of lines some of which belong together.

    A quotation mark that is opened and never closed would swallow the rows after it. Its row is
    given to `unreadable`, and reading goes on at the next line.

    Returns:
        The rows, and the lines of the last one when it may go on in the next block.
    """
    found: list[Row] = []
    start = 0
    while start < len(lines):
        reader = csv.reader(itertools.islice(lines, start, None), delimiter=delimiter)
        begun = start
        try:
            for row in reader:
                end = begun + reader.line_num
                if end == len(lines) and not last and not _well_quoted(lines[start:], delimiter):
                    return found, lines[start:]
                if end > start + 1 and not _well_quoted(lines[start:end], delimiter):
                    break
                found.append((first_line + start, row))
                start = end
            else:
                return found, []
        except csv.Error:  # a cell beyond any reason: a quotation mark was never closed
            pass
        unreadable(first_line + start, lines[start])
        start += 1
    return found, []


def _well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a row closes its quotation marks where a cell ends."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _texts(path: Path, encoding: str) -> Iterator[tuple[str, bool]]:
    """Whole lines of a file in big blocks, each with whether it is the last.

    Every read gives the interpreter lock away and takes it back. At the 8 KiB of a text file that
    happens each millisecond, and the window's thread hardly gets its turn for as long as the file
    lasts.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK_BYTES):
            text = rest + decoder.decode(block)
            # The last line may go on in the next block, and so may a CR LF.
            cut = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
            rest = text[cut:]
            yield text[:cut], False
    yield rest + decoder.decode(b"", final=True), True
