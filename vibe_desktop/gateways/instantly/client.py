"""The Instantly client: one HTTP client with Instantly's limits, and a part for each noun."""

from collections.abc import Callable

from vibe_desktop import __version__
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import DEFAULT_TIMEOUT, HttpClient, Manners
from vibe_desktop.gateways.http.errors import ServiceWords
from vibe_desktop.gateways.http.pacing import Pace
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.instantly.accounts import Accounts
from vibe_desktop.gateways.instantly.analytics import Analytics
from vibe_desktop.gateways.instantly.background_jobs import BackgroundJobs
from vibe_desktop.gateways.instantly.billing import Billing
from vibe_desktop.gateways.instantly.block_list import BlockList
from vibe_desktop.gateways.instantly.campaigns import Campaigns
from vibe_desktop.gateways.instantly.emails import Emails
from vibe_desktop.gateways.instantly.lead_lists import LeadLists
from vibe_desktop.gateways.instantly.lead_states import LeadStates
from vibe_desktop.gateways.instantly.leads import Leads
from vibe_desktop.gateways.instantly.supersearch import SuperSearch
from vibe_desktop.gateways.instantly.verifications import Verifications
from vibe_desktop.gateways.instantly.workspaces import Workspaces

USER_AGENT = f"VibeMarketingAutopilot/{__version__}"
"""Instantly's edge answers 403 to the names of common libraries."""

PACES = (
    # 100 a second and 6,000 a minute for the whole workspace; the rest is left to other programs.
    Pace(lambda _method, _path: True, per_second=90),
    Pace(lambda method, path: method == "GET" and path == "/api/v2/emails", per_second=18 / 60),
    # Test mails: 10 a minute. The first one need not wait, so a minute never sees more than ten.
    Pace(lambda _method, path: path == "/api/v2/emails/test", per_second=9 / 60),
)
WORDS = ServiceWords(
    label="Instantly",
    key_step="Make a v2 API key at Instantly (Settings, Integrations) and enter it in Settings.",
    plan_step="Its API needs a paid Outreach plan: check the billing page at Instantly.",
    scope_step="Make a v2 API key with all scopes at Instantly and enter it in Settings.",
)


class InstantlyClient:
    """Everything this app asks of Instantly, by noun. Thread-safe; close it at the end."""

    def __init__(
        self,
        base_url: str,
        *,
        secret: Callable[[], str],
        host_log: Callable[[str, str], None],
        backoff: Backoff = Backoff(),  # noqa: B008 - a frozen value
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        """Prepare; nothing is opened before the first request.

        Args:
            base_url: Root of the API; a trailing "/api/v2" is tolerated.
            secret: Gives the API key, asked before each request; raises NotAuthorised without one.
            host_log: Told (host, purpose) for every request that goes out.
            backoff: How often and how patiently to repeat.
            timeout: Seconds without a byte after which an attempt is given up.
        """
        self._http = HttpClient(
            base_url.rstrip("/").removesuffix("/api/v2"),
            headers=lambda: {"Authorization": f"Bearer {secret()}"},
            user_agent=USER_AGENT,
            host_log=host_log,
            purpose="sending through Instantly",
            words=WORDS,
            manners=Manners(PACES, backoff, timeout),
        )
        self.accounts = Accounts(self._http)
        self.analytics = Analytics(self._http)
        self.background_jobs = BackgroundJobs(self._http)
        self.billing = Billing(self._http)
        self.block_list = BlockList(self._http)
        self.campaigns = Campaigns(self._http)
        self.emails = Emails(self._http)
        self.lead_lists = LeadLists(self._http)
        self.lead_states = LeadStates(self._http)
        self.leads = Leads(self._http)
        self.supersearch = SuperSearch(self._http)
        self.verifications = Verifications(self._http)
        self.workspaces = Workspaces(self._http)

    def test_key(self, work: Work) -> str:
        """Try the key; one sentence saying that it works.

        Raises:
            NotAuthorised: There is no key, or Instantly does not accept it.
            Trouble: Instantly could not be asked.
        """
        name = self.workspaces.current(work).name
        return (
            f"Instantly accepts the key: workspace {name}."
            if name
            else "Instantly accepts the key."
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()
