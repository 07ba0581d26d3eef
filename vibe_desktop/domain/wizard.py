"""The route through the wizard: what each step still lacks, and which steps may be opened.

Nothing here knows about windows or storage. The same answers drive the step list, the "Next"
button and the jump from the check before a launch back to where something is missing.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlsplit

from vibe_desktop.domain.campaigns import CampaignSetup, WizardStep
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.variants import Variant

STEPS: tuple[WizardStep, ...] = tuple(WizardStep)

DEFAULT_ASK = "Worth a quick look?"
"""An interest question; asking for interest gets more answers than asking for a meeting."""

DEFAULT_WAITS = (3, 4)
"""Two follow-ups: two or three mails to one person get the most out of a small list (Belkins),
three to four days apart (Saleshandy)."""

_VARIANTS = 3


class Missing(StrEnum):
    """What a step can lack."""

    URL = "url"
    URL_UNUSABLE = "url_unusable"
    PAGE = "page"
    FACTS = "facts"
    AUDIENCE = "audience"
    VARIANTS = "variants"
    FOLLOW_UPS = "follow_ups"
    APPROVAL = "approval"
    LEADS = "leads"
    DAYS = "days"
    HOURS = "hours"
    DATES = "dates"
    PACE = "pace"
    MAILBOXES = "mailboxes"


HOLDS_BACK = frozenset(
    {
        Missing.URL,
        Missing.URL_UNUSABLE,
        Missing.PAGE,
        Missing.FACTS,
        Missing.AUDIENCE,
        Missing.VARIANTS,
        Missing.DAYS,
        Missing.HOURS,
        Missing.DATES,
        Missing.PACE,
    }
)
"""What the following steps cannot do without. The rest may wait until the launch."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the route depends on.

    Attributes:
        audience: The ideal customer in the founder's words.
        page: The page as last read, None before.
        approved: Ids of the variants whose present text is approved.
        lead_count: Leads loaded for the campaign.
        mailboxes: All mailboxes known.
    """

    url: str = ""
    audience: str = ""
    setup: CampaignSetup = field(default_factory=CampaignSetup)
    page: Page | None = None
    variants: tuple[Variant, ...] = ()
    approved: frozenset[str] = frozenset()
    lead_count: int = 0
    mailboxes: tuple[Mailbox, ...] = ()


def missing(step: WizardStep, standing: Standing) -> tuple[Missing, ...]:
    """What `step` lacks, most pressing first; empty when it is complete.

    The launch step itself lacks nothing: its check is the preflight, which asks Instantly.
    """
    match step:
        case WizardStep.PRODUCT:
            return _missing_product(standing)
        case WizardStep.AUDIENCE:
            return () if standing.audience.strip() else (Missing.AUDIENCE,)
        case WizardStep.COPY:
            return _missing_copy(standing)
        case WizardStep.LEADS:
            return () if standing.lead_count else (Missing.LEADS,)
        case WizardStep.SENDING:
            return _missing_sending(standing)
        case WizardStep.LAUNCH:
            return ()


def holds_back(step: WizardStep, standing: Standing) -> Missing | None:
    """The first thing without which the following step makes no sense, None when all is there."""
    return next((gap for gap in missing(step, standing) if gap in HOLDS_BACK), None)


def reachable(standing: Standing) -> tuple[WizardStep, ...]:
    """The steps that may be opened now: up to and with the first that holds back."""
    for number, step in enumerate(STEPS):
        if holds_back(step, standing) is not None:
            return STEPS[: number + 1]
    return STEPS


def resume_at(standing: Standing) -> WizardStep:
    """The step to come back to: the one left, or the last reachable one before it."""
    steps = reachable(standing)
    return standing.setup.step if standing.setup.step in steps else steps[-1]


def after(step: WizardStep) -> WizardStep | None:
    """The step that follows, None after the last."""
    number = STEPS.index(step) + 1
    return STEPS[number] if number < len(STEPS) else None


def before(step: WizardStep) -> WizardStep | None:
    """The step in front, None before the first."""
    number = STEPS.index(step)
    return STEPS[number - 1] if number else None


def step_of(preflight_key: str) -> WizardStep | None:
    """The step where a line of the preflight is put right; None when that is not in the wizard.

    Keys are matched by the noun in them, so that a new check of a known noun finds its step.
    """
    for words, step in _PREFLIGHT_NOUNS:
        if any(word in preflight_key for word in words):
            return step
    return None


_PREFLIGHT_NOUNS: tuple[tuple[Collection[str], WizardStep], ...] = (
    (("variant", "approv", "copy", "lint", "tag"), WizardStep.COPY),
    (("lead", "recipient", "suppress", "elsewhere"), WizardStep.LEADS),
    (
        ("mailbox", "sender", "sending", "schedule", "timezone", "pacing", "limit"),
        WizardStep.SENDING,
    ),
    (("audience",), WizardStep.AUDIENCE),
    (("page", "url", "product"), WizardStep.PRODUCT),
)


def url_problem(text: str) -> Missing | None:
    """Why `text` cannot be the address of a product page; None when it can.

    A first check while typing, with no look at the network: a scheme other than http(s), white
    space, or a host without a dot (other than localhost) cannot work.
    """
    text = text.strip()
    if not text:
        return Missing.URL
    if any(character.isspace() for character in text):
        return Missing.URL_UNUSABLE
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        return Missing.URL_UNUSABLE
    if parts.scheme not in {"http", "https"} or not host:
        return Missing.URL_UNUSABLE
    usable = "." in host.strip(".") or ":" in host or host == "localhost"
    return None if usable else Missing.URL_UNUSABLE


def senders(setup: CampaignSetup, mailboxes: Collection[Mailbox]) -> tuple[Mailbox, ...]:
    """The mailboxes that will send.

    The healthy ones of those chosen, or all healthy ones when none was; and those that the founder
    wants although they are not healthy, unless no reply could reach them.
    """
    wanted, insisted = set(setup.mailboxes), set(setup.overrides)
    return tuple(
        box
        for box in mailboxes
        if (box.healthy and (not wanted or box.email in wanted | insisted))
        or (box.email in insisted and not box.dead)
    )


def settled(setup: CampaignSetup, mailboxes: Collection[Mailbox]) -> CampaignSetup:
    """The setup without overrides that have lost their reason: healthy again, gone or dead.

    One that is healthy again stays a sender as any other.
    """
    by_email = {box.email: box for box in mailboxes}
    kept = tuple(
        email
        for email in setup.overrides
        if email in by_email and not by_email[email].healthy and not by_email[email].dead
    )
    if kept == setup.overrides:
        return setup
    well = {email for email in setup.overrides if email in by_email and by_email[email].healthy}
    chosen = setup.mailboxes
    if chosen:
        lost = set(setup.overrides) - set(kept) - well
        chosen = tuple(sorted((set(chosen) | well) - lost))
    return replace(setup, mailboxes=chosen, overrides=kept)


def _missing_product(standing: Standing) -> tuple[Missing, ...]:
    problem = url_problem(standing.url)
    if problem is not None:
        return (problem,)
    if standing.page is None:
        return (Missing.PAGE,)
    return () if standing.page.used_facts else (Missing.FACTS,)


def _missing_copy(standing: Standing) -> tuple[Missing, ...]:
    firsts = [variant for variant in standing.variants if not variant.follow_up]
    if len(firsts) < _VARIANTS:
        return (Missing.VARIANTS,)
    gaps = [Missing.FOLLOW_UPS] if unwritten_follow_ups(standing) else []
    most = len(standing.setup.waits)
    undecided = any(
        variant.rejected_at is None and variant.id not in standing.approved
        for variant in standing.variants
        if variant.follow_up <= most
    )
    if undecided or all(variant.rejected_at is not None for variant in firsts):
        gaps.append(Missing.APPROVAL)
    return tuple(gaps)


def unwritten_follow_ups(standing: Standing) -> tuple[int, ...]:
    """The follow-ups that are asked for and not written yet: 1 is the first."""
    written = {variant.follow_up for variant in standing.variants}
    return tuple(n for n in range(1, len(standing.setup.waits) + 1) if n not in written)


def _missing_sending(standing: Standing) -> tuple[Missing, ...]:
    setup = standing.setup
    gaps = []
    if not setup.schedule.days:
        gaps.append(Missing.DAYS)
    if setup.schedule.start >= setup.schedule.end:
        gaps.append(Missing.HOURS)
    if setup.schedule.days and not setup.schedule.fits():
        gaps.append(Missing.DATES)
    if min(setup.pacing.daily_limit, setup.pacing.new_leads_per_day) < 1:
        gaps.append(Missing.PACE)
    if not senders(setup, standing.mailboxes):
        gaps.append(Missing.MAILBOXES)
    return tuple(gaps)
