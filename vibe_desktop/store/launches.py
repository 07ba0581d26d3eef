"""Launches: their frozen plan, their journal, and what became of every lead.

A state never changes on its own: the same transaction writes the journal line that explains it and
the status of the campaign that follows from it, so that a crash leaves all of them or none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

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
_ADDED = "added"
"""What earlier versions noted with every lead that Instantly took; now only refusals are."""
_REJECTED = "rejected: "
_CHUNK = 1000
NOT_REFUSED = ("", _ADDED)
"""Outcomes of the leads that Instantly took, as soon as their batch is through."""
_NO_PLAN = ""
"""The plan of a launch whose leads are still being written down."""

# Written for every request and every lead of a launch, so past SQLAlchemy's compiler.
_NOTE = """
    INSERT INTO launch_journal (id, launch_id, number, operation, kind, detail, at)
    SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM launch_journal WHERE launch_id = ?
"""
_PLAN_LEAD = """
    INSERT INTO launch_leads (launch_id, number, email, payload, outcome) VALUES (?, ?, ?, ?, '')
"""
_BATCH = """
    SELECT {column} FROM launch_leads
    WHERE launch_id = ? AND number BETWEEN ? AND ? ORDER BY number
"""
_EMAILS, _PAYLOADS = _BATCH.format(column="email"), _BATCH.format(column="payload")
_STATE = "SELECT state FROM launches WHERE id = ?"
_REFUSE = "UPDATE launch_leads SET outcome = ? WHERE launch_id = ? AND number = ?"
_COUNT_ADDED = "UPDATE launches SET uploaded = uploaded + ?, updated_at = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of the leads of one request.

    Attributes:
        first: The place in the plan of the first of them.
        last: That of the last.
        refused: Why not, by place, for those that Instantly did not take.
    """

    first: int
    last: int
    refused: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from the result of a request; what is None stays as it is."""

    state: LaunchState | None = None
    campaign_status: CampaignStatus | None = None
    instantly_campaign_id: str | None = None
    instantly_lead_list_id: str | None = None
    reason: str | None = None


class LaunchRepository:
    """Reads and writes launches. Every writing method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, campaign_id: str, plan: LaunchPlan, leads: Iterable[tuple[str, str]]) -> Launch:
        """Freeze a plan with its leads; the campaign is "launching" from here on.

        The leads are written in small transactions, so that others may write in between. Until
        the last one the launch has no plan yet, and nobody sees it.

        Args:
            campaign_id: What is launched.
            plan: Everything but the leads.
            leads: In order, each one's address and what Instantly gets, a JSON object.

        Raises:
            Conflict: A launch of this campaign is still unfinished.
        """
        launch_id = new_id()
        with self._database.write() as connection:
            busy = select(launches.c.id).where(
                launches.c.campaign_id == campaign_id, launches.c.state.in_(UNFINISHED)
            )
            if connection.execute(busy).first() is not None:
                raise Conflict(
                    "A launch of this campaign is still under way.",
                    next_step="Let it finish, or resume it.",
                )
            # What a process left behind that ended while it wrote leads down.
            connection.execute(delete(launches).where(launches.c.plan == _NO_PLAN))
            moment = times.to_text(times.now())
            connection.execute(
                insert(launches).values(
                    id=launch_id,
                    campaign_id=campaign_id,
                    token=plan.token,
                    plan=_NO_PLAN,
                    state=LaunchState.FAILED.value,
                    created_at=moment,
                    updated_at=moment,
                )
            )
        rows = ((launch_id, number, email, text) for number, (email, text) in enumerate(leads))
        while chunk := list(islice(rows, _CHUNK)):
            with self._database.write() as connection:
                connection.exec_driver_sql(_PLAN_LEAD, chunk)
        with self._database.write() as connection:
            moment = times.to_text(times.now())
            connection.execute(
                update(launches)
                .where(launches.c.id == launch_id)
                .values(plan=encode_plan(plan), state=LaunchState.PLANNED.value, updated_at=moment)
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
                .where(launches.c.campaign_id == campaign_id, launches.c.plan != _NO_PLAN)
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
        """Note, before a request goes out, that it will.

        Raises:
            Conflict: The launch was stopped in the meantime: nothing may go out for it any more.
        """
        with self._database.write() as connection:
            _refuse_stopped(connection, launch_id, operation)
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

    def conclude_batch(
        self,
        launch_id: str,
        operation: str,
        detail: Mapping[str, object],
        outcome: BatchOutcome | None = None,
    ) -> None:
        """Note the result of adding a batch, and what became of its leads. Once for each batch.

        Args:
            launch_id: The launch.
            operation: What the intent was called.
            detail: For the journal.
            outcome: What became of each lead; None leaves that as it is.
        """
        with self._database.write() as connection:
            _note(connection, launch_id, operation, RESULT, detail)
            if outcome is not None:
                _set_outcomes(connection, launch_id, outcome)

    def explain(self, launch_id: str, reason: str) -> Launch:
        """Keep why a launch waits, or "" when it goes on; one that ended keeps its own reason."""
        with self._database.write() as connection:
            if _state(connection, launch_id) in UNFINISHED:
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

    def batch_emails(self, launch_id: str, first: int, last: int) -> tuple[str, ...]:
        """The addresses of the planned leads with the numbers `first` to `last`."""
        return self._column(_EMAILS, launch_id, first, last)

    def batch_payloads(self, launch_id: str, first: int, last: int) -> tuple[str, ...]:
        """What Instantly gets for the same leads: a JSON object as text for each."""
        return self._column(_PAYLOADS, launch_id, first, last)

    def _column(self, query: str, launch_id: str, first: int, last: int) -> tuple[str, ...]:
        with self._database.read() as connection:
            driver: Any = connection.connection.driver_connection
            rows = driver.execute(query, (launch_id, first, last)).fetchall()
        return tuple(value for (value,) in rows)

    def payload_texts(self, launch_id: str) -> Iterator[str]:
        """What is sent for every planned lead, in order: JSON objects as text."""
        query = (
            select(launch_leads.c.payload)
            .where(launch_leads.c.launch_id == launch_id)
            .order_by(launch_leads.c.number)
        )
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=_CHUNK).execute(query):
                yield row.payload

    def addresses(self, launch_id: str) -> Iterator[str]:
        """Addresses of the planned leads that Instantly did not refuse, so far all of them."""
        query = select(launch_leads.c.email).where(
            launch_leads.c.launch_id == launch_id, launch_leads.c.outcome.in_(NOT_REFUSED)
        )
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
                    launch_leads.c.outcome.not_in(NOT_REFUSED),
                )
                .group_by(launch_leads.c.outcome)
            )
            return {row[0].removeprefix(_REJECTED): row[1] for row in rows}

    def in_other_launches(self, campaign_id: str) -> frozenset[str]:
        """Addresses that launches of other campaigns have put, or begun to, into a remote one."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(launch_leads.c.email)
                .join(launches, launches.c.id == launch_leads.c.launch_id)
                .where(
                    launches.c.campaign_id != campaign_id,
                    launches.c.uploaded > 0,
                    launch_leads.c.outcome.in_(NOT_REFUSED),
                )
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
    moment = times.to_text(times.now())
    text = json.dumps(detail, ensure_ascii=False)
    values = (new_id(), launch_id, operation, kind, text, moment, launch_id)
    connection.exec_driver_sql(_NOTE, values)


def _state(connection: Connection, launch_id: str) -> LaunchState:
    return LaunchState(connection.exec_driver_sql(_STATE, (launch_id,)).scalar_one())


def _refuse_stopped(connection: Connection, launch_id: str, operation: str) -> None:
    state = _state(connection, launch_id)
    if state is LaunchState.FAILED or (state is LaunchState.PAUSED and operation == "activate"):
        raise Conflict(
            "Sending was stopped while this launch was under way.",
            safe="Nothing more was sent to Instantly.",
            next_step="Look at the campaign again, and launch it once more if it should go on.",
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


def _set_outcomes(connection: Connection, launch_id: str, outcome: BatchOutcome) -> None:
    refused = [
        (f"{_REJECTED}{reason}", launch_id, number) for number, reason in outcome.refused.items()
    ]
    if refused:
        connection.exec_driver_sql(_REFUSE, refused)
    added = outcome.last - outcome.first + 1 - len(refused)
    connection.exec_driver_sql(_COUNT_ADDED, (added, times.to_text(times.now()), launch_id))


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
