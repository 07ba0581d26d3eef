"""Leads written to a CSV file that spreadsheets open without running anything in it."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import Lead, LeadFlag
from vibe_desktop.domain.spreadsheets import safe_cell
from vibe_desktop.domain.work import Work
from vibe_desktop.store.leads import LeadRepository

CUSTOM: Final = "custom:"
"""What the key of a column of a custom variable begins with, before its exact name."""
HEADINGS: Final = {
    "email": "email",
    "first_name": "first_name",
    "last_name": "last_name",
    "company_name": "company_name",
    "job_title": "job_title",
    "website": "website",
    "phone": "phone",
    "personalization": "personalization",
    "country": "country",
    "tags": "tags",
    "list": "list",
    "flags": "flags",
    "verification": "verification",
}
"""Title of each column by its key; an import knows the first nine again."""

_FLAGS: Final = {
    LeadFlag.ROLE: "role",
    LeadFlag.FREE_MAIL: "free_mail",
    LeadFlag.DISPOSABLE: "disposable",
}


class LeadExportService:
    """Writes leads to files."""

    def __init__(self, leads: LeadRepository) -> None:
        self._leads = leads

    def export(
        self,
        chosen: LeadSelection | LeadQuery,
        columns: Sequence[str],
        path: Path,
        work: Work,
    ) -> int:
        """Write the chosen leads to a CSV file: UTF-8 with its mark, lines ended by CR LF.

        The file is there as a whole or not at all; one that was there before stays until then.

        Args:
            chosen: A selection, or all leads of a query, in its order.
            columns: Keys of `HEADINGS`, and "custom:" with the name of a variable.
            path: The file.
            work: Progress in leads; cancelling leaves no file.

        Returns:
            How many leads were written.

        Raises:
            InvalidInput: A column is unknown, or the file cannot be written.
            Conflict: Leads have changed since the selection was made.
            Cancelled: The work was cancelled.
        """
        lists = {one.id: one.name for one in self._leads.lists()}
        cells = [_cell_of(key, lists) for key in columns]
        total = chosen.count if isinstance(chosen, LeadSelection) else None
        parts = self._leads.iterate(chosen, work)
        try:
            return _write_whole(path, [_heading(key) for key in columns], cells, parts, total, work)
        except OSError as error:
            raise InvalidInput(
                f"The file “{path.name}” cannot be written: {error.strerror or error}.",
                safe="No lead was changed.",
                next_step="Choose another folder, or close the file in the other program.",
                field="path",
            ) from error


def _heading(key: str) -> str:
    return safe_cell(HEADINGS.get(key) or key.removeprefix(CUSTOM))


def _cell_of(key: str, lists: dict[str, str]) -> Callable[[Lead], str]:
    name = key.removeprefix(CUSTOM)
    if name != key:
        return lambda lead: lead.custom.get(name, "")
    if key not in HEADINGS:
        raise InvalidInput(f"There is no column “{key}”.", field="columns")
    special: dict[str, Callable[[Lead], str]] = {
        "tags": lambda lead: "; ".join(lead.tags),
        "list": lambda lead: lists.get(lead.list_id, ""),
        "flags": lambda lead: "; ".join(
            words for flag, words in _FLAGS.items() if flag in lead.flags
        ),
    }
    return special.get(key) or (lambda lead: str(getattr(lead, key)))


def _write_whole(
    path: Path,
    heading: list[str],
    cells: list[Callable[[Lead], str]],
    parts: Iterable[tuple[Lead, ...]],
    total: int | None,
    work: Work,
) -> int:
    count = 0
    with whole_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for part in parts:
            writer.writerows([safe_cell(cell(lead)) for cell in cells] for lead in part)
            count += len(part)
            work.report("Writing leads", count, total)
    return count


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A CSV file beside the wanted one, put in its place when the block ends well, else gone.

    Raises:
        OSError: It cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
