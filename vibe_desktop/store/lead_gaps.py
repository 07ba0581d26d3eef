"""How many leads lack which field: what a tag without a fallback leaves a gap for."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select, true

from vibe_desktop.domain.grammar import LEAD_TAGS
from vibe_desktop.store.database.tables import lead_lists, leads, suppressions

_FIELDS: Final = dict(
    zip(
        LEAD_TAGS,
        (
            *(leads.c.email, leads.c.first_name, leads.c.last_name, leads.c.company_name),
            *(leads.c.job_title, leads.c.website, leads.c.phone, leads.c.personalization),
        ),
        strict=True,
    )
)


def read_gaps(
    connection: Connection, chosen: Sequence[ColumnElement[bool]]
) -> tuple[int, dict[str, int]]:
    """Count the chosen rows of `leads`, and those of them that lack each field.

    Returns:
        (number of rows, lacking rows by the name of the merge tag); blank text counts as lacking.
    """
    blanks = (func.count().filter(func.trim(column) == "") for column in _FIELDS.values())
    total, *lack = connection.execute(select(func.count(), *blanks).where(*chosen)).one()
    pairs: Any = func.json_each(leads.c.custom).table_valued("key", "value")
    filled = (
        select(pairs.c.key, func.count().filter(func.trim(pairs.c.value) != ""))
        .select_from(leads)
        .join(pairs, true())
        .where(*chosen, leads.c.custom != "{}")
        .group_by(pairs.c.key)
    )
    custom = {name: total - have for name, have in connection.execute(filled)}
    return total, custom | dict(zip(_FIELDS, lack, strict=True))


def read_state(connection: Connection, campaign_id: str) -> tuple[object, ...]:
    """The sizes of the campaign's lists and of the do-not-contact list: cheap to compare."""
    lists = (
        select(lead_lists.c.id, lead_lists.c.total_leads)
        .where(lead_lists.c.campaign_id == campaign_id)
        .order_by(lead_lists.c.id)
    )
    barred = select(func.count(), func.max(suppressions.c.created_at))
    sizes = (tuple(row) for row in connection.execute(lists))
    return (*sizes, tuple(connection.execute(barred).one()))
