"""Reading Excel workbooks as rows of text, as the founder sees them in a spreadsheet program.

The library reads a whole sheet into memory, as large as the corner of the sheet that has the last
cell. A file of a few kilobytes can claim a cell in the last corner of all, so every workbook is
measured before the library may see it.
"""

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Work

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_UNPACKED: Final = 1024 * 1024 * 1024
"""Bytes that a workbook may unpack to: about 400,000 rows of twenty columns."""
MAX_CELLS: Final = 8_000_000
"""Cells that a sheet may span, a hundred bytes each while it is read."""
_BLOCK_BYTES: Final = 256 * 1024
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OLE_BYTES: Final = 1024 * 1024
_PASSWORD_MARK: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = (
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
    ("index/", "a Numbers document or another package"),
)

# <row r="7"> and <c r="AB7">, each with what follows up to the next tag; or the same without
# saying where, after the one before.
_tags = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<]*)").findall
_place = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']").search
_usual = re.compile(rb"<(?:row|c) r=\"([A-Z]*)([0-9]+)\"").findall
_any_tag = re.compile(rb"<(?:\w+:)?(?:row|c)[\s/>]").findall
_WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins so is a workbook, or looks like one."""
    return head.startswith((*_ZIP, _OLE))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        rows: How many rows it has, blank ones included.
    """

    name: str
    rows: int
    _sheet: "CalamineSheet"

    def read(self, work: Work) -> Iterator[tuple[int, list[str]]]:
        """Its rows from the first: row number and cells, all rows equally long.

        Numbers, dates and truth values are written as text; a formula gives the result that was
        saved with it. A cell that is merged over several rows gives its value to each.
        """
        start = self._sheet.start
        if start is None:
            return
        below = _merged_down(self._sheet, start[1])
        lasting: dict[int, tuple[int, str]] = {}
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            if not number % 1_000:
                work.check()
            cells = [cell if type(cell) is str else in_words(cell) for cell in row]
            for column, (last, value) in tuple(lasting.items()):
                if number > last:
                    del lasting[column]
                elif column < len(cells):
                    cells[column] = cells[column] or value
            for column, last in below.get(number, ()):
                if 0 <= column < len(cells):
                    lasting[column] = (last, cells[column])
            yield number, cells


def sheets(path: Path, work: Work) -> Iterator[Sheet]:
    """The sheets of a workbook, those that are shown before those that are hidden.

    Raises:
        InvalidInput: It is none, is protected, damaged, or larger than can be read.
        OSError: It cannot be read.
        Cancelled: The work was cancelled.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    # The same bytes are measured and read: nobody can exchange the file in between.
    with path.open("rb") as file:
        content = io.BytesIO(file.read(MAX_UNPACKED))
    _measure(path, content, work)
    content.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(content)
        with workbook:
            found = [
                sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
            ]
            found.sort(key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible)
            for metadata in found:
                work.check()
                sheet: CalamineSheet = workbook.get_sheet_by_name(metadata.name)
                yield Sheet(metadata.name, sheet.total_height + 1, sheet)
    except PasswordError as error:
        raise _protected(path) from error
    except CalamineError as error:
        raise _damaged(path) from error


def in_words(cell: Cell) -> str:
    """A value as a spreadsheet program shows it: 12, not 12.0; 491511234567, no exponent.

    Dates are written as 2026-03-15, because the file does not say in which order its reader
    expects day and month.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        # A spreadsheet shows 15 digits: 0.3, not 0.30000000000000004.
        return f"{Decimal(f'{cell:.15g}').normalize():f}"
    if isinstance(cell, datetime):
        form = "%H:%M:%S" if cell.second else "%H:%M"
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d} {cell:{form}}"
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
    return str(cell)


def _merged_down(sheet: "CalamineSheet", first_column: int) -> dict[int, list[tuple[int, int]]]:
    """Merged cells of several rows: (column, last row) by the row they begin in."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            found.setdefault(top + 1, []).append((left - first_column, bottom + 1))
    return found


def _measure(path: Path, content: IO[bytes], work: Work) -> None:
    """Refuse what is no workbook, and what would not fit into memory.

    Raises:
        InvalidInput: Saying which.
    """
    head = content.read(_OLE_BYTES)
    if head.startswith(_OLE):
        raise (
            _protected(path)
            if _PASSWORD_MARK in head
            else _refused(path, "is an old Excel workbook (.xls)")
        )
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            names = [member.filename.replace("\\", "/").lower() for member in members]
            if "xl/workbook.xml" not in names:
                raise _no_workbook(path, names)
            if any(member.flag_bits & 1 for member in members):
                raise _protected(path)
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise _too_large(path)
            for member in members:
                # Whatever it is called: the workbook itself says which part is a sheet.
                with archive.open(member) as part:
                    _measure_part(path, part, work)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged(path) from error


def _measure_part(path: Path, part: IO[bytes], work: Work) -> None:
    """Find the last corner of a sheet, and refuse one that spans too many cells."""
    extent = _Extent()
    rest = b""
    while block := part.read(_BLOCK_BYTES):
        work.check()
        if not extent.begun and block.startswith(_WIDE_TEXT):
            raise _damaged(path)  # no program writes a sheet in UTF-16, where no tag is found
        text = rest + block
        # A tag that the block ends within belongs to the next one.
        rest = text[max(text.rfind(b"<"), 0) :]
        if len(rest) >= _BLOCK_BYTES:
            if _any_tag(rest):
                raise _damaged(path)  # no tag is that long
            rest = b""
        extent.add(text[: len(text) - len(rest)])
        if not extent.sound:
            raise _damaged(path)
        if extent.cells > MAX_CELLS:
            raise _too_large(path)
    extent.add(rest)
    if extent.cells > MAX_CELLS:
        raise _too_large(path)


class _Extent:
    """The rows and columns that a sheet spans, as far as its text was seen. Rather too many."""

    def __init__(self) -> None:
        self._row = self._column = 0  # of the cell before
        self._rows = self._columns = 0
        self.begun = False
        self.sound = True

    @property
    def cells(self) -> int:
        """How many cells it spans."""
        return self._rows * self._columns

    def add(self, text: bytes) -> None:
        """Look at more of the text, cut between two tags."""
        self.begun = True
        places = _usual(text)
        if len(places) == len(_any_tag(text)):
            # Every row and cell says where it is, in the usual words: only the largest matter.
            self._rows = max([self._rows, *map(_number, {row for _, row in places})])
            self._columns = max(
                [self._columns, *map(_column_number, {column for column, _ in places})]
            )
            self._row, self._column = self._rows, self._columns
            return
        for kind, attributes in _tags(text):
            self.sound = self.sound and b"&" not in attributes  # places need no such disguise
            place = _place(attributes)
            letters, digits = place.groups() if place else (b"", b"")
            if kind == b"row":
                self._row = max(self._row + 1, _number(digits))
                self._column = 0
            else:
                self._row = max(self._row, _number(digits))
                self._column = max(self._column + 1, _column_number(letters))
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)


def _number(digits: bytes) -> int:
    return int(digits[:9] or b"0")  # longer ones are far beyond any limit


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:5].upper():
        number = number * 26 + letter - 64
    return number


def _no_workbook(path: Path, names: list[str]) -> InvalidInput:
    for start, kind in _OTHERS:
        if any(name.startswith(start) for name in names):
            return _refused(path, f"is {kind}")
    return _refused(path, "is an archive", "Unpack it, and choose the lead file that is in it.")


def _protected(path: Path) -> InvalidInput:
    return InvalidInput(
        f"The workbook “{path.name}” is protected by a password.",
        next_step="Save it without a password, or as CSV, and choose that file.",
        field="file",
    )


def _damaged(path: Path) -> InvalidInput:
    return InvalidInput(
        f"The workbook “{path.name}” is damaged or was cut off.",
        next_step="Download or save it again; if that does not help, save it as CSV.",
        field="file",
    )


def _too_large(path: Path) -> InvalidInput:
    return InvalidInput(
        f"The workbook “{path.name}” is too large to be read: its cells span more than"
        f" {MAX_CELLS:,} or unpack to more than {MAX_UNPACKED // 1024**3} GB.",
        next_step="Save the sheet with the leads as CSV (UTF-8): that has no such limit.",
        field="file",
    )


def _refused(
    path: Path,
    what: str,
    next_step: str = "Open it in your spreadsheet program and save it as CSV (UTF-8) or .xlsx.",
) -> InvalidInput:
    return InvalidInput(
        f"The file “{path.name}” {what}. Lead files are CSV files or Excel workbooks (.xlsx).",
        next_step=next_step,
        field="file",
    )
