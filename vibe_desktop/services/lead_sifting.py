"""Deciding about each row of a lead file: a lead, or skipped for a reason the founder can read.

A list can have a million rows, so the work per row is kept small. Rows come in blocks: one look at
all the text of a block finds out whether any cell of it needs cleaning at all. Blocks of simple
rows are decided about at once (`lead_sweeping`); the others are gone through row by row here. What
an address's host name says (is it one, whose country, free mail, suppressed) is found out once for
each host name.
"""

import re
import unicodedata
from bisect import bisect
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import length_hint
from types import MappingProxyType
from typing import Final, NamedTuple

from vibe_desktop.domain.addresses import DoNotContact, normalise_email, untagged
from vibe_desktop.domain.countries import country_code, country_of_host
from vibe_desktop.domain.hygiene import ROLE_NAMES, host_flags, is_free_mail, is_role
from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import Hygiene, LeadFlag, SkippedRow, SkipReason
from vibe_desktop.domain.spreadsheets import plain_cell
from vibe_desktop.domain.work import Work
from vibe_desktop.services.address_checks import judged
from vibe_desktop.services.lead_lines import Block, Records, Row, in_blocks
from vibe_desktop.services.lead_rows import LeadRow, row_maker
from vibe_desktop.services.lead_samples import shortened
from vibe_desktop.services.lead_sweeping import Sweeper, Swept, count_known
from vibe_desktop.store.lead_intake import InBlocks

__all__ = ["KEPT_ROWS", "LeadRow", "Sieve", "on_one_line"]

KEPT_ROWS: Final = 1_000
"""How many skipped rows a report lists."""
MAX_HOSTS: Final = 100_000
"""How many different host names are remembered, and counted as companies."""
_MAX_COUNTRIES: Final = 10_000  # different texts in the country column
_TOP_COMPANIES: Final = 10
_JUDGED_AT_MOST: Final = 10_000  # addresses that the library is asked about, 0.1 ms each
_VALUE_LENGTH: Final = 80
_PROGRESS_ROWS: Final = 1_000
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_ROLE: Final = int(LeadFlag.ROLE)
_FREE_MAIL: Final = int(LeadFlag.FREE_MAIL)
_DISPOSABLE: Final = int(LeadFlag.DISPOSABLE)

# The local parts that need no second look: all that `domain.addresses` takes, but for those that
# begin with an apostrophe.
_is_local_part = re.compile(
    r"(?!')[a-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
).fullmatch
_SHORT_ENOUGH: Final = 64  # of a whole address whose parts are short enough then


class _Host(NamedTuple):
    """What a host name says about every address there."""

    country: str
    flags: int
    suppressed: bool


class Sieve:
    """One pass over one file. Counts and skipped rows are complete once `leads` is exhausted.

    It decides only about the row itself: whether it has an address, a good one, one that did not
    stand further up in the file, one that may be written to.

    Attributes:
        kept: Leads so far.
        reasons: Skipped rows by reason.
        rows: The first `KEPT_ROWS` of them, in file order.
    """

    def __init__(
        self,
        mapping: ColumnMapping,
        *,
        suppressed: DoNotContact | None = None,
        on_skip: Callable[[SkippedRow], None] | None = None,
    ) -> None:
        """Prepare.

        Args:
            mapping: Checked for this file.
            suppressed: Who must not be contacted.
            on_skip: Told about every skipped row, also those beyond `KEPT_ROWS`.
        """
        self._mapping = mapping
        self._width = len(mapping.targets)
        self._address, self._country = mapping.email_index, mapping.country_index
        self._suppressed = suppressed or DoNotContact()
        self._on_skip = on_skip
        self._make_plain = row_maker(mapping, plain=True)
        self._make_any = row_maker(mapping, plain=False)
        self._hosts: dict[str, _Host] = {}
        self._companies: Counter[str] = Counter()
        self._disposable: Collection[str] = ()
        self._country_codes: dict[str, str] = {}
        self._countries: Counter[str] = Counter()
        self._flags: Counter[LeadFlag] = Counter()
        self._judged = 0
        self._ahead: deque[tuple[int, str]] = deque()
        self.kept = 0
        self._lines: Sequence[int] = ()
        self._sifted_lines: list[int] = []
        self._given: Iterator[LeadRow] = iter(())
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
        """Note a row that cannot even be split into cells.

        Rows are read a block ahead of the decisions: it is noted when its turn comes.
        """
        self._ahead.append((line, text))

    @property
    def line(self) -> int:
        """The line where the row of the lead that `leads` gave last begins."""
        # Noting it for every lead would cost more than asking how many are left of its block.
        return self._lines[-1 - length_hint(self._given)]

    @property
    def hygiene(self) -> Hygiene:
        """What is worth knowing about the leads so far; `elsewhere` is not known here."""
        companies = [
            (host, leads)
            for host, leads in self._companies.items()
            if leads > 1 and not is_free_mail(host)
        ]
        companies.sort(key=lambda pair: (-pair[1], pair[0]))
        return Hygiene(
            role=self._flags[LeadFlag.ROLE],
            free_mail=self._flags[LeadFlag.FREE_MAIL],
            disposable=self._flags[LeadFlag.DISPOSABLE],
            same_company=sum(leads - 1 for _, leads in companies),
            companies=tuple(companies[:_TOP_COMPANIES]),
            countries=MappingProxyType(dict(self._countries.most_common())),
        )

    def leads(
        self, records: Records | Iterable[Row], work: Work, estimate: int
    ) -> InBlocks[LeadRow]:
        """The leads among the rows of a file, in file order.

        Args:
            records: Line and cells, as `lead_files.records` gives them.
            work: Told about progress every thousand rows or so.
            estimate: About how many rows there are.
        """
        blocks = self._blocks(records, work, estimate)
        return InBlocks(blocks, self._one_by_one(blocks))

    def _one_by_one(self, blocks: Iterable[list[LeadRow]]) -> Iterator[LeadRow]:
        for leads in blocks:
            self._given = iter(leads)
            yield from self._given

    def _blocks(
        self, records: Records | Iterable[Row], work: Work, estimate: int
    ) -> Iterator[list[LeadRow]]:
        # Hashes take half the memory of the addresses. With a million of them the chance that two
        # different addresses have the same is 1 in 30 million, and the row would be reported.
        seen: set[int] = set()
        from disposable_email_domains import blocklist

        self._disposable = blocklist
        sweeper = Sweeper(self._mapping, self._suppressed, blocklist, self._code)
        number = next_report = 0
        for block in records.blocks if isinstance(records, Records) else in_blocks(records):
            if number >= next_report:
                work.report("Reading rows", number, max(estimate, number))
                next_report = number + _PROGRESS_ROWS
            number += len(block.cells)
            self._lines = self._sifted_lines = []
            if self._ahead:
                leads = list(self._merged(block, seen))
            elif block.plain:
                leads = self._swept(block, sweeper, seen)
            else:
                leads = list(self._sifted(block, seen))
            if leads:
                yield leads
        self._note_unreadable(None)
        # One by one: as a whole, a million are forgotten while no other thread gets its turn.
        while seen:
            seen.pop()

    def _swept(self, block: Block, sweeper: Sweeper, seen: set[int]) -> list[LeadRow]:
        """The leads of a block: simple rows many at a time, the others one by one."""
        swept = sweeper.sweep(block.cells, seen)
        if swept is None:
            return list(self._sifted(block, seen))
        self._take(swept)
        leads, places = swept.leads, swept.places
        for odd in swept.odd:
            for lead in self._sifted(_alone(block, odd), seen):
                at = bisect(places, odd)
                places.insert(at, odd)
                leads.insert(at, lead)
        self._lines = block.lines if not swept.odd else [block.lines[place] for place in places]
        return leads

    def _take(self, swept: Swept) -> None:
        """Count leads."""
        self.kept += len(swept.leads)
        count_known(self._companies, swept.hosts, MAX_HOSTS)
        self._countries.update(swept.countries)
        for flags in filter(None, swept.flags):
            self._count(flags)

    def _merged(self, block: Block, seen: set[int]) -> Iterator[LeadRow]:
        """The leads of a block with unreadable rows in between, everything in its turn."""
        for place, line in enumerate(block.lines):
            self._note_unreadable(line)
            yield from self._sifted(_alone(block, place), seen)

    def _note_unreadable(self, before: int | None) -> None:
        while self._ahead and (before is None or self._ahead[0][0] < before):
            line, text = self._ahead.popleft()
            self.skip(line, SkipReason.UNREADABLE, text)

    def _sifted(  # noqa: C901, PLR0912, PLR0915 - split up, each step would cost a call per row
        self, block: Block, seen: set[int]
    ) -> Iterator[LeadRow]:
        """The leads of some rows. Every microsecond in here is a second of a big import."""
        width, address, hosts = self._width, self._address, self._hosts
        country_column = self._country
        suppressed = self._suppressed
        addresses, hashes = suppressed.addresses, suppressed.hashes
        companies, countries = self._companies, self._countries
        make_plain, make_any = self._make_plain, self._make_any
        plain = block.plain
        for line, row, text in zip(block.lines, block.cells, block.texts, strict=True):
            if plain and len(row) == width:
                cells = list(map(str.strip, row))
            elif (fitted := self._fitted(line, row, text)) is not None:
                cells = fitted
            else:
                continue
            if "'" in text:  # perhaps one that an export put in front of what looks like a formula
                cells = [plain_cell(cell) if cell[:1] == "'" else cell for cell in cells]
            email = cells[address].lower()
            local_part, _, name = email.partition("@")
            host = hosts.get(name)
            if host is None or len(email) > _SHORT_ENOUGH or not _is_local_part(local_part):
                email = self._looked_into(line, cells)
                if not email:
                    continue
                local_part, _, name = email.partition("@")
                host = hosts.get(name) or self._host(name)
            if not plain and _BROKEN in text:
                self.skip(
                    line, SkipReason.UNREADABLE, next(cell for cell in row if _BROKEN in cell)
                )
                continue
            if (
                host.suppressed
                or email in addresses
                or (hashes and suppressed.covers(email))
                or ("+" in local_part and suppressed.covers(untagged(email)))
            ):
                self.skip(line, SkipReason.SUPPRESSED, email)
                continue
            key = hash(email)
            if key in seen:
                self.skip(line, SkipReason.DUPLICATE_IN_FILE, email)
                continue
            seen.add(key)
            self.kept += 1
            self._sifted_lines.append(line)
            if name in companies or len(companies) < MAX_HOSTS:
                companies[name] += 1
            flags = host.flags
            if local_part in ROLE_NAMES or ("+" in local_part and is_role(local_part)):
                flags |= _ROLE
            if flags:
                self._count(flags)
            country = host.country
            if country_column >= 0 and (cell := cells[country_column]):
                country = self._code(cell) or country
            countries[country] += 1
            # A quotation mark within a cell is written twice, but a single one may stand in a cell
            # that has none around it.
            if "\\" in text or not plain or ('"' in text and '"' in "".join(cells)):
                yield make_any(cells, email, country, flags)
            else:
                yield make_plain(cells, email, country, flags)

    def _fitted(self, line: int, row: list[str], text: str) -> list[str] | None:
        """The cells of a row, cleaned and as many as the header has; None for no lead."""
        if not text or text.isspace():
            return None
        cells = [cell.strip() if cell.isprintable() else on_one_line(cell) for cell in row]
        if len(cells) == self._width:
            return cells
        extra = " ".join(cells[self._width :]).strip()
        if len(cells) <= self._address:
            self.skip(line, SkipReason.TOO_FEW_COLUMNS, " ".join(cells))
            return None
        if extra:
            self.skip(line, SkipReason.TOO_MANY_COLUMNS, extra)
            return None
        return cells[: self._width] + [""] * (self._width - len(cells))

    def _looked_into(self, line: int, cells: list[str]) -> str:
        """The address of a row that has not the simplest form; "" when the row is left out."""
        cell = cells[self._address]
        email = normalise_email(cell)
        if email is not None:
            return email
        if not any(cells):
            return ""  # a blank row is no row
        reason = SkipReason.BAD_ADDRESS if cell else SkipReason.NO_ADDRESS
        if self._judged < _JUDGED_AT_MOST and "@" in cell:
            self._judged += 1
            email, reason = judged(cell)
            if email:
                return email
        self.skip(line, reason, cell or " ".join(cells))
        return ""

    def _host(self, name: str) -> _Host:
        """Find out about a host name that was not met before."""
        host = _Host(
            country_of_host(name),
            int(host_flags(name, self._disposable)),
            suppressed=bool(self._suppressed.domains) and self._suppressed.covers_host(name),
        )
        if len(self._hosts) < MAX_HOSTS:
            self._hosts[name] = host
        return host

    def _code(self, cell: str) -> str:
        code = self._country_codes.get(cell)
        if code is None:
            code = country_code(cell)
            if len(self._country_codes) < _MAX_COUNTRIES:
                self._country_codes[cell] = code
        return code

    def _count(self, flags: int) -> None:
        for flag in LeadFlag:
            if flags & flag:
                self._flags[flag] += 1


def _alone(block: Block, place: int) -> Block:
    """One row of a block."""
    here = slice(place, place + 1)
    return Block(block.lines[here], block.cells[here], block.texts[here], block.plain)


def on_one_line(cell: str) -> str:
    """A text without line breaks, control characters, invisible spaces and halves of letters."""
    return " ".join("".join(map(_plain, cell)).split())


def _plain(character: str) -> str:
    if character in "\ufeff\u200b\u00ad":
        return ""
    kind = unicodedata.category(character)
    if kind == "Cs":
        return ""
    if kind == "Cc":
        return " " if character in "\t\r\n\v\f" else ""
    return " " if kind in ("Zs", "Zl", "Zp") else character
