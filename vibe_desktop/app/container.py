"""The container: makes every part once, on first use, and joins them.

Nothing heavy is imported here at the top: the window must be painted before SQLAlchemy, httpx or
openai are. Each property may be asked for from any thread; the first to ask makes the part. What
talks to a service is made anew when the founder changes that service's address.

It is long because every service is joined here, and nowhere else.
"""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work

if TYPE_CHECKING:
    from vibe_desktop.app.sandbox_process import SandboxProcess
    from vibe_desktop.app.stores import Stores
    from vibe_desktop.gateways.instantly.client import InstantlyClient
    from vibe_desktop.gateways.openai.writer import OpenAIWriter
    from vibe_desktop.services.analytics import AnalyticsService
    from vibe_desktop.services.campaign_control import ControlService
    from vibe_desktop.services.campaign_edits import EditService
    from vibe_desktop.services.campaigns import CampaignService
    from vibe_desktop.services.compliance import ComplianceService
    from vibe_desktop.services.copywriting import CopywritingService
    from vibe_desktop.services.doctor import DoctorService
    from vibe_desktop.services.identity import IdentityService
    from vibe_desktop.services.keys import KeyService
    from vibe_desktop.services.launches import LaunchService
    from vibe_desktop.services.lead_exports import LeadExportService
    from vibe_desktop.services.leads import LeadService
    from vibe_desktop.services.mailboxes import MailboxService
    from vibe_desktop.services.opt_outs import OptOutService
    from vibe_desktop.services.pages import PageService
    from vibe_desktop.services.preflight import Inspector
    from vibe_desktop.services.reviews import ReviewService
    from vibe_desktop.services.settings import SettingsService
    from vibe_desktop.services.supersearch import SuperSearchService
    from vibe_desktop.services.trial_mails import TrialMailService
    from vibe_desktop.services.variants import VariantService
    from vibe_desktop.services.verifications import VerificationService
    from vibe_desktop.store.vault import Vault

T = TypeVar("T")


class Container:
    """Implements `services.catalogue.Services` over one data folder."""

    def __init__(
        self, paths: Paths, environment: Environment, *, sandbox: bool, redactor: Redactor
    ) -> None:
        self.paths = paths
        self._environment = environment
        self._redactor = redactor
        self.sandbox = _sandbox_of(paths) if sandbox else None
        self._lock = threading.RLock()
        self._made: dict[str, object] = {}
        for secret in environment.secrets.values():
            redactor.learn(secret)

    def start(self) -> None:
        """Begin what takes time elsewhere (the sandbox's process), without waiting for it."""
        if self.sandbox is not None:
            self.sandbox.start()

    def close(self) -> None:
        """Close connections and the database, and end the sandbox. Parts are not usable after."""
        with self._lock:
            made, self._made = self._made, {}
        for part in reversed(made.values()):
            close = getattr(part, "close", None)
            if close is not None:
                close()
        if self.sandbox is not None:
            self.sandbox.stop()

    def has_unfinished_launches(self, work: Work) -> bool:
        """Whether a launch, or a change of launched mails, was cut off.

        Asks the database only: nothing of the network is made.
        """
        work.check()
        return bool(self._stores.launches.unfinished() or self._stores.campaign_edits.under_way())

    def has_purchases_to_collect(self, work: Work) -> bool:
        """Whether people were bought and not taken in yet. Asks the database only."""
        from vibe_desktop.domain.supersearch import NOT_ORDERED

        work.check()
        return any(one.state not in NOT_ORDERED for one in self._stores.enrichments.unfinished())

    def has_leads_to_index(self, work: Work) -> bool:
        """Whether search and sort of leads are behind. Asks the database only."""
        work.check()
        return self._stores.lead_index.is_behind()

    # -- services --------------------------------------------------------------------------------

    @property
    def analytics(self) -> "AnalyticsService":
        """Results, refreshed and read."""
        from vibe_desktop.services.analytics import AnalyticsService

        client, stores = self._instantly, self._stores
        return self._once(
            f"analytics {id(client)}",
            lambda: AnalyticsService(
                analytics=stores.analytics,
                campaigns=stores.campaigns,
                launches=stores.launches,
                instantly=client,
            ),
        )

    @property
    def campaigns(self) -> "CampaignService":
        """Campaigns and what the wizard collects for them."""
        from vibe_desktop.services.campaigns import CampaignService

        return self._once("campaigns", lambda: CampaignService(campaigns=self._stores.campaigns))

    @property
    def compliance(self) -> "ComplianceService":
        """What the countries of the leads ask for."""
        from vibe_desktop.services.compliance import ComplianceService

        stores = self._stores
        return self._once(
            "compliance",
            lambda: ComplianceService(
                campaigns=stores.campaigns,
                bases=stores.country_bases,
                census=stores.lead_census,
                suppressions=stores.suppressions,
            ),
        )

    @property
    def control(self) -> "ControlService":
        """Running campaigns: paused, resumed, all stopped at once."""
        from vibe_desktop.services.campaign_control import ControlService

        client, stores = self._instantly, self._stores
        return self._once(
            f"control {id(client)}",
            lambda: ControlService(
                campaigns=stores.campaigns,
                launches=stores.launches,
                halts=stores.launch_halts,
                edits=stores.campaign_edits,
                mailboxes=stores.mailboxes,
                instantly=client,
                objection=lambda launch: self._inspector.objection(launch),
                locks=self.paths.locks,
            ),
        )

    @property
    def copywriting(self) -> "CopywritingService":
        """Three variants written from a page."""
        from vibe_desktop.services.copywriting import CopywritingService

        writer = self._writer
        stores = self._stores
        return self._once(
            f"copywriting {id(writer)}",
            lambda: CopywritingService(
                campaigns=stores.campaigns,
                pages=self.pages,
                variants=stores.variants,
                copy_runs=stores.copy_runs,
                identity=stores.identity,
                settings=stores.settings,
                writer=writer,
                key=lambda: self._secret(Service.OPENAI),
            ),
        )

    @property
    def doctor(self) -> "DoctorService":
        """Is everything in order?"""
        from vibe_desktop.services.doctor import DoctorService

        return self._once(
            "doctor",
            lambda: DoctorService(
                keys=self.keys, identity=self.identity, check_database=self._stores.check
            ),
        )

    @property
    def edits(self) -> "EditService":
        """Changes of launched mails."""
        from vibe_desktop.services.campaign_edits import EditService

        client, stores = self._instantly, self._stores
        return self._once(
            f"edits {id(client)}",
            lambda: EditService(
                edits=stores.campaign_edits,
                campaigns=stores.campaigns,
                launches=stores.launches,
                variants=stores.variants,
                leads=stores.leads,
                identity=stores.identity,
                instantly=client,
                locks=self.paths.locks,
            ),
        )

    @property
    def identity(self) -> "IdentityService":
        """Who writes."""
        from vibe_desktop.services.identity import IdentityService

        return self._once("identity", lambda: IdentityService(identity=self._stores.identity))

    @property
    def keys(self) -> "KeyService":
        """Secrets in the keychain."""
        from vibe_desktop.services.keys import KeyService

        return self._once(
            "keys",
            lambda: KeyService(
                vault=self._vault,
                testers={Service.OPENAI: self._try_openai, Service.INSTANTLY: self._try_instantly},
                environment=self._environment.secrets,
                sandbox_keys=self._sandbox_keys(),
            ),
        )

    @property
    def launches(self) -> "LaunchService":
        """Preflight, launch, resume."""
        from vibe_desktop.services.launches import LaunchService

        client, stores = self._instantly, self._stores

        def make() -> LaunchService:
            return LaunchService(
                inspector=self._inspector,
                launches=stores.launches,
                instantly=client,
                locks=self.paths.locks,
            )

        return self._once(f"launches {id(client)}", make)

    @property
    def lead_exports(self) -> "LeadExportService":
        """Leads written to files."""
        from vibe_desktop.services.lead_exports import LeadExportService

        return self._once("lead_exports", lambda: LeadExportService(self._stores.leads))

    @property
    def leads(self) -> "LeadService":
        """Lead files, lists and leads."""
        from vibe_desktop.services.leads import LeadService

        return self._once(
            "leads",
            lambda: LeadService(
                leads=self._stores.leads,
                lists=self._stores.lead_lists,
                operations=self._stores.lead_operations,
                suppressions=self._stores.suppressions,
                mappings=self._stores.column_mappings,
                index=self._stores.lead_index,
            ),
        )

    @property
    def mailboxes(self) -> "MailboxService":
        """Sending accounts."""
        from vibe_desktop.services.mailboxes import MailboxService

        client, stores = self._instantly, self._stores
        return self._once(
            f"mailboxes {id(client)}",
            lambda: MailboxService(mailboxes=stores.mailboxes, instantly=client),
        )

    @property
    def opt_outs(self) -> "OptOutService":
        """People who want no more mails."""
        from vibe_desktop.services.opt_outs import OptOutService

        client, stores = self._instantly, self._stores
        return self._once(
            f"opt-outs {id(client)}",
            lambda: OptOutService(
                campaigns=stores.campaigns,
                launches=stores.launches,
                suppressions=stores.suppressions,
                opt_outs=stores.opt_outs,
                instantly=client,
            ),
        )

    @property
    def pages(self) -> "PageService":
        """Product pages and the facts on them."""
        from vibe_desktop.gateways.website.fetch import Fetcher
        from vibe_desktop.services.pages import PageService

        stores = self._stores
        return self._once(
            "pages",
            lambda: PageService(
                pages=stores.pages, campaigns=stores.campaigns, website=Fetcher(stores.hosts.record)
            ),
        )

    @property
    def reviews(self) -> "ReviewService":
        """All mails to all leads, checked and approved in one go."""
        from vibe_desktop.services.reviews import ReviewService

        stores = self._stores
        return self._once(
            "reviews",
            lambda: ReviewService(
                mails=self.variants,
                variants=stores.variants,
                leads=stores.leads,
                identity=stores.identity,
            ),
        )

    @property
    def settings(self) -> "SettingsService":
        """Settings without secrets."""
        from vibe_desktop.services.settings import SettingsService

        return self._once("settings", lambda: SettingsService(settings=self._stores.settings))

    @property
    def supersearch(self) -> "SuperSearchService":
        """People found and bought."""
        from vibe_desktop.services.supersearch import SuperSearchService

        client, stores = self._instantly, self._stores
        return self._once(
            f"supersearch {id(client)}",
            lambda: SuperSearchService(
                enrichments=stores.enrichments,
                campaigns=stores.campaigns,
                leads=lambda: self.leads,
                instantly=client,
                locks=self.paths.locks,
            ),
        )

    @property
    def trial_mails(self) -> "TrialMailService":
        """Test mails."""
        from vibe_desktop.services.trial_mails import TrialMailService

        client, stores = self._instantly, self._stores
        return self._once(
            f"trial mails {id(client)}",
            lambda: TrialMailService(
                variants=stores.variants,
                leads=stores.leads,
                identity=stores.identity,
                instantly=client,
            ),
        )

    @property
    def variants(self) -> "VariantService":
        """Edit, preview and approve."""
        from vibe_desktop.services.variants import VariantService

        return self._once(
            "variants",
            lambda: VariantService(
                variants=self._stores.variants,
                pages=self._stores.pages,
                campaigns=self._stores.campaigns,
                identity=self._stores.identity,
                leads=self._stores.leads,
                sign_offs=self._stores.sign_offs,
                settings=self._stores.settings,
            ),
        )

    @property
    def verifications(self) -> "VerificationService":
        """Whether mailboxes exist."""
        from vibe_desktop.services.verifications import VerificationService

        client, stores = self._instantly, self._stores
        return self._once(
            f"verifications {id(client)}",
            lambda: VerificationService(verifications=stores.verifications, instantly=client),
        )

    # -- parts -----------------------------------------------------------------------------------

    def _once(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return cast("T", self._made[name])

    @property
    def _stores(self) -> "Stores":
        def make() -> "Stores":
            from vibe_desktop.app.stores import Stores

            return Stores(self.paths)

        return self._once("stores", make)

    @property
    def _inspector(self) -> "Inspector":
        """Looks campaigns over before a launch."""
        from vibe_desktop.services.preflight import Inspector

        mailboxes, stores = self.mailboxes, self._stores
        return self._once(
            f"inspector {id(mailboxes)}",
            lambda: Inspector(
                campaigns=stores.campaigns,
                variants=stores.variants,
                leads=stores.leads,
                identity=stores.identity,
                launches=stores.launches,
                mailboxes=mailboxes,
                compliance=self.compliance,
                key=lambda: self._secret(Service.INSTANTLY),
            ),
        )

    @property
    def _vault(self) -> "Vault":
        def make() -> "Vault":
            from vibe_desktop.store.vault import Vault

            return Vault()

        return self._once("vault", make)

    @property
    def _instantly(self) -> "InstantlyClient":
        """The client for the address that counts now: sandbox, environment, settings."""
        url = (
            self.sandbox.info.instantly_url
            if self.sandbox is not None
            else self._environment.instantly_root()
            or self._stores.settings.get().instantly_base_url
        )

        def make() -> "InstantlyClient":
            from vibe_desktop.gateways.instantly.client import InstantlyClient

            return InstantlyClient(
                url,
                secret=lambda: self._secret(Service.INSTANTLY),
                host_log=self._stores.hosts.record,
            )

        return self._once(f"instantly {url}", make)

    @property
    def _writer(self) -> "OpenAIWriter":
        """The writer for the address and the model that count now."""
        settings = self._stores.settings.get()
        url = (
            self.sandbox.info.openai_url
            if self.sandbox is not None
            else self._environment.openai_root() or settings.openai_base_url
        )

        def make() -> "OpenAIWriter":
            from vibe_desktop.gateways.openai.writer import OpenAIWriter

            return OpenAIWriter(
                url,
                model=settings.model,
                secret=lambda: self._secret(Service.OPENAI),
                host_log=self._stores.hosts.record,
            )

        return self._once(f"writer {url} {settings.model}", make)

    def _secret(self, service: Service) -> str:
        """A key, made known to the log so that it can never be written there."""
        secret = self.keys.secret(service)
        self._redactor.learn(secret)
        return secret

    def _sandbox_keys(self) -> Mapping[Service, str]:
        if self.sandbox is None:
            return {}
        info = self.sandbox.info
        return {
            Service.OPENAI: info.openai_api_key,
            Service.INSTANTLY: info.instantly_api_key,
        }

    def _try_openai(self, work: Work) -> str:
        return self._writer.test_key(work)

    def _try_instantly(self, work: Work) -> str:
        workspace = self._instantly.workspaces.current(work)
        return f"Instantly accepts the key: workspace {workspace.name}."


def _sandbox_of(paths: Paths) -> "SandboxProcess":
    from vibe_desktop.app.sandbox_process import SandboxProcess

    return SandboxProcess(paths)
