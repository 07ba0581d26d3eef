"""A data folder with the services that spend credits, over a sandbox."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases import open_fresh
from tests.support.launching import QUICK
from tests.support.sandbox import RunningSandbox
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import DEFAULT_TIMEOUT
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.buying import SuperSearchPatience
from vibe_desktop.services.supersearch import SuperSearchService
from vibe_desktop.services.verifications import VerificationPatience, VerificationService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.enrichments import EnrichmentRepository
from vibe_desktop.store.verifications import VerificationRepository

if TYPE_CHECKING:
    from vibe_desktop.services.lead_rows import LeadRow

HASTY_SEARCH = SuperSearchPatience(search=0.0, poll=0.0, polls=10)
HASTY_VERIFICATION = VerificationPatience(search=0.0, pause=0.0, looks=2)


class Purse:
    """The services as the app joins them, without its pauses."""

    def __init__(
        self, folder: Path, sandbox: RunningSandbox, database: Database, timeout: float
    ) -> None:
        self.sandbox = sandbox
        self.database = database
        self.key = sandbox.info.instantly_api_key
        self.container = Container(Paths(folder), Environment(), sandbox=False, redactor=Redactor())
        self.leads = self.container.leads
        self.campaigns = CampaignRepository(database)
        self.client = InstantlyClient(
            sandbox.info.instantly_url,
            secret=lambda: self.key,
            host_log=lambda _host, _purpose: None,
            backoff=QUICK,
            timeout=timeout,
        )
        self.enrichments = EnrichmentRepository(database)
        self.verified = VerificationRepository(database)
        self.search = self.service(self.enrichments, folder)
        self.verifications = VerificationService(
            verifications=self.verified, instantly=self.client, patience=HASTY_VERIFICATION
        )

    def service(self, enrichments: EnrichmentRepository, folder: Path) -> SuperSearchService:
        """A search service over this journal: a test may bring one that breaks off."""
        return SuperSearchService(
            enrichments=enrichments,
            campaigns=self.campaigns,
            leads=lambda: self.leads,
            instantly=self.client,
            locks=folder / "locks",
            patience=HASTY_SEARCH,
        )

    @property
    def credits(self) -> float:
        """What the workspace has left."""
        left = self.client.billing.credits(Work())
        assert left is not None
        return left

    def load(self, emails: Sequence[str], name: str = "People") -> str:
        """Take in a list of these addresses; its id."""
        rows: list[LeadRow] = [(email, "", "", "", "", "", "", "", "{}", "", 0) for email in emails]
        written = self.leads.import_rows(rows, name=name, source=name, campaign_id="", work=Work())
        return written.value.list_id

    def everybody(self) -> LeadSelection:
        """All leads, chosen."""
        query = LeadQuery()
        page = self.leads.page(query, Work())
        return LeadSelection(query, ((0, page.total - 1),), page.version)


@contextmanager
def purse_in(
    folder: Path,
    sandbox: RunningSandbox,
    *,
    fresh: bool = True,
    timeout: float = DEFAULT_TIMEOUT,
) -> Iterator[Purse]:
    """A purse on a new database in `folder`, or on the one that is there.

    Args:
        folder: The data folder.
        sandbox: What is bought at.
        fresh: Whether the database is a new one.
        timeout: Seconds without a byte after which a request is given up.
    """
    folder.mkdir(exist_ok=True)
    database = (
        open_fresh(folder) if fresh else Database.open(folder / "vibe.db", folder / "backups")
    )
    purse = Purse(folder, sandbox, database, timeout)
    try:
        yield purse
    finally:
        purse.client.close()
        purse.container.close()
        database.close()
