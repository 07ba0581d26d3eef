"""How many leads lack which field: what a tag without a fallback leaves a gap for."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from vibe_desktop.domain.grammar import LEAD_TAGS
from vibe_desktop.domain.lead_operations import OperationKind
from vibe_desktop.store.database.tables import (
    lead_lists,
    lead_operations,
    leads,
    suppressions,
)

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
_AT_A_TIME: Final = 500


def read_gaps(
    connection: Connection, chosen: Sequence[ColumnElement[bool]]
) -> tuple[int, dict[str, int]]:
    """Count the chosen rows of `leads`, and those of them that lack each field.

    Returns:
        (number of rows, lacking rows by the name of the merge tag); blank text counts as lacking.
    """
    blanks = (func.count().filter(func.trim(column) == "") for column in _FIELDS.values())
    total, *lack = connection.execute(select(func.count(), *blanks).where(*chosen)).one()
    have = _filled(connection, chosen) if total else {}
    custom = {name: total - count for name, count in have.items()}
    return total, custom | dict(zip(_FIELDS, lack, strict=True))


def _filled(connection: Connection, chosen: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    """How many of the chosen rows have each custom variable, and not blank."""
    texts = select(leads.c.custom).where(*chosen, leads.c.custom != "{}")
    have: dict[str, int] = {}
    streamed = connection.execute(texts.execution_options(yield_per=_AT_A_TIME))
    for part in streamed.scalars().partitions():
        # One call of the parser for many leads. In SQL, a group for each variable means sorting
        # every value of every lead: four times as long.
        for variables in json.loads(f"[{','.join(part)}]"):
            for name, value in variables.items():
                if value and not value.isspace():
                    have[name] = have.get(name, 0) + 1
                elif name not in have:
                    have[name] = 0
    return have


def read_state(connection: Connection, campaign_id: str) -> tuple[object, ...]:
    """What is cheap to compare and changes with the campaign's leads and who is suppressed.

    The sizes of the campaign's lists and of the do-not-contact list, and what was done to leads
    last: an import may change leads and leave their number as it was. Tags do not matter.
    """
    lists = (
        select(lead_lists.c.id, lead_lists.c.total_leads)
        .where(lead_lists.c.campaign_id == campaign_id)
        .order_by(lead_lists.c.id)
    )
    barred = select(func.count(), func.max(suppressions.c.created_at))
    done = select(func.max(lead_operations.c.id), func.max(lead_operations.c.undone_at)).where(
        lead_operations.c.kind.not_in([OperationKind.TAG, OperationKind.UNTAG])
    )
    sizes = (tuple(row) for row in connection.execute(lists))
    others = (tuple(connection.execute(one).one()) for one in (barred, done))
    return (*sizes, *others)
