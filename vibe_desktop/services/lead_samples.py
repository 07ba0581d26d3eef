"""What the first rows of a lead file show: its columns, how full they are, a few values of each."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.lead_columns import unnamed_column
from vibe_desktop.services.lead_lines import Row

SAMPLE_ROWS: Final = 1_000
"""Rows looked at for fill rates, samples and the estimate."""
_SAMPLE_LENGTH: Final = 60
_HEADER_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """The column names and the first rows, with stripped cells.

    Attributes:
        header: Without empty names at the end, unless there are values below them.
        named: How many columns come before the first of those.
    """

    header: tuple[str, ...]
    named: int
    rows: list[list[str]]
    last_line: int


def take_sample(table: Iterable[Row], header_line: int) -> Sample:
    """The beginning of a table whose header begins at a line."""
    below = ((line, row) for line, row in table if line >= header_line)
    _, names = next(below, (0, []))
    header = [shortened(cell, _HEADER_LENGTH) for cell in names]
    while len(header) > 1 and not header[-1]:
        header.pop()
    named = len(header)
    rows: list[list[str]] = []
    last_line = header_line
    for line, row in below:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            rows.append(cells)
            last_line = line
        if len(rows) == SAMPLE_ROWS:
            break
    header += map(unnamed_column, range(named, _columns_with_values(rows, len(names))))
    return Sample(tuple(header), named, rows, last_line)


def _columns_with_values(rows: Sequence[Sequence[str]], header_cells: int) -> int:
    """How many columns a table has, up to the last one with a value.

    Rows that are wider than the header and than half of the rows have a delimiter too many: their
    cells stand under the wrong names, and make no column.
    """
    widths = sorted(map(len, rows))
    usual = max(header_cells, widths[len(widths) // 2] if widths else 0)
    return max(
        (
            index + 1
            for row in rows
            if len(row) <= usual
            for index in range(len(row) - 1, -1, -1)
            if row[index]
        ),
        default=0,
    )


def fitted(row: list[str], width: int) -> list[str]:
    """A row with so many cells."""
    return row[:width] + [""] * (width - len(row))


def column_with_addresses(columns: Sequence[Sequence[str]]) -> int:
    """The first column most of whose values are addresses, -1 when there is none."""
    for index, cells in enumerate(columns):
        values = [cell for cell in cells[:100] if cell]
        if sum("@" in value and normalise_email(value) is not None for value in values) > (
            len(values) / 2
        ):
            return index
    return -1


def are_profiles(cells: Sequence[str]) -> bool:
    """Whether most values of a column are pages at LinkedIn."""
    values = [cell for cell in cells[:100] if cell]
    return sum("linkedin.com/" in value for value in values) > len(values) / 2


def examples(cells: Sequence[str]) -> tuple[str, ...]:
    """Up to three different values of a column, shortened."""
    different = dict.fromkeys(cell for cell in cells[:200] if cell)
    return tuple(shortened(cell, _SAMPLE_LENGTH) for cell in itertools.islice(different, 3))


def shortened(text: str, length: int) -> str:
    """`text` on one line, cut to `length` characters with an ellipsis."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
