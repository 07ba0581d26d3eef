"""One function a command: arguments and services in, an `Answer` out."""

import argparse
import sys
from collections.abc import Callable, Mapping

from vibe_desktop.app.cli import views
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer, refusal
from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services

Command = Callable[[argparse.Namespace, Services, Work], Answer]


def create_campaign(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Page and audience to three variants; with a file to leads; on request to a launch."""
    if args.launch and not args.approve:
        return refusal(
            InvalidInput(
                "A launch needs --approve: nothing is sent that was not approved.",
                safe="Nothing was created.",
                next_step="Add --approve, or leave --launch out and review the variants first.",
                field="approve",
            )
        )
    made = services.campaigns.create(
        name=args.name, url=args.url, target_audience=args.audience, work=work
    ).value
    data: dict[str, object] = {
        "campaign": views.campaign(made),
        "variants": [],
        "leads": views.leads(None),
        "launch": None,
    }
    lines = [f"Campaign {made.name} ({made.id})"]
    try:
        variants = services.copywriting.draft(made.id, work).value
        data["variants"] = [views.variant(variant) for variant in variants]
        for variant in variants:
            lines += ["", f"{variant.letter}  {variant.angle.value}: {variant.current.subject}", ""]
            lines += [f"   {line}" for line in variant.current.body.splitlines()]
        if args.leads is not None:
            report = services.leads.import_file(args.leads, None, made.id, work).value
            data["leads"] = views.leads(report)
            lines += ["", f"{report.imported:,} leads imported, {report.skipped:,} rows skipped"]
            lines += [f"   {count:,}: {reason.words}" for reason, count in report.reasons.items()]
        if args.approve:
            approved = [services.variants.approve(variant.id, work).value for variant in variants]
            data["variants"] = [views.variant(variant) for variant in approved]
            lines += ["", "All three variants are approved."]
        if args.launch:
            launch = services.launches.launch(made.id, work).value
            data["launch"] = views.launch(launch)
            lines += [f"Launch: {launch.state.value}, {launch.uploaded:,} leads at Instantly."]
            if launch.state is LaunchState.FAILED:
                data["error"] = {"code": "launch_failed", "what": launch.reason}
        data["campaign"] = views.campaign(services.campaigns.get(made.id, work))
    except Trouble as trouble:
        data["launch"] = (
            views.launch(services.launches.latest(made.id, work)) if args.launch else None
        )
        data["campaign"] = views.campaign(services.campaigns.get(made.id, work))
        kept = f"The campaign is kept as {made.id}."
        answer = refusal(trouble, data)
        return Answer(answer.data, [*lines, "", kept], REFUSED)
    return Answer(data, lines, REFUSED if "error" in data else DONE)


def list_campaigns(_args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Every campaign with its counters as last known."""
    dashboard = services.campaigns.dashboard(work)
    rows = [
        (
            row.campaign.id[:8],
            row.campaign.name,
            row.campaign.status.value,
            f"{row.counters.sent:,}",
            row.counters.reply_rate.words,
        )
        for row in dashboard.rows
    ]
    lines = (
        views.table(("Id", "Name", "Status", "Sent", "Reply rate"), rows)
        if rows
        else ["No campaigns yet. Start with `vibe-desktop create-campaign`, or open the window."]
    )
    return Answer({"campaigns": [views.row(row) for row in dashboard.rows]}, lines)


def analytics(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """The results of one campaign, fetched first when asked for."""
    campaign = services.campaigns.get(args.id, work)
    if args.refresh:
        services.analytics.refresh(campaign.id, work)
    results = services.analytics.results(campaign.id, work)
    data = views.results(results)
    totals = results.totals
    lines = [
        f"{campaign.name}: as of {data['as_of'] or 'never refreshed'}",
        f"Sent         {totals.sent:,}",
        f"Contacted    {totals.contacted:,}",
        f"Reply rate   {totals.reply_rate.words}",
        f"Bounce rate  {totals.bounce_rate.words}",
    ]
    return Answer(data, lines)


def resume(_args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Finish every launch that was cut off."""
    launches = services.launches.resume(work).value
    lines = [
        f"{launch.plan.name}: {launch.state.value}, {launch.uploaded:,} leads. {launch.reason}"
        for launch in launches
    ] or ["Nothing was left unfinished."]
    failed = any(launch.state is LaunchState.FAILED for launch in launches)
    return Answer(
        {"launches": [views.launch(launch) for launch in launches]},
        lines,
        REFUSED if failed else DONE,
    )


def doctor(_args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Check keys, services, database and keychain."""
    report = services.doctor.examine(work)
    return Answer(
        {
            "ok": report.ok,
            "checks": [
                {"name": check.name, "ok": check.ok, "detail": check.detail}
                for check in report.checks
            ],
        },
        [f"{'ok' if check.ok else '!!'}  {check.name}: {check.detail}" for check in report.checks],
    )


def identity(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Set or show who writes."""
    if args.action == "set":
        given = Identity(args.name, args.company, args.postal_address)
        kept = services.identity.save(given, work).value
    else:
        kept = services.identity.get(work)
    data = {
        "name": kept.name,
        "company": kept.company,
        "postal_address": kept.postal_address,
        "missing": list(kept.missing),
    }
    lines = [f"{kept.name}, {kept.company}", kept.postal_address]
    if kept.missing:
        lines.append(f"Still needed before a launch: {', '.join(kept.missing)}.")
    return Answer({"identity": data}, lines)


def keys(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Keep or forget a key. The secret comes on standard input, never as an argument."""
    service = Service(args.service)
    if args.action == "set":
        if sys.stdin.isatty():
            import getpass

            secret = getpass.getpass(f"{service.label} key: ")
        else:
            secret = sys.stdin.readline()
        state = services.keys.save(service, secret, work).value
        words = f"The {service.label} key is kept: {state.storage}."
    else:
        state = services.keys.remove(service, work).value
        words = f"The {service.label} key is forgotten."
    data: Mapping[str, object] = {
        "service": service.value,
        "storage": state.storage,
        "problem": state.problem,
    }
    return Answer(data, [line for line in (words, state.problem) if line])


COMMANDS: Mapping[str, Command] = {
    "create-campaign": create_campaign,
    "campaigns": list_campaigns,
    "analytics": analytics,
    "resume": resume,
    "doctor": doctor,
    "identity": identity,
    "keys": keys,
}
