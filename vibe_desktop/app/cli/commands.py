"""One function a command: arguments and services in, an `Answer` out."""

import argparse
import signal
import sys
from collections.abc import Callable, Mapping, Sequence

from vibe_desktop.app.cli import views
from vibe_desktop.app.cli.creating import create_campaign
from vibe_desktop.app.cli.drafting import draft, replay
from vibe_desktop.app.cli.importing import import_leads, undo_import
from vibe_desktop.app.cli.linting import lint
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer, refusal, time_text
from vibe_desktop.domain.campaign_control import STOP_THERE
from vibe_desktop.domain.campaign_edits import EditState
from vibe_desktop.domain.errors import Cancelled, Conflict, Trouble
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.keys import KeySource
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services

Command = Callable[[argparse.Namespace, Services, Work], Answer]

_MOST_NAMED = 5
"""Entries that a note names; `vibe-desktop opt-outs` names all."""


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
    note = ""
    if args.refresh:
        services.analytics.refresh(campaign.id, work)
        note = _copied_opt_outs(services, work)
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
    return Answer(data, [*lines, *filter(None, (note,))])


def _copied_opt_outs(services: Services, work: Work) -> str:
    """Whoever unsubscribed is left alone from now on; a note when that could not be seen to."""
    try:
        report = services.opt_outs.copy(work).value
    except Trouble as trouble:
        return f"Note: who unsubscribed was not looked up. {trouble}"
    new = f"New on your do-not-contact list, since they unsubscribed: {report.new:,}."
    words = [new] if report.new else []
    if report.refused:
        words.append(f"Instantly’s block list does not take {_some(report.refused)}.")
    return " ".join(words)


def opt_outs(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Copy opt-outs both ways; exit code 1 when Instantly does not take all of them."""
    report = services.opt_outs.copy(work, again=args.again).value
    refused = (*report.refused, *report.refused_before)
    lines = [
        f"New on your do-not-contact list, since they unsubscribed: {report.new:,}.",
        f"Put on the block list at Instantly: {report.blocked:,}.",
    ]
    if refused:
        lines += [
            f"Not taken by Instantly’s block list: {len(refused):,}.",
            *(f"  {value}" for value in refused),
            "Campaigns from here leave them out all the same; those made at Instantly do not.",
        ]
    if report.refused_before:
        lines.append("They were not sent again. To try once more: `vibe-desktop opt-outs --again`.")
    data = {"new": report.new, "blocked": report.blocked, "refused": list(refused)}
    return Answer(data, lines, REFUSED if refused else DONE)


def _some(values: Sequence[str]) -> str:
    named = ", ".join(values[:_MOST_NAMED])
    more = len(values) - _MOST_NAMED
    return f"{named} and {more:,} more" if more > 0 else named


def resume(_args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Finish every launch, and every change of launched mails, that was cut off."""
    launches = services.launches.resume(work).value
    edits = services.edits.resume(work).value
    lines = [
        f"{launch.plan.name}: {launch.state.value}, {launch.uploaded:,} leads. {launch.reason}"
        for launch in launches
    ]
    lines += [f"Change of launched mails: {edit.state.value}. {edit.reason}" for edit in edits]
    failed = any(launch.state is LaunchState.FAILED for launch in launches) or any(
        edit.state is EditState.FAILED for edit in edits
    )
    return Answer(
        {
            "launches": [views.launch(launch) for launch in launches],
            "edits": [views.edit(edit) for edit in edits],
        },
        lines or ["Nothing was left unfinished."],
        REFUSED if failed else DONE,
    )


def stop(_args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Stop everything; exit code 0 only when all of it was read back as stopped."""
    try:
        report = services.control.panic_stop(work).value
    except Trouble as trouble:  # what is kept here cannot even be opened
        told = trouble.advised(safe="NOT STOPPED: nothing was asked of Instantly.")
        return refusal(told.advised(next_step=f"{trouble.next_step} {STOP_THERE}".strip()))
    lines = [report.headline]
    for one in report.campaigns:
        words = (
            f"stopped, read back at {time_text(one.read_at)}"
            if one.stopped
            else f"NOT STOPPED. {one.reason}"
        )
        lines.append(f"  {one.shown_name}: {words}")
    lines += [f"  Launch ended: {name}" for name in report.launches]
    if report.next_step and report.next_step not in report.headline:
        lines.append(report.next_step)
    return Answer(views.stop(report), lines, DONE if report.stopped else REFUSED)


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
        state = services.keys.save(service, _secret_from_input(service), work).value
        if state[service].source is KeySource.MEMORY:
            raise Conflict(
                # The rest of the problem speaks of the app's memory; a command's ends with it.
                f"The {service.label} key was not kept. {state.problem.partition('. ')[0]}.",
                safe="It was written nowhere.",
                next_step=f"Set {service.value.upper()}_API_KEY for one run, or set up a keychain "
                "and try again.",
            )
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


def _secret_from_input(service: Service) -> str:
    """A line of standard input, typed unseen at a terminal; "" when there is none.

    Raises:
        Cancelled: Ctrl+C, which must end the wait for a line at once.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if sys.stdin is None:
            return ""
        if sys.stdin.isatty():
            import getpass

            return getpass.getpass(f"{service.label} key: ")
        return sys.stdin.readline()
    except KeyboardInterrupt:
        raise Cancelled from None
    except EOFError:
        return ""
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"  # refused by the vault, in words
    finally:
        signal.signal(signal.SIGINT, before)


COMMANDS: Mapping[str, Command] = {
    "create-campaign": create_campaign,
    "draft": draft,
    "lint": lint,
    "import-leads": import_leads,
    "undo-import": undo_import,
    "replay": replay,
    "campaigns": list_campaigns,
    "analytics": analytics,
    "resume": resume,
    "stop": stop,
    "opt-outs": opt_outs,
    "doctor": doctor,
    "identity": identity,
    "keys": keys,
}
