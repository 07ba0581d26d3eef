"""Leads chosen on a screen, as row numbers; and the version that a choice belongs to."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Select, cast, func, literal, select, union_all
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.types import Integer, Text

from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.store.database.tables import leads, settings
from vibe_desktop.store.lead_matching import answer

_VERSION_KEY: Final = "leads_version"
_FEW_RANGES: Final = 8
_AT_A_TIME: Final = 10_000


def read_version(connection: Connection) -> int:
    """A number that rises with every change of leads, lists, tags, verifications, suppressions."""
    found = connection.exec_driver_sql(
        "SELECT CAST(value AS INTEGER) FROM settings WHERE key = ?", (_VERSION_KEY,)
    ).scalar_one_or_none()
    return int(found or 0)


def bump_version(connection: Connection) -> int:
    """Note in a writing transaction that leads change. Returns the new version."""
    version = read_version(connection) + 1
    row = insert(settings).values(key=_VERSION_KEY, value=str(version))
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[settings.c.key], set_={"value": row.excluded.value}
        )
    )
    return version


def require_version(version: int, selection: LeadSelection) -> None:
    """Refuse a selection that was made in another version of the leads than this one.

    Raises:
        Conflict: Leads have changed since the choice was made.
    """
    if selection.version != version:
        raise Conflict(
            "The leads have changed since you chose these.",
            safe="Nothing was changed.",
            next_step="Look at the list as it is now, and choose again.",
        )


def resolve(connection: Connection, selection: LeadSelection) -> Select[int]:
    """The row numbers of the chosen leads, as a query for this connection's transaction.

    Take it in before the first write: it reads leads by the places they have now.

    Returns:
        One column, `row`; each number once, in no particular order.

    Raises:
        Conflict: Leads have changed since the choice was made.
        InvalidInput: The query sorts by something unknown.
    """
    require_version(read_version(connection), selection)
    chosen_from = answer(connection, selection.query)
    ranges = _joined(selection.ranges)
    if not ranges:
        return select(leads.c.row).where(leads.c.row.is_(None))
    if len(ranges) <= _FEW_RANGES:
        parts = [
            select(chosen_from.limit(last - first + 1).offset(first).subquery().c.row)
            for first, last in ranges
        ]
        return select(union_all(*parts).subquery().c.row)
    # Many pieces: one walk over the answer, in Python, is linear; so many subqueries are not.
    numbers = json.dumps(_at_places(connection, chosen_from, ranges))
    values = func.json_each(literal(numbers, Text)).table_valued("value")
    return select(cast(values.c.value, Integer).label("row"))


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges rising, those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _at_places(
    connection: Connection, places: Select[int], ranges: Sequence[tuple[int, int]]
) -> list[int]:
    start, end = ranges[0][0], ranges[-1][1]
    chosen: list[int] = []
    left = iter(ranges)
    first, last = next(left)
    place = start
    wanted = places.limit(end - start + 1).offset(start)
    streamed = connection.execute(wanted.execution_options(yield_per=_AT_A_TIME))
    for part in streamed.scalars().partitions():
        while first < place + len(part):
            chosen += part[max(0, first - place) : last - place + 1]
            if last >= place + len(part):
                break
            following = next(left, None)
            if following is None:
                return chosen
            first, last = following
        place += len(part)
    return chosen
