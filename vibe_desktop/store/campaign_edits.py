"""Changes of launched campaigns: their journal, and what they do to leads and mails here.

A state never changes on its own: the transaction that notes it also does everything that follows
from it here, so that a crash leaves all of it or none.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select, update

from vibe_desktop.domain.campaign_edits import CampaignEdit, EditScope, EditState
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.launches import LaunchPlan
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import (
    campaign_edits,
    campaigns,
    country_bases,
    launch_leads,
    launches,
    lead_lists,
    leads,
    pages,
)
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.launches import NOT_REFUSED
from vibe_desktop.store.lead_lists import make_list, recount
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.plans import encode_plan
from vibe_desktop.store.variants import bring_back, copy_mails

_CHUNK = 500
_UNDER_WAY = tuple(state.value for state in EditState if state.under_way)
_OPEN = tuple(state.value for state in EditState if not state.ended)
_MOVED = "rejected: moved into a campaign of their own, with changed mails"

Revisions = Mapping[str, tuple[str, str]]
"""By mail, the revision that was launched and the content hash it was approved with."""


class CampaignEditRepository:
    """Reads and writes edits. Every writing method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- the journal -----------------------------------------------------------------------------

    def begin(
        self, campaign_id: str, scope: EditScope, launched: Revisions, launch_id: str
    ) -> CampaignEdit:
        """Open an edit: from here on the mails can be changed.

        Raises:
            Conflict: Another one of this campaign has not ended.
        """
        edit_id, moment = new_id(), times.to_text(times.now())
        with self._database.write() as connection:
            busy = select(campaign_edits.c.id).where(
                campaign_edits.c.campaign_id == campaign_id, campaign_edits.c.state.in_(_OPEN)
            )
            if connection.execute(busy).first() is not None:
                raise Conflict(
                    "The mails of this campaign are being changed already.",
                    next_step="Apply that change, or drop it.",
                )
            detail = {"launched": dict(launched), "launch_id": launch_id}
            connection.execute(
                insert(campaign_edits).values(
                    id=edit_id,
                    campaign_id=campaign_id,
                    scope=scope.value,
                    state=EditState.PLANNED.value,
                    detail=json.dumps(detail),
                    created_at=moment,
                    updated_at=moment,
                )
            )
        return self.get(edit_id)

    def get(self, edit_id: str) -> CampaignEdit:
        """The edit with this id.

        Raises:
            InvalidInput: There is none.
        """
        with self._database.read() as connection:
            row = connection.execute(
                select(campaign_edits).where(campaign_edits.c.id == edit_id)
            ).first()
        if row is None:
            raise InvalidInput(f"There is no change with the id “{edit_id}”.", field="edit_id")
        return _edit(row)

    def latest(self, campaign_id: str) -> CampaignEdit | None:
        """The newest edit of a campaign, None without any."""
        with self._database.read() as connection:
            row = connection.execute(
                select(campaign_edits)
                .where(campaign_edits.c.campaign_id == campaign_id)
                .order_by(campaign_edits.c.created_at.desc(), campaign_edits.c.id)
                .limit(1)
            ).first()
        return _edit(row) if row is not None else None

    def under_way(self) -> tuple[CampaignEdit, ...]:
        """Edits that were begun at Instantly and have not ended, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(campaign_edits)
                .where(campaign_edits.c.state.in_(_UNDER_WAY))
                .order_by(campaign_edits.c.created_at, campaign_edits.c.id)
            )
            return tuple(_edit(row) for row in rows)

    def detail(self, edit_id: str) -> dict[str, Any]:
        """What resuming needs."""
        with self._database.read() as connection:
            return _detail(connection, edit_id)

    def advance(
        self, edit_id: str, state: EditState, more: Mapping[str, object] | None = None
    ) -> CampaignEdit:
        """Note that a step was done, with what later ones need."""
        with self._database.write() as connection:
            _advance(connection, edit_id, state, more or {})
        return self.get(edit_id)

    def explain(self, edit_id: str, reason: str) -> CampaignEdit:
        """Keep why an edit waits, "" when it goes on."""
        with self._database.write() as connection:
            _set(connection, edit_id, reason=reason)
        return self.get(edit_id)

    def stay_paused(self) -> None:
        """Let no edit that is under way start its campaign again at its end."""
        with self._database.write() as connection:
            ids = connection.execute(
                select(campaign_edits.c.id).where(campaign_edits.c.state.in_(_UNDER_WAY))
            ).scalars()
            for edit_id in ids.all():
                detail = {**_detail(connection, edit_id), "was_active": False}
                _set(connection, edit_id, detail=json.dumps(detail))

    def end(self, edit_id: str, state: EditState, reason: str) -> CampaignEdit:
        """Give an edit up: the launched texts come back."""
        with self._database.write() as connection:
            detail = _advance(connection, edit_id, state, {})
            _set(connection, edit_id, reason=reason)
            bring_back(connection, _campaign_of(connection, edit_id), _launched(detail))
        return self.get(edit_id)

    # -- everybody gets the changed mails --------------------------------------------------------

    def replace_plan(self, edit_id: str, plan: LaunchPlan) -> CampaignEdit:
        """Make the changed mails what the launch sends; the old plan stays in the journal."""
        with self._database.write() as connection:
            detail = _advance(connection, edit_id, EditState.CHANGED, {})
            connection.execute(
                update(launches)
                .where(launches.c.id == detail["launch_id"])
                .values(plan=encode_plan(plan), updated_at=times.to_text(times.now()))
            )
        return self.get(edit_id)

    # -- only those who were not written to ------------------------------------------------------

    def make_list(self, edit_id: str, name: str) -> str:
        """The list for those who move, made on first asking. It belongs to no campaign yet."""
        with self._database.write() as connection:
            detail = _detail(connection, edit_id)
            if "list_id" not in detail:
                detail["list_id"] = make_list(
                    connection, campaign_id="", name=name, source="not written to yet"
                )
                _set(connection, edit_id, detail=json.dumps(detail))
                bump_version(connection)
            return str(detail["list_id"])

    def take(self, edit_id: str, emails: Sequence[str]) -> None:
        """Move people from the lists of the campaign into the list of those who move.

        Somebody who is in none of its lists (any more) is left alone.
        """
        with self._database.write() as connection:
            target = _number(connection, edit_id)
            campaign_id = _campaign_of(connection, edit_id)
            own = select(lead_lists.c.number).where(lead_lists.c.campaign_id == campaign_id)
            there = select(leads.c.email).where(leads.c.list_number == target)
            chosen = (
                select(func.min(leads.c.row))
                .where(
                    leads.c.email.in_(emails),
                    leads.c.list_number.in_(own),
                    leads.c.email.not_in(there),
                )
                .group_by(leads.c.email)
            )
            connection.execute(
                update(leads).where(leads.c.row.in_(chosen)).values(list_number=target)
            )
            recount(connection)
            bump_version(connection)

    def put_back(self, edit_id: str, emails: Sequence[str]) -> None:
        """Move people who were written to after all back into a list of the campaign."""
        with self._database.write() as connection:
            campaign_id = _campaign_of(connection, edit_id)
            home = connection.execute(
                select(func.min(lead_lists.c.number)).where(lead_lists.c.campaign_id == campaign_id)
            ).scalar()
            if home is None:
                list_id = make_list(
                    connection, campaign_id=campaign_id, name="Written to", source=""
                )
                home = connection.execute(
                    select(lead_lists.c.number).where(lead_lists.c.id == list_id)
                ).scalar_one()
            there = select(leads.c.email).where(leads.c.list_number == home)
            connection.execute(
                update(leads)
                .where(
                    leads.c.list_number == _number(connection, edit_id),
                    leads.c.email.in_(emails),
                    leads.c.email.not_in(there),
                )
                .values(list_number=home)
            )
            recount(connection)
            bump_version(connection)

    def moving(self, edit_id: str) -> Iterator[tuple[str, ...]]:
        """The addresses in the list of those who move, some hundred at a time, in order."""
        last = ""
        while True:
            with self._database.read() as connection:
                page = connection.execute(
                    select(leads.c.email)
                    .where(
                        leads.c.list_number == _number(connection, edit_id), leads.c.email > last
                    )
                    .order_by(leads.c.email)
                    .limit(_CHUNK)
                ).scalars()
                chunk = tuple(page)
            if not chunk:
                return
            yield chunk
            last = chunk[-1]

    def split_off(self, edit_id: str, name: str) -> CampaignEdit:
        """Make the campaign for those who move, with the changed mails to approve there.

        The old campaign gets its launched texts back, and its launch no longer counts them.
        """
        with self._database.write() as connection:
            old = _campaign_of(connection, edit_id)
            detail = _detail(connection, edit_id)
            number = _number(connection, edit_id)
            moved = select(leads.c.email).where(leads.c.list_number == number)
            count = connection.execute(
                select(func.count()).select_from(moved.subquery())
            ).scalar_one()
            new = _copied_campaign(connection, old, name)
            copy_mails(connection, old, new)
            bring_back(connection, old, _launched(detail))
            connection.execute(
                update(lead_lists)
                .where(lead_lists.c.id == detail["list_id"])
                .values(campaign_id=new)
            )
            _uncount(connection, str(detail["launch_id"]), moved)
            bump_version(connection)
            _advance(connection, edit_id, EditState.CHANGED, {"moved": count})
            _set(connection, edit_id, new_campaign_id=new)
        return self.get(edit_id)


def _copied_campaign(connection: Connection, old: str, name: str) -> str:
    """A draft with the page, the audience and the set-up of another campaign."""
    row = connection.execute(select(campaigns).where(campaigns.c.id == old)).one()
    new, moment = new_id(), times.to_text(times.now())
    connection.execute(
        insert(campaigns).values(
            id=new,
            user_id=row.user_id,
            url=row.url,
            target_audience=row.target_audience,
            name=name,
            setup=row.setup,
            status=CampaignStatus.DRAFT.value,
            created_at=moment,
            updated_at=moment,
        )
    )
    newest = (
        select(pages).where(pages.c.campaign_id == old).order_by(pages.c.fetched_at.desc()).limit(1)
    )
    for page in connection.execute(newest).all():
        _copy_row(connection, pages, page, new)
    # The same people of the same countries: why they may be written to holds for them still.
    for basis in connection.execute(
        select(country_bases).where(country_bases.c.campaign_id == old)
    ).all():
        _copy_row(connection, country_bases, basis, new)
    return new


def _copy_row(connection: Connection, table: Table, row: Row[Any], campaign_id: str) -> None:
    values = {column.name: row[place] for place, column in enumerate(table.columns)}
    values |= {"id": new_id(), "campaign_id": campaign_id}
    connection.execute(insert(table).values(values))


def _uncount(connection: Connection, launch_id: str, moved: Select[str]) -> None:
    gone = connection.execute(
        update(launch_leads)
        .where(
            launch_leads.c.launch_id == launch_id,
            launch_leads.c.outcome.in_(NOT_REFUSED),
            func.lower(launch_leads.c.email).in_(moved),
        )
        .values(outcome=_MOVED)
    ).rowcount
    connection.execute(
        update(launches)
        .where(launches.c.id == launch_id)
        .values(uploaded=launches.c.uploaded - gone)
    )


def _detail(connection: Connection, edit_id: str) -> dict[str, Any]:
    text = connection.execute(
        select(campaign_edits.c.detail).where(campaign_edits.c.id == edit_id)
    ).scalar_one()
    found: dict[str, Any] = json.loads(text)
    return found


def _launched(detail: Mapping[str, Any]) -> Revisions:
    return {mail: (kept[0], kept[1]) for mail, kept in detail["launched"].items()}


def _campaign_of(connection: Connection, edit_id: str) -> str:
    found = connection.execute(
        select(campaign_edits.c.campaign_id).where(campaign_edits.c.id == edit_id)
    ).scalar_one()
    return str(found)


def _number(connection: Connection, edit_id: str) -> int:
    list_id = _detail(connection, edit_id).get("list_id", "")
    number = connection.execute(
        select(lead_lists.c.number).where(lead_lists.c.id == list_id)
    ).scalar()
    if number is None:
        raise Conflict(
            "The list of those who were not written to yet was deleted.",
            safe="The campaign stays paused.",
            next_step="Undo the deletion on the leads screen, then carry on with the change.",
        )
    return int(number)


def _advance(
    connection: Connection, edit_id: str, state: EditState, more: Mapping[str, object]
) -> dict[str, Any]:
    detail = {**_detail(connection, edit_id), **more}
    _set(connection, edit_id, state=state.value, detail=json.dumps(detail), reason="")
    return detail


def _set(connection: Connection, edit_id: str, **values: str) -> None:
    connection.execute(
        update(campaign_edits)
        .where(campaign_edits.c.id == edit_id)
        .values(**values, updated_at=times.to_text(times.now()))
    )


def _edit(row: Row[Any]) -> CampaignEdit:
    return CampaignEdit(
        id=row.id,
        campaign_id=row.campaign_id,
        scope=EditScope(row.scope),
        state=EditState(row.state),
        new_campaign_id=row.new_campaign_id,
        moved=int(json.loads(row.detail).get("moved", 0)),
        reason=row.reason,
        created_at=times.from_text(row.created_at),
        updated_at=times.from_text(row.updated_at),
    )
