"""Lead lists: made, renamed, given to a campaign, counted."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.leads import LeadList
from vibe_desktop.domain.supersearch import without_token
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, lead_lists, leads, settings
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.times import from_text, now, to_text

_LAST_NUMBER: Final = "last_list_number"


class LeadListRepository:
    """Reads and writes lists. What is done to the leads in them: `lead_operations`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[LeadList, ...]:
        """All lists, newest first."""
        with self._database.read() as connection:
            return read_lists(connection)

    def create(self, *, name: str, campaign_id: str) -> LeadList:
        """Make an empty list for a campaign, or for none ("").

        Raises:
            InvalidInput: There is no such campaign.
        """
        with self._database.write() as connection:
            require_campaign(connection, campaign_id)
            list_id = make_list(connection, campaign_id=campaign_id, name=name, source="")
            bump_version(connection)
            return next(kept for kept in read_lists(connection) if kept.id == list_id)

    def rename(self, list_id: str, name: str) -> None:
        """Give a list another name.

        Raises:
            InvalidInput: There is no such list.
        """
        with self._database.write() as connection:
            require_list(connection, list_id)
            _change(connection, list_id, name=name)

    def assign(self, list_id: str, campaign_id: str) -> None:
        """Give a list to a campaign, or to none ("").

        Raises:
            InvalidInput: There is no such list, or no such campaign.
        """
        with self._database.write() as connection:
            require_list(connection, list_id)
            require_campaign(connection, campaign_id)
            _change(connection, list_id, campaign_id=campaign_id or None)


def read_lists(connection: Connection) -> tuple[LeadList, ...]:
    """All lists with their counts, newest first."""
    barred = (
        select(func.count())
        .select_from(leads)
        .where(leads.c.list_number == lead_lists.c.number, leads.c.suppressed)
        .scalar_subquery()
    )
    statement = select(lead_lists, barred.label("suppressed")).order_by(
        lead_lists.c.created_at.desc(), lead_lists.c.name
    )
    return tuple(_to_list(row) for row in connection.execute(statement))


def make_list(connection: Connection, *, campaign_id: str, name: str, source: str) -> str:
    """Make an empty list. Returns its id."""
    list_id = new_id()
    connection.execute(
        insert(lead_lists).values(
            id=list_id,
            campaign_id=campaign_id or None,
            name=name,
            source=source,
            created_at=to_text(now()),
            number=next_list_number(connection),
        )
    )
    return list_id


def next_list_number(connection: Connection) -> int:
    """A number that no list has, or had: what was deleted may come back by undoing it."""
    kept = connection.execute(
        select(settings.c.value).where(settings.c.key == _LAST_NUMBER)
    ).scalar_one_or_none()
    last = connection.execute(select(func.max(lead_lists.c.number))).scalar_one_or_none()
    number = max(int(kept or 0), last or 0) + 1
    row = upsert(settings).values(key=_LAST_NUMBER, value=str(number))
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[settings.c.key], set_={"value": row.excluded.value}
        )
    )
    return number


def recount(connection: Connection) -> None:
    """Bring `lead_lists.total_leads` in line with the leads that are there."""
    size = (
        select(func.count())
        .select_from(leads)
        .where(leads.c.list_number == lead_lists.c.number)
        .scalar_subquery()
    )
    connection.execute(
        update(lead_lists).where(lead_lists.c.total_leads != size).values(total_leads=size)
    )


def require_campaign(connection: Connection, campaign_id: str) -> None:
    """Refuse a campaign that is not there; "" stands for none and is fine.

    Raises:
        InvalidInput: There is no such campaign.
    """
    if not campaign_id:
        return
    statement = select(campaigns.c.id).where(campaigns.c.id == campaign_id)
    if connection.execute(statement).first() is None:
        raise InvalidInput(
            "That campaign is no longer there.",
            safe="No leads were changed.",
            next_step="Choose another campaign.",
            field="campaign_id",
        )


def require_list(connection: Connection, list_id: str) -> Row[*tuple[Any, ...]]:
    """The row of a list.

    Raises:
        InvalidInput: There is no such list.
    """
    found = connection.execute(select(lead_lists).where(lead_lists.c.id == list_id)).first()
    if found is None:
        raise InvalidInput(
            "That list is no longer there.",
            safe="No leads were changed.",
            next_step="Choose another list.",
            field="list_id",
        )
    return found


def of_campaign(campaign_id: str) -> ColumnElement[bool]:
    """For queries on `lead_lists`: the campaign's lists, or with "" those of none."""
    if campaign_id:
        return lead_lists.c.campaign_id == campaign_id
    return lead_lists.c.campaign_id.is_(None)


def number_of(list_id: str) -> ScalarSelect[int]:
    """The number by which `leads` refer to a list."""
    return select(lead_lists.c.number).where(lead_lists.c.id == list_id).scalar_subquery()


def lists_of(campaign_id: str) -> Select[int]:
    """The numbers of the campaign's lists."""
    return select(lead_lists.c.number).where(lead_lists.c.campaign_id == campaign_id)


def _change(connection: Connection, list_id: str, **values: str | None) -> None:
    connection.execute(update(lead_lists).where(lead_lists.c.id == list_id).values(values))
    bump_version(connection)


def _to_list(row: Row[*tuple[Any, ...]]) -> LeadList:
    return LeadList(
        id=row.id,
        name=row.name,
        campaign_id=row.campaign_id or "",
        total_leads=row.total_leads,
        source=without_token(row.source),
        created_at=from_text(row.created_at),
        suppressed=row.suppressed,
    )
