"""Deciding about each row of a lead file: a lead, or skipped for a reason the founder can read.

A list can have a million rows, so the work per row is kept small: one look at the whole row
finds out whether any cell needs cleaning at all.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Final

from vibe_desktop.domain.addresses import DoNotContact, normalise_email
from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import LeadField, SkippedRow, SkipReason
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_files import shortened

LeadRow = tuple[str, ...]
"""Address, the seven other fields in the order of `LeadField`, and the custom variables as JSON."""

KEPT_ROWS: Final = 1_000
"""How many skipped rows a report lists."""
_VALUE_LENGTH: Final = 80
_PROGRESS_ROWS: Final = 2_048
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_OTHERS: Final = tuple(field for field in LeadField if field is not LeadField.EMAIL)


class Sieve:
    """One pass over one file. Counts and skipped rows are complete once `leads` is exhausted."""

    def __init__(
        self,
        mapping: ColumnMapping,
        *,
        known: Collection[str] = frozenset(),
        suppressed: DoNotContact | None = None,
        on_skip: Callable[[SkippedRow], None] | None = None,
    ) -> None:
        """Prepare.

        Args:
            mapping: Checked for this file.
            known: Addresses that the campaign's lists have already.
            suppressed: Who must not be contacted.
            on_skip: Told about every skipped row, also those beyond `KEPT_ROWS`.
        """
        self._mapping = mapping
        self._known = known
        self._suppressed = suppressed or DoNotContact()
        self._on_skip = on_skip
        self._seen: set[str] = set()
        self.kept = 0
        self.reasons: Counter[SkipReason] = Counter()
        self.rows: list[SkippedRow] = []

    def skip(self, line: int, reason: SkipReason, value: str) -> None:
        """Note a skipped row."""
        self.reasons[reason] += 1
        if len(self.rows) < KEPT_ROWS or self._on_skip is not None:
            row = SkippedRow(line, reason, shortened(value, _VALUE_LENGTH))
            if len(self.rows) < KEPT_ROWS:
                self.rows.append(row)
            if self._on_skip is not None:
                self._on_skip(row)

    def unreadable(self, line: int, text: str) -> None:
        """Note a row that cannot even be split into cells."""
        self.skip(line, SkipReason.UNREADABLE, text)

    def leads(
        self, records: Iterable[tuple[int, list[str]]], work: Work, estimate: int
    ) -> Iterator[LeadRow]:
        """The leads among the rows of a file, in file order.

        Args:
            records: Line and cells, as `lead_files.records` gives them.
            work: Told about progress every few thousand rows.
            estimate: About how many rows there are.
        """
        width = len(self._mapping.targets)
        address = self._mapping.email_index
        fields = _fields_of(self._mapping)
        custom = _custom_of(self._mapping)
        next_report = 0
        for number, (line, row) in enumerate(records):
            if number >= next_report:
                work.report("Reading rows", number, max(estimate, number))
                next_report = number + _PROGRESS_ROWS
            text = "".join(row)
            if not text or text.isspace():
                continue
            if not text.isprintable():
                row = [_on_one_line(cell) for cell in row]  # noqa: PLW2901 - the cleaned row
            if len(row) != width and not self._made_to_fit(line, row):
                continue
            email = normalise_email(row[address])
            if email is None:
                self._skip_without_address(line, row)
            elif _BROKEN in text:
                self.unreadable(line, next(cell for cell in row if _BROKEN in cell))
            elif reason := self._objection(email):
                self.skip(line, reason, email)
            else:
                self._seen.add(email)
                self.kept += 1
                cells = [*map(str.strip, row), ""]
                yield (email, *fields(cells), custom(cells))

    def _made_to_fit(self, line: int, row: list[str]) -> bool:
        """Give the row as many cells as the header has, or note why that cannot be."""
        width = len(self._mapping.targets)
        extra = " ".join(row[width:]).strip()
        if len(row) <= self._mapping.email_index:
            self.skip(line, SkipReason.TOO_FEW_COLUMNS, " ".join(row))
            return False
        if extra:
            self.skip(line, SkipReason.TOO_MANY_COLUMNS, extra)
            return False
        row[width:] = [""] * (width - len(row))
        return True

    def _skip_without_address(self, line: int, row: list[str]) -> None:
        cell = row[self._mapping.email_index].strip()
        if cell:
            self.skip(line, SkipReason.BAD_ADDRESS, cell)
        else:
            self.skip(line, SkipReason.NO_ADDRESS, " ".join(row))

    def _objection(self, email: str) -> SkipReason | None:
        """Why a row with a good address is left out all the same."""
        if self._suppressed.covers(email):
            return SkipReason.SUPPRESSED
        if email in self._known:
            return SkipReason.IN_CAMPAIGN
        if email in self._seen:
            return SkipReason.DUPLICATE_IN_FILE
        return None


def _fields_of(mapping: ColumnMapping) -> Callable[[list[str]], tuple[str, ...]]:
    """Picks the fields beside the address; one without a column is the empty cell at the end."""
    nowhere = len(mapping.targets)
    places = (mapping.index_of(field) for field in _OTHERS)
    pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
        *(nowhere if place < 0 else place for place in places)
    )
    return pick


def _custom_of(mapping: ColumnMapping) -> Callable[[list[str]], str]:
    """Writes the custom variables that have a value as a JSON object."""
    named = [
        (index, f"{encode_basestring(target.custom)}:")
        for index, target in enumerate(mapping.targets)
        if target.custom
    ]

    def custom(cells: list[str]) -> str:
        pairs = [name + encode_basestring(cells[index]) for index, name in named if cells[index]]
        return f"{{{','.join(pairs)}}}"

    return custom


def _on_one_line(cell: str) -> str:
    """A cell without line breaks, control characters and invisible spaces."""
    if cell.isprintable():
        return cell
    return " ".join("".join(map(_plain, cell)).split())


def _plain(character: str) -> str:
    if character in "\ufeff\u200b\u00ad":
        return ""
    kind = unicodedata.category(character)
    if kind == "Cc":
        return " " if character in "\t\r\n\v\f" else ""
    return " " if kind in ("Zs", "Zl", "Zp") else character
