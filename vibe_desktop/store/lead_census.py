"""Who is in the lists of a campaign, counted for the check before a launch."""

from sqlalchemy import func, or_, select

from vibe_desktop.domain.compliance import CountryLeads
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_lists, leads


class LeadCensus:
    """Counts; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def countries(self, campaign_id: str) -> tuple[CountryLeads, ...]:
        """The leads that a launch would write to, by country, each address once."""
        of_campaign = select(lead_lists.c.number).where(lead_lists.c.campaign_id == campaign_id)
        private = or_(
            leads.c.flags.bitwise_and(int(LeadFlag.FREE_MAIL)) != 0,
            func.trim(leads.c.company_name) == "",
        )
        statement = (
            select(
                leads.c.country,
                func.count(leads.c.email.distinct()),
                func.count(leads.c.email.distinct()).filter(private),
            )
            .where(leads.c.list_number.in_(of_campaign), ~leads.c.suppressed)
            .group_by(leads.c.country)
            .order_by(leads.c.country)
        )
        with self._database.read() as connection:
            return tuple(CountryLeads(*row) for row in connection.execute(statement))

    def suppressed(self, campaign_id: str) -> int:
        """How many of the campaign's leads nothing may be sent to, each address once."""
        of_campaign = select(lead_lists.c.number).where(lead_lists.c.campaign_id == campaign_id)
        statement = select(func.count(leads.c.email.distinct())).where(
            leads.c.list_number.in_(of_campaign), leads.c.suppressed
        )
        with self._database.read() as connection:
            return connection.execute(statement).scalar_one()
