"""Importing people: from a lead file, or from somewhere else that gives rows.

A rehearsal and an import run the same code over the same rows, so that they count alike; only the
import writes, all of it or nothing.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from vibe_desktop.domain.addresses import DoNotContact, normalise_email, untagged
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.countries import country_of_host
from vibe_desktop.domain.errors import reassuring
from vibe_desktop.domain.hygiene import flags_of
from vibe_desktop.domain.lead_columns import ColumnMapping, LeadFile
from vibe_desktop.domain.leads import Hygiene, ImportReport, LeadFlag, SkippedRow, SkipReason
from vibe_desktop.domain.work import Work
from vibe_desktop.services import lead_files
from vibe_desktop.services.lead_files import Stamp
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.services.lead_samples import shortened
from vibe_desktop.services.lead_sifting import KEPT_ROWS, Sieve
from vibe_desktop.store.column_mappings import ColumnMappingRepository
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.lead_writing import ListWriter, Rehearsal

_VALUE_LENGTH: Final = 80
_LOOK_EVERY: Final = 1_000
_TOP_COMPANIES: Final = 10


class LeadImports:
    """Reads lead files and takes their rows in."""

    def __init__(
        self, operations: LeadOperationRepository, mappings: ColumnMappingRepository
    ) -> None:
        self._operations = operations
        self._mappings = mappings

    def inspect(self, path: Path, work: Work) -> LeadFile:
        """See `LeadService.inspect`."""
        file = lead_files.inspect(path, work)
        known = self._mappings.recall(file.headers)
        if known is None:
            return file
        columns = tuple(
            replace(column, target=target)
            for column, target in zip(file.columns, known.targets, strict=True)
        )
        return replace(file, columns=columns, mapping=known, remembered=True)

    def rehearse(
        self, path: Path, mapping: ColumnMapping | None, place: ImportPlace, work: Work
    ) -> ImportReport:
        """See `LeadService.rehearse`."""
        stamp = Stamp.of(path)
        file, mapping = self._ready(path, mapping, work)
        with self._operations.rehearsing(place) as rehearsal:
            skipped, hygiene = _run(file, mapping, rehearsal, work)
            stamp.check(path)
            return _report(rehearsal, skipped, hygiene)

    def each_skipped(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        place: ImportPlace,
        on_skip: Callable[[SkippedRow], None],
        work: Work,
    ) -> None:
        """Tell about every row that an import would skip, in the order of the file."""
        file, mapping = self._ready(path, mapping, work)
        with self._operations.rehearsing(place) as rehearsal:
            _run(file, mapping, rehearsal, work, on_skip)

    def import_file(
        self, path: Path, mapping: ColumnMapping | None, place: ImportPlace, work: Work
    ) -> Written[ImportReport]:
        """See `LeadService.import_file`."""
        stamp = Stamp.of(path)
        file, chosen = self._ready(path, mapping, work)
        if mapping is not None:
            self._mappings.remember(file.headers, mapping)
        with self._operations.importing(place, file.rows_estimate) as writer:
            skipped, hygiene = _run(file, chosen, writer, work)
            stamp.check(path)
            work.report("Saving", writer.created, writer.created)
        return _written(writer, skipped, hygiene)

    def import_rows(
        self, rows: Iterable[LeadRow], place: ImportPlace, work: Work
    ) -> Written[ImportReport]:
        """See `LeadService.import_rows`."""
        with self._operations.importing(place) as writer:
            skipped = _Skipped(None, waits=False)
            sieve = _RowSieve(writer.suppressed, skipped)
            writer.add(sieve.leads(rows, work), lambda: sieve.number, skipped.of_campaign)
        return _written(writer, skipped, sieve.hygiene)

    def _ready(
        self, path: Path, mapping: ColumnMapping | None, work: Work
    ) -> tuple[LeadFile, ColumnMapping]:
        with reassuring("No lead was imported."):
            file = self.inspect(path, work)
        mapping = mapping or file.mapping
        mapping.check(len(file.columns))
        return file, mapping


def _run(
    file: LeadFile,
    mapping: ColumnMapping,
    target: Rehearsal,
    work: Work,
    on_skip: Callable[[SkippedRow], None] | None = None,
) -> tuple["_Skipped", Hygiene]:
    """Sift the rows of a file, and give what is left to a rehearsal or an import."""
    skipped = _Skipped(on_skip, waits=bool(target.target.rivals))
    sieve = Sieve(mapping, suppressed=target.suppressed, on_skip=skipped.of_file)
    dialect = lead_files.Dialect.of(file)
    records = lead_files.records(file.path, dialect, sieve.unreadable, work)
    rows = sieve.leads(records, work, file.rows_estimate)
    target.add(rows, lambda: sieve.line, skipped.of_campaign)
    skipped.finish()
    return skipped, sieve.hygiene


class _Skipped:
    """Rows that are left out: counted, the first ones kept, all told in the order of the file.

    What the database has is looked up a thousand rows behind what the rows say themselves.
    """

    def __init__(self, on_skip: Callable[[SkippedRow], None] | None, *, waits: bool) -> None:
        self._on_skip = on_skip
        self._waits = waits
        self._waiting: deque[SkippedRow] = deque()
        self._of_file: list[SkippedRow] = []
        self._of_campaign: list[SkippedRow] = []
        self.reasons: Counter[SkipReason] = Counter()

    @property
    def rows(self) -> tuple[SkippedRow, ...]:
        """The first of them."""
        rows = sorted([*self._of_file, *self._of_campaign], key=lambda row: row.line)
        return tuple(rows[:KEPT_ROWS])

    def of_file(self, row: SkippedRow) -> None:
        """A row that says itself why it is left out."""
        self._note(self._of_file, row)
        if self._on_skip is not None:
            if self._waits:
                self._waiting.append(row)
            else:
                self._on_skip(row)

    def of_campaign(self, row: SkippedRow) -> None:
        """A row that another list of the campaign has."""
        row = replace(row, value=shortened(row.value, _VALUE_LENGTH))
        self._note(self._of_campaign, row)
        if self._on_skip is not None:
            self._tell_before(row.line)
            self._on_skip(row)

    def finish(self) -> None:
        """No more rows come."""
        self._tell_before(None)

    def _note(self, kept: list[SkippedRow], row: SkippedRow) -> None:
        self.reasons[row.reason] += 1
        if len(kept) < KEPT_ROWS:
            kept.append(row)

    def _tell_before(self, line: int | None) -> None:
        while self._waiting and (line is None or self._waiting[0].line < line):
            row = self._waiting.popleft()
            if self._on_skip is not None:
                self._on_skip(row)


class _RowSieve:
    """Decides about rows that come from elsewhere than a file, as `Sieve` does about a file's."""

    def __init__(self, suppressed: DoNotContact, skipped: _Skipped) -> None:
        self._suppressed = suppressed
        self._skipped = skipped
        self._disposable: Collection[str] = frozenset()
        self._flags: Counter[LeadFlag] = Counter()
        self._hosts: Counter[str] = Counter()
        self._countries: Counter[str] = Counter()
        self.number = 0

    def leads(self, rows: Iterable[LeadRow], work: Work) -> Iterator[LeadRow]:
        """The rows that may become leads, with address, country and flags in normal form."""
        from disposable_email_domains import blocklist

        self._disposable = blocklist
        seen: set[str] = set()
        for row in rows:
            if not self.number % _LOOK_EVERY:
                work.report("Reading rows", self.number)
            self.number += 1
            email = normalise_email(row[0])
            reason = self._objection(email, row[0], seen)
            if reason is not None or email is None:
                value = shortened(email or row[0], _VALUE_LENGTH)
                why = reason or SkipReason.BAD_ADDRESS
                self._skipped.of_file(SkippedRow(self.number, why, value))
                continue
            seen.add(email)
            yield self._completed(email, row)

    @property
    def hygiene(self) -> Hygiene:
        """What is worth knowing about the leads so far; `elsewhere` is not known here."""
        shared = [pair for pair in self._hosts.most_common() if pair[1] > 1]
        return Hygiene(
            role=self._flags[LeadFlag.ROLE],
            free_mail=self._flags[LeadFlag.FREE_MAIL],
            disposable=self._flags[LeadFlag.DISPOSABLE],
            same_company=sum(leads - 1 for _, leads in shared),
            companies=tuple(shared[:_TOP_COMPANIES]),
            countries=MappingProxyType(dict(self._countries.most_common())),
        )

    def _objection(self, email: str | None, text: str, seen: Collection[str]) -> SkipReason | None:
        if email is None:
            return SkipReason.BAD_ADDRESS if text.strip() else SkipReason.NO_ADDRESS
        if self._suppressed.covers(email) or self._suppressed.covers(untagged(email)):
            return SkipReason.SUPPRESSED
        return SkipReason.DUPLICATE_IN_FILE if email in seen else None

    def _completed(self, email: str, row: LeadRow) -> LeadRow:
        host = email.rpartition("@")[2]
        flags = flags_of(email, self._disposable)
        country = row[9] or country_of_host(host)
        for flag in LeadFlag:
            self._flags[flag] += bool(flags & flag)
        if not flags & LeadFlag.FREE_MAIL:
            self._hosts[host] += 1
        self._countries[country] += 1
        return (email, *row[1:9], country, int(flags))


def _written(writer: ListWriter, skipped: _Skipped, hygiene: Hygiene) -> Written[ImportReport]:
    """The report of an import that is kept: only now all of it is known."""
    report = _report(writer, skipped, hygiene)
    report = replace(report, list_id=writer.list_id, operation=writer.operation)
    return Written(report, Changes(leads=bool(report.operation)))


def _report(target: Rehearsal, skipped: _Skipped, hygiene: Hygiene) -> ImportReport:
    return ImportReport(
        list_id="",
        created=target.created,
        updated=target.updated,
        unchanged=target.unchanged,
        skipped=skipped.reasons.total(),
        reasons={reason: skipped.reasons[reason] for reason in sorted(skipped.reasons)},
        rows=skipped.rows,
        hygiene=replace(hygiene, elsewhere=target.elsewhere),
    )
