"""Stopping launches that are under way, so that nothing drives them on."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, launch_journal, launches
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.launches import INTENT, RESULT
from vibe_desktop.store.plans import decode_plan


@dataclass(frozen=True, slots=True)
class Halt:
    """A launch that was under way and is not any more.

    Attributes:
        name: The name of its campaign at Instantly.
        instantly_campaign_id: "" when nothing was drafted there yet.
        may_run: Whether its campaign may have been started, so that Instantly must be asked.
    """

    campaign_id: str
    name: str
    instantly_campaign_id: str
    may_run: bool


class LaunchHalts:
    """Ends launches between two of their steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def halt(self, reason: str) -> tuple[Halt, ...]:
        """End every unfinished launch, in one transaction.

        One whose campaign may have been started becomes "paused": starting it again goes on with
        that same campaign, so that nobody is written to twice. Any other has failed; whoever
        drives it finds no step to take any more, and a new launch is a decision of the founder.
        """
        with self._database.write() as connection:
            rows = connection.execute(
                select(launches).where(launches.c.state.in_(UNFINISHED), launches.c.plan != "")
            ).all()
            return tuple(_halt(connection, row, reason) for row in rows)


def _halt(connection: Connection, row: Row[Any], reason: str) -> Halt:
    may_run = row.state == LaunchState.ACTIVATED or _perhaps_activated(connection, row.id)
    state = LaunchState.PAUSED if may_run else LaunchState.FAILED
    moment = times.to_text(times.now())
    last = connection.execute(
        select(func.max(launch_journal.c.number)).where(launch_journal.c.launch_id == row.id)
    ).scalar()
    connection.execute(
        insert(launch_journal).values(
            id=new_id(),
            launch_id=row.id,
            number=(last or 0) + 1,
            operation="stop",
            kind=RESULT,
            detail=json.dumps({"reason": reason}),
            at=moment,
        )
    )
    connection.execute(
        update(launches)
        .where(launches.c.id == row.id)
        .values(state=state.value, reason=reason, updated_at=moment)
    )
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == row.campaign_id)
        # "Paused" is said only once Instantly was read back.
        .values(status=CampaignStatus.ATTENTION.value, updated_at=moment)
    )
    name = decode_plan(row.plan).name
    return Halt(row.campaign_id, name, row.instantly_campaign_id, may_run)


def _perhaps_activated(connection: Connection, launch_id: str) -> bool:
    """Whether a request to start the campaign went out that was not certainly refused."""
    lines = connection.execute(
        select(launch_journal.c.kind, launch_journal.c.detail).where(
            launch_journal.c.launch_id == launch_id, launch_journal.c.operation == "activate"
        )
    ).all()
    asked = sum(line.kind == INTENT for line in lines)
    refused = sum(
        line.kind == RESULT and json.loads(line.detail).get("carried_out") is False
        for line in lines
    )
    return bool(asked > refused)
