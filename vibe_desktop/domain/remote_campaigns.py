"""A campaign in Instantly's terms: as it shall stand there, and as it was read back."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.launches import LaunchPlan
from vibe_desktop.domain.schedules import SUNDAY


@dataclass(frozen=True, slots=True)
class RemoteVariant:
    """One wording of a step, as it stands at Instantly; a follow-up has an empty subject."""

    subject: str
    body_html: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RemoteSchedule:
    """A sending window in Instantly's terms.

    Attributes:
        days: Weekdays, Sunday = 0.
        timezone: One of Instantly's own names.
    """

    days: tuple[int, ...]
    start: str
    end: str
    timezone: str
    start_date: str | None
    end_date: str | None


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as it shall stand, or stands, at Instantly: everything that decides what is sent.

    Numbers and switches are None when Instantly left them out.

    Attributes:
        steps: The wordings of each step, in order.
        waits: Days before each step but the first, counted from the one before it.
        auto_select: What Instantly may pick a winner by; None means it leaves the split alone.
    """

    name: str
    schedule: RemoteSchedule
    steps: tuple[tuple[RemoteVariant, ...], ...]
    waits: tuple[float, ...]
    mailboxes: tuple[str, ...]
    daily_limit: float | None
    new_leads_per_day: float | None
    gap_minutes: float | None
    extra_gap_minutes: float | None
    stop_on_reply: bool | None
    stop_on_auto_reply: bool | None
    stop_for_company: bool | None
    open_tracking: bool | None
    link_tracking: bool | None
    text_only: bool | None
    insert_unsubscribe_header: bool | None
    allow_risky_contacts: bool | None
    auto_select: str | None = None


class RemoteStatus(Enum):
    """Status of a campaign at Instantly, by its number there."""

    DRAFT = 0
    ACTIVE = 1
    PAUSED = 2
    COMPLETED = 3
    RUNNING_SUBSEQUENCES = 4
    ACCOUNTS_UNHEALTHY = -1
    BOUNCE_PROTECT = -2
    ACCOUNT_SUSPENDED = -99
    UNKNOWN = None

    @property
    def sending(self) -> bool:
        """Whether it was started and nobody stopped it."""
        return self in _SENDING

    @property
    def campaign_status(self) -> CampaignStatus | None:
        """What that makes of the campaign here; None for a draft and for an unknown status."""
        if self in (RemoteStatus.ACTIVE, RemoteStatus.RUNNING_SUBSEQUENCES):
            return CampaignStatus.ACTIVE
        if self is RemoteStatus.PAUSED:
            return CampaignStatus.PAUSED
        if self is RemoteStatus.COMPLETED:
            return CampaignStatus.COMPLETED
        return CampaignStatus.ATTENTION if self.trouble else None

    @property
    def trouble(self) -> str:
        """Why Instantly stopped it, in words; "" when it did not."""
        return _STATUS_TROUBLE.get(self, "")


_SENDING = frozenset(
    {RemoteStatus.ACTIVE, RemoteStatus.COMPLETED, RemoteStatus.RUNNING_SUBSEQUENCES}
)
_STATUS_TROUBLE = {
    RemoteStatus.ACCOUNTS_UNHEALTHY: "Instantly stopped it: its mailboxes are unhealthy.",
    RemoteStatus.BOUNCE_PROTECT: "Instantly stopped it: too many mails bounced.",
    RemoteStatus.ACCOUNT_SUSPENDED: "Instantly suspended the account.",
}


@dataclass(frozen=True, slots=True)
class RemoteCampaign:
    """A campaign read back from Instantly."""

    id: str
    status: RemoteStatus
    created_at: datetime | None
    draft: CampaignDraft


@dataclass(frozen=True, slots=True)
class RemoteSummary:
    """A campaign of the workspace in the list of all, whoever made it."""

    id: str
    name: str
    status: RemoteStatus


def draft_of(plan: LaunchPlan) -> CampaignDraft:
    """The campaign that the plan asks for: the variants side by side, then the follow-ups.

    Plain text unless something is tracked: a pixel or a rewritten link needs HTML. The one-click
    opt-out header is always on, and Instantly may not shift the split between variants.
    """
    schedule, pacing, rules = plan.schedule, plan.pacing, plan.rules
    return CampaignDraft(
        name=plan.name,
        schedule=RemoteSchedule(
            days=tuple(sorted((day - SUNDAY) % 7 for day in schedule.days)),
            start=schedule.start,
            end=schedule.end,
            timezone=plan.timezone,
            start_date=schedule.start_date.isoformat() if schedule.start_date else None,
            end_date=schedule.end_date.isoformat() if schedule.end_date else None,
        ),
        steps=tuple(
            tuple(RemoteVariant(one.subject, one.body_html) for one in step) for step in plan.steps
        ),
        waits=plan.waits,
        mailboxes=plan.mailboxes,
        daily_limit=pacing.daily_limit,
        new_leads_per_day=pacing.new_leads_per_day,
        gap_minutes=pacing.gap_minutes,
        extra_gap_minutes=pacing.extra_gap_minutes,
        stop_on_reply=rules.stop_on_reply,
        stop_on_auto_reply=rules.stop_on_auto_reply,
        stop_for_company=rules.stop_for_company,
        open_tracking=rules.open_tracking,
        link_tracking=rules.link_tracking,
        text_only=not (rules.open_tracking or rules.link_tracking),
        insert_unsubscribe_header=True,
        allow_risky_contacts=False,
    )
