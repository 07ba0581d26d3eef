"""Who sends and when, as the check before a launch sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.launches import PreflightItem
from vibe_desktop.domain.mailboxes import (
    DomainCheck,
    Mailbox,
    MailboxNews,
    MailboxStatus,
    WarmupStatus,
)
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.services.sender_checks import SenderCheck, check_schedule, check_senders

MONDAY = date(2026, 3, 2)
GOOD = DomainCheck(
    "acme.com",
    mx=True,
    spf=True,
    dkim=True,
    dmarc=True,
    checked_at=datetime(2026, 3, 1, tzinfo=UTC),
)
WELL = Mailbox("a@acme.com", "A", "", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 95, 30, check=GOOD)
OTHER = replace(WELL, email="b@acme.com")
ILL = replace(WELL, email="ill@acme.com", warmup_status=WarmupStatus.PAUSED)
DEAD = replace(
    WELL, email="x@dead.com", check=replace(GOOD, domain="dead.com", mx=False, spf=False)
)

CALM = CampaignSetup(pacing=Pacing(daily_limit=30))


def item(found: SenderCheck, key: str) -> PreflightItem:
    return next(one for one in found.items if one.key == key)


def test_without_a_choice_every_healthy_mailbox_sends() -> None:
    found = check_senders(CALM, MailboxNews((WELL, ILL, OTHER)))
    assert found.mailboxes == (WELL.email, OTHER.email)
    assert found.overridden == ()
    assert all(one.ok for one in found.items)


def test_an_unhealthy_choice_blocks_without_an_override() -> None:
    found = check_senders(
        CampaignSetup(mailboxes=(ILL.email, WELL.email)), MailboxNews((WELL, ILL))
    )
    assert found.mailboxes == ()
    said = item(found, "mailboxes")
    assert (said.ok, said.blocking) == (False, True)
    assert "ill@acme.com: warm-up is paused" in said.detail


@pytest.mark.parametrize("mailboxes", [(), (WELL.email,), (WELL.email, ILL.email)])
def test_an_overridden_mailbox_sends_and_is_a_warning(mailboxes: tuple[str, ...]) -> None:
    setup = CampaignSetup(mailboxes=mailboxes, overrides=(ILL.email,))
    found = check_senders(setup, MailboxNews((WELL, ILL)))
    assert found.mailboxes == (WELL.email, ILL.email)
    assert found.overridden == (ILL.email,)
    said = item(found, "mailboxes")
    assert (said.ok, said.blocking) == (False, False)
    assert "as you decided: ill@acme.com: warm-up is paused" in said.detail


def test_an_override_of_a_mailbox_that_got_well_is_none() -> None:
    found = check_senders(replace(CALM, overrides=(WELL.email,)), MailboxNews((WELL,)))
    assert (found.mailboxes, found.overridden) == ((WELL.email,), ())
    assert all(one.ok for one in found.items)


def test_a_dead_domain_blocks_even_when_it_was_overridden() -> None:
    setup = CampaignSetup(mailboxes=(WELL.email,), overrides=(DEAD.email,))
    found = check_senders(setup, MailboxNews((WELL, DEAD)))
    assert found.mailboxes == ()
    said = item(found, "sending_domain")
    assert (said.ok, said.blocking) == (False, True)
    assert "dead.com takes no mail: no reply would arrive" in said.detail
    assert not item(found, "mailboxes").ok


def test_a_dead_domain_that_does_not_send_is_nobodys_concern() -> None:
    found = check_senders(CampaignSetup(), MailboxNews((WELL, DEAD)))
    assert found.mailboxes == (WELL.email,)
    assert item(found, "sending_domain").ok


def test_only_dead_domains_leave_nobody_to_send() -> None:
    found = check_senders(CampaignSetup(), MailboxNews((DEAD,)))
    assert "its domain takes no mail" in item(found, "mailboxes").detail
    assert item(found, "sending_domain").blocking


def test_missing_records_are_advice_in_words() -> None:
    weak = replace(WELL, check=replace(GOOD, spf=False, dmarc=False))
    said = item(check_senders(CampaignSetup(), MailboxNews((weak,))), "sending_domain")
    assert (said.ok, said.blocking) == (False, False)
    assert (
        "acme.com: SPF is missing: receivers cannot tell your mail from a forgery." in said.detail
    )
    assert "DMARC is missing" in said.detail


def test_records_that_nobody_looked_up_are_not_called_in_order() -> None:
    said = item(
        check_senders(CampaignSetup(), MailboxNews((replace(WELL, check=None),))), "sending_domain"
    )
    assert (said.ok, said.blocking) == (False, False)
    assert "acme.com were not looked up yet" in said.detail


def test_no_mailbox_at_all_says_how_to_get_one() -> None:
    found = check_senders(CampaignSetup(), MailboxNews(()))
    assert "Connect or warm one up" in item(found, "mailboxes").detail
    assert item(found, "mailboxes").blocking


def test_trouble_with_instantly_stands_for_the_whole() -> None:
    found = check_senders(CampaignSetup(), MailboxNews((WELL,)), "Instantly did not answer.")
    assert found.mailboxes == ()
    assert [one.detail for one in found.items] == ["Instantly did not answer."]


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(days=()), "Choose at least one"),
        (Schedule(start="9", end="17:00"), "cannot be read"),
        (Schedule(start="17:00", end="09:00"), "ends before it starts"),
        (Schedule(start_date=MONDAY - timedelta(days=1)), "first day is in the past"),
        (Schedule(end_date=MONDAY - timedelta(days=1)), "last day is in the past"),
        (
            Schedule(start_date=MONDAY + timedelta(days=9), end_date=MONDAY + timedelta(days=8)),
            "last day is before the first",
        ),
        (
            Schedule(start_date=MONDAY + timedelta(days=5), end_date=MONDAY + timedelta(days=6)),
            "None of your sending days",
        ),
        (Schedule(timezone="Mars/Olympus"), "no time zone Mars/Olympus"),
    ],
)
def test_a_schedule_that_sends_nothing_blocks_and_says_why(schedule: Schedule, words: str) -> None:
    _match, items = check_schedule(schedule, Pacing(), MONDAY)
    assert not items[0].ok
    assert items[0].blocking
    assert words in items[0].detail


def test_a_good_schedule_is_told_with_its_dates() -> None:
    schedule = Schedule(start_date=MONDAY, end_date=date(2026, 4, 1), timezone="Europe/Berlin")
    match, items = check_schedule(schedule, Pacing(), MONDAY)
    assert match is not None
    assert match.name == "Europe/Belgrade"
    assert all(one.ok for one in items)
    assert items[0].detail == (
        "09:00 to 17:00 on 5 days a week, from 02 March 2026, until 01 April 2026."
    )


def test_a_zone_without_an_exact_stand_in_is_advice() -> None:
    _match, items = check_schedule(Schedule(timezone="America/Los_Angeles"), Pacing(), MONDAY)
    assert (items[1].ok, items[1].blocking) == (False, False)
    assert "no zone with the same clock" in items[1].detail


def test_more_than_is_recommended_is_advice_with_its_source() -> None:
    eager = Pacing(daily_limit=200, new_leads_per_day=80, gap_minutes=0)
    many = replace(WELL, daily_limit=100)
    said = item(check_senders(CampaignSetup(pacing=eager), MailboxNews((many,))), "pacing")
    assert (said.ok, said.blocking) == (False, False)
    assert "Up to 100 mails a day from one mailbox; Instantly recommends 30." in said.detail
    assert "Woodpecker's default is 50" in said.detail
    assert "at least 1" in said.detail
    assert item(check_senders(CALM, MailboxNews((many,))), "pacing").ok


def test_what_could_not_be_refreshed_is_advice() -> None:
    news = MailboxNews((WELL,), ("The warm-up scores could not be refreshed.",))
    found = check_senders(CALM, news)
    assert found.mailboxes == (WELL.email,)
    said = item(found, "mailboxes")
    assert (said.ok, said.blocking) == (False, False)
    assert said.detail == "1 will send. The warm-up scores could not be refreshed."
