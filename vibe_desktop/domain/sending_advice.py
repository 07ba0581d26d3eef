"""What those who measured it recommend about the pace of cold mail, as numbers."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from math import ceil

from vibe_desktop.domain.campaigns import Pacing
from vibe_desktop.domain.mailboxes import Mailbox

MAILS_PER_MAILBOX = 30
"""Campaign mails a day and mailbox: Instantly's recommendation (help.instantly.ai, 6248612)."""
NEW_PEOPLE = 50
"""New people a day: Woodpecker's default (docs.woodpecker.co, 5233866)."""
LEAST_GAP_MINUTES = 1
"""Minutes between two mails of a mailbox: the least by Instantly (help.instantly.ai, 6248612)."""


class Excess(StrEnum):
    """A setting that goes beyond what is recommended."""

    MAILS_PER_MAILBOX = "mails_per_mailbox"
    NEW_PEOPLE = "new_people"
    GAP = "gap"


def recommended_daily_limit(senders: int) -> int:
    """Mails a day for a campaign that sends from `senders` mailboxes, at least for one."""
    return MAILS_PER_MAILBOX * max(senders, 1)


def paced(pacing: Pacing, senders: int) -> Pacing:
    """The pace with the number that counts: what was typed, or what is recommended.

    As long as no mailbox is known there is nothing to go by, and the number stays.
    """
    if not (pacing.recommended and senders):
        return pacing
    return replace(pacing, daily_limit=recommended_daily_limit(senders))


def mails_per_mailbox(pacing: Pacing, senders: Collection[Mailbox]) -> int:
    """The most mails a day that one of `senders` may have to send, 0 without any.

    They take turns, so that each has an even share, up to its own limit.
    """
    share = ceil(pacing.daily_limit / max(len(senders), 1))
    return max(
        (share if box.daily_limit is None else min(share, box.daily_limit) for box in senders),
        default=0,
    )


def excesses(pacing: Pacing, senders: Collection[Mailbox]) -> tuple[Excess, ...]:
    """The settings that go beyond what is recommended, for these mailboxes."""
    found = (
        (mails_per_mailbox(pacing, senders) > MAILS_PER_MAILBOX, Excess.MAILS_PER_MAILBOX),
        (pacing.new_leads_per_day > NEW_PEOPLE * max(len(senders), 1), Excess.NEW_PEOPLE),
        (pacing.gap_minutes < LEAST_GAP_MINUTES, Excess.GAP),
    )
    return tuple(excess for too_much, excess in found if too_much)
