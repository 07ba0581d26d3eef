"""The items of the check before a launch about who sends and when: pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing
from vibe_desktop.domain.launches import PreflightItem
from vibe_desktop.domain.mailboxes import Mailbox, MailboxNews
from vibe_desktop.domain.schedules import Schedule, ScheduleProblem, problem
from vibe_desktop.domain.sending_advice import (
    LEAST_GAP_MINUTES,
    MAILS_PER_MAILBOX,
    NEW_PEOPLE,
    Excess,
    excesses,
    mails_per_mailbox,
    paced,
)
from vibe_desktop.domain.timezones import TimezoneMatch, to_instantly

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class SenderCheck:
    """Who will send, and what is to be said about that.

    Attributes:
        mailboxes: Addresses of those that will send, sorted; empty when that cannot be told.
        overridden: Those among them that are not healthy: the founder wants them all the same.
        items: About the mailboxes, their domains, and how much each will have to send.
    """

    mailboxes: tuple[str, ...]
    overridden: tuple[str, ...]
    items: tuple[PreflightItem, ...]


def check_senders(setup: CampaignSetup, news: MailboxNews, problem_found: str = "") -> SenderCheck:
    """Look at the mailboxes that shall send, as the last refresh found them.

    An unhealthy one sends only when the founder overrode that; one whose domain takes no mail
    never does. `problem_found` says why Instantly could not be asked, "" when it could.
    """
    known = news.mailboxes
    by_email = {box.email: box for box in known}
    if problem_found:
        return SenderCheck((), (), (_mailboxes(problem_found, ok=False),))
    if setup.mailboxes:
        wanted = set(setup.mailboxes) | set(setup.overrides)
    else:
        wanted = {box.email for box in known if box.healthy} | set(setup.overrides)
    unfit = sorted(email for email in wanted if not _may_send(by_email.get(email), setup))
    domains = _domain_item(wanted or set(by_email), by_email)
    if unfit:
        words = "; ".join(f"{email}: {_trouble_of(by_email.get(email))}" for email in unfit)
        item = _mailboxes(f"Not fit to send: {words}. Choose others.", ok=False)
        return SenderCheck((), (), (item, domains))
    if not wanted:
        return SenderCheck((), (), (_mailboxes(_nobody(known), ok=False), domains))
    overridden = tuple(sorted(email for email in wanted if not by_email[email].healthy))
    item = _mailboxes(f"{len(wanted)} will send.", ok=True)
    if overridden:
        words = "; ".join(f"{email}: {by_email[email].trouble}" for email in overridden)
        item = _mailboxes(
            f"{len(wanted)} will send, though not all are healthy, as you decided: {words}. "
            "Their mails may land in spam, or not leave at all.",
            ok=False,
            blocking=False,
        )
    if news.gaps:
        words = f"{item.detail} {' '.join(news.gaps)}"
        item = _mailboxes(words, ok=False, blocking=False)
    pace = _pace_item(paced(setup.pacing, len(wanted)), [by_email[email] for email in wanted])
    return SenderCheck(tuple(sorted(wanted)), overridden, (item, domains, pace))


def check_schedule(
    schedule: Schedule, pacing: Pacing, today: date
) -> tuple[TimezoneMatch | None, tuple[PreflightItem, ...]]:
    """Look at days, hours, dates and time zone.

    Returns:
        What Instantly makes of the time zone, None when there is no such zone; and the items.
    """
    words = _schedule_problem(schedule, pacing, today)
    match = None
    try:
        match = to_instantly(schedule.timezone, max(today, schedule.start_date or today))
    except ValueError:
        words = words or f"There is no time zone {schedule.timezone}. Choose another."
    detail = words or (
        f"{schedule.start} to {schedule.end} on {len(schedule.days)} "
        f"{'day' if len(schedule.days) == 1 else 'days'} a week{_dates(schedule)}."
    )
    items = [PreflightItem("schedule", "Sending hours", ok=not words, blocking=True, detail=detail)]
    if match is not None:
        zone = match.words or f"{match.name}, as you set it."
        items.append(
            PreflightItem("timezone", "Time zone", ok=match.exact, blocking=False, detail=zone)
        )
    return match, tuple(items)


def _may_send(box: Mailbox | None, setup: CampaignSetup) -> bool:
    if box is None or box.dead:
        return False
    return box.healthy or box.email in setup.overrides


def _trouble_of(box: Mailbox | None) -> str:
    return box.trouble if box is not None else "not in your workspace"


def _mailboxes(detail: str, *, ok: bool, blocking: bool = True) -> PreflightItem:
    return PreflightItem("mailboxes", "Healthy mailboxes", ok=ok, blocking=blocking, detail=detail)


def _nobody(known: tuple[Mailbox, ...]) -> str:
    if not known:
        return "No mailbox is fit to send. Connect or warm one up at Instantly."
    named = "; ".join(f"{box.email}: {box.trouble}" for box in known[:_MOST_NAMED])
    return f"No mailbox is fit to send: {named}."


def _domain_item(emails: set[str], by_email: Mapping[str, Mailbox]) -> PreflightItem:
    title = "Sending domain"
    boxes = [by_email[email] for email in sorted(emails) if email in by_email]
    dead = sorted({box.domain for box in boxes if box.dead})
    if dead:
        words = "take no mail" if len(dead) > 1 else "takes no mail"
        detail = (
            f"{', '.join(dead)} {words}: no reply would arrive. Add the MX records of your mail "
            "provider at your domain host, or choose another mailbox."
        )
        return PreflightItem("sending_domain", title, ok=False, blocking=True, detail=detail)
    checks = {box.domain: box.check for box in boxes}
    problems = [
        f"{domain}: {words}"
        for domain, check in sorted(checks.items())
        if check is not None
        for words in check.problems
    ]
    unchecked = sorted(domain for domain, check in checks.items() if check is None)
    if unchecked:
        problems.append(
            f"The records of {', '.join(unchecked)} were not looked up yet. Refresh the mailboxes."
        )
    if problems or not checks:
        detail = " ".join(problems) or "There is no mailbox, so there is no domain to look at."
        return PreflightItem("sending_domain", title, ok=False, blocking=False, detail=detail)
    return PreflightItem(
        "sending_domain",
        title,
        ok=True,
        blocking=True,
        detail=f"{', '.join(sorted(checks))}: MX, SPF, DKIM and DMARC are in order.",
    )


def _pace_item(pacing: Pacing, senders: Sequence[Mailbox]) -> PreflightItem:
    most = mails_per_mailbox(pacing, senders)
    words = {
        Excess.MAILS_PER_MAILBOX: (
            f"Up to {most} mails a day from one mailbox; Instantly recommends {MAILS_PER_MAILBOX}."
        ),
        Excess.NEW_PEOPLE: (
            f"{pacing.new_leads_per_day} new people a day; Woodpecker's default is {NEW_PEOPLE} "
            "for each mailbox."
        ),
        Excess.GAP: (
            f"{pacing.gap_minutes} minutes between two mails; Instantly asks for at least "
            f"{LEAST_GAP_MINUTES}."
        ),
    }
    found = excesses(pacing, senders)
    detail = " ".join(words[one] for one in found) or (
        f"Up to {most} mails a day from one mailbox, as Instantly recommends."
    )
    return PreflightItem("pacing", "Sending pace", ok=not found, blocking=False, detail=detail)


def _dates(schedule: Schedule) -> str:
    words = f", from {schedule.start_date:%d %B %Y}" if schedule.start_date else ""
    return words + (f", until {schedule.end_date:%d %B %Y}" if schedule.end_date else "")


def _schedule_problem(schedule: Schedule, pacing: Pacing, today: date) -> str:
    found = problem(schedule, today)
    if found is not None:
        return _WORDS[found]
    if pacing.daily_limit < 1 or pacing.new_leads_per_day < 1:
        return "The daily limit is 0, so nothing would ever be sent. Allow at least one mail."
    return ""


_WORDS = {
    ScheduleProblem.NO_DAY: (
        "No day is chosen, so nothing would ever be sent. Choose at least one."
    ),
    ScheduleProblem.HOURS_UNREADABLE: ("The hours cannot be read. Give them as 09:00 and 17:00."),
    ScheduleProblem.HOURS_REVERSED: (
        "The window ends before it starts. Choose an end later than the start."
    ),
    ScheduleProblem.START_PAST: "The first day is in the past. Choose a later one, or none.",
    ScheduleProblem.END_PAST: "The last day is in the past. Choose a later one, or none.",
    ScheduleProblem.END_FIRST: "The last day is before the first one. Choose a later one.",
    ScheduleProblem.NO_DAY_BETWEEN: (
        "None of your sending days lies between the first and the last day. Choose other dates."
    ),
}
