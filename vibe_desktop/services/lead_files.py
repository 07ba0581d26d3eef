"""Reading lead files as founders have them: any usual delimiter, encoding and quoting, row by row.

`inspect` looks at the beginning and says what the file is; `records` then streams it, so that a
million rows need no more memory than ten.
"""

import codecs
import csv
import io
import itertools
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import (
    ColumnPreview,
    LeadFile,
    is_email_header,
    propose,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_encodings import find_encoding

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_ROWS: Final = 1_000
"""Rows looked at for fill rates, samples and the estimate."""
_HEAD_BYTES: Final = 256 * 1024
_BLOCK_BYTES: Final = 256 * 1024
_HEADER_WITHIN: Final = 10  # rows that an exporter may put above the header
_SAMPLE_LENGTH: Final = 60
_HEADER_LENGTH: Final = 200

_excel_hint = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE).match

Unreadable = Callable[[int, str], None]
"""Told the line and the text of a row that cannot be read."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file as rows.

    Attributes:
        encoding: A name Python knows.
        delimiter: One of `DELIMITERS`.
        header_line: The line with the column names, from 1.
    """

    encoding: str
    delimiter: str
    header_line: int


def inspect(path: Path, work: Work) -> LeadFile:
    """Find out what a lead file is and propose what its columns mean.

    Raises:
        InvalidInput: It is missing, empty, not a text table, or has no column with addresses.
        Cancelled: The work was cancelled.
    """
    work.report("Looking at the file")
    try:
        return _inspect(path, work)
    except OSError as error:
        raise _out_of_reach(path, error) from error


def _inspect(path: Path, work: Work) -> LeadFile:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        # A pipe or a device may never end, and cannot be read twice.
        raise InvalidInput(
            f"“{path.name}” is not a file.",
            next_step="Export your leads as CSV and choose that file.",
            field="file",
        )
    size = found.st_size
    encoding = find_encoding(path, work)
    head, whole = _beginning(path, encoding)
    if not head.strip():
        raise InvalidInput(
            f"The file “{path.name}” is empty."
            if whole
            else f"The file “{path.name}” is not a table: it has no lines.",
            next_step="Export your leads again, as CSV.",
            field="file",
        )
    delimiter = _delimiter(head)
    dialect = Dialect(encoding, delimiter, _header_line(head, delimiter))
    sample = _sample(head, dialect)
    header, rows = sample.header, sample.rows
    if any("@" in name and normalise_email(name) for name in header):
        raise InvalidInput(
            f"The file “{path.name}” has no header: its first row is already a lead.",
            next_step="Add a first row that names the columns, such as Email, First Name, Company.",
            field="file",
        )
    columns = list(zip(*(_fitted(row, len(header)) for row in rows), strict=True))
    columns = columns or [()] * len(header)
    fills = [sum(map(bool, cells)) / max(len(cells), 1) for cells in columns]
    mapping = propose(header, fills, _column_with_addresses(columns))
    if mapping.email_index < 0:
        raise _no_addresses(path, header)
    return LeadFile(
        path=path,
        encoding=encoding,
        delimiter=delimiter,
        rows_estimate=_estimate(sample, head, size, encoding, whole=whole),
        columns=tuple(
            ColumnPreview(name, round(fill, 4), _samples(cells), target)
            for name, fill, cells, target in zip(
                header, fills, columns, mapping.targets, strict=True
            )
        ),
        mapping=mapping,
        header_line=dialect.header_line,
    )


def _beginning(path: Path, encoding: str) -> tuple[str, bool]:
    """The first whole lines of a file, and whether they are all of it."""
    with path.open("rb") as file:
        block = file.read(_HEAD_BYTES)
        whole = not file.read(1)
    head = codecs.getincrementaldecoder(encoding)(errors="replace").decode(block, final=whole)
    return (head if whole else head[: max(head.rfind("\n"), head.rfind("\r")) + 1]), whole


def records(
    path: Path, dialect: Dialect, unreadable: Unreadable
) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header: the line each begins at, and its cells as they stand.

    A quotation mark that is opened and never closed would swallow the rows after it. Such a
    row is given to `unreadable`, and reading goes on at the next line.

    Args:
        path: The file.
        dialect: As `inspect` found it.
        unreadable: Told about every row that is left out here.
    """
    lines = itertools.islice(_lines(path, dialect.encoding), dialect.header_line - 1, None)
    rows = _rows(lines, dialect.delimiter, dialect.header_line, unreadable)
    next(rows, None)  # the header itself
    return rows


def _rows(
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


def _lines(path: Path, encoding: str) -> Iterator[str]:
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
    try:
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK_BYTES):
                lines = list(io.StringIO(rest + decoder.decode(block), newline=""))
                # The last one may go on in the next block, and so may a CR LF.
                rest = lines.pop() if lines else ""
                yield lines
    except OSError as error:
        raise _out_of_reach(path, error) from error
    yield list(io.StringIO(rest + decoder.decode(b"", final=True), newline=""))


def _delimiter(head: str) -> str:
    """The delimiter that gives a header with an address column and rows of one width."""
    first = head.lstrip("\r\n").splitlines()[0]
    if (hint := _excel_hint(first)) and hint[1] in DELIMITERS:
        return hint[1]

    def likelihood(delimiter: str) -> tuple[bool, float, int]:
        rows = [row for _, row in itertools.islice(_text_rows(head, delimiter), 50) if any(row)]
        widest = max(map(len, rows), default=0)
        alike = sum(len(row) == widest for row in rows) / max(len(rows), 1)
        named = any(is_email_header(cell) for row in rows[:_HEADER_WITHIN] for cell in row)
        return named and widest > 1, alike if widest > 1 else 0.0, widest

    return max(DELIMITERS, key=likelihood)  # the first of equals, so "," for a single column


def _header_line(head: str, delimiter: str) -> int:
    """The line of the header: of the first row that names an address column, else of the first."""
    first = 0
    looked_at = 0
    for line, row in _text_rows(head, delimiter):
        if not any(cell.strip() for cell in row):
            continue
        if any(is_email_header(cell) for cell in row):
            return line
        if not (line == 1 and row[0].lower().startswith("sep=")):
            first = first or line
        looked_at += 1
        if looked_at == _HEADER_WITHIN:
            break
    return first or 1


def _text_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    return _rows(io.StringIO(text, newline=""), delimiter, 1, lambda _line, _text: None)


@dataclass(frozen=True, slots=True)
class _Sample:
    """The column names without empty ones at the end, and the first rows with stripped cells."""

    header: tuple[str, ...]
    rows: list[list[str]]
    last_line: int


def _sample(head: str, dialect: Dialect) -> _Sample:
    below = (
        (line, row)
        for line, row in _text_rows(head, dialect.delimiter)
        if line >= dialect.header_line
    )
    _, names = next(below, (0, []))
    header = [shortened(cell, _HEADER_LENGTH) for cell in names]
    while len(header) > 1 and not header[-1]:
        header.pop()
    rows: list[list[str]] = []
    last_line = dialect.header_line
    for line, row in below:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            rows.append(cells)
            last_line = line
        if len(rows) == SAMPLE_ROWS:
            break
    return _Sample(tuple(header), rows, last_line)


def _fitted(row: list[str], width: int) -> list[str]:
    return row[:width] + [""] * (width - len(row))


def _column_with_addresses(columns: Sequence[Sequence[str]]) -> int:
    """The first column most of whose values are addresses, -1 when there is none."""
    for index, cells in enumerate(columns):
        values = [cell for cell in cells[:100] if cell]
        if sum("@" in value and normalise_email(value) is not None for value in values) > (
            len(values) / 2
        ):
            return index
    return -1


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    different = dict.fromkeys(cell for cell in cells[:200] if cell)
    return tuple(shortened(cell, _SAMPLE_LENGTH) for cell in itertools.islice(different, 3))


def shortened(text: str, length: int) -> str:
    """`text` on one line, cut to `length` characters with an ellipsis."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _estimate(sample: _Sample, head: str, size: int, encoding: str, *, whole: bool) -> int:
    """About how many rows the file has, as dense in lines and bytes as its beginning."""
    if len(sample.rows) < SAMPLE_ROWS and whole:
        return len(sample.rows)
    lines = head.count("\n") or head.count("\r") or 1
    bytes_a_line = len(head.encode(encoding, errors="replace")) / lines
    rows_a_line = len(sample.rows) / sample.last_line
    return max(len(sample.rows), round(size / bytes_a_line * rows_a_line))


def _out_of_reach(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        f"The file “{path.name}” cannot be read: {error.strerror or error}.",
        next_step="Check that it is still there and that you may open it.",
        field="file",
    )


def _no_addresses(path: Path, header: Sequence[str]) -> InvalidInput:
    names = ", ".join(shortened(name, 30) for name in header[:8] if name)
    return InvalidInput(
        f"No column of “{path.name}” holds e-mail addresses. Its columns: {names or 'none'}.",
        next_step="Export again with the e-mail column, or name that column “Email”.",
        field="file",
    )
