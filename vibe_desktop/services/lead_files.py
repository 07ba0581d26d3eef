"""Reading lead files as founders have them: any usual delimiter, encoding and quoting, row by row.

`inspect` looks at the beginning and says what the file is; `records` then streams it, so that a
million rows need no more memory than ten.
"""

import codecs
import itertools
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import (
    IGNORED,
    ColumnMapping,
    ColumnPreview,
    LeadFile,
    is_email_header,
    propose,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_encodings import find_encoding
from vibe_desktop.services.lead_lines import (
    Block,
    Records,
    Row,
    Unreadable,
    in_blocks,
    read_blocks,
    text_rows,
)
from vibe_desktop.services.lead_samples import (
    SAMPLE_ROWS,
    Sample,
    are_profiles,
    column_with_addresses,
    examples,
    fitted,
    shortened,
    take_sample,
)
from vibe_desktop.services.lead_sheets import is_workbook, sheets

DELIMITERS: Final = (",", ";", "\t", "|")
_HEAD_BYTES: Final = 256 * 1024
_GLANCE: Final = 32 * 1024  # characters in which the delimiter and the header are looked for
_HEADER_WITHIN: Final = 10  # rows that an exporter may put above the header

_excel_hint = re.compile(r"sep=(.)\s*\Z", re.IGNORECASE).match


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file as rows.

    Attributes:
        encoding: A name Python knows; "" for a workbook.
        delimiter: One of `DELIMITERS`; "" for a workbook.
        header_line: The line (in a workbook the row) with the column names, from 1.
        sheet: The sheet of a workbook.
        columns: How many columns there are; 0 for as many as the header names.
    """

    encoding: str
    delimiter: str
    header_line: int
    sheet: str = ""
    columns: int = 0

    @classmethod
    def of(cls, file: LeadFile) -> "Dialect":
        """How to read a file that was looked at."""
        return cls(file.encoding, file.delimiter, file.header_line, file.sheet, len(file.columns))


def inspect(path: Path, work: Work) -> LeadFile:
    """Find out what a lead file is and propose what its columns mean.

    Raises:
        InvalidInput: It is missing, empty, not a table, or has no column with addresses.
        Cancelled: The work was cancelled.
    """
    work.report("Looking at the file")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe or a device may never end, and cannot be read twice.
            raise InvalidInput(
                f"“{path.name}” is not a file.",
                next_step="Export your leads as CSV and choose that file.",
                field="file",
            )
        with path.open("rb") as file:
            head = file.read(8)
        return _inspect_workbook(path, work) if is_workbook(head) else _inspect_text(path, work)
    except OSError as error:
        raise _out_of_reach(path, error) from error


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from the same file after somebody wrote to it."""

    state: tuple[int, int, int]
    """Which file it is (inode), its bytes, when it was last written to in nanoseconds."""

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The stamp of a file as it is now.

        Raises:
            InvalidInput: It cannot be looked at.
        """
        try:
            found = path.stat()
        except OSError as error:
            raise _out_of_reach(path, error) from error
        return cls((found.st_ino, found.st_size, found.st_mtime_ns))

    def check(self, path: Path) -> None:
        """Refuse a file that somebody wrote to, or took away, since this stamp was made.

        Raises:
            InvalidInput: It is another one, or gone.
        """
        if Stamp.of(path).state != self.state:
            raise InvalidInput(
                f"The file “{path.name}” was written to while it was read.",
                safe="No lead was imported.",
                next_step="Wait until it is complete, then choose it again.",
                field="file",
            )


def _inspect_text(path: Path, work: Work) -> LeadFile:
    encoding = find_encoding(path, work)
    head, whole = _beginning(path, encoding)
    if not head.strip():
        raise (
            _empty(path)
            if whole
            else InvalidInput(
                f"The file “{path.name}” is not a table: it has no lines.",
                next_step="Export your leads again, as CSV.",
                field="file",
            )
        )
    glance = (_whole_lines(head, _GLANCE) if len(head) > _GLANCE else "") or head
    delimiter = _delimiter(glance)
    dialect = Dialect(encoding, delimiter, _header_line(text_rows(glance, delimiter)))
    sample = take_sample(text_rows(head, delimiter), dialect.header_line)
    estimate = _estimate(sample, head, path.stat().st_size, encoding, whole=whole)
    return _described(path, dialect, sample, estimate)


def _inspect_workbook(path: Path, work: Work) -> LeadFile:
    """Look at the first sheet with a column of addresses, else at the first with anything."""
    best: tuple[bool, LeadFile | InvalidInput] | None = None
    for sheet in sheets(path, work):
        beginning = list(itertools.islice(sheet.read(work), SAMPLE_ROWS + _HEADER_WITHIN))
        if not any(any(cells) for _, cells in beginning):
            continue
        dialect = Dialect("", "", _header_line(beginning), sheet.name)
        sample = take_sample(beginning, dialect.header_line)
        estimate = max(len(sample.rows), sheet.rows - dialect.header_line)
        if sheet.rows <= len(beginning):
            estimate = len(sample.rows)
        try:
            file = _described(path, dialect, sample, estimate)
        except InvalidInput as problem:
            best = best or (False, problem)
            continue
        if any(is_email_header(name) for name in file.headers):
            return file
        if best is None or not best[0]:
            best = (True, file)
    if best is None:
        raise _empty(path)
    if isinstance(best[1], InvalidInput):
        raise best[1]
    return best[1]


def _described(path: Path, dialect: Dialect, sample: Sample, estimate: int) -> LeadFile:
    """A table as the founder sees it before the import.

    Raises:
        InvalidInput: It has no header, or no column with addresses.
    """
    header, rows = sample.header, sample.rows
    if any("@" in name and normalise_email(name) for name in header):
        raise InvalidInput(
            f"The file “{path.name}” has no header: its first row is already a lead.",
            next_step="Add a first row that names the columns, such as Email, First Name, Company.",
            field="file",
        )
    columns = list(zip(*(fitted(row, len(header)) for row in rows), strict=True))
    columns = columns or [()] * len(header)
    fills = [sum(map(bool, cells)) / max(len(cells), 1) for cells in columns]
    profiles = [index for index, cells in enumerate(columns) if are_profiles(cells)]
    mapping = propose(header, fills, column_with_addresses(columns), profiles)
    if mapping.email_index < 0:
        raise _no_addresses(path, header[: sample.named])
    mapping = ColumnMapping(
        tuple(
            IGNORED if index >= sample.named and target.custom else target
            for index, target in enumerate(mapping.targets)
        )
    )
    return LeadFile(
        path=path,
        encoding=dialect.encoding,
        delimiter=dialect.delimiter,
        rows_estimate=estimate,
        columns=tuple(
            ColumnPreview(name, round(fill, 4), examples(cells), target)
            for name, fill, cells, target in zip(
                header, fills, columns, mapping.targets, strict=True
            )
        ),
        mapping=mapping,
        header_line=dialect.header_line,
        sheet=dialect.sheet,
    )


def _beginning(path: Path, encoding: str) -> tuple[str, bool]:
    """The first whole lines of a file, and whether they are all of it."""
    with path.open("rb") as file:
        block = file.read(_HEAD_BYTES)
        whole = not file.read(1)
    head = codecs.getincrementaldecoder(encoding)(errors="replace").decode(block, final=whole)
    return (head if whole else _whole_lines(head, len(head))), whole


def _whole_lines(text: str, most: int) -> str:
    """The first lines of a text, as many as are within its first characters."""
    return text[: max(text.rfind("\n", 0, most), text.rfind("\r", 0, most)) + 1]


def records(
    path: Path, dialect: Dialect, unreadable: Unreadable, work: Work | None = None
) -> Records:
    """The rows below the header: the line each begins at, and its cells as they stand.

    A quotation mark that is opened and never closed would swallow the rows after it. Such a
    row is given to `unreadable`, and reading goes on at the next line.

    Args:
        path: The file.
        dialect: As `inspect` found it.
        unreadable: Told about every row that is left out here.
        work: Cancels the loading of a workbook, which gives no row for a while.

    Raises:
        InvalidInput: It cannot be read, or is no longer the file that `inspect` saw. Raised while
            the rows are iterated over.
    """
    if dialect.delimiter:
        return Records(_text_blocks(path, dialect, unreadable))
    return Records(in_blocks(_sheet_records(path, dialect, work or Work())))


def _text_blocks(path: Path, dialect: Dialect, unreadable: Unreadable) -> Iterator[Block]:
    blocks = read_blocks(path, dialect.encoding, dialect.delimiter, dialect.header_line, unreadable)
    header_passed = False
    try:
        for block in blocks:
            if header_passed or not block.cells:
                yield block
            else:
                header_passed = True
                yield Block(block.lines[1:], block.cells[1:], block.texts[1:], block.plain)
    except OSError as error:
        raise _out_of_reach(path, error) from error


def _sheet_records(path: Path, dialect: Dialect, work: Work) -> Iterator[Row]:
    try:
        for sheet in sheets(path, work):
            if sheet.name == dialect.sheet:
                yield from _below(sheet.read(work), dialect)
                return
    except OSError as error:
        raise _out_of_reach(path, error) from error
    raise InvalidInput(
        f"The workbook “{path.name}” has no sheet “{dialect.sheet}” any more.",
        next_step="Choose the file again.",
        field="file",
    )


def _below(rows: Iterable[Row], dialect: Dialect) -> Iterator[Row]:
    """Rows below the header, without the empty cells that wider rows of the sheet give them."""
    width = dialect.columns
    for line, cells in rows:
        if line > dialect.header_line:
            yield line, cells if any(cells[width:]) else cells[:width]
        elif line == dialect.header_line and not width:
            width = len(cells)
            while width > 1 and not cells[width - 1].strip():
                width -= 1


def _delimiter(head: str) -> str:
    """The delimiter that gives a header with an address column and rows of one width."""
    first = head.lstrip("\r\n").splitlines()[0]
    if (hint := _excel_hint(first)) and hint[1] in DELIMITERS:
        return hint[1]

    def likelihood(delimiter: str) -> tuple[bool, float, int]:
        rows = [row for _, row in itertools.islice(text_rows(head, delimiter), 50) if any(row)]
        widest = max(map(len, rows), default=0)
        alike = sum(len(row) == widest for row in rows) / max(len(rows), 1)
        named = any(is_email_header(cell) for row in rows[:_HEADER_WITHIN] for cell in row)
        return named and widest > 1, alike if widest > 1 else 0.0, widest

    return max(DELIMITERS, key=likelihood)  # the first of equals, so "," for a single column


def _header_line(rows: Iterable[Row]) -> int:
    """The line of the header: of the first row that names an address column, else of the first."""
    first = 0
    looked_at = 0
    for line, row in rows:
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


def _estimate(sample: Sample, head: str, size: int, encoding: str, *, whole: bool) -> int:
    """About how many rows the file has, as dense in lines and bytes as its beginning."""
    if len(sample.rows) < SAMPLE_ROWS and whole:
        return len(sample.rows)
    lines = head.count("\n") or head.count("\r") or 1
    bytes_a_line = len(head.encode(encoding, errors="replace")) / lines
    rows_a_line = len(sample.rows) / sample.last_line
    return max(len(sample.rows), round(size / bytes_a_line * rows_a_line))


def _empty(path: Path) -> InvalidInput:
    return InvalidInput(
        f"The file “{path.name}” is empty.",
        next_step="Export your leads again, as CSV.",
        field="file",
    )


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
