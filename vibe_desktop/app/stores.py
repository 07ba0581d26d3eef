"""The local side, joined: one database and a repository for each noun.

Importing this module imports SQLAlchemy; the container does so inside the first job.
"""

from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.errors import StorageBroken
from vibe_desktop.store.analytics import AnalyticsRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.hosts import HostLog
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.launches import LaunchRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.mailboxes import MailboxRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.suppressions import SuppressionRepository
from vibe_desktop.store.variants import VariantRepository


class Stores:
    """Everything that is kept in the database of one data folder."""

    def __init__(self, paths: Paths) -> None:
        """Open the database, made or brought up to date as needed.

        Raises:
            StorageFull, StorageBroken: See `Database.open`.
        """
        self.database = Database.open(paths.database, paths.backups)
        self.analytics = AnalyticsRepository(self.database)
        self.campaigns = CampaignRepository(self.database)
        self.copy_runs = CopyRunRepository(self.database)
        self.hosts = HostLog(self.database)
        self.identity = IdentityRepository(self.database)
        self.launches = LaunchRepository(self.database)
        self.leads = LeadRepository(self.database)
        self.mailboxes = MailboxRepository(self.database)
        self.pages = PageRepository(self.database)
        self.settings = SettingsRepository(self.database)
        self.suppressions = SuppressionRepository(self.database)
        self.variants = VariantRepository(self.database)

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
