"""Lead files, lists and leads: what the founder can ask for."""

import csv
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Final

from vibe_desktop.domain.addresses import DoNotContact, normalise_domain, normalise_email
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import ColumnMapping, LeadFile
from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery
from vibe_desktop.domain.leads import ImportReport, Lead, LeadList, SkippedRow
from vibe_desktop.domain.work import Work
from vibe_desktop.services import lead_files
from vibe_desktop.services.lead_sifting import LeadRow, Sieve
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository

_LEADS: Final = Changes(leads=True)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t")


class LeadService:
    """Imports lead files and serves their leads.

    A rehearsal and an import run the same code over the same file, so that they count alike;
    only the import writes, all of it or nothing.
    """

    def __init__(self, *, leads: LeadRepository, suppressions: SuppressionRepository) -> None:
        self._leads = leads
        self._suppressions = suppressions

    def inspect(self, path: Path, work: Work) -> LeadFile:
        """Look at a lead file: format, columns with samples, proposed mapping.

        Raises:
            InvalidInput: It cannot be read, is not a text table, or holds no addresses.
        """
        return lead_files.inspect(path, work)

    def rehearse(
        self, path: Path, mapping: ColumnMapping | None, campaign_id: str, work: Work
    ) -> ImportReport:
        """What `import_file` would do now. Writes nothing.

        Raises:
            InvalidInput: As `inspect`; or the mapping does not fit the file.
            Cancelled: The work was cancelled.
        """
        return self._rehearse(path, mapping, campaign_id, None, work)

    def save_skipped(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        campaign_id: str,
        target: Path,
        work: Work,
    ) -> int:
        """Write every row that an import would skip to a CSV file: line, reason, value.

        Values that a spreadsheet would take for a formula get an apostrophe in front.

        Returns:
            How many rows were written.

        Raises:
            InvalidInput: As `rehearse`; or `target` cannot be written.
        """
        count = 0
        try:
            with target.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(("Line", "Reason", "Value"))

                def write(row: SkippedRow) -> None:
                    nonlocal count
                    count += 1
                    quote = "'" if row.value.startswith(_FORMULA_STARTS) else ""
                    writer.writerow((row.line, row.reason.words, quote + row.value))

                self._rehearse(path, mapping, campaign_id, write, work)
        except OSError as error:
            raise InvalidInput(
                f"The file “{target.name}” cannot be written: {error.strerror or error}.",
                next_step="Choose another folder.",
                field="target",
            ) from error
        return count

    def import_file(
        self, path: Path, mapping: ColumnMapping | None, campaign_id: str, work: Work
    ) -> Written[ImportReport]:
        """Import a lead file as a list named after it, in one transaction.

        The same file for the same campaign again continues its list: what is there already is
        skipped. An address that another list of the campaign has is skipped too.

        Args:
            path: The file.
            mapping: What its columns mean; None for what `inspect` proposes.
            campaign_id: "" for a list without a campaign.
            work: Cancelling it leaves the database as it was.

        Raises:
            InvalidInput: As `rehearse`; or there is no such campaign.
            StorageFull, StorageBroken: Nothing was kept.
            Cancelled: Nothing was kept.
        """
        file, mapping = self._ready(path, mapping, work)
        with self._leads.importing(
            campaign_id=campaign_id, name=path.stem, source=path.name
        ) as target:
            sieve = Sieve(mapping, known=target.known, suppressed=target.suppressed)
            target.add(_sifted(file, sieve, work))
            work.report("Saving", sieve.kept, sieve.kept)
        return Written(_report(sieve, target.list_id), Changes(leads=bool(sieve.kept)))

    def lists(self, work: Work) -> tuple[LeadList, ...]:
        """All lists, newest first."""
        work.check()
        return self._leads.lists()

    def page(self, query: LeadQuery, work: Work) -> LeadPage:
        """The leads that a query asks for.

        Raises:
            InvalidInput: The query sorts by something unknown.
        """
        work.check()
        return self._leads.page(query)

    def for_campaign(self, campaign_id: str, work: Work) -> int:
        """How many people a launch of this campaign would write to."""
        work.check()
        return self._leads.count_for_campaign(campaign_id)

    def sample(self, campaign_id: str, work: Work) -> tuple[Lead, ...]:
        """A few of the campaign's leads for a preview, one with missing data among them."""
        work.check()
        return self._leads.sample(campaign_id)

    def delete_list(self, list_id: str, work: Work) -> Written[None]:
        """Delete a list with its leads. Whoever is on the do-not-contact list stays on it."""
        work.check()
        self._leads.delete_list(list_id)
        return Written(None, _LEADS)

    def assign_list(self, list_id: str, campaign_id: str, work: Work) -> Written[None]:
        """Give a list to a campaign, or to none ("").

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.check()
        self._leads.assign_list(list_id, campaign_id)
        return Written(None, _LEADS)

    def suppress(self, values: Iterable[str], reason: str, work: Work) -> Written[int]:
        """Put addresses and domains on the do-not-contact list.

        Args:
            values: "ada@acme.com", or "acme.com" for everybody there.
            reason: Why, in the founder's words.
            work: Checked before anything is written.

        Returns:
            How many were not on it before.

        Raises:
            InvalidInput: One of them is neither an address nor a domain; nothing was written.
        """
        work.check()
        added = self._suppressions.add([_suppressible(value) for value in values], reason)
        return Written(added, _LEADS)

    def unsuppress(self, values: Iterable[str], work: Work) -> Written[int]:
        """Take addresses and domains off the do-not-contact list.

        Returns:
            How many were on it.

        Raises:
            InvalidInput: One of them is neither an address nor a domain; nothing was written.
        """
        work.check()
        removed = self._suppressions.remove([_suppressible(value) for value in values])
        return Written(removed, _LEADS)

    def _rehearse(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        campaign_id: str,
        on_skip: Callable[[SkippedRow], None] | None,
        work: Work,
    ) -> ImportReport:
        file, mapping = self._ready(path, mapping, work)
        known: Collection[str] = self._leads.known_addresses(
            campaign_id=campaign_id, source=path.name
        )
        suppressed: DoNotContact = self._suppressions.all()
        sieve = Sieve(mapping, known=known, suppressed=suppressed, on_skip=on_skip)
        for _ in _sifted(file, sieve, work):
            pass
        return _report(sieve, "")

    @staticmethod
    def _ready(
        path: Path, mapping: ColumnMapping | None, work: Work
    ) -> tuple[LeadFile, ColumnMapping]:
        file = lead_files.inspect(path, work)
        mapping = mapping or file.mapping
        mapping.check(len(file.columns))
        return file, mapping


def _sifted(file: LeadFile, sieve: Sieve, work: Work) -> Iterable[LeadRow]:
    dialect = lead_files.Dialect(file.encoding, file.delimiter, file.header_line)
    rows = lead_files.records(file.path, dialect, sieve.unreadable)
    return sieve.leads(rows, work, file.rows_estimate)


def _report(sieve: Sieve, list_id: str) -> ImportReport:
    return ImportReport(
        list_id=list_id,
        created=sieve.kept,
        updated=0,
        unchanged=0,
        skipped=sieve.reasons.total(),
        reasons={reason: sieve.reasons[reason] for reason in sorted(sieve.reasons)},
        rows=tuple(sorted(sieve.rows, key=lambda row: row.line)),
    )


def _suppressible(value: str) -> str:
    found = normalise_email(value) if "@" in value.strip().lstrip("@") else normalise_domain(value)
    if found is None:
        raise InvalidInput(
            f"“{lead_files.shortened(value, 60)}” is neither an e-mail address nor a domain.",
            safe="Nothing was added.",
            next_step="Write it like ada@acme.com, or acme.com for everybody there.",
            field="value",
        )
    return found
