"""The local side, joined: one database and a repository for each noun.

Each repository is imported when it is first asked for: the campaigns on the first page need two of
them, and should not wait for the rest.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.errors import StorageBroken
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.hosts import HostLog

if TYPE_CHECKING:
    from vibe_desktop.store.analytics import AnalyticsRepository
    from vibe_desktop.store.campaign_edits import CampaignEditRepository
    from vibe_desktop.store.campaigns import CampaignRepository
    from vibe_desktop.store.column_mappings import ColumnMappingRepository
    from vibe_desktop.store.copy_runs import CopyRunRepository
    from vibe_desktop.store.country_bases import CountryBasisRepository
    from vibe_desktop.store.enrichments import EnrichmentRepository
    from vibe_desktop.store.identity import IdentityRepository
    from vibe_desktop.store.launch_halts import LaunchHalts
    from vibe_desktop.store.launches import LaunchRepository
    from vibe_desktop.store.lead_census import LeadCensus
    from vibe_desktop.store.lead_indexing import LeadIndex
    from vibe_desktop.store.lead_lists import LeadListRepository
    from vibe_desktop.store.lead_operations import LeadOperationRepository
    from vibe_desktop.store.leads import LeadRepository
    from vibe_desktop.store.mailboxes import MailboxRepository
    from vibe_desktop.store.opt_outs import OptOutRepository
    from vibe_desktop.store.pages import PageRepository
    from vibe_desktop.store.settings import SettingsRepository
    from vibe_desktop.store.sign_offs import SignOffRepository
    from vibe_desktop.store.suppressions import SuppressionRepository
    from vibe_desktop.store.variants import VariantRepository
    from vibe_desktop.store.verifications import VerificationRepository


class Stores:
    """Everything that is kept in the database of one data folder.

    Repositories hold no state, so that two threads which ask for one at the same time may well
    get two; the host log, which does, is made with the database.
    """

    def __init__(self, paths: Paths) -> None:
        """Open the database, made or brought up to date as needed.

        Raises:
            StorageFull, StorageBroken: See `Database.open`.
        """
        self.database = Database.open(paths.database, paths.backups)
        self.hosts = HostLog(self.database)

    def close(self) -> None:
        """Write what waits and close the database."""
        try:
            self.hosts.flush()
        finally:
            self.database.close()

    def check(self) -> str:
        """A sentence about a sound database.

        Raises:
            StorageBroken: It is damaged, or cannot be read.
        """
        problems = self.database.problems()
        if problems:
            raise StorageBroken(
                f"The database is damaged: {problems[0]}",
                safe="It was not touched.",
                next_step="Copy the data folder away, then restore the newest file of its backups.",
            )
        return f"{self.database.path} is sound."

    @cached_property
    def analytics(self) -> "AnalyticsRepository":
        """Results."""
        from vibe_desktop.store.analytics import AnalyticsRepository

        return AnalyticsRepository(self.database)

    @cached_property
    def campaign_edits(self) -> "CampaignEditRepository":
        """Changes of launched mails."""
        from vibe_desktop.store.campaign_edits import CampaignEditRepository

        return CampaignEditRepository(self.database)

    @cached_property
    def campaigns(self) -> "CampaignRepository":
        """Campaigns."""
        from vibe_desktop.store.campaigns import CampaignRepository

        return CampaignRepository(self.database)

    @cached_property
    def column_mappings(self) -> "ColumnMappingRepository":
        """What the columns of lead files were taken for."""
        from vibe_desktop.store.column_mappings import ColumnMappingRepository

        return ColumnMappingRepository(self.database)

    @cached_property
    def copy_runs(self) -> "CopyRunRepository":
        """What writers were asked and answered."""
        from vibe_desktop.store.copy_runs import CopyRunRepository

        return CopyRunRepository(self.database)

    @cached_property
    def country_bases(self) -> "CountryBasisRepository":
        """Why the people of a country may be written to."""
        from vibe_desktop.store.country_bases import CountryBasisRepository

        return CountryBasisRepository(self.database)

    @cached_property
    def lead_census(self) -> "LeadCensus":
        """Counts of leads for the check before a launch."""
        from vibe_desktop.store.lead_census import LeadCensus

        return LeadCensus(self.database)

    @cached_property
    def enrichments(self) -> "EnrichmentRepository":
        """Purchases of people."""
        from vibe_desktop.store.enrichments import EnrichmentRepository

        return EnrichmentRepository(self.database)

    @cached_property
    def identity(self) -> "IdentityRepository":
        """Who writes."""
        from vibe_desktop.store.identity import IdentityRepository

        return IdentityRepository(self.database)

    @cached_property
    def launch_halts(self) -> "LaunchHalts":
        """Stops launches that are under way."""
        from vibe_desktop.store.launch_halts import LaunchHalts

        return LaunchHalts(self.database)

    @cached_property
    def launches(self) -> "LaunchRepository":
        """Launches and their journal."""
        from vibe_desktop.store.launches import LaunchRepository

        return LaunchRepository(self.database)

    @cached_property
    def lead_lists(self) -> "LeadListRepository":
        """Lists of leads."""
        from vibe_desktop.store.lead_lists import LeadListRepository

        return LeadListRepository(self.database)

    @cached_property
    def lead_operations(self) -> "LeadOperationRepository":
        """What is done to leads, and undone."""
        from vibe_desktop.store.lead_operations import LeadOperationRepository

        return LeadOperationRepository(self.database)

    @cached_property
    def lead_index(self) -> "LeadIndex":
        """What leads are searched and sorted by."""
        from vibe_desktop.store.lead_indexing import LeadIndex

        return LeadIndex(self.database)

    @cached_property
    def leads(self) -> "LeadRepository":
        """Leads and lead lists."""
        from vibe_desktop.store.leads import LeadRepository

        return LeadRepository(self.database)

    @cached_property
    def mailboxes(self) -> "MailboxRepository":
        """Sending accounts."""
        from vibe_desktop.store.mailboxes import MailboxRepository

        return MailboxRepository(self.database)

    @cached_property
    def opt_outs(self) -> "OptOutRepository":
        """What is left to copy to the block list."""
        from vibe_desktop.store.opt_outs import OptOutRepository

        return OptOutRepository(self.database)

    @cached_property
    def pages(self) -> "PageRepository":
        """Product pages."""
        from vibe_desktop.store.pages import PageRepository

        return PageRepository(self.database)

    @cached_property
    def settings(self) -> "SettingsRepository":
        """Settings."""
        from vibe_desktop.store.settings import SettingsRepository

        return SettingsRepository(self.database)

    @cached_property
    def sign_offs(self) -> "SignOffRepository":
        """What the founder answers for."""
        from vibe_desktop.store.sign_offs import SignOffRepository

        return SignOffRepository(self.database)

    @cached_property
    def suppressions(self) -> "SuppressionRepository":
        """People never to be written to."""
        from vibe_desktop.store.suppressions import SuppressionRepository

        return SuppressionRepository(self.database)

    @cached_property
    def variants(self) -> "VariantRepository":
        """Variants, revisions and approvals."""
        from vibe_desktop.store.variants import VariantRepository

        return VariantRepository(self.database)

    @cached_property
    def verifications(self) -> "VerificationRepository":
        """What is known of addresses."""
        from vibe_desktop.store.verifications import VerificationRepository

        return VerificationRepository(self.database)
