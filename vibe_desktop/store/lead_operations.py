"""What is done to leads, each thing one transaction, and the way back."""

from contextlib import AbstractContextManager

from sqlalchemy import func, select

from vibe_desktop.domain.lead_operations import LeadOperation
from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.store import lead_bulk, lead_undoing, operation_log
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_tags
from vibe_desktop.store.erasures import erase_person
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_writing import ListWriter, Rehearsal, importing, rehearsing


class LeadOperationRepository:
    """Imports, bulk changes, erasures.

    A selection is of leads as they were when it was made: every method that takes one raises
    Conflict when they have changed since.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def rehearsing(self, place: ImportPlace) -> AbstractContextManager[Rehearsal]:
        """See `lead_writing.rehearsing`."""
        return rehearsing(self._database, place)

    def importing(
        self, place: ImportPlace, estimate: int = 0
    ) -> AbstractContextManager[ListWriter]:
        """See `lead_writing.importing`."""
        return importing(self._database, place, estimate)

    def all(self) -> tuple[LeadOperation, ...]:
        """The newest operations, newest first."""
        with self._database.read() as connection:
            return operation_log.read(connection)

    def undo(self, operation: int) -> LeadOperation:
        """Take an operation back.

        Raises:
            Conflict: See `lead_undoing.undo`; nothing was changed.
        """
        with self._database.write() as connection:
            return lead_undoing.undo(connection, operation)

    def tag(self, selection: LeadSelection, name: str) -> LeadOperation:
        """Give the chosen leads a tag."""
        with self._database.write() as connection:
            return lead_bulk.tag(connection, selection, name)

    def untag(self, selection: LeadSelection, name: str) -> LeadOperation:
        """Take a tag from the chosen leads."""
        with self._database.write() as connection:
            return lead_bulk.untag(connection, selection, name)

    def move(self, selection: LeadSelection, list_id: str) -> LeadOperation:
        """Put the chosen leads into a list; whoever it has already stays where they are.

        Raises:
            InvalidInput: There is no such list.
        """
        with self._database.write() as connection:
            return lead_bulk.move(connection, selection, list_id)

    def suppress(self, selection: LeadSelection, reason: str) -> LeadOperation:
        """Put the addresses of the chosen leads on the do-not-contact list."""
        with self._database.write() as connection:
            return lead_bulk.suppress(connection, selection, reason)

    def delete(self, selection: LeadSelection) -> LeadOperation:
        """Delete the chosen leads; whoever is suppressed stays so."""
        with self._database.write() as connection:
            return lead_bulk.delete(connection, selection)

    def delete_list(self, list_id: str) -> LeadOperation:
        """Delete a list with its leads; whoever is suppressed stays so.

        Raises:
            InvalidInput: There is no such list.
        """
        with self._database.write() as connection:
            return lead_bulk.delete_list(connection, list_id)

    def erase(self, email: str) -> int:
        """Forget a person, by the address in normal form.

        Returns:
            From how many lists they were removed.

        Raises:
            Conflict: A launch that has not ended writes to them.
        """
        with self._database.write() as connection:
            return erase_person(connection, email)

    def tags(self) -> tuple[tuple[str, int], ...]:
        """All tags with the number of leads that have them, by name."""
        statement = (
            select(lead_tags.c.tag, func.count())
            .group_by(lead_tags.c.tag)
            .order_by(func.lower(lead_tags.c.tag))
        )
        with self._database.read() as connection:
            return tuple((tag, count) for tag, count in connection.execute(statement))
