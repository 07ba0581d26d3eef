"""Whom a campaign may write to: what countries ask for, and who asked to be left alone."""

from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.compliance import (
    SHORTEST_BASIS,
    CountryBasis,
    Gate,
    gates,
)
from vibe_desktop.domain.countries import name_of
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Work
from vibe_desktop.store import times
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.country_bases import CountryBasisRepository
from vibe_desktop.store.lead_census import LeadCensus
from vibe_desktop.store.suppressions import SuppressionRepository

LONGEST_BASIS = 2_000
"""Characters of an answer that are kept."""


class ComplianceService:
    """The gate of each country, and the evidence that opens it."""

    def __init__(
        self,
        *,
        campaigns: CampaignRepository,
        bases: CountryBasisRepository,
        census: LeadCensus,
        suppressions: SuppressionRepository,
    ) -> None:
        self._campaigns = campaigns
        self._bases = bases
        self._census = census
        self._suppressions = suppressions

    def do_not_contact(self) -> DoNotContact:
        """Whom nothing may be sent to."""
        return self._suppressions.all()

    def suppressed(self, campaign_id: str) -> int:
        """How many leads of the campaign's lists nothing may be sent to."""
        return self._census.suppressed(campaign_id)

    def gates(self, campaign_id: str, work: Work) -> tuple[Gate, ...]:
        """What each country of the campaign's leads asks for; the shut ones first."""
        work.check()
        return gates(self._census.countries(campaign_id), self._bases.of_campaign(campaign_id))

    def record(
        self, campaign_id: str, country: str, basis: str, work: Work
    ) -> Written[tuple[Gate, ...]]:
        """Keep why the people of one country may be written to. Earlier answers stay on record.

        Args:
            campaign_id: Whose leads.
            country: ISO 3166-1 alpha-2.
            basis: The founder's words; kept as they are but for spaces around.
            work: Checked before anything is written.

        Returns:
            The gates as they stand now.

        Raises:
            InvalidInput: There is no such campaign; none of its leads is of that country; or the
                words say too little to be evidence of anything.
        """
        words = basis.strip()
        if not SHORTEST_BASIS <= len(words) <= LONGEST_BASIS:
            raise InvalidInput(
                f"The answer for {name_of(country)} needs {SHORTEST_BASIS} to {LONGEST_BASIS:,} "
                "characters.",
                safe="Nothing was kept.",
                next_step="Say in a sentence how and when these people came to be written to.",
                field="basis",
            )
        self._campaigns.get(campaign_id)
        gate = next((one for one in self.gates(campaign_id, work) if one.country == country), None)
        if gate is None:
            raise InvalidInput(
                f"No lead of this campaign is known to be in {country}.",
                safe="Nothing was kept.",
                next_step="Give a basis for the countries that the check before the launch names.",
                field="country",
            )
        self._bases.add(
            campaign_id,
            CountryBasis(
                country=country,
                basis=words,
                # Where it is asked of some, it was given for those: more of them ask anew.
                lead_count=gate.asked_for or gate.leads,
                rule=gate.rule.key,
                recorded_at=times.now(),
            ),
        )
        return Written(self.gates(campaign_id, work), Changes(launches=True))

    def bases(self, campaign_id: str, work: Work) -> tuple[CountryBasis, ...]:
        """All that was ever given for a campaign, oldest first."""
        work.check()
        return self._bases.of_campaign(campaign_id)
