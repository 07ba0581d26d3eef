"""Lead files, lists and leads: what the founder can ask for.

It is long because there are many such wishes: each is one short method that hands its work down.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from vibe_desktop.domain.addresses import normalise_domain, normalise_email
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import ColumnMapping, LeadFile
from vibe_desktop.domain.lead_operations import LeadOperation
from vibe_desktop.domain.lead_queries import LeadPage, LeadQuery, LeadSelection
from vibe_desktop.domain.leads import ImportReport, Lead, LeadList, SkippedRow
from vibe_desktop.domain.spreadsheets import safe_cell
from vibe_desktop.domain.suppressions import SuppressionPage
from vibe_desktop.domain.work import Work
from vibe_desktop.services import lead_index
from vibe_desktop.services.address_checks import checked_address
from vibe_desktop.services.lead_exports import whole_file
from vibe_desktop.services.lead_imports import LeadImports
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.services.lead_samples import shortened
from vibe_desktop.store.column_mappings import ColumnMappingRepository
from vibe_desktop.store.lead_indexing import LeadIndex
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository

_LEADS: Final = Changes(leads=True)
_SHOWN: Final = 60
_CHOSEN: Final = "Chosen among the leads"


class LeadService:
    """Imports people, serves leads and their lists, and changes many of them at once.

    Everything that takes a `LeadSelection` raises Conflict when leads have changed since it was
    made. What is done to leads can be undone; what is done to the do-not-contact list is not
    touched by deleting anything.
    """

    def __init__(
        self,
        *,
        leads: LeadRepository,
        lists: LeadListRepository,
        operations: LeadOperationRepository,
        suppressions: SuppressionRepository,
        mappings: ColumnMappingRepository,
        index: LeadIndex,
    ) -> None:
        self._leads = leads
        self._index = index
        self._lists = lists
        self._operations = operations
        self._suppressions = suppressions
        self._imports = LeadImports(operations, mappings)

    # -- importing -------------------------------------------------------------------------------

    def inspect(self, path: Path, work: Work) -> LeadFile:
        """Look at a lead file: format, columns with samples, the mapping used last or proposed.

        Raises:
            InvalidInput: It cannot be read, is not a table, or holds no addresses.
        """
        return self._imports.inspect(path, work)

    def rehearse(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        campaign_id: str,
        work: Work,
        list_id: str = "",
        name: str = "",
    ) -> ImportReport:
        """What `import_file` would do now. Writes nothing.

        Raises:
            InvalidInput: As `import_file`.
            Cancelled: The work was cancelled.
        """
        place = _place(path, campaign_id, list_id, name)
        return self._imports.rehearse(path, mapping, place, work)

    def save_skipped(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        campaign_id: str,
        target: Path,
        work: Work,
        list_id: str = "",
        name: str = "",
    ) -> int:
        """Write every row that an import would skip to a CSV file: line, reason, value.

        Values that a spreadsheet would take for a formula get an apostrophe in front. The file is
        there as a whole or not at all.

        Returns:
            How many rows were written.

        Raises:
            InvalidInput: As `rehearse`; or `target` cannot be written.
        """
        count = 0
        try:
            with whole_file(target) as file:
                writer = csv.writer(file)
                writer.writerow(("Line", "Reason", "Value"))

                def write(row: SkippedRow) -> None:
                    nonlocal count
                    count += 1
                    writer.writerow((row.line, row.reason.words, safe_cell(row.value)))

                place = _place(path, campaign_id, list_id, name)
                self._imports.each_skipped(path, mapping, place, write, work)
        except OSError as error:
            raise InvalidInput(
                f"The file “{target.name}” cannot be written: {error.strerror or error}.",
                next_step="Choose another folder.",
                field="target",
            ) from error
        return count

    def import_file(
        self,
        path: Path,
        mapping: ColumnMapping | None,
        campaign_id: str,
        work: Work,
        list_id: str = "",
        name: str = "",
    ) -> Written[ImportReport]:
        """Import a lead file, in one transaction that can be undone.

        A lead that the list has already gets what the file says new about it. Somebody whom
        another list of the campaign has is skipped, and so is whoever must not be contacted. The
        same file for the same campaign again continues its list, and changes nothing.

        Args:
            path: The file.
            mapping: What its columns mean, kept for the next file with such columns; None for
                what `inspect` proposes.
            campaign_id: "" for a list without a campaign.
            work: Cancelling it leaves the leads as they were.
            list_id: A list to go on with, whatever its campaign; "" for the file's own.
            name: What the file's own list is called; "" for the file's name.

        Raises:
            InvalidInput: The file cannot be read, the mapping does not fit it, or there is no
                such campaign or list.
            StorageFull, StorageBroken: No lead was kept.
            Cancelled: No lead was kept.
        """
        place = _place(path, campaign_id, list_id, name)
        return self._imports.import_file(path, mapping, place, work)

    def import_rows(
        self,
        rows: Iterable[LeadRow],
        *,
        name: str,
        source: str,
        campaign_id: str,
        work: Work,
        list_id: str = "",
    ) -> Written[ImportReport]:
        """Import people who do not come from a file, as `import_file` does.

        Args:
            rows: See `lead_rows.LeadRow`. Addresses are checked and brought to their normal form;
                an unknown country is guessed, flags are found out.
            name: What a new list is called.
            source: Where they come from: the same source again continues its list.
            campaign_id: "" for a list without a campaign.
            work: Cancelling it leaves the leads as they were.
            list_id: A list to go on with; "" for the source's own.

        Returns:
            The report; lines are the numbers of the rows, from 1.
        """
        place = ImportPlace(
            name, campaign_id=campaign_id, source=source, list_id=list_id, shown=name
        )
        return self._imports.import_rows(rows, place, work)

    # -- lists -----------------------------------------------------------------------------------

    def lists(self, work: Work) -> tuple[LeadList, ...]:
        """All lists, newest first."""
        work.check()
        return self._lists.all()

    def create_list(self, name: str, campaign_id: str, work: Work) -> Written[LeadList]:
        """Make an empty list for a campaign, or for none ("").

        Raises:
            InvalidInput: The name is blank, or there is no such campaign.
        """
        work.check()
        return Written(self._lists.create(name=_named(name), campaign_id=campaign_id), _LEADS)

    def rename_list(self, list_id: str, name: str, work: Work) -> Written[None]:
        """Give a list another name.

        Raises:
            InvalidInput: The name is blank, or there is no such list.
        """
        work.check()
        self._lists.rename(list_id, _named(name))
        return Written(None, _LEADS)

    def assign_list(self, list_id: str, campaign_id: str, work: Work) -> Written[None]:
        """Give a list to a campaign, or to none ("").

        Raises:
            InvalidInput: There is no such list, or no such campaign.
        """
        work.check()
        self._lists.assign(list_id, campaign_id)
        return Written(None, _LEADS)

    def delete_list(self, list_id: str, work: Work) -> Written[LeadOperation]:
        """Delete a list with its leads. Whoever is on the do-not-contact list stays on it.

        Raises:
            InvalidInput: There is no such list.
        """
        work.check()
        return Written(self._operations.delete_list(list_id), _LEADS)

    # -- reading ---------------------------------------------------------------------------------

    def page(self, query: LeadQuery, work: Work) -> LeadPage:
        """The leads that a query asks for.

        Raises:
            InvalidInput: The query sorts by something unknown.
        """
        work.check()
        return self._leads.page(query, work)

    def countries(self, query: LeadQuery, work: Work) -> tuple[tuple[str, int], ...]:
        """The countries of the leads of a query: (code, leads), most first; "" where not known."""
        work.check()
        return self._leads.countries(query, work)

    def variables(self, query: LeadQuery, work: Work) -> tuple[str, ...]:
        """The names of the custom variables in the lists of a query."""
        work.check()
        return self._leads.variables(query, work)

    def index(self, work: Work) -> Written[bool]:
        """Bring what leads are searched and sorted by up to date: see `services.lead_index`."""
        return lead_index.bring_up_to_date(self._index, work)

    def for_campaign(self, campaign_id: str, work: Work) -> int:
        """How many people a launch of this campaign would write to."""
        work.check()
        return self._leads.count_for_campaign(campaign_id)

    def sample(self, campaign_id: str, work: Work) -> tuple[Lead, ...]:
        """A few of the campaign's leads for a preview, one with missing data among them."""
        work.check()
        return self._leads.sample(campaign_id)

    def tags(self, work: Work) -> tuple[tuple[str, int], ...]:
        """All tags with the number of leads that have them, by name."""
        work.check()
        return self._operations.tags()

    # -- many leads at once ----------------------------------------------------------------------

    def operations(self, work: Work) -> tuple[LeadOperation, ...]:
        """What was done to leads and can be undone, newest first; at most 50."""
        work.check()
        return self._operations.all()

    def undo(self, operation: int, work: Work) -> Written[LeadOperation]:
        """Take an operation back.

        Returns:
            The operation, with how many leads are as they were before. What was changed again
            since then stays as it is now.

        Raises:
            Conflict: It was undone before, is too old, or cannot be put back exactly: nothing
                was changed.
        """
        work.check()
        return Written(self._operations.undo(operation), _LEADS)

    def tag(self, selection: LeadSelection, tag: str, work: Work) -> Written[LeadOperation]:
        """Give leads a tag.

        Raises:
            InvalidInput: The tag is blank.
        """
        work.check()
        return Written(self._operations.tag(selection, _tagged(tag)), _LEADS)

    def untag(self, selection: LeadSelection, tag: str, work: Work) -> Written[LeadOperation]:
        """Take a tag from leads."""
        work.check()
        return Written(self._operations.untag(selection, tag), _LEADS)

    def move(self, selection: LeadSelection, list_id: str, work: Work) -> Written[LeadOperation]:
        """Put leads into another list; whoever it has already stays where they are (`left`).

        Raises:
            InvalidInput: There is no such list.
        """
        work.check()
        return Written(self._operations.move(selection, list_id), _LEADS)

    def delete(self, selection: LeadSelection, work: Work) -> Written[LeadOperation]:
        """Delete leads. Whoever is on the do-not-contact list stays on it."""
        work.check()
        return Written(self._operations.delete(selection), _LEADS)

    # -- who must not be contacted ---------------------------------------------------------------

    def suppressions(
        self, work: Work, search: str = "", offset: int = 0, limit: int = 200
    ) -> SuppressionPage:
        """Entries of the do-not-contact list, newest first.

        Args:
            work: Checked first.
            search: Text that the value or the reason contains; "" for all.
            offset: Entries to pass over.
            limit: Entries wanted.
        """
        work.check()
        return self._suppressions.page(search, offset, limit)

    def suppress_selection(self, selection: LeadSelection, work: Work) -> Written[LeadOperation]:
        """Put the addresses of leads on the do-not-contact list."""
        work.check()
        return Written(self._operations.suppress(selection, _CHOSEN), _LEADS)

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
        """Take addresses and domains off the do-not-contact list, also erased addresses.

        Returns:
            How many were on it.

        Raises:
            InvalidInput: One of them is neither an address nor a domain; nothing was written.
        """
        work.check()
        removed = self._suppressions.remove([_suppressible(value) for value in values])
        return Written(removed, _LEADS)

    def erase(self, email: str, work: Work) -> Written[int]:
        """Forget a person who asks for it: everywhere here, for good.

        What stays is a salted hash of the address, so that no later import brings them back. It
        cannot be undone, and what was to be undone of this person cannot be either.

        Returns:
            From how many lists they were removed.

        Raises:
            InvalidInput: It is no address.
            Conflict: A launch that has not ended, or a campaign that runs at Instantly, writes to
                them; nothing was removed.
        """
        work.check()
        removed = self._operations.erase(checked_address(email))
        return Written(removed, Changes(leads=True, launches=True))


def _place(path: Path, campaign_id: str, list_id: str, name: str) -> ImportPlace:
    name = name.strip()
    return ImportPlace(
        name or path.stem,
        campaign_id=campaign_id,
        source=path.name,
        list_id=list_id,
        named=bool(name) and name != path.stem,
    )


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("A list needs a name.", next_step="Type one.", field="name")
    return name


def _tagged(tag: str) -> str:
    tag = " ".join(tag.split())
    if not tag:
        raise InvalidInput("A tag needs a name.", next_step="Type one.", field="tag")
    return tag


def _suppressible(value: str) -> str:
    value = value.strip().removeprefix("*")  # "*@acme.com" is everybody there, not a person
    found = normalise_email(value) if "@" in value.lstrip("@") else normalise_domain(value)
    if found is None:
        raise InvalidInput(
            f"“{shortened(value, _SHOWN)}” is neither an e-mail address nor a domain.",
            safe="Nothing was changed.",
            next_step="Write it like ada@acme.com, or acme.com for everybody there.",
            field="value",
        )
    return found
