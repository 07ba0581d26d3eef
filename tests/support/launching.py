"""A campaign that is ready to launch, and a look at what a launch left at the sandbox."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.databases import open_fresh
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.variants import ANGLES, Angle, Author, DraftVariant, content_hash
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.leads import Target
from vibe_desktop.services.analytics import AnalyticsService
from vibe_desktop.services.campaign_control import ControlService
from vibe_desktop.services.campaign_edits import EditService
from vibe_desktop.services.compliance import ComplianceService
from vibe_desktop.services.launch_requests import Patience
from vibe_desktop.services.launches import LaunchService
from vibe_desktop.services.mailboxes import MailboxService
from vibe_desktop.services.opt_outs import OptOutService
from vibe_desktop.services.panic_stops import Persistence
from vibe_desktop.services.preflight import Inspector
from vibe_desktop.services.trial_mails import TrialMailService
from vibe_desktop.store.analytics import AnalyticsRepository
from vibe_desktop.store.campaign_edits import CampaignEditRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.country_bases import CountryBasisRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.launch_halts import LaunchHalts
from vibe_desktop.store.launches import LaunchRepository
from vibe_desktop.store.lead_census import LeadCensus
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.mailboxes import MailboxRepository
from vibe_desktop.store.opt_outs import OptOutRepository
from vibe_desktop.store.suppressions import SuppressionRepository
from vibe_desktop.store.variants import VariantRepository

IDENTITY = Identity("Ada Lovelace", "Acme", "1 Analytical Way, London")
QUICK = Backoff(attempts=2, first=0.01, most=0.02, longest_asked=0.5, deadline=20.0)
NO_WAIT = Patience(search=0.0)


class Desk:
    """One data folder with the services of a launch, as the app joins them."""

    def __init__(self, database: Database, url: str, key: str, locks: Path) -> None:
        self.database = database
        self.url = url
        self.key = key
        self.client = InstantlyClient(
            url, secret=lambda: self.key, host_log=lambda _host, _purpose: None, backoff=QUICK
        )
        self.campaigns = CampaignRepository(database)
        self.variants = VariantRepository(database)
        self.leads = LeadRepository(database)
        self.suppressions = SuppressionRepository(database)
        self.identity = IdentityRepository(database)
        self.launch_rows = LaunchRepository(database)
        self.mailboxes = MailboxService(
            mailboxes=MailboxRepository(database), instantly=self.client
        )
        self.compliance = ComplianceService(
            campaigns=self.campaigns,
            bases=CountryBasisRepository(database),
            census=LeadCensus(database),
            suppressions=self.suppressions,
        )
        self.inspector = Inspector(
            campaigns=self.campaigns,
            variants=self.variants,
            leads=self.leads,
            identity=self.identity,
            launches=self.launch_rows,
            mailboxes=self.mailboxes,
            compliance=self.compliance,
            key=lambda: self.key,
        )
        self.launches = LaunchService(
            inspector=self.inspector,
            launches=self.launch_rows,
            instantly=self.client,
            locks=locks,
            patience=NO_WAIT,
        )
        self.edit_rows = CampaignEditRepository(database)
        self.edits = EditService(
            edits=self.edit_rows,
            campaigns=self.campaigns,
            launches=self.launch_rows,
            variants=self.variants,
            leads=self.leads,
            identity=self.identity,
            instantly=self.client,
            locks=locks,
            patience=NO_WAIT,
        )
        self.opt_outs = OptOutService(
            campaigns=self.campaigns,
            launches=self.launch_rows,
            suppressions=self.suppressions,
            opt_outs=OptOutRepository(database),
            instantly=self.client,
        )
        self.trial_mails = TrialMailService(
            variants=self.variants,
            leads=self.leads,
            identity=self.identity,
            instantly=self.client,
        )
        self.control = ControlService(
            campaigns=self.campaigns,
            launches=self.launch_rows,
            halts=LaunchHalts(database),
            edits=self.edit_rows,
            mailboxes=MailboxRepository(database),
            instantly=self.client,
            objection=self.inspector.objection,
            locks=locks,
            persistence=Persistence(pause=0.01, within=0.6),
        )
        self.analytics = AnalyticsService(
            analytics=AnalyticsRepository(database),
            campaigns=self.campaigns,
            launches=self.launch_rows,
            instantly=self.client,
        )

    def prepare(
        self, leads: int = 3, url: str = "https://myapp.com", waits: tuple[int, ...] = ()
    ) -> str:
        """A campaign with approved copy, identity and leads; returns its id."""
        self.identity.save(IDENTITY)
        campaign = self.campaigns.create(name="My app", url=url, target_audience="founders")
        self.variants.write_drafts(
            campaign.id,
            [
                DraftVariant(
                    angle,
                    f"{{{{companyName | your team}}}} and {angle.value}",
                    f"Hi {{{{firstName | there}}}},\n\n{angle.value} & more <here>.\n\nWorth it?",
                )
                for angle in ANGLES
            ]
            + [
                DraftVariant(
                    Angle.FOLLOW_UP,
                    "",
                    f"Hi {{{{firstName | there}}}},\n\nOnce more, no. {number}.\n\nWorth it?",
                    step=number + 1,
                )
                for number in range(1, len(waits) + 1)
            ],
            Author.FOUNDER,
        )
        setup = self.campaigns.get(campaign.id).setup
        self.campaigns.update(campaign.id, setup=replace(setup, waits=waits))
        self.approve(campaign.id)
        self.add_leads(campaign.id, leads)
        return campaign.id

    def approve(self, campaign_id: str) -> None:
        """Approve all variants as they stand."""
        foot = footer(self.identity.get())
        for variant in self.variants.list(campaign_id):
            now = variant.current
            self.variants.approve(variant.id, now.id, content_hash(now.subject, now.body, foot))

    def reject(self, campaign_id: str, letter: str) -> None:
        """Decide that a variant of the first mail is not to be sent."""
        one = next(v for v in self.variants.list(campaign_id) if v.letter == letter and v.step == 1)
        self.variants.reject(one.id, "hash of what was read")

    def add_leads(
        self, campaign_id: str, count: int, domain: str = "lead.example", custom: int = 1
    ) -> None:
        """Load leads p0@..., p1@..., ... with so many custom variables each."""
        rows = [
            (f"p{n}@{domain}", f"P{n}", "", f"Firm {n}", "", "", "", "", json.dumps(more))
            for n in range(count)
            for more in [{f"{'n' * (k + 1)}": f"{n}{' and more' * k}" for k in range(custom)}]
        ]
        with self.leads.importing(campaign_id=campaign_id, name=domain, source=domain) as writer:
            writer.add(rows)


@contextmanager
def desk_in(folder: Path, sandbox: RunningSandbox, *, fresh: bool = True) -> Iterator[Desk]:
    """A desk on a new database in `folder`, or on the one that is there."""
    if fresh:
        folder.mkdir(exist_ok=True)
        database = open_fresh(folder)
    else:
        database = Database.open(folder / "vibe.db", folder / "backups")
    info = sandbox.info
    desk = Desk(database, info.instantly_url, info.instantly_api_key, folder / "locks")
    try:
        yield desk
    finally:
        desk.client.close()
        database.close()


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What stands at the sandbox after a launch.

    Attributes:
        activations: Requests to start a campaign that had their effect.
    """

    lists: int
    campaigns: int
    in_list: Counter[str]
    in_campaign: Counter[str]
    activations: int


def aftermath(desk: Desk, sandbox: RunningSandbox, launch: Launch) -> Aftermath:
    """Look at the sandbox through its API."""
    work = Work()
    documents = sandbox.control("GET", "/state")["documents"]
    leads = desk.client.leads
    return Aftermath(
        lists=documents.get("list", 0),
        campaigns=documents.get("campaign", 0),
        in_list=Counter(leads.every_address(Target.LIST, launch.instantly_lead_list_id, work)),
        in_campaign=Counter(
            leads.every_address(Target.CAMPAIGN, launch.instantly_campaign_id, work)
        ),
        activations=_activations(sandbox.requests(path="/activate")),
    )


def _activations(requests: list[dict[str, Any]]) -> int:
    # The sandbox shows 0 for an answer that was lost after the work was done.
    return sum(1 for request in requests if request["status"] in (0, 200))


def assert_launched_once(desk: Desk, sandbox: RunningSandbox, launch: Launch) -> None:
    """One list, one campaign, each planned lead once in each, started once, and we know it."""
    assert launch.state is LaunchState.DONE, launch.reason
    found = aftermath(desk, sandbox, launch)
    wanted = Counter(desk.launch_rows.addresses(launch.id))
    assert (found.lists, found.campaigns) == (1, 1)
    assert found.in_list == wanted
    assert found.in_campaign == wanted
    assert launch.uploaded == wanted.total()
    status = desk.client.campaigns.get(launch.instantly_campaign_id, Work()).status
    assert status.sending
    assert desk.campaigns.get(launch.campaign_id).instantly_id == launch.instantly_campaign_id


def at_each_point(desk: Desk, reached: Callable[[], None]) -> None:
    """Call `reached` wherever a launch may be cut off: around every request and journal entry."""
    strike(desk.client._http, ("request_json",), reached, before=True)
    entries = ("plan", "intend", "conclude", "conclude_batch", "explain")
    strike(desk.launch_rows, entries, reached)


def strike(
    owner: object, names: Iterable[str], reached: Callable[[], None], *, before: bool = False
) -> None:
    """Have `reached` called after each of these methods of one object, and `before` it as well."""

    def around(inner: Callable[..., object]) -> Callable[..., object]:
        def outer(*args: object, **kwargs: object) -> object:
            if before:
                reached()
            result = inner(*args, **kwargs)
            reached()
            return result

        return outer

    for name in names:
        setattr(owner, name, around(getattr(owner, name)))


def tried(total: int, ordinarily: int) -> list[int]:
    """Which of points 1 to `total` something is struck at: so many, spread evenly, the ends too.

    `VIBE_KILL_POINTS` asks for more: `./run kills` tries all.
    """
    most = min(total, max(ordinarily, int(os.environ.get("VIBE_KILL_POINTS", "0"))))
    return [1 + number * (total - 1) // (most - 1) for number in range(most)]


class Points:
    """Counts the points that were reached, and does something at one of them."""

    def __init__(self, last: int, strike: Callable[[], None]) -> None:
        """`strike` is called at point number `last`, counted from 1; 0 for never."""
        self.count = 0
        self._last = last
        self._strike = strike
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """One more point, reached by whatever thread."""
        with self._lock:
            self.count += 1
            last = self.count == self._last
        if last:
            self._strike()
