"""Purchases of people: what was ordered, and how far it came.

A purchase goes from one state to the next by naming the state that it must be in, so that two
windows, or a click and a start-up, cannot both take the same step.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row, insert, select, update

from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.supersearch import (
    OPEN_STATES,
    Enrichment,
    EnrichmentState,
    PeopleFilters,
)
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import enrichments
from vibe_desktop.store.ids import new_id

_CREDITS, _NAME = "confirmed_credits", "name"


class EnrichmentRepository:
    """Reads and writes purchases. Every writing method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(
        self,
        campaign_id: str,
        token: str,
        filters: PeopleFilters,
        people: int,
        credits: float,  # noqa: A002 - the word of the trade
        name: str,
    ) -> Enrichment:
        """Note a confirmed purchase, before anything is asked of Instantly.

        Raises:
            Conflict: The same purchase is still unfinished.
        """
        wanted, moment, key = _encode(filters), times.to_text(times.now()), new_id()
        with self._database.write() as connection:
            open_ones = connection.execute(
                select(enrichments.c.filters).where(
                    enrichments.c.state.in_([state.value for state in OPEN_STATES])
                )
            )
            if any(_decode(row.filters) == filters for row in open_ones):
                raise Conflict(
                    "A purchase of the same people is not finished yet.",
                    safe="Nothing was bought.",
                    next_step="Finish it, or give it up, in “Find people”.",
                )
            connection.execute(
                insert(enrichments).values(
                    id=key,
                    campaign_id=campaign_id or None,
                    token=token,
                    filters=json.dumps(wanted | {_CREDITS: credits, _NAME: name}),
                    wanted=people,
                    state=EnrichmentState.PLANNED.value,
                    created_at=moment,
                    updated_at=moment,
                )
            )
        return self.get(key)

    def get(self, enrichment_id: str) -> Enrichment:
        """The purchase with this id.

        Raises:
            InvalidInput: There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(
                select(enrichments).where(enrichments.c.id == enrichment_id)
            ).first()
        if row is None:
            raise InvalidInput(f"There is no purchase with the id “{enrichment_id}”.")
        return _enrichment(row)

    def unfinished(self) -> tuple[Enrichment, ...]:
        """Purchases that are not finished, oldest first."""
        return tuple(one for one in self.every() if one.state in OPEN_STATES)

    def every(self) -> tuple[Enrichment, ...]:
        """All purchases, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(enrichments).order_by(enrichments.c.created_at, enrichments.c.id)
            )
            return tuple(_enrichment(row) for row in rows)

    def move(
        self,
        enrichment_id: str,
        before: Collection[EnrichmentState],
        after: EnrichmentState,
        *,
        instantly_list_id: str | None = None,
        list_id: str | None = None,
        found: int | None = None,
        credits: float | None = None,  # noqa: A002 - the word of the trade
        reason: str = "",
    ) -> Enrichment:
        """Go to a state; what is None stays as it is.

        Raises:
            Conflict: The purchase is in none of the states of `before` (any more).
            InvalidInput: There is no such purchase.
        """
        values: dict[str, object] = {
            "state": after.value,
            "reason": reason,
            "updated_at": times.to_text(times.now()),
        }
        given = {"instantly_list_id": instantly_list_id, "list_id": list_id, "found": found}
        values |= {name: value for name, value in given.items() if value is not None}
        with self._database.write() as connection:
            row = connection.execute(
                select(enrichments).where(enrichments.c.id == enrichment_id)
            ).first()
            if row is None:
                raise InvalidInput(f"There is no purchase with the id “{enrichment_id}”.")
            if row.state not in {state.value for state in before}:
                raise Conflict(
                    "This purchase has gone on meanwhile.",
                    safe="Nothing was bought twice.",
                    next_step="Look at it again.",
                )
            if credits is not None:
                values["filters"] = json.dumps(json.loads(row.filters) | {_CREDITS: credits})
            connection.execute(
                update(enrichments).where(enrichments.c.id == enrichment_id).values(values)
            )
        return self.get(enrichment_id)


def _encode(filters: PeopleFilters) -> dict[str, object]:
    return asdict(filters)


def _decode(text: str) -> PeopleFilters:
    known = {field.name for field in fields(PeopleFilters)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(text).items()
        if name in known
    }
    return PeopleFilters(**values)


def _enrichment(row: Row[Any]) -> Enrichment:
    extra = json.loads(row.filters)
    return Enrichment(
        id=row.id,
        campaign_id=row.campaign_id or "",
        token=row.token,
        filters=_decode(row.filters),
        wanted=row.wanted,
        state=EnrichmentState(row.state),
        instantly_list_id=row.instantly_list_id,
        list_id=row.list_id or "",
        found=row.found,
        reason=row.reason,
        created_at=times.from_text(row.created_at),
        updated_at=times.from_text(row.updated_at),
        credits=float(extra.get(_CREDITS, 0.0)),
        name=str(extra.get(_NAME, "")),
    )
