"""Why the people of a country may be written to."""

from sqlalchemy import insert, select

from vibe_desktop.domain.compliance import CountryBasis
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import country_bases
from vibe_desktop.store.ids import new_id


class CountryBasisRepository:
    """Evidence is only ever added: what was said when stays on record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_campaign(self, campaign_id: str) -> tuple[CountryBasis, ...]:
        """All that was given for a campaign, oldest first."""
        statement = (
            select(country_bases)
            .where(country_bases.c.campaign_id == campaign_id)
            .order_by(country_bases.c.recorded_at, country_bases.c.id)
        )
        with self._database.read() as connection:
            return tuple(
                CountryBasis(
                    country=row.country,
                    basis=row.basis,
                    lead_count=row.lead_count,
                    rule=row.rule,
                    recorded_at=times.from_text(row.recorded_at),
                )
                for row in connection.execute(statement)
            )

    def add(self, campaign_id: str, basis: CountryBasis) -> None:
        """Keep one more."""
        with self._database.write() as connection:
            connection.execute(
                insert(country_bases).values(
                    id=new_id(),
                    campaign_id=campaign_id,
                    country=basis.country,
                    basis=basis.basis,
                    lead_count=basis.lead_count,
                    rule=basis.rule,
                    recorded_at=times.to_text(basis.recorded_at),
                )
            )
