"""A campaign: one product page, one audience, three variants, one list of leads."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vibe_desktop.domain.schedules import Schedule


class CampaignStatus(StrEnum):
    """Where a campaign stands, seen from this computer.

    `ATTENTION` means that Instantly stopped it or that a launch failed; the reason is with the
    launch or the mailbox.
    """

    DRAFT = "draft"
    LAUNCHING = "launching"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ATTENTION = "attention"


class WizardStep(StrEnum):
    """The steps of making a campaign, in order."""

    PRODUCT = "product"
    AUDIENCE = "audience"
    COPY = "copy"
    LEADS = "leads"
    SENDING = "sending"
    LAUNCH = "launch"


@dataclass(frozen=True, slots=True)
class Pacing:
    """How fast a campaign may send.

    Attributes:
        daily_limit: Mails a day for the whole campaign.
        new_leads_per_day: People who get their first mail on one day.
        gap_minutes: Least minutes between two mails of the campaign.
        extra_gap_minutes: Up to so many random minutes on top.
        recommended: Whether the daily limit is the recommended one for the mailboxes that send,
            and follows them (`sending_advice.paced`): nobody has typed another.
    """

    daily_limit: int = 90
    new_leads_per_day: int = 50
    gap_minutes: int = 10
    extra_gap_minutes: int = 5
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class SendingRules:
    """When a sequence stops, what is tracked. Opens need HTML mail and a pixel: off by default."""

    stop_on_reply: bool = True
    stop_on_auto_reply: bool = False
    stop_for_company: bool = True
    open_tracking: bool = False
    link_tracking: bool = False


@dataclass(frozen=True, slots=True)
class CampaignSetup:
    """What the wizard collects beside product and audience.

    Attributes:
        step: The step to come back to.
        ask: The one thing the mail asks for ("Worth a look?").
        pain: What hurts the ideal customer, in the founder's words; "" to find it on the page.
        proof: The one proof to lean on, in the founder's words; "" to find it on the page.
        waits: Days before each follow-up, counted from the mail before it; as many as there are
            follow-ups, 0 to 4.
        mailboxes: Addresses of the chosen senders; empty means "every healthy mailbox".
        overrides: Senders among them that the founder chose although they are not healthy.
        schedule: Days, hours and time zone.
        pacing: How fast.
        rules: Stop rules and tracking.
    """

    step: WizardStep = WizardStep.PRODUCT
    ask: str = ""
    pain: str = ""
    proof: str = ""
    waits: tuple[int, ...] = ()
    mailboxes: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    pacing: Pacing = field(default_factory=lambda: Pacing(recommended=True))
    rules: SendingRules = field(default_factory=SendingRules)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign as kept on this computer.

    Attributes:
        id: UUID made here.
        instantly_id: The id of its twin at Instantly, "" before the launch.
        url: The product page.
        target_audience: The ideal customer in the founder's words.
        editing: Whether its launched mails are open for changing.
    """

    id: str
    name: str
    url: str
    target_audience: str
    status: CampaignStatus
    setup: CampaignSetup
    instantly_id: str
    created_at: datetime
    updated_at: datetime
    editing: bool = False
