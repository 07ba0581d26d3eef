"""Results of campaigns as last fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from vibe_desktop.domain.analytics import CampaignResults, Counters, DayResult, VariantResult
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import (
    campaigns,
    daily_analytics,
    launches,
    variant_analytics,
)
from vibe_desktop.store.plans import decode_plan
from vibe_desktop.store.setups import decode_setup

UNATTRIBUTED = -1
_COUNTERS = tuple(asdict(Counters()))


class AnalyticsRepository:
    """Reads and writes results. Only rows whose numbers changed are written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def results(self, campaign_id: str) -> CampaignResults:
        """The results of one campaign: totals, days with activity in order, variants in order.

        Raises:
            InvalidInput: There is no such campaign.
        """
        with self._database.read() as connection:
            campaign = connection.execute(
                select(campaigns).where(campaigns.c.id == campaign_id)
            ).first()
            if campaign is None:
                raise InvalidInput(
                    f"There is no campaign with the id “{campaign_id}”.", field="campaign_id"
                )
            plan = connection.execute(
                select(launches.c.plan)
                .where(launches.c.campaign_id == campaign_id)
                .order_by(launches.c.created_at.desc())
                .limit(1)
            ).scalar()
            days = connection.execute(
                select(daily_analytics)
                .where(daily_analytics.c.campaign_id == campaign_id)
                .order_by(daily_analytics.c.day)
            ).all()
            variants = connection.execute(
                select(variant_analytics)
                .where(variant_analytics.c.campaign_id == campaign_id)
                .order_by(variant_analytics.c.step, variant_analytics.c.position)
            ).all()
        # What was launched counts, not what the founder set since.
        rules = decode_plan(plan).rules if plan else decode_setup(campaign.setup).rules
        return CampaignResults(
            campaign_id=campaign_id,
            totals=_counters(campaign),
            days=tuple(DayResult(row.day, _counters(row)) for row in days),
            variants=tuple(
                VariantResult(_known(row.step), _known(row.position), _counters(row))
                for row in variants
            ),
            as_of=times.from_text(campaign.analytics_as_of) if campaign.analytics_as_of else None,
            opens_tracked=rules.open_tracking,
            clicks_tracked=rules.link_tracking,
        )

    def launched(self) -> Mapping[str, str]:
        """Campaigns that exist at Instantly: their id there, by their id here."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(campaigns.c.id, campaigns.c.campaign_id).where(campaigns.c.campaign_id != "")
            )
            return {row.id: row.campaign_id for row in rows}

    def save_totals(
        self,
        campaign_id: str,
        totals: Counters,
        status: CampaignStatus | None,
        as_of: datetime,
    ) -> bool:
        """Keep the totals, and the status when it is given; returns whether either changed."""
        with self._database.write() as connection:
            return _save_totals(connection, campaign_id, totals, status, as_of)

    def save(
        self,
        campaign_id: str,
        results: CampaignResults,
        status: CampaignStatus | None,
        as_of: datetime,
    ) -> bool:
        """Keep all results in one transaction; returns whether anything but `as_of` changed."""
        days: dict[tuple[object, ...], Counters] = {
            (day.day,): day.counters for day in results.days
        }
        variants: dict[tuple[object, ...], Counters] = {
            (_stored(one.step), _stored(one.position)): one.counters for one in results.variants
        }
        with self._database.write() as connection:
            changed = _save_totals(connection, campaign_id, results.totals, status, as_of)
            changed |= _save_rows(connection, daily_analytics, campaign_id, ("day",), days)
            changed |= _save_rows(
                connection, variant_analytics, campaign_id, ("step", "position"), variants
            )
        return changed


def _save_totals(
    connection: Connection,
    campaign_id: str,
    totals: Counters,
    status: CampaignStatus | None,
    as_of: datetime,
) -> bool:
    row = connection.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one()
    values: dict[str, object] = {}
    if _counters(row) != totals:
        values |= asdict(totals)
    if status is not None and row.status != status.value:
        values["status"] = status.value
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(**values, analytics_as_of=times.to_text(as_of))
    )
    return bool(values)


def _save_rows(
    connection: Connection,
    table: Table,
    campaign_id: str,
    key: tuple[str, ...],
    wanted: Mapping[tuple[object, ...], Counters],
) -> bool:
    mine = table.c.campaign_id == campaign_id
    before = {
        tuple(getattr(row, name) for name in key): _counters(row)
        for row in connection.execute(select(table).where(mine))
    }
    stale = [values for values, counters in before.items() if wanted.get(values) != counters]
    fresh = [values for values, counters in wanted.items() if before.get(values) != counters]
    for values in stale:
        same = [table.c[name] == value for name, value in zip(key, values, strict=True)]
        connection.execute(delete(table).where(mine, *same))
    if fresh:
        connection.execute(insert(table), list(_rows(campaign_id, key, fresh, wanted)))
    return bool(stale or fresh)


def _rows(
    campaign_id: str,
    key: tuple[str, ...],
    fresh: Iterable[tuple[object, ...]],
    wanted: Mapping[tuple[object, ...], Counters],
) -> Iterable[dict[str, object]]:
    for values in fresh:
        named = dict(zip(key, values, strict=True))
        yield {"campaign_id": campaign_id, **named, **asdict(wanted[values])}


def _counters(row: Row[Any]) -> Counters:
    return Counters(**{name: getattr(row, name) for name in _COUNTERS})


def _known(number: int) -> int | None:
    return None if number == UNATTRIBUTED else number


def _stored(number: int | None) -> int:
    return UNATTRIBUTED if number is None else number
