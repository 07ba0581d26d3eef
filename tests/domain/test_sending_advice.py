"""What is recommended about the pace."""

from dataclasses import replace

import pytest

from vibe_desktop.domain.campaigns import Pacing
from vibe_desktop.domain.mailboxes import Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.sending_advice import (
    MAILS_PER_MAILBOX,
    Excess,
    excesses,
    mails_per_mailbox,
    paced,
    recommended_daily_limit,
)

BOX = Mailbox("a@x.test", "A", "B", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 100, 50)


@pytest.mark.parametrize(
    ("pacing", "senders", "found"),
    [
        (Pacing(), 3, ()),
        (Pacing(), 1, (Excess.MAILS_PER_MAILBOX,)),
        (Pacing(daily_limit=31), 1, (Excess.MAILS_PER_MAILBOX,)),
        (Pacing(daily_limit=30), 1, ()),
        (Pacing(daily_limit=30, new_leads_per_day=51), 1, (Excess.NEW_PEOPLE,)),
        (Pacing(daily_limit=30, gap_minutes=0), 1, (Excess.GAP,)),
        (Pacing(daily_limit=30), 0, ()),
    ],
)
def test_what_goes_beyond_the_recommendation_is_named(
    pacing: Pacing, senders: int, found: tuple[Excess, ...]
) -> None:
    assert excesses(pacing, (BOX,) * senders) == found


def test_a_mailbox_that_may_send_little_is_not_counted_for_more() -> None:
    small = replace(BOX, daily_limit=20)
    assert mails_per_mailbox(Pacing(daily_limit=90), (small,)) == 20
    assert mails_per_mailbox(Pacing(daily_limit=90), (replace(BOX, daily_limit=None),)) == 90


def test_the_recommended_limit_never_exceeds_the_recommendation() -> None:
    for senders in range(1, 6):
        pacing = Pacing(daily_limit=recommended_daily_limit(senders))
        assert Excess.MAILS_PER_MAILBOX not in excesses(pacing, (BOX,) * senders)


def test_a_typed_limit_does_not_follow_the_mailboxes_and_a_recommended_one_does() -> None:
    assert paced(Pacing(daily_limit=25), 3) == Pacing(daily_limit=25)
    assert paced(Pacing(recommended=True), 2).daily_limit == 2 * MAILS_PER_MAILBOX
    nobody_known = Pacing(daily_limit=90, recommended=True)
    assert paced(nobody_known, 0) == nobody_known
