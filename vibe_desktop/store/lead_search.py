"""Full-text search over leads."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, or_

from vibe_desktop.store.database.tables import leads

_SEARCHED: Final = (
    leads.c.email,
    leads.c.first_name,
    leads.c.last_name,
    leads.c.company_name,
    leads.c.job_title,
    leads.c.website,
    leads.c.phone,
    leads.c.personalization,
)


def matching(_connection: Connection, search: str) -> list[ColumnElement[bool]]:
    """What a row must fulfil, all of it, to be found by a search: every word in some column."""
    return [
        or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED))
        for word in search.split()
    ]


def before_bulk_delete(_connection: Connection, _count: int) -> None:
    """Make ready for the deletion of so many leads in this transaction."""


def before_bulk_insert(_connection: Connection, _count: int) -> None:
    """Make ready for so many new leads in this transaction."""
