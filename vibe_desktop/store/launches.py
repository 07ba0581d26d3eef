"""Launches: their frozen plan, their journal, and what became of every lead.

A state never changes on its own: the same transaction writes the journal line that explains it and
the status of the campaign that follows from it, so that a crash leaves all of them or none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.launches import JournalEntry, Launch, LaunchPlan, LaunchState
from vibe_desktop.domain.launching import UNFINISHED, may_follow
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, launch_journal, launch_leads, launches
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.plans import decode_plan, encode_plan

INTENT = "intent"
RESULT = "result"
ADDED = "added"
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class PlannedLead:
    """One lead as it will be sent, fixed when the launch was planned.

    Attributes:
        number: Its place in the plan: 0, 1, 2, ...
        payload: The body that Instantly gets for it.
        outcome: "" while open, "added", or "rejected: ..." with the reason.
    """

    number: int
    email: str
    payload: Mapping[str, object]
    outcome: str


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from the result of a request; what is None stays as it is.

    Attributes:
        outcomes: Outcome by number of the lead.
    """

    state: LaunchState | None = None
    campaign_status: CampaignStatus | None = None
    instantly_campaign_id: str | None = None
    instantly_lead_list_id: str | None = None
    reason: str | None = None
    outcomes: Mapping[int, str] | None = None


class LaunchRepository:
    """Reads and writes launches. Every writing method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(
        self, campaign_id: str, plan: LaunchPlan, leads: Iterable[Mapping[str, object]]
    ) -> Launch:
        """Freeze a plan with its leads; the campaign is "launching" from here on.

        Args:
            campaign_id: What is launched.
            plan: Everything but the leads.
            leads: Their payloads in order, each with an "email".

        Raises:
            Conflict: A launch of this campaign is still unfinished.
        """
        launch_id, moment = new_id(), times.to_text(times.now())
        with self._database.write() as connection:
            busy = select(launches.c.id).where(
                launches.c.campaign_id == campaign_id, launches.c.state.in_(UNFINISHED)
            )
            if connection.execute(busy).first() is not None:
                raise Conflict(
                    "A launch of this campaign is still under way.",
                    next_step="Let it finish, or resume it.",
                )
            connection.execute(
                insert(launches).values(
                    id=launch_id,
                    campaign_id=campaign_id,
                    token=plan.token,
                    plan=encode_plan(plan),
                    state=LaunchState.PLANNED.value,
                    created_at=moment,
                    updated_at=moment,
                )
            )
            numbered = enumerate(leads)
            while chunk := list(islice(numbered, _CHUNK)):
                connection.execute(
                    insert(launch_leads),
                    [
                        {
                            "launch_id": launch_id,
                            "number": number,
                            "email": payload["email"],
                            "payload": json.dumps(payload, ensure_ascii=False),
                            "outcome": "",
                        }
                        for number, payload in chunk
                    ],
                )
            _set_campaign(connection, campaign_id, moment, {"status": CampaignStatus.LAUNCHING})
        return self.get(launch_id)

    def get(self, launch_id: str) -> Launch:
        """The launch with this id.

        Raises:
            InvalidInput: There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(select(launches).where(launches.c.id == launch_id)).first()
        if row is None:
            raise InvalidInput(f"There is no launch with the id “{launch_id}”.", field="launch_id")
        return _launch(row)

    def latest(self, campaign_id: str) -> Launch | None:
        """The newest launch of a campaign."""
        with self._database.read() as connection:
            row = connection.execute(
                select(launches)
                .where(launches.c.campaign_id == campaign_id)
                .order_by(launches.c.created_at.desc(), launches.c.id)
                .limit(1)
            ).first()
        return _launch(row) if row is not None else None

    def unfinished(self) -> tuple[Launch, ...]:
        """Launches that were cut off and can go on, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launches)
                .where(launches.c.state.in_(UNFINISHED))
                .order_by(launches.c.created_at, launches.c.id)
            )
            return tuple(_launch(row) for row in rows)

    def intend(self, launch_id: str, operation: str, detail: Mapping[str, object]) -> None:
        """Note, before a request goes out, that it will."""
        with self._database.write() as connection:
            _note(connection, launch_id, operation, INTENT, detail)

    def conclude(
        self, launch_id: str, operation: str, detail: Mapping[str, object], step: Step
    ) -> Launch:
        """Note the result of a request together with everything that follows from it.

        Raises:
            Conflict: The launch is not in a state from which `step.state` follows.
        """
        with self._database.write() as connection:
            _note(connection, launch_id, operation, RESULT, detail)
            _apply(connection, launch_id, step)
        return self.get(launch_id)

    def explain(self, launch_id: str, reason: str) -> Launch:
        """Keep why a launch waits, or "" when it goes on."""
        with self._database.write() as connection:
            _apply(connection, launch_id, Step(reason=reason))
        return self.get(launch_id)

    def journal(self, launch_id: str) -> tuple[JournalEntry, ...]:
        """The journal, oldest line first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launch_journal)
                .where(launch_journal.c.launch_id == launch_id)
                .order_by(launch_journal.c.number)
            )
            return tuple(
                JournalEntry(
                    number=row.number,
                    operation=row.operation,
                    kind=row.kind,
                    detail=json.loads(row.detail),
                    at=times.from_text(row.at),
                )
                for row in rows
            )

    def leads(self, launch_id: str, first: int, count: int) -> tuple[PlannedLead, ...]:
        """The planned leads with the numbers `first` to `first + count - 1`."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launch_leads)
                .where(
                    launch_leads.c.launch_id == launch_id,
                    launch_leads.c.number >= first,
                    launch_leads.c.number < first + count,
                )
                .order_by(launch_leads.c.number)
            )
            return tuple(
                PlannedLead(row.number, row.email, json.loads(row.payload), row.outcome)
                for row in rows
            )

    def payloads(self, launch_id: str) -> Iterator[Mapping[str, object]]:
        """What is sent for every planned lead, in order."""
        query = (
            select(launch_leads.c.payload)
            .where(launch_leads.c.launch_id == launch_id)
            .order_by(launch_leads.c.number)
        )
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=_CHUNK).execute(query):
                yield json.loads(row.payload)

    def addresses(self, launch_id: str, outcome: str | None = None) -> Iterator[str]:
        """Addresses of the planned leads, all or those with one outcome."""
        query = select(launch_leads.c.email).where(launch_leads.c.launch_id == launch_id)
        if outcome is not None:
            query = query.where(launch_leads.c.outcome == outcome)
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=_CHUNK).execute(query):
                yield row.email

    def rejected(self, launch_id: str) -> Mapping[str, int]:
        """Leads that Instantly did not take, counted by reason."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launch_leads.c.outcome, func.count())
                .where(
                    launch_leads.c.launch_id == launch_id,
                    launch_leads.c.outcome.not_in(("", ADDED)),
                )
                .group_by(launch_leads.c.outcome)
            )
            return {row[0].removeprefix("rejected: "): row[1] for row in rows}

    def in_other_launches(self, campaign_id: str) -> frozenset[str]:
        """Addresses that launches of other campaigns have put into a remote campaign."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launch_leads.c.email)
                .join(launches, launches.c.id == launch_leads.c.launch_id)
                .where(launches.c.campaign_id != campaign_id, launch_leads.c.outcome == ADDED)
                .distinct()
            )
            return frozenset(row[0] for row in rows)


def _note(
    connection: Connection,
    launch_id: str,
    operation: str,
    kind: str,
    detail: Mapping[str, object],
) -> None:
    last = connection.execute(
        select(func.max(launch_journal.c.number)).where(launch_journal.c.launch_id == launch_id)
    ).scalar()
    connection.execute(
        insert(launch_journal).values(
            id=new_id(),
            launch_id=launch_id,
            number=(last or 0) + 1,
            operation=operation,
            kind=kind,
            detail=json.dumps(detail, ensure_ascii=False),
            at=times.to_text(times.now()),
        )
    )


def _apply(connection: Connection, launch_id: str, step: Step) -> None:
    row = connection.execute(
        select(launches.c.state, launches.c.campaign_id).where(launches.c.id == launch_id)
    ).one()
    moment = times.to_text(times.now())
    values: dict[str, object] = {"updated_at": moment}
    if step.state is not None:
        if not may_follow(LaunchState(row.state), step.state):
            raise Conflict(
                f"The launch is {row.state.replace('_', ' ')} by now.",
                next_step="Look at the campaign again.",
            )
        values["state"] = step.state.value
    if step.outcomes:
        _set_outcomes(connection, launch_id, step.outcomes)
        values["uploaded"] = (
            select(func.count())
            .select_from(launch_leads)
            .where(launch_leads.c.launch_id == launch_id, launch_leads.c.outcome == ADDED)
            .scalar_subquery()
        )
    for name in ("instantly_campaign_id", "instantly_lead_list_id", "reason"):
        if (value := getattr(step, name)) is not None:
            values[name] = value
    connection.execute(update(launches).where(launches.c.id == launch_id).values(**values))
    follow: dict[str, str] = {}
    if step.campaign_status is not None:
        follow["status"] = step.campaign_status
    if step.instantly_campaign_id is not None:
        follow["campaign_id"] = step.instantly_campaign_id
    if follow:
        _set_campaign(connection, row.campaign_id, moment, follow)


def _set_outcomes(connection: Connection, launch_id: str, outcomes: Mapping[int, str]) -> None:
    connection.execute(
        update(launch_leads)
        .where(
            launch_leads.c.launch_id == launch_id, launch_leads.c.number == bindparam("the_number")
        )
        .values(outcome=bindparam("the_outcome")),
        [{"the_number": number, "the_outcome": outcome} for number, outcome in outcomes.items()],
    )


def _set_campaign(
    connection: Connection, campaign_id: str, moment: str, values: Mapping[str, str]
) -> None:
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(**{name: str(value) for name, value in values.items()}, updated_at=moment)
    )


def _launch(row: Row[Any]) -> Launch:
    return Launch(
        id=row.id,
        campaign_id=row.campaign_id,
        plan=decode_plan(row.plan),
        state=LaunchState(row.state),
        instantly_campaign_id=row.instantly_campaign_id,
        instantly_lead_list_id=row.instantly_lead_list_id,
        uploaded=row.uploaded,
        reason=row.reason,
        created_at=times.from_text(row.created_at),
        updated_at=times.from_text(row.updated_at),
    )
