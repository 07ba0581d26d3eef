"""Which campaign a `create-campaign` works on: one that it made before, or a new one."""

import argparse

from vibe_desktop.app.cli import mails
from vibe_desktop.domain.campaigns import Campaign, CampaignSetup
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.domain.leads import ImportReport, SkipReason
from vibe_desktop.domain.urls import host_of, normalise_product_url
from vibe_desktop.domain.variants import ANGLES, Author, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services


def launched_before(
    args: argparse.Namespace, services: Services, work: Work, *, beside: str = ""
) -> Campaign | None:
    """The campaign that this very command launched, or began to launch, before; None without.

    It is the same command when page, audience, name and leads are the same. Another name, or
    other people, make another campaign. The one with the id `beside` does not count.

    Raises:
        Conflict: The file has some of the same people, and others.
    """
    for found in _same(args, services, work):
        if found.id == beside:
            continue
        launch = services.launches.latest(found.id, work)
        if launch is None or launch.state is LaunchState.FAILED:
            continue
        if launch.state in UNFINISHED or args.leads is None:
            return found
        report = services.leads.rehearse(args.leads, None, found.id, work)
        if not report.created:
            return found
        if known := _known(report):
            raise Conflict(
                f"{known:,} of the people in “{args.leads.name}” belong to the campaign "
                f"“{found.name}”, which this command launched before. A second campaign would "
                "write to them twice.",
                safe="Nothing was created.",
                next_step="Leave only new people in the file, or give another --name to write to "
                "all of them.",
            )
    return None


def left_before(
    args: argparse.Namespace, services: Services, work: Work
) -> tuple[Campaign | None, str]:
    """The newest draft that this very command made and did not come to launch; None without.

    Page, audience and name are the same, nothing was launched, nothing of it was touched by hand
    since, and nobody is in it who is not in the file. Also says why one of the same name is left
    as it is, "" when there is none.
    """
    for found in _same(args, services, work):
        if services.launches.latest(found.id, work) is not None:
            continue
        if why := _not_ours(args, services, work, found):
            note = f"Note: the draft {found.id} of the same name {why}, so it is left as it is."
            return None, f"{note} Delete it in the window when it is not needed."
        return found, ""
    return None, ""


def _not_ours(args: argparse.Namespace, services: Services, work: Work, found: Campaign) -> str:
    """Why a draft is not what this command left behind, "" when it is."""
    setup, waits = found.setup, mails.waits(args.follow_ups)
    if setup not in (
        CampaignSetup(),
        CampaignSetup(waits=waits, mailboxes=setup.mailboxes, overrides=setup.overrides),
    ):
        return "has other settings"
    if any(
        mail.rejected_at is not None or mail.current.author is Author.FOUNDER
        for mail in services.variants.list(found.id, work)
    ):
        return "has mails that were changed or rejected by hand"
    count = services.leads.for_campaign(found.id, work)
    if args.leads is None:
        return "has leads" if count else ""
    report = services.leads.rehearse(args.leads, None, found.id, work)
    return "has other leads" if count != _known(report) else ""


def whole(written: tuple[Variant, ...], follow_ups: int) -> bool:
    """Whether all mails that a command asks for are written."""
    firsts = sum(not mail.follow_up for mail in written)
    return firsts == len(ANGLES) and {*range(1, follow_ups + 1)} <= {
        mail.follow_up for mail in written
    }


def _same(args: argparse.Namespace, services: Services, work: Work) -> list[Campaign]:
    """Campaigns with the same page, audience and name, newest first."""
    url, audience = normalise_product_url(args.url), args.audience.strip()
    name = " ".join(args.name.split()) or host_of(url)
    return [
        row.campaign
        for row in services.campaigns.dashboard(work).rows
        if (row.campaign.url, row.campaign.target_audience, row.campaign.name)
        == (url, audience, name)
    ]


def _known(report: ImportReport) -> int:
    """How many rows of a file are people that the campaign has."""
    elsewhere = report.reasons.get(SkipReason.IN_CAMPAIGN, 0)
    return report.updated + report.unchanged + elsewhere
