"""Everything that the window and the command line can ask for, by noun.

The container in `vibe_desktop.app` implements it. Each service is made, and the libraries it needs
are imported, when it is first asked for: touch an attribute only inside a job, never on the
window's thread.
"""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from vibe_desktop.domain.work import Work
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
    from vibe_desktop.services.reviews import ReviewService
    from vibe_desktop.services.settings import SettingsService
    from vibe_desktop.services.supersearch import SuperSearchService
    from vibe_desktop.services.trial_mails import TrialMailService
    from vibe_desktop.services.variants import VariantService
    from vibe_desktop.services.verifications import VerificationService


class SandboxControl(Protocol):
    """The sandbox, when the app runs on it."""

    @property
    def sample_page_url(self) -> str:
        """A product page that the sandbox serves; may wait for its start, so ask in a job."""

    def advance(self, days: int, work: "Work") -> None:
        """Move the sandbox's clock; mails are sent and answered meanwhile."""


class Services(Protocol):
    """The use cases, one property a noun."""

    @property
    def analytics(self) -> "AnalyticsService":
        """Results, refreshed and read."""

    @property
    def campaigns(self) -> "CampaignService":
        """Campaigns and what the wizard collects for them."""

    @property
    def compliance(self) -> "ComplianceService":
        """What the countries of the leads ask for."""

    @property
    def control(self) -> "ControlService":
        """Running campaigns: paused, resumed, all stopped at once."""

    @property
    def copywriting(self) -> "CopywritingService":
        """Three variants written from a page."""

    @property
    def doctor(self) -> "DoctorService":
        """Is everything in order?"""

    @property
    def edits(self) -> "EditService":
        """Changes of launched mails."""

    @property
    def identity(self) -> "IdentityService":
        """Who writes."""

    @property
    def keys(self) -> "KeyService":
        """Secrets in the keychain."""

    @property
    def launches(self) -> "LaunchService":
        """Preflight, launch, resume."""

    @property
    def lead_exports(self) -> "LeadExportService":
        """Leads written to files."""

    @property
    def leads(self) -> "LeadService":
        """Lead files, lists and leads."""

    @property
    def mailboxes(self) -> "MailboxService":
        """Sending accounts."""

    @property
    def opt_outs(self) -> "OptOutService":
        """People who want no more mails."""

    @property
    def pages(self) -> "PageService":
        """Product pages and the facts on them."""

    @property
    def reviews(self) -> "ReviewService":
        """All mails to all leads, checked and approved in one go."""

    @property
    def settings(self) -> "SettingsService":
        """Settings without secrets."""

    @property
    def supersearch(self) -> "SuperSearchService":
        """People found and bought."""

    @property
    def trial_mails(self) -> "TrialMailService":
        """Test mails."""

    @property
    def variants(self) -> "VariantService":
        """Edit, preview and approve."""

    @property
    def verifications(self) -> "VerificationService":
        """Whether mailboxes exist."""

    @property
    def sandbox(self) -> SandboxControl | None:
        """The sandbox when the app runs on it, else None; its members are for jobs."""
