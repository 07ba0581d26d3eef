"""Campaigns on this computer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, case, delete, exists, func, insert, literal, select, update

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaign_edits import EditState
from vibe_desktop.domain.campaigns import Campaign, CampaignSetup, CampaignStatus
from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaign_edits, campaigns, launches, lead_lists
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.setups import decode_setup, encode_setup

_KEPT = (
    campaigns.c.id,
    campaigns.c.name,
    campaigns.c.url,
    campaigns.c.target_audience,
    campaigns.c.status,
    campaigns.c.setup,
    campaigns.c.campaign_id,
    campaigns.c.created_at,
    campaigns.c.updated_at,
    exists()
    .where(
        campaign_edits.c.campaign_id == campaigns.c.id,
        campaign_edits.c.state == EditState.PLANNED.value,
    )
    .correlate(campaigns)
    .label("editing"),
)


class CampaignRepository:
    """Reads and writes campaigns. Their counters are written with the results they come from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, *, name: str, url: str, target_audience: str, setup: CampaignSetup | None = None
    ) -> Campaign:
        """Keep a new draft.

        Raises:
            StorageFull, StorageBroken: See `Database.write`, also for all methods below.
        """
        moment = times.now()
        campaign = Campaign(
            id=new_id(),
            name=name,
            url=url,
            target_audience=target_audience,
            status=CampaignStatus.DRAFT,
            setup=setup or CampaignSetup(),
            instantly_id="",
            created_at=moment,
            updated_at=moment,
        )
        with self._database.write() as connection:
            connection.execute(
                insert(campaigns).values(
                    id=campaign.id,
                    name=name,
                    url=url,
                    target_audience=target_audience,
                    status=campaign.status.value,
                    setup=encode_setup(campaign.setup),
                    created_at=times.to_text(moment),
                    updated_at=times.to_text(moment),
                )
            )
        return campaign

    def get(self, campaign_id: str) -> Campaign:
        """The campaign with this id.

        Raises:
            InvalidInput: There is none; `field` is "campaign_id".
        """
        with self._database.read() as connection:
            row = connection.execute(select(*_KEPT).where(campaigns.c.id == campaign_id)).first()
        if row is None:
            raise _unknown(campaign_id)
        return _campaign(row)

    def find(self, prefix: str) -> tuple[Campaign, ...]:
        """Up to two campaigns whose id starts with `prefix`: enough to see whether it is unique."""
        query = select(*_KEPT).where(campaigns.c.id.startswith(prefix.lower(), autoescape=True))
        with self._database.read() as connection:
            return tuple(_campaign(row) for row in connection.execute(query.limit(2)))

    def rows(self) -> tuple[CampaignRow, ...]:
        """All campaigns with their counters and lead counts, newest first."""
        with self._database.read() as connection:
            return tuple(_campaign_row(row) for row in connection.execute(_dashboard_query()))

    def update(
        self,
        campaign_id: str,
        *,
        name: str | None = None,
        url: str | None = None,
        target_audience: str | None = None,
        setup: CampaignSetup | None = None,
    ) -> Campaign:
        """Change what is given and leave the rest; return the whole campaign.

        Raises:
            InvalidInput: There is no such campaign.
        """
        given = {
            "name": name,
            "url": url,
            "target_audience": target_audience,
            "setup": None if setup is None else encode_setup(setup),
        }
        return self._change(
            campaign_id, {column: value for column, value in given.items() if value is not None}
        )

    def set_status(self, campaign_id: str, status: CampaignStatus) -> Campaign:
        """Say where the campaign stands.

        Raises:
            InvalidInput: There is no such campaign.
        """
        return self._change(campaign_id, {"status": status.value})

    def set_instantly_id(self, campaign_id: str, instantly_id: str) -> Campaign:
        """Remember the campaign's twin at Instantly.

        Raises:
            InvalidInput: There is no such campaign.
        """
        return self._change(campaign_id, {"campaign_id": instantly_id})

    def delete(self, campaign_id: str) -> None:
        """Forget a campaign that was never launched. Lists of leads stay.

        Raises:
            InvalidInput: There is no such campaign.
            Conflict: A launch of it was begun, so that Instantly may know it.
        """
        launched = (campaigns.c.campaign_id != "") | exists(
            select(literal(1)).where(launches.c.campaign_id == campaigns.c.id)
        )
        with self._database.write() as connection:
            row = connection.execute(
                select(campaigns.c.name, launched.label("launched")).where(
                    campaigns.c.id == campaign_id
                )
            ).first()
            if row is None:
                raise _unknown(campaign_id)
            if row.launched:
                raise Conflict(
                    f"“{row.name}” has been launched, so it cannot be deleted here.",
                    safe="It was left as it is.",
                    next_step="Pause it if it should stop sending.",
                )
            connection.execute(delete(campaigns).where(campaigns.c.id == campaign_id))

    def _change(self, campaign_id: str, values: Mapping[str, str]) -> Campaign:
        stamp = times.to_text(times.now())
        with self._database.write() as connection:
            row = connection.execute(
                update(campaigns)
                .where(campaigns.c.id == campaign_id)
                .values(**values, updated_at=stamp)
                .returning(*_KEPT)
            ).first()
        if row is None:
            raise _unknown(campaign_id)
        return _campaign(row)


def _dashboard_query() -> Select[Any]:
    counted = (
        # The lists know their sizes; counting 100,000 leads would take longer than all the rest.
        select(lead_lists.c.campaign_id, func.sum(lead_lists.c.total_leads).label("lead_count"))
        .group_by(lead_lists.c.campaign_id)
        .subquery()
    )
    newest_launch = (
        select(
            case(
                (
                    launches.c.state == LaunchState.FAILED.value,
                    "Launch stopped: " + launches.c.reason,
                ),
                else_="",
            )
        )
        .where(launches.c.campaign_id == campaigns.c.id)
        .order_by(launches.c.created_at.desc(), launches.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *_KEPT,
            campaigns.c.sent,
            campaigns.c.contacted,
            campaigns.c.opened,
            campaigns.c.clicked,
            campaigns.c.replied,
            campaigns.c.auto_replied,
            campaigns.c.bounced,
            campaigns.c.unsubscribed,
            campaigns.c.analytics_as_of,
            func.coalesce(counted.c.lead_count, 0).label("lead_count"),
            func.coalesce(newest_launch, "").label("note"),
        )
        .outerjoin(counted, counted.c.campaign_id == campaigns.c.id)
        .order_by(campaigns.c.created_at.desc(), campaigns.c.id)
    )


def _campaign(row: Row[*tuple[Any, ...]]) -> Campaign:
    return Campaign(
        id=row.id,
        name=row.name,
        url=row.url,
        target_audience=row.target_audience,
        status=CampaignStatus(row.status),
        setup=decode_setup(row.setup),
        instantly_id=row.campaign_id,
        created_at=times.from_text(row.created_at),
        updated_at=times.from_text(row.updated_at),
        editing=bool(row.editing),
    )


def _campaign_row(row: Row[*tuple[Any, ...]]) -> CampaignRow:
    return CampaignRow(
        campaign=_campaign(row),
        lead_count=row.lead_count,
        counters=Counters(
            sent=row.sent,
            contacted=row.contacted,
            opened=row.opened,
            clicked=row.clicked,
            replied=row.replied,
            auto_replied=row.auto_replied,
            bounced=row.bounced,
            unsubscribed=row.unsubscribed,
        ),
        as_of=times.from_text(row.analytics_as_of) if row.analytics_as_of else None,
        note=row.note,
    )


def _unknown(campaign_id: str) -> InvalidInput:
    return InvalidInput(
        f"There is no campaign with the id “{campaign_id}”.",
        next_step="Look up its id in the list of campaigns; it may have been deleted.",
        field="campaign_id",
    )
